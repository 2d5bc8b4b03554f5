"""Rows against rows: keys are unique, references and sources exist, figures that must add up do."""

import re

import duckdb
import pandas as pd

from smartpick.build.cells import listed_values
from smartpick.build.faults import Fault
from smartpick.build.reading import ROW
from smartpick.build.schema import Column, Table

SOURCE_COLUMNS = ("source_id", "source_ids")


def key_faults(table: Table, text: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each row whose key an earlier row has."""
    columns = list(table.key)
    again = text[text.duplicated(columns)]
    first = text.drop_duplicates(columns)
    pairs = again.merge(first, on=columns, suffixes=("", "_first"))
    key = ", ".join(columns)
    return [
        Fault(
            file, int(row), key, f"The row repeats the key of row {earlier}. Remove or correct one of them."
        )
        for row, earlier in zip(pairs[ROW], pairs[f"{ROW}_first"], strict=True)
    ]


def source_faults(table: Table, text: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each row that names no source; the table of the sources itself needs none."""
    if table.name == "sources":
        return []
    named = [column for column in SOURCE_COLUMNS if column in text]
    if not named:
        return [Fault(file, 1, "source_id", "The table has no source_id: every row needs a source.")]
    missing = text[text[named].isna().all(axis=1)]
    return [Fault(file, int(row), named[0], "The row names no source.") for row in missing[ROW]]


def reference_faults(
    column: Column, text: pd.DataFrame, file: str, loaded: dict[str, pd.DataFrame]
) -> list[Fault]:
    """Return a fault for each value that the referenced table does not have."""
    target, _, target_column = column.references.partition(".")
    if target not in loaded or target_column not in loaded[target]:
        return [Fault(file, 1, column.name, f"There is no {column.references} to refer to.")]
    known = set(loaded[target][target_column].dropna()) | set(column.besides)
    cells = listed_values(text[column.name], column, text[ROW])
    unknown = cells[~cells["value"].isin(known)]
    return [
        Fault(file, int(row), column.name, f"'{value}' is not in {column.references}.")
        for value, row in zip(unknown["value"], unknown[ROW], strict=True)
    ]


def check_faults(
    table: Table, declared: set[str], sound: set[str], connection: duckdb.DuckDBPyConnection, file: str
) -> list[Fault]:
    """Return a fault for each row that a check of the table returns.

    The tables are in `connection` under their names, with the column `csv_row`. A check that reads a
    `declared` table which is not `sound` waits until that is mended; one that cannot run is a fault.
    """
    faults: list[Fault] = []
    for check in table.checks:
        needed = {table.name, *re.findall(r"\w+", check.sql)} & declared
        if not needed <= sound:
            continue
        try:
            broken = connection.execute(check.sql).df()
        except duckdb.Error as error:
            reason = f"The check '{check.name}' cannot run: {str(error).splitlines()[0]}"
            faults.append(Fault(file, None, None, reason))
            continue
        shown = [column for column in broken if column != ROW]
        for record in broken.to_dict("records"):
            row = record.get(ROW)
            values = ", ".join(str(record[column]) for column in shown)
            reason = f"{check.reason}{f' ({values})' if values else ''}."
            faults.append(Fault(file, None if row is None else int(row), None, reason))
    return faults
