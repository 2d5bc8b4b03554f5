"""A database that fits the data: built when missing, rebuilt when stale or damaged."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from smartpick.build import DataFaults, build_database, cannot_write, data_hash, remove_abandoned
from smartpick.store.store import BuildStamp, Store, StoreError, open_store

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
        return f"The database {database.name} is damaged: rebuilding it."
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
    said = cannot_write(error) if isinstance(error, OSError) else str(error)
    return f"the new one could not be written ({said})."
