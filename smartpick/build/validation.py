"""All of `data/` read and checked, every fault collected before any is reported."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from smartpick.build.cells import typed_cells
from smartpick.build.faults import Fault
from smartpick.build.reading import ROW, read_table
from smartpick.build.relations import check_faults, key_faults, reference_faults, source_faults
from smartpick.build.schema import Table, display_name, read_schemas


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
