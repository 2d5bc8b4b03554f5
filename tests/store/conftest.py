"""The database of all tests; those that damage or replace the file work on a copy."""

import shutil
from pathlib import Path

import pytest

from smartpick.paths import data_folder


@pytest.fixture
def shipped(shared_database: Path) -> Path:
    return shared_database


@pytest.fixture
def database(shared_database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(shared_database, tmp_path / "smartpick.duckdb"))


@pytest.fixture
def small_data(tmp_path: Path) -> Path:
    """A data folder of the sources alone, which builds in a moment."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("sources.csv", "tables.toml"):
        shutil.copy(data_folder() / name, folder / name)
    return folder
