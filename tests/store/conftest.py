"""The database of all tests; those that damage or replace the file work on a copy."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def shipped(shared_database: Path) -> Path:
    return shared_database


@pytest.fixture
def database(shared_database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(shared_database, tmp_path / "smartpick.duckdb"))
