"""A database that is removed or damaged while the server runs is built again by whichever page needs it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from smartpick import store as upkeep
from smartpick.build.database import BuildReport, data_hash
from smartpick.paths import data_folder
from smartpick.store import open_store
from smartpick.web import loading
from smartpick.web.loading import shared_engine
from smartpick.web.method.views import shipped_evidence
from smartpick.web.programs import filters as tables

PAGES = Path(__file__).parents[2] / "pages"


def replace_by_another(file: Path) -> None:
    """Put a database there that is whole, and not one of ours."""
    file.unlink()
    with duckdb.connect(file) as connection:
        connection.execute("CREATE TABLE shopping AS SELECT 'milk' AS item")


def replace_by_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def write_other_bytes(file: Path) -> None:
    file.write_bytes(b"other bytes " * 9999)


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
def test_a_page_builds_it_again(database: Path) -> None:
    cut_off(database)
    said = words("programs.py")
    assert "did not work" not in said and "could not be prepared" not in said
    assert "Programs" in said
    with open_store(database) as store:
        store.read_through()
        assert store.build_stamp().data_hash == data_hash(data_folder())


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Another program has the database open for writing."""
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        try:
            assert other.stdout is not None and other.stdout.readline() == b"open\n"
            yield
        finally:
            other.kill()


def test_one_that_was_damaged_replaced_or_that_another_program_holds_is_made_anew(
    database: Path, shared_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []

    def build(data: Path, file: Path) -> None:
        """The same in no time, put in its place as a build does it; the test above has it done in full."""
        built.append(file)
        shutil.copy(shared_database, file.with_suffix(".new"))
        file.with_suffix(".new").replace(file)

    monkeypatch.setattr(upkeep, "build_database", build)
    for damage in (Path.unlink, cut_off, write_other_bytes, replace_by_another):
        damage(database)
        said = words("method.py")
        assert "built" in said and "could not be prepared" not in said
        assert built.pop() == database and not built
        shipped_evidence.clear()
    with held(database):
        said = words("method.py")
        assert "built" in said and "could not be prepared" not in said
        with open_store(database) as store:
            store.read_through()


def test_what_cannot_be_mended_is_said_with_what_to_do(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The list of sources alone, so that the build soon comes to its end.
    small = tmp_path / "data"
    small.mkdir()
    for name in ("sources.csv", "tables.toml"):
        shutil.copy(data_folder() / name, small / name)
    monkeypatch.setattr(loading, "data_folder", lambda: small)
    replace_by_a_folder(database)
    said = words("method.py")
    assert "The published figures could not be prepared" in said and "did not work" not in said
    assert "Let this account write there, or name another file in SMARTPICK_DATABASE." in said


@pytest.mark.parametrize("page", ["programs.py", "method.py"])
def test_a_full_disk_is_said_on_the_page(database: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    def no_room(data: Path, file: Path) -> BuildReport:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(upkeep, "build_database", no_room)
    database.unlink()
    said = words(page)
    assert "The disk is full" in said and "Your answers are still there" in said
    assert "did not work" not in said
