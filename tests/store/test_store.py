"""What the store answers, from several threads, and that it cannot change the file."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from pathlib import Path

import pandas as pd
import pytest

from smartpick.build.database import build_database, data_hash
from smartpick.facts import FACT_TABLES
from smartpick.paths import data_folder
from smartpick.store import StoreError, open_store


def test_facts_are_loaded_once_and_carry_the_hash(shipped: Path) -> None:
    with open_store(shipped) as store:
        facts = store.facts()
        assert store.facts() is facts
        assert facts.data_hash == store.build_stamp().data_hash == data_hash(data_folder())


def test_column_types_are_the_documented_ones(shipped: Path) -> None:
    with open_store(shipped) as store:
        facts = store.facts()
    allowed = {"str", "Int64", "float64", "boolean", "datetime64[us]"}
    for name in FACT_TABLES:
        frame: pd.DataFrame = getattr(facts, name)
        assert {str(kind) for kind in frame.dtypes} <= allowed, name
        assert frame.index.equals(pd.RangeIndex(len(frame))), name


def test_facts_cannot_be_reassigned(shipped: Path) -> None:
    with open_store(shipped) as store, pytest.raises(FrozenInstanceError):
        store.facts().programs = pd.DataFrame()  # type: ignore[misc]


def test_threads_share_a_store(shipped: Path) -> None:
    with open_store(shipped) as store, ThreadPoolExecutor(8) as pool:
        lengths = list(pool.map(lambda _: len(store.table("states")), range(64)))
        same = list(pool.map(lambda _: id(store.facts()), range(8)))
        assert set(lengths) == {len(store.facts().states)}
    assert len(set(same)) == 1


@pytest.mark.parametrize("name", ["nothing", 'states"; DROP TABLE "programs'])
def test_an_unknown_table_is_refused(shipped: Path, name: str) -> None:
    with open_store(shipped) as store, pytest.raises(StoreError, match="no table"):
        store.table(name)


def test_missing_tables_are_named(small_data: Path, tmp_path: Path) -> None:
    build_database(small_data, tmp_path / "x.duckdb")
    with (
        open_store(tmp_path / "x.duckdb") as store,
        pytest.raises(StoreError, match=r"lacks the tables .*programs"),
    ):
        store.facts()


@pytest.mark.parametrize("content", [None, b"", b"not a database", b"PK" * 9000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.duckdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError):
        open_store(path)


def test_the_open_file_is_not_changed_and_needs_no_write_permission(database: Path) -> None:
    before = database.read_bytes()
    database.chmod(0o444)
    with open_store(database) as store:
        store.facts()
    assert database.read_bytes() == before


def test_a_new_store_sees_a_replaced_file_while_an_old_one_is_open(small_data: Path, tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    build_database(small_data, database)
    with open_store(database) as old:
        sources = small_data / "sources.csv"
        first = old.build_stamp()
        sources.write_text(sources.read_text(encoding="utf-8").replace("2026", "2027"), encoding="utf-8")
        build_database(small_data, database)
        with open_store(database) as new:
            assert new.build_stamp().data_hash == data_hash(small_data) != first.data_hash
        assert old.build_stamp() == first
