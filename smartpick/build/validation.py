"""All of `data/` read and checked, every fault collected before any is reported."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from smartpick.build.schema import Column, Fault, Table, display_name, read_schemas

# A CSV file as text cells, with the row that a spreadsheet shows for each.

ROW = "csv_row"


def read_table(table: Table, file: str) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Return the cells as text (empty cells are NA) with the column `csv_row`, and the faults found.

    None stands for a file whose columns cannot be told: unreadable, empty, or with another header.
    """
    text, fault = _read_text(table.file, file)
    if fault:
        return None, [fault]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return None, [Fault(file, None, None, f"The file is not valid CSV ({error}). Check its quotes.")]
    if not rows:
        return None, [Fault(file, None, None, "The file is empty. It needs a header and rows.")]
    header, *body = rows
    faults = _faults_of_header(table.columns, header, file)
    if faults:
        return None, faults
    numbered = [(row, cells) for row, cells in enumerate(body, start=2) if cells]
    ragged = [(row, cells) for row, cells in numbered if len(cells) != len(header)]
    faults = [
        Fault(file, row, None, f"The row has {len(cells)} cells, the header {len(header)}. Check its commas.")
        for row, cells in ragged
    ]
    whole = [(row, cells) for row, cells in numbered if len(cells) == len(header)]
    if not numbered:
        faults.append(Fault(file, None, None, "The file has a header but no rows."))
    frame = pd.DataFrame([cells for _, cells in whole], columns=header, dtype="str")
    frame = frame.apply(lambda cells: cells.str.strip()).replace("", pd.NA)
    frame[ROW] = [row for row, _ in whole]
    return frame[[*(column.name for column in table.columns), ROW]], faults


def _read_text(path: Path, file: str) -> tuple[str, Fault | None]:
    try:
        return path.read_bytes().decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        return "", Fault(file, row, None, "The row is not UTF-8 text. Save the file as CSV UTF-8.")
    except OSError as error:
        return "", Fault(file, None, None, f"The file cannot be read ({error.strerror or error}).")


def _faults_of_header(columns: tuple[Column, ...], header: list[str], file: str) -> list[Fault]:
    declared = [column.name for column in columns]
    faults = [Fault(file, 1, name, "The column is missing.") for name in declared if name not in header]
    faults += [
        Fault(file, 1, name or "(no name)", "The column is not declared in tables.toml.")
        for name in dict.fromkeys(header)
        if name not in declared
    ]
    faults += [
        Fault(file, 1, name, "The column stands twice in the header.")
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    return faults


# Cells against their column: type, required, range, choices.

_KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date (year-month-day)",
}


def typed_cells(text: pd.Series, column: Column, rows: pd.Series, file: str) -> tuple[pd.Series, list[Fault]]:
    """Return the cells in the column's type, NA where empty or faulty, and a fault for each wrong cell."""
    values = _parse(text, column.type)
    wrong = text.notna() & values.isna()
    remedy = "Correct the cell." if column.required else "Correct the cell or leave it empty."
    faults = [
        Fault(file, int(row), column.name, f"'{cell}' is not {_KINDS.get(column.type, 'text')}. {remedy}")
        for row, cell in zip(rows[wrong], text[wrong], strict=True)
    ]
    if column.required:
        faults += [
            Fault(file, int(row), column.name, "The cell is empty, but this column needs a value.")
            for row in rows[text.isna()]
        ]
    return values, faults + _outside_range(values, column, rows, file) + _not_a_choice(
        text, column, rows, file
    )


def listed_values(text: pd.Series, column: Column, rows: pd.Series) -> pd.DataFrame:
    """Return one row for each value (several where the column is a list): `value` and `csv_row`."""
    cells = pd.DataFrame({"value": text, ROW: rows}).dropna(subset=["value"])
    if column.list:
        cells["value"] = cells["value"].str.split("|")
        cells = cells.explode("value")
        cells["value"] = cells["value"].astype("str").str.strip()
    return cells


def _parse(text: pd.Series, kind: str) -> pd.Series:
    if kind == "integer":
        whole = text.where(text.str.fullmatch(r"[+-]?\d{1,15}").fillna(False).astype(bool))
        return pd.to_numeric(whole, errors="coerce").astype("Int64")
    if kind == "number":
        plain = text.where(text.str.fullmatch(r"[+-]?\d*\.?\d+([eE][+-]?\d+)?").fillna(False).astype(bool))
        return pd.to_numeric(plain, errors="coerce").astype("float64")
    if kind == "boolean":
        return text.str.lower().map({"true": True, "false": False}).astype("boolean")
    if kind == "date":
        return pd.to_datetime(text, format="%Y-%m-%d", errors="coerce", exact=True)
    return text


def _outside_range(values: pd.Series, column: Column, rows: pd.Series, file: str) -> list[Fault]:
    if column.minimum is None and column.maximum is None:
        return []
    low = (values < column.minimum) if column.minimum is not None else pd.Series(False, index=values.index)
    high = (values > column.maximum) if column.maximum is not None else pd.Series(False, index=values.index)
    outside = (low | high).fillna(False).astype(bool)
    if column.minimum is not None and column.maximum is not None:
        allowed = f"from {column.minimum:g} to {column.maximum:g}"
    elif column.minimum is not None:
        allowed = f"at least {column.minimum:g}"
    else:
        allowed = f"at most {column.maximum:g}"
    return [
        Fault(file, int(row), column.name, f"{value:g} is outside the allowed values ({allowed}).")
        for row, value in zip(rows[outside], values[outside], strict=True)
    ]


def _not_a_choice(text: pd.Series, column: Column, rows: pd.Series, file: str) -> list[Fault]:
    if not column.choices:
        return []
    cells = listed_values(text, column, rows)
    wrong = cells[~cells["value"].isin(column.choices)]
    allowed = ", ".join(column.choices)
    return [
        Fault(file, int(row), column.name, f"'{value}' is not one of: {allowed}.")
        for value, row in zip(wrong["value"], wrong[ROW], strict=True)
    ]


# Rows against rows: keys are unique, references and sources exist, figures that must add up do.

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


# All of `data/` read and checked, every fault collected before any is reported.


@dataclass
class ValidData:
    """The typed tables by name (with `csv_row`), the same tables in `connection`, and every fault."""

    tables: list[Table]
    frames: dict[str, pd.DataFrame]
    faults: list[Fault]
    connection: duckdb.DuckDBPyConnection = field(repr=False)


def validate(data_folder: Path, progress: Callable[[str, int, int], None] | None = None) -> ValidData:
    """Read every table under `data_folder` and check it; nothing is written.

    A table that cannot be read at all is left out of `frames`, and checks that need it are not run.
    """
    tables, faults = read_schemas(data_folder)
    cells: dict[str, pd.DataFrame] = {}
    frames: dict[str, pd.DataFrame] = {}
    for number, table in enumerate(tables, start=1):
        if progress:
            progress(table.name, number, len(tables))
        file = display_name(table.file, data_folder)
        text, found = read_table(table, file)
        faults += found
        if text is None:
            continue
        cells[table.name] = text
        frames[table.name], found = _typed_table(table, text, file)
        faults += found
    for table in tables:
        if table.name in cells:
            faults += _relation_faults(table, cells, display_name(table.file, data_folder))
    connection = duckdb.connect()
    for name, frame in frames.items():
        connection.register(f"{name}_frame", frame)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "{name}_frame"')
        connection.unregister(f"{name}_frame")
    # A check compares cells that are right by themselves: on tables with faults it would only repeat them.
    faulty = {fault.file for fault in faults}
    sound = {table.name for table in tables if display_name(table.file, data_folder) not in faulty}
    declared = {table.name for table in tables}
    for table in tables:
        file = display_name(table.file, data_folder)
        faults += check_faults(table, declared, sound & set(frames), connection, file)
    return ValidData(tables, frames, faults, connection)


def _typed_table(table: Table, text: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[Fault]]:
    faults: list[Fault] = []
    typed: dict[str, pd.Series] = {}
    for column in table.columns:
        typed[column.name], found = typed_cells(text[column.name], column, text[ROW], file)
        faults += found
    return pd.DataFrame({**typed, ROW: text[ROW]}), faults


def _relation_faults(table: Table, cells: dict[str, pd.DataFrame], file: str) -> list[Fault]:
    text = cells[table.name]
    faults = key_faults(table, text, file) + source_faults(table, text, file)
    for column in table.columns:
        if column.references:
            faults += reference_faults(column, text, file, cells)
    return faults
