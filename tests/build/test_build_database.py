"""The file that a build writes, and that it appears whole or not at all."""

from pathlib import Path

import duckdb
import pytest

from smartpick.build import database as module
from smartpick.build.database import build_database, data_hash
from smartpick.build.schema import DataFaults


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_types_order_and_unknowns(data: Path, tmp_path: Path) -> None:
    database = tmp_path / "a" / "b" / "x.duckdb"
    report = build_database(data, database)
    assert report.row_counts == {"sources": 2, "positions": 3}
    described = rows(
        database, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'positions'"
    )
    assert dict(described) == {
        "specialty": "VARCHAR",
        "match_year": "BIGINT",
        "offered": "BIGINT",
        "filled": "BIGINT",
        "mean_score": "DOUBLE",
        "current": "BOOLEAN",
        "read_on": "DATE",
        "source_ids": "VARCHAR",
    }
    assert rows(database, "SELECT specialty, match_year, offered, mean_score, current FROM positions") == [
        ("Internal Medicine", 2025, 10941, 249.5, True),
        ("Internal Medicine", 2026, None, None, None),
        ("Pediatrics", 2026, 3185, 241.0, False),
    ]


def test_the_stamp_says_what_it_was_built_from(data: Path, tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    report = build_database(data, database)
    [(stamp, version, tables, count)] = rows(
        database, "SELECT data_hash, schema_version, tables, rows FROM build_stamp"
    )
    assert (stamp, version, tables, count) == (data_hash(data), module.SCHEMA_VERSION, 2, 5)
    assert report.data_hash == stamp


def test_the_hash_follows_content_and_names(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = data_hash(data)
    (data / "README.md").write_text("not an input", encoding="utf-8")
    assert data_hash(data) == first
    file = data / "match" / "positions.csv"
    content = file.read_bytes()
    file.write_bytes(content.replace(b"241", b"242"))
    assert data_hash(data) != first
    file.write_bytes(content)
    assert data_hash(data) == first
    file.rename(data / "match" / "posts.csv")
    assert data_hash(data) != first


def test_byte_order_mark_windows_lines_and_quoted_cells(data: Path, tmp_path: Path) -> None:
    file = data / "sources.csv"
    text = file.read_text(encoding="utf-8").replace("sums", '"sums, and ""totals"""').replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    build_database(data, tmp_path / "x.duckdb")
    assert rows(tmp_path / "x.duckdb", "SELECT checked FROM sources") == [('sums, and "totals"',), (None,)]


def test_progress_names_each_table(data: Path, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    build_database(
        data, tmp_path / "x.duckdb", lambda name, number, total: seen.append((name, number, total))
    )
    assert seen == [("sources", 1, 2), ("positions", 2, 2)]


def test_a_failed_build_leaves_the_old_file_and_nothing_else(data: Path, tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    build_database(data, database)
    before = database.read_bytes()
    (data / "sources.csv").write_text("nonsense", encoding="utf-8")
    with pytest.raises(DataFaults):
        build_database(data, database)
    assert database.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.duckdb"]


@pytest.mark.parametrize("failing", ["_write", "_app_version"])
def test_a_crash_while_writing_leaves_nothing_behind(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def fail(*_: object) -> None:
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr(module, failing, fail)
    with pytest.raises(OSError, match="No space left"):
        build_database(data, tmp_path / "x.duckdb")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_refused_replacement_leaves_the_old_file(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "x.duckdb"
    database.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError("in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="in use"):
        build_database(data, database)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir() if path.is_file()] == [
        ("x.duckdb", b"old")
    ]


def test_replacing_under_an_open_reader_leaves_the_reader_its_file(data: Path, tmp_path: Path) -> None:
    database = tmp_path / "it's.duckdb"
    build_database(data, database)
    with duckdb.connect() as reader:
        reader.execute(f"ATTACH '{str(database).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
        file = data / "match" / "positions.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("10941", "11000"), encoding="utf-8")
        build_database(data, database)
        assert reader.execute("SELECT max(offered) FROM old.positions").fetchall() == [(10941,)]
    assert rows(database, "SELECT max(offered) FROM positions") == [(11000,)]


def test_leftovers_of_a_killed_build_are_cleared_but_not_of_a_running_one(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leftover = tmp_path / "x.duckdb.1-abcd.building"
    leftover.write_bytes(b"half")
    build_database(data, tmp_path / "x.duckdb")
    assert leftover.exists()
    monkeypatch.setattr(module, "_UNHELD_SECONDS", -1.0)
    build_database(data, tmp_path / "x.duckdb")
    assert not leftover.exists()
