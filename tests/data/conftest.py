"""The shipped data, built once for all tests here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from smartpick.build import build_database
from smartpick.paths import data_folder
from smartpick.store import Store, open_store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    database = tmp_path_factory.mktemp("shipped") / "smartpick.duckdb"
    build_database(data_folder(), database)
    with open_store(database) as opened:
        yield opened


@pytest.fixture(scope="session")
def folder() -> Path:
    return data_folder()
