"""One database and one engine for all tests; a person's own database file is never touched."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE
from hypothesis import settings

from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.paths import data_folder
from smartpick.store import ensure_database, open_store

# How long one example takes depends on the machine and on what else it does.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="also let 25 sessions use a server for five minutes")


@pytest.fixture(scope="session", autouse=True)
def own_database_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Point the app, the command and every process they start to a database of the tests' own.

    `SMARTPICK_TEST_DATABASE` names one that is kept for the next run, and built anew when the data change.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # one for all workers; whoever comes first builds it
    kept = os.environ.get("SMARTPICK_TEST_DATABASE")
    database = Path(kept).resolve() if kept else folder / "shared" / "smartpick.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMARTPICK_DATABASE", str(database))
        yield database


@pytest.fixture(scope="session")
def shared_database(own_database_path: Path) -> Path:
    return ensure_database(data_folder(), own_database_path, notify=lambda line: None)


@pytest.fixture(scope="session")
def facts(shared_database: Path) -> Facts:
    with open_store(shared_database) as store:
        return store.facts()


@pytest.fixture(scope="session")
def engine(facts: Facts) -> Engine:
    return Engine(facts)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for every browser test: two Playwrights cannot run in one process."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def small_data(tmp_path: Path) -> Path:
    """A data folder of the sources alone, which builds in a moment."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("sources.csv", "tables.toml"):
        shutil.copy(data_folder() / name, folder / name)
    return folder
