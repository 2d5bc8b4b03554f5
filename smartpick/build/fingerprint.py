"""What the database was built from, as one hash."""

import hashlib
from pathlib import Path

from smartpick.build.schema import SCHEMA_FILE

# Raise it when the same data must give another database: a new column type, a new table of the build itself.
SCHEMA_VERSION = 1


def input_files(data_folder: Path) -> list[Path]:
    """Return the tables and their declarations under `data_folder`, in a fixed order."""
    files = [*data_folder.rglob("*.csv"), *data_folder.rglob(SCHEMA_FILE)]
    return sorted(files, key=lambda path: path.relative_to(data_folder).as_posix())


def data_hash(data_folder: Path) -> str:
    """Return the SHA-256 (64 hex digits) of all input files, their names and the schema version."""
    digest = hashlib.sha256(f"schema {SCHEMA_VERSION}".encode())
    for path in input_files(data_folder):
        content = path.read_bytes()
        name = path.relative_to(data_folder).as_posix()
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
