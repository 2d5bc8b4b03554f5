"""Building the DuckDB file: all of `data/` validated, written beside the old file, swapped in at once."""

import errno
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb
import pandas as pd

from smartpick.build.schema import SCHEMA_FILE, DataFaults, cannot_write
from smartpick.build.validation import ROW, ValidData, validate

# Raise it when the same data must give another database: a new column type, a new table of the build itself.
SCHEMA_VERSION = 1


def data_hash(data_folder: Path) -> str:
    """Return the SHA-256 (64 hex digits) of all tables, their declarations and the schema version."""
    files = [*data_folder.rglob("*.csv"), *data_folder.rglob(SCHEMA_FILE)]
    digest = hashlib.sha256(f"schema {SCHEMA_VERSION}".encode())
    for name, path in sorted((path.relative_to(data_folder).as_posix(), path) for path in files):
        content = path.read_bytes()
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


_SQL_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
_UNFINISHED = ".building"
# Names the files of this process: a number of a process alone is given again to a later one.
_OURS = f"{os.getpid()}-{secrets.token_hex(4)}"
# With less room than this beside the database, a failed write is put down to the disk.
_NO_ROOM_BYTES = 1_000_000
# A writer that is there but does not hold its file yet gets it within a moment.
_UNHELD_SECONDS = 60.0


@dataclass(frozen=True)
class BuildReport:
    """What a build made: `row_counts` by table, in seconds how long it took."""

    database: Path
    data_hash: str
    row_counts: dict[str, int]
    seconds: float


def build_database(
    data_folder: Path, database: Path, progress: Callable[[str, int, int], None] | None = None
) -> BuildReport:
    """Validate every table under `data_folder` and write the DuckDB file `database`.

    The file is written under another name beside `database` and replaces it in one step, so that nobody
    ever sees half a file and a failure leaves the old one as it was. `progress` is called with the name
    of the table, its number and the number of tables.

    Raises `DataFaults` with every fault found, `OSError` when the file cannot be written or replaced.
    """
    started = time.perf_counter()
    stamp = data_hash(data_folder)
    valid = validate(data_folder, progress)
    if valid.faults:
        valid.connection.close()
        raise DataFaults(valid.faults)
    unfinished = database.with_name(f"{database.name}.{_OURS}-{secrets.token_hex(4)}{_UNFINISHED}")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        remove_abandoned(database)
        _write(valid, unfinished, stamp)
        unfinished.replace(database)
    except duckdb.Error as error:
        # What DuckDB says depends on where in its work the room gave out, so the disk itself is asked too.
        full = "No space left" in str(error) or shutil.disk_usage(database.parent).free < _NO_ROOM_BYTES
        if full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(database)) from error
        raise _not_written(database, str(error).splitlines()[0]) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise _not_written(database, cannot_write(error)) from error
    finally:
        valid.connection.close()
        for leftover in (unfinished, unfinished.with_name(f"{unfinished.name}.wal")):
            # Where the folder could not be made there is nothing to remove.
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
    counts = {name: len(frame) for name, frame in valid.frames.items()}
    return BuildReport(database, stamp, counts, time.perf_counter() - started)


def _not_written(database: Path, reason: str) -> OSError:
    return OSError(
        f"{database} cannot be written: {reason.rstrip('.')}. Let this account write there, or name another "
        "file in SMARTPICK_DATABASE."
    )


def _write(valid: ValidData, path: Path, stamp: str) -> None:
    connection = valid.connection
    connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS target")
    try:
        for table in valid.tables:
            columns = ", ".join(f'"{c.name}"::{_SQL_TYPES[c.type]} AS "{c.name}"' for c in table.columns)
            connection.execute(
                f'CREATE TABLE target."{table.name}" AS SELECT {columns} FROM "{table.name}" ORDER BY {ROW}'
            )
        built = {
            "data_hash": [stamp],
            "schema_version": [SCHEMA_VERSION],
            "built_at": [datetime.now(UTC).isoformat(timespec="seconds")],
            "app_version": [_app_version()],
            "tables": [len(valid.tables)],
            "rows": [sum(len(frame) for frame in valid.frames.values())],
        }
        connection.register("stamp", pd.DataFrame(built))
        connection.execute("CREATE TABLE target.build_stamp AS SELECT * FROM stamp")
        connection.unregister("stamp")
    finally:
        connection.execute("DETACH target")


def _app_version() -> str:
    try:
        return version("smartpick")
    except PackageNotFoundError:
        return "source"  # a checkout that is not installed


def remove_abandoned(database: Path) -> None:
    """Remove what killed builds left beside `database`; a file that is still being written is left alone."""
    for path in database.parent.glob(f"{database.name}.*{_UNFINISHED}"):
        try:
            if path.name.startswith(f"{database.name}.{_OURS}-") or _is_being_written(path):
                continue
            path.unlink()
        except OSError:
            # Windows lets nobody remove a file that is open: its writer is at work.
            continue
    for path in database.parent.glob(f"{database.name}.*{_UNFINISHED}.wal"):
        if not path.with_suffix("").exists():
            path.unlink(missing_ok=True)


def _is_being_written(path: Path) -> bool:
    """Return whether another process is writing the file: it holds a lock, or will in a moment."""
    if os.name != "posix":
        return False
    import fcntl

    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    if time.time() - path.stat().st_mtime >= _UNHELD_SECONDS:
        return False
    # Its name says which process made it.
    number = path.name.removesuffix(_UNFINISHED).rpartition(".")[2].partition("-")[0]
    if not number.isdecimal() or int(number) == 0:
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        # It runs, under another account.
        return True
    return True
