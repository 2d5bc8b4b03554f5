"""A database that is removed or damaged while the server runs is built again by whichever page needs it."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from smartpick import store as upkeep
from smartpick.build import BuildReport, data_hash
from smartpick.paths import data_folder
from smartpick.store import open_store
from smartpick.web.loading import shared_engine
from smartpick.web.method.views import shipped_evidence
from smartpick.web.programs import filters as tables

PAGES = Path(__file__).parents[2] / "pages"
DAMAGE = {
    "deleted": lambda file: file.unlink(),
    "truncated": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "overwritten": lambda file: file.write_bytes(b"other bytes " * 9999),
}


@pytest.fixture
def database(shared_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A server that has its figures in memory and has not shown the page yet."""
    shared_engine()
    own = Path(shutil.copy(shared_database, tmp_path / "smartpick.duckdb"))
    monkeypatch.setenv("SMARTPICK_DATABASE", str(own))
    tables._gather.clear()
    shipped_evidence.clear()
    return own


def words(page: str) -> str:
    app = AppTest.from_file(str(PAGES / page), default_timeout=300)
    app.run()
    assert not app.exception
    return " ".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "sign", "damage"),
    [
        ("programs.py", "Programs", "deleted"),
        ("programs.py", "Programs", "truncated"),
        ("method.py", "built", "overwritten"),
    ],
)
def test_the_page_builds_it_again(database: Path, page: str, sign: str, damage: str) -> None:
    DAMAGE[damage](database)
    said = words(page)
    assert "did not work" not in said and "could not be prepared" not in said
    assert sign in said
    with open_store(database) as store:
        store.read_through()
        assert store.build_stamp().data_hash == data_hash(data_folder())


@pytest.mark.parametrize("page", ["programs.py", "method.py"])
def test_a_full_disk_is_said_on_the_page(database: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    def no_room(data: Path, file: Path) -> BuildReport:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(upkeep, "build_database", no_room)
    database.unlink()
    said = words(page)
    assert "The disk is full" in said and "Your answers are still there" in said
    assert "did not work" not in said
