"""One build of the shipped data; tests that damage or replace the file work on a copy."""

import shutil
from pathlib import Path

import pytest

from smartpick.build import build_database
from smartpick.paths import data_folder


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("store") / "smartpick.duckdb"
    build_database(data_folder(), database)
    return database


@pytest.fixture
def database(shipped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(shipped, tmp_path / "smartpick.duckdb"))


@pytest.fixture
def small_data(tmp_path: Path) -> Path:
    """A data folder of the sources alone, which builds in a moment."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("sources.csv", "tables.toml"):
        shutil.copy(data_folder() / name, folder / name)
    return folder
