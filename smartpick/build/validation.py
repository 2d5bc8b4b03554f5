"""All of `data/` read and checked, every fault collected before any is reported."""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from smartpick.build.schema import ColumnRule, Fault, Table, display_name, read_schemas

# The column with the row that a spreadsheet shows.
ROW = "csv_row"
_SOURCE_COLUMNS = ("source_id", "source_ids")
_KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date (year-month-day)",
}


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
    files = {table.name: display_name(table.file, data_folder) for table in tables}
    cells: dict[str, pd.DataFrame] = {}
    frames: dict[str, pd.DataFrame] = {}
    for number, table in enumerate(tables, start=1):
        if progress:
            progress(table.name, number, len(tables))
        text, table_faults = _read_cells(table, files[table.name])
        faults += table_faults
        if text is None:
            continue
        cells[table.name] = text
        typed = {column.name: _typed(text[column.name], column.type) for column in table.columns}
        frames[table.name] = pd.DataFrame({**typed, ROW: text[ROW]})
        for column in table.columns:
            faults += _cell_faults(text, typed[column.name], column, files[table.name])
    for table in tables:
        if table.name in cells:
            faults += _relation_faults(table, cells, files[table.name])
    connection = duckdb.connect()
    for name, frame in frames.items():
        connection.register(f"{name}_frame", frame)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "{name}_frame"')
        connection.unregister(f"{name}_frame")
    # A check compares cells that are right by themselves: on tables with faults it would only repeat them.
    faulty = {fault.file for fault in faults}
    sound = {name for name in frames if files[name] not in faulty}
    for table in tables:
        faults += _check_faults(table, set(files), sound, connection, files[table.name])
    return ValidData(tables, frames, faults, connection)


# A CSV file as text cells.


def _read_cells(table: Table, file: str) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Return the cells as text (empty cells are NA) with the column `csv_row`, and the faults.

    None means that the columns are not known: the file is unreadable, empty, or with another header.
    """

    def unreadable(reason: str, row: int | None = None) -> tuple[None, list[Fault]]:
        return None, [Fault(file, row, None, reason)]

    try:
        content = table.file.read_bytes()
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return unreadable("The row is not UTF-8 text. Save the file as CSV UTF-8.", row)
    except OSError as error:
        return unreadable(f"The file cannot be read ({error.strerror or error}).")
    except csv.Error as error:
        return unreadable(f"The file is not valid CSV ({error}). Check its quotes.")
    if not rows:
        return unreadable("The file is empty. It needs a header and rows.")
    header, *body = rows
    faults = _header_faults([column.name for column in table.columns], header, file)
    if faults:
        return None, faults
    numbered = [(row, cells) for row, cells in enumerate(body, start=2) if cells]
    faults = [
        Fault(file, row, None, f"The row has {len(cells)} cells, the header {len(header)}. Check its commas.")
        for row, cells in numbered
        if len(cells) != len(header)
    ]
    if not numbered:
        faults.append(Fault(file, None, None, "The file has a header but no rows."))
    whole = [(row, cells) for row, cells in numbered if len(cells) == len(header)]
    frame = pd.DataFrame([cells for _, cells in whole], columns=header, dtype="str")
    frame = frame.apply(lambda column: column.str.strip()).replace("", pd.NA)
    frame[ROW] = [row for row, _ in whole]
    return frame[[*(column.name for column in table.columns), ROW]], faults


def _header_faults(declared: list[str], header: list[str], file: str) -> list[Fault]:
    names = list(dict.fromkeys(header))
    missing = [name for name in declared if name not in header]
    unknown = [name or "(no name)" for name in names if name not in declared]
    twice = [name for name in names if header.count(name) > 1]
    return [
        *(Fault(file, 1, name, "The column is missing.") for name in missing),
        *(Fault(file, 1, name, "The column is not declared in tables.toml.") for name in unknown),
        *(Fault(file, 1, name, "The column is in the header twice.") for name in twice),
    ]


# Cells against their column: type, required, range, choices.


def _cell_faults(text: pd.DataFrame, values: pd.Series, column: ColumnRule, file: str) -> list[Fault]:
    cells, rows = text[column.name], text[ROW]
    remedy = "Correct the cell." if column.required else "Correct the cell or leave it empty."
    wrong = cells.notna() & values.isna()
    faults = [
        Fault(file, row, column.name, f"'{cell}' is not {_KINDS.get(column.type, 'text')}. {remedy}")
        for row, cell in _pairs(rows[wrong], cells[wrong])
    ]
    if column.required:
        reason = "The cell is empty, but this column needs a value."
        faults += [Fault(file, int(row), column.name, reason) for row in rows[cells.isna()]]
    if column.minimum is not None or column.maximum is not None:
        low = float("-inf") if column.minimum is None else column.minimum
        high = float("inf") if column.maximum is None else column.maximum
        outside = ((values < low) | (values > high)).fillna(False).astype(bool)
        if column.maximum is None:
            allowed = f"at least {low:g}"
        elif column.minimum is None:
            allowed = f"at most {high:g}"
        else:
            allowed = f"from {low:g} to {high:g}"
        faults += [
            Fault(file, row, column.name, f"{value:g} is outside the allowed values ({allowed}).")
            for row, value in _pairs(rows[outside], values[outside])
        ]
    if column.choices:
        reason = f"is not one of: {', '.join(column.choices)}."
        faults += _unknown_values(text, column, set(column.choices), file, reason)
    return faults


def _typed(text: pd.Series, kind: str) -> pd.Series:
    """Return the cells in the column's type, NA where empty or faulty."""
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


def _unknown_values(
    text: pd.DataFrame, column: ColumnRule, known: set[str], file: str, reason: str
) -> list[Fault]:
    """Return a fault for each value that is not known; a cell of a list column holds several."""
    cells = pd.DataFrame({"value": text[column.name], ROW: text[ROW]}).dropna(subset=["value"])
    if column.list:
        cells = cells.assign(value=cells["value"].str.split("|")).explode("value")
        cells["value"] = cells["value"].astype("str").str.strip()
    unknown = cells[~cells["value"].isin(known)]
    return [
        Fault(file, row, column.name, f"'{value}' {reason}")
        for row, value in _pairs(unknown[ROW], unknown["value"])
    ]


def _pairs(rows: pd.Series, values: pd.Series) -> Iterable[tuple[int, object]]:
    return zip(map(int, rows), values, strict=True)


# Rows against rows: keys are unique, references and sources exist, figures that must add up do.


def _relation_faults(table: Table, cells: dict[str, pd.DataFrame], file: str) -> list[Fault]:
    text = cells[table.name]
    faults = _key_faults(table, text, file) + _source_faults(table, text, file)
    for column in table.columns:
        if not column.references:
            continue
        target, _, target_column = column.references.partition(".")
        if target not in cells or target_column not in cells[target]:
            faults.append(Fault(file, 1, column.name, f"There is no {column.references} to refer to."))
            continue
        known = set(cells[target][target_column].dropna()) | set(column.besides)
        faults += _unknown_values(text, column, known, file, f"is not in {column.references}.")
    return faults


def _key_faults(table: Table, text: pd.DataFrame, file: str) -> list[Fault]:
    columns = list(table.key)
    again = text[text.duplicated(columns)]
    pairs = again.merge(text.drop_duplicates(columns), on=columns, suffixes=("", "_first"))
    reason = "The row repeats the key of row {}. Remove or correct one of them."
    return [
        Fault(file, row, ", ".join(columns), reason.format(earlier))
        for row, earlier in _pairs(pairs[ROW], pairs[f"{ROW}_first"])
    ]


def _source_faults(table: Table, text: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each row that names no source; the table of the sources itself needs none."""
    if table.name == "sources":
        return []
    named = [column for column in _SOURCE_COLUMNS if column in text]
    if not named:
        return [Fault(file, 1, "source_id", "The table has no source_id: every row needs a source.")]
    missing = text[text[named].isna().all(axis=1)]
    return [Fault(file, int(row), named[0], "The row names no source.") for row in missing[ROW]]


def _check_faults(
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
        for record in broken.to_dict("records"):
            row = record.pop(ROW, None)
            values = ", ".join(map(str, record.values()))
            reason = f"{check.reason}{f' ({values})' if values else ''}."
            faults.append(Fault(file, None if row is None else int(row), None, reason))
    return faults
