"""The database is built, rebuilt or kept as the data and the file require, with one line about it."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from smartpick.build.database import data_hash
from smartpick.build.schema import DataFaults
from smartpick.paths import data_folder
from smartpick.store import ensure_database, open_store


def ensure(data: Path, database: Path) -> list[str]:
    lines: list[str] = []
    assert ensure_database(data, database, lines.append) == database
    assert all("\n" not in line for line in lines)
    return lines


def is_current(data: Path, database: Path) -> bool:
    with open_store(database) as store:
        store.read_through()
        return store.build_stamp().data_hash == data_hash(data)


def test_built_when_missing_and_left_alone_afterwards(small_data: Path, tmp_path: Path) -> None:
    database = tmp_path / "deep" / "x.duckdb"
    assert ensure(small_data, database) == ["Building the database for the first time."]
    written = database.stat().st_mtime_ns
    assert ensure(small_data, database) == []
    assert database.stat().st_mtime_ns == written
    assert is_current(small_data, database)


def test_rebuilt_when_the_data_changed(small_data: Path, tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    ensure(small_data, database)
    change(small_data)
    [line] = ensure(small_data, database)
    assert line.startswith("The data has changed since ")
    assert is_current(small_data, database)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.6, 0.999])
def test_rebuilt_when_truncated(small_data: Path, tmp_path: Path, share: float) -> None:
    database = tmp_path / "x.duckdb"
    ensure(small_data, database)
    content = database.read_bytes()
    database.write_bytes(content[: int(len(content) * share)])
    assert ensure(small_data, database) == [
        "The database x.duckdb is damaged or another program holds it: rebuilding it."
    ]
    assert is_current(small_data, database)


def test_a_truncated_full_size_file_is_noticed(database: Path) -> None:
    with database.open("r+b") as file:
        file.truncate(database.stat().st_size - 4096)
    with pytest.raises(duckdb.Error), open_store(database) as store:
        store.read_through()


def test_rebuilt_when_it_is_something_else(small_data: Path, tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    database.write_text("a shopping list", encoding="utf-8")
    assert ensure(small_data, database) == [
        "The database x.duckdb is damaged or another program holds it: rebuilding it."
    ]
    assert is_current(small_data, database)


def test_an_intact_old_file_is_kept_when_the_new_data_is_broken(small_data: Path, tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    ensure(small_data, database)
    before = database.read_bytes()
    with (small_data / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("one,cell\ntwo,cells\n")
    changed, kept = ensure(small_data, database)
    assert changed.startswith("The data has changed")
    assert kept.startswith("Kept the database of ")
    assert "data/sources.csv, row" in kept and "(1 more)" in kept
    assert database.read_bytes() == before


def test_broken_data_and_no_database_is_an_error_with_the_faults(small_data: Path, tmp_path: Path) -> None:
    (small_data / "sources.csv").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(DataFaults, match=r"sources\.csv"):
        ensure_database(small_data, tmp_path / "x.duckdb", lambda _: None)


def test_an_old_file_in_use_that_cannot_be_replaced_is_kept(
    small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "x.duckdb"
    ensure(small_data, database)
    change(small_data)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    _, kept = ensure(small_data, database)
    assert kept.startswith("Kept the database of ") and "in use" in kept


def test_processes_that_start_together_all_find_a_whole_database(small_data: Path, tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    code = (
        "import sys; from pathlib import Path; from smartpick.store import ensure_database, open_store\n"
        "path = ensure_database(Path(sys.argv[1]), Path(sys.argv[2]), lambda line: None)\n"
        "print(open_store(path).build_stamp().data_hash)"
    )
    root = str(Path(__file__).resolve().parents[2])
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(small_data), str(database)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": root},
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=60)[0].strip() for process in running]
    assert answers == [data_hash(small_data)] * 2
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.duckdb"]


def test_shipped_data_and_a_fresh_build_agree(database: Path) -> None:
    assert ensure(data_folder(), database) == []


def change(data: Path) -> None:
    sources = data / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8").replace("2026", "2027"), encoding="utf-8")
