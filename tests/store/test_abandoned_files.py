"""What killed builds leave beside the database goes at the next start; what is being written stays."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from smartpick.build import database
from smartpick.build.database import build_database, remove_abandoned
from smartpick.store import ensure_database

GONE = 2**22 + 7  # above the highest number of a process


def leave(folder: Path, count: int, process: int = GONE, age: float = 0.0) -> list[Path]:
    files = [folder / f"x.duckdb.{process}-{number:08x}-00000000.building" for number in range(count)]
    for file in files:
        file.write_bytes(b"half a database")
        file.with_name(f"{file.name}.wal").write_bytes(b"its log")
        os.utime(file, (time.time() - age,) * 2)
    return files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_leftovers_of_killed_builds_go_at_the_next_start_though_nothing_is_to_be_built(
    small_data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "x.duckdb"
    build_database(small_data, file)
    leave(tmp_path, 50)
    ensure_database(small_data, file, lambda line: None)
    assert names(tmp_path) == ["x.duckdb"]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps an open file from being removed by itself")
def test_a_file_that_another_live_process_is_writing_stays(tmp_path: Path) -> None:
    held = tmp_path / f"x.duckdb.{GONE}-0000000a-00000000.building"
    code = (
        "import duckdb, sys\n"
        "c = duckdb.connect()\n"
        f"c.execute(\"ATTACH '{held}' AS target\")\n"
        "c.execute('CREATE TABLE target.t AS SELECT 1')\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()"
    )
    writer = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert writer.stdout.readline() == b"held\n"
        left = leave(tmp_path, 3)
        os.utime(held, (time.time() - 7200,) * 2)
        remove_abandoned(tmp_path / "x.duckdb")
        assert held.exists()
        assert not any(file.exists() for file in left)
        writer.kill()
        writer.wait(10)
        remove_abandoned(tmp_path / "x.duckdb")
        assert names(tmp_path) == []
    finally:
        writer.kill()
        writer.communicate()


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps an open file from being removed by itself")
def test_a_young_file_whose_process_lives_stays_until_it_is_surely_abandoned(tmp_path: Path) -> None:
    [young] = leave(tmp_path, 1, process=os.getpid())
    remove_abandoned(tmp_path / "x.duckdb")
    assert young.exists()
    os.utime(young, (time.time() - 120,) * 2)
    remove_abandoned(tmp_path / "x.duckdb")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "said",
    [
        # As DuckDB says it at a write, and at the end of its work, where the reason is lost.
        'IO Error: Could not write file "x": No space left on device',
        "IO Error: Detached database 'target', but CHECKPOINT during DETACH failed.",
    ],
)
def test_a_full_disk_is_told_from_other_faults(
    small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    def fail(*_: object) -> None:
        raise duckdb.IOException(said)

    room = 10**9 if "No space" in said else 0
    usage = type("Usage", (), {"free": room})
    monkeypatch.setattr(database, "_write", fail)
    monkeypatch.setattr(database.shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(OSError, match="No space left") as found:
        build_database(small_data, tmp_path / "x.duckdb")
    assert found.value.errno == errno.ENOSPC
    assert names(tmp_path) == []
    monkeypatch.setattr(database.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 10**9}))
    if "No space" not in said:
        with pytest.raises(OSError, match="cannot be written") as found:
            build_database(small_data, tmp_path / "x.duckdb")
        assert found.value.errno is None
