"""The open database, the only SQL outside the build; built when missing, rebuilt when stale or damaged."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pandas as pd

from smartpick.build.database import build_database, data_hash, remove_abandoned
from smartpick.build.schema import DataFaults, cannot_write
from smartpick.facts import FACT_TABLES, Facts
from smartpick.paths import database_file

_PROGRAMS = """
SELECT programs.*, states.state_name, states.census_division, states.pacific_coast
FROM programs LEFT JOIN states USING (state)
ORDER BY programs.rowid
"""
_SOURCE_COLUMNS = """
SELECT table_name, column_name FROM duckdb_columns()
WHERE database_name = 'smartpick' AND column_name IN ('source_id', 'source_ids') AND table_name <> 'sources'
ORDER BY ALL
"""
_DTYPES = {"BIGINT": "Int64", "DOUBLE": "float64", "BOOLEAN": "boolean", "VARCHAR": "str"}


class StoreError(Exception):
    """The database cannot be opened or lacks a table; the message says what to do."""


@dataclass(frozen=True)
class BuildStamp:
    """What the database was built from and when (`built_at`: ISO time, UTC)."""

    data_hash: str
    schema_version: int
    built_at: str
    app_version: str
    tables: int
    rows: int


class Store:
    """A read-only view of one database file; safe to share between threads.

    It keeps the file it opened: after a rebuild, open a new store.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, database: Path) -> None:
        self.database = database
        self._connection = connection
        self._loading = threading.Lock()
        self._facts: Facts | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def facts(self) -> Facts:
        """Return the tables the model reads; loaded on the first call, the same object afterwards.

        Raises `StoreError` naming every table that the database lacks.
        """
        with self._loading:
            if self._facts is None:
                self._facts = self._load_facts()
            return self._facts

    def build_stamp(self) -> BuildStamp:
        """Return what the database was built from."""
        row = self._frame("SELECT * FROM build_stamp").iloc[0]
        return BuildStamp(
            data_hash=str(row["data_hash"]),
            schema_version=int(row["schema_version"]),
            built_at=str(row["built_at"]),
            app_version=str(row["app_version"]),
            tables=int(row["tables"]),
            rows=int(row["rows"]),
        )

    def table(self, name: str) -> pd.DataFrame:
        """Return any table as it is in `data/`, for pages that show the evidence itself."""
        if name not in self.table_names():
            raise StoreError(f"There is no table '{name}' in the database. Run `smartpick build`.")
        return self._frame(f'SELECT * FROM "{name}" ORDER BY rowid')

    def rows_by_source(self) -> pd.DataFrame:
        """Return how many rows of each table rest on each source: source_id, table_name, rows_count."""
        columns = self._frame(_SOURCE_COLUMNS)
        counted = " UNION ALL ".join(
            f"SELECT unnest(string_split(\"{column}\", '|')) AS source_id, '{table}' AS table_name "
            f'FROM "{table}"'
            for table, column in zip(columns["table_name"], columns["column_name"], strict=True)
        )
        return self._frame(
            f"SELECT source_id, table_name, count(*) AS rows_count FROM ({counted}) GROUP BY ALL ORDER BY ALL"
        )

    def table_names(self) -> list[str]:
        """Return the names of all tables, in alphabetical order."""
        names = self._frame(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'smartpick' ORDER BY table_name"
        )
        return [str(name) for name in names["table_name"] if name != "build_stamp"]

    def read_through(self) -> None:
        """Read every cell once, so that a truncated or damaged file is found now and not on some page.

        Raises `duckdb.Error` where the file is damaged.
        """
        names = self.table_names()
        with self._connection.cursor() as cursor:
            cursor.execute("USE smartpick")
            for name in names:
                cursor.execute(f'SELECT sum(hash("{name}")) FROM "{name}"').fetchall()

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def _load_facts(self) -> Facts:
        missing = sorted(set(FACT_TABLES) - set(self.table_names()))
        if missing:
            raise StoreError(
                f"The database lacks the tables {', '.join(missing)}. "
                "Add them under data/ and run `smartpick build`."
            )
        frames = {name: self.table(name) for name in FACT_TABLES if name != "programs"}
        return Facts(data_hash=self.build_stamp().data_hash, programs=self._frame(_PROGRAMS), **frames)

    def _frame(self, sql: str) -> pd.DataFrame:
        # A connection is not for several threads at once, a cursor of its own is.
        with self._connection.cursor() as cursor:
            cursor.execute("USE smartpick")
            result = cursor.execute(sql)
            types = {column[0]: str(column[1]) for column in result.description}
            frame = result.df()
        known = {name: _DTYPES[kind] for name, kind in types.items() if kind in _DTYPES}
        return frame.astype(known)


def open_store(database: Path | None = None) -> Store:
    """Open the database file for reading; the app's own file unless another is named.

    Raises `StoreError` when the file is missing, damaged or not a database of ours.
    """
    path = database or database_file()
    if not path.is_file():
        raise StoreError(f"There is no database at {path}. Run `smartpick build`.")
    # Attached to an engine of its own: DuckDB hands out the same engine for the same path within a
    # process, and would go on showing a file that has been replaced.
    connection = duckdb.connect()
    try:
        connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS smartpick (READ_ONLY)")
        store = Store(connection, path)
        store.build_stamp()
    except (duckdb.Error, IndexError, KeyError) as error:
        connection.close()
        raise StoreError(f"The file {path} is damaged or not a SmartPick database.") from error
    return store


Notify = Callable[[str], None]


def ensure_database(data_folder: Path, database: Path, notify: Notify) -> Path:
    """Make sure that `database` was built from what is in `data_folder`, and return its path.

    `notify` gets one line whenever something is done or kept. When the rebuild fails but an intact older
    file is there, that one stays in use. Several processes may do this at once: each builds a file of its
    own and the last to finish replaces the others' identical one.

    Raises `DataFaults` or `OSError` when there is neither a database nor a way to build one.
    """
    remove_abandoned(database)
    stamp = _intact_stamp(database)
    try:
        current = data_hash(data_folder)
        if stamp and stamp.data_hash == current:
            return database
        notify(_occasion(database, stamp))
        build_database(data_folder, database)
    except (DataFaults, OSError) as error:
        # Another process may have built the same file meanwhile, and Windows lets nobody replace an open one.
        kept = _intact_stamp(database)
        if kept is None:
            raise
        if kept.data_hash != _hash_or_none(data_folder):
            notify(f"Kept the database of {kept.built_at}: {_in_one_line(error)}")
    return database


def open_current_store(data_folder: Path, database: Path, notify: Notify) -> Store:
    """Return the open database of what is in `data_folder`, built or rebuilt first where it must.

    Whoever reads the database while a program runs asks here: the file may have been deleted, cut off or
    overwritten since the start. Arguments and errors are those of `ensure_database`.
    """
    return open_store(ensure_database(data_folder, database, notify))


def _occasion(database: Path, stamp: BuildStamp | None) -> str:
    if stamp:
        return f"The data has changed since {stamp.built_at}: rebuilding the database."
    if database.exists():
        return f"The database {database.name} is damaged or another program holds it: rebuilding it."
    return "Building the database for the first time."


def _intact_stamp(database: Path) -> BuildStamp | None:
    """Return the stamp of a database that can be read from end to end, else None."""
    try:
        with open_store(database) as store:
            store.read_through()
            return store.build_stamp()
    except (StoreError, OSError, duckdb.Error):
        return None


def _hash_or_none(data_folder: Path) -> str | None:
    try:
        return data_hash(data_folder)
    except OSError:
        return None


def _in_one_line(error: Exception) -> str:
    if isinstance(error, DataFaults):
        more = len(error.faults) - 1
        return f"{error.faults[0]}{f' ({more} more)' if more else ''}"
    return cannot_write(error) if isinstance(error, OSError) else str(error)
