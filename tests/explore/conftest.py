"""The directory of all programs, laid out once."""

import pytest

from smartpick.engine import Engine
from smartpick.explore.search import Directory, gather_directory
from smartpick.store import open_store


@pytest.fixture(scope="session")
def directory(engine: Engine, shared_database) -> Directory:  # type: ignore[no-untyped-def]
    with open_store(shared_database) as store:
        return gather_directory(engine, store.table("program_match_history"))
