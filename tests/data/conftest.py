"""The shipped data, built once for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from smartpick.paths import data_folder
from smartpick.store import Store, open_store


@pytest.fixture(scope="session")
def store(shared_database: Path) -> Iterator[Store]:
    with open_store(shared_database) as opened:
        yield opened


@pytest.fixture(scope="session")
def folder() -> Path:
    return data_folder()
