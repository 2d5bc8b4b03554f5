"""The engine that all sessions share: loaded once, with words while it takes time."""

import gc
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

import streamlit as st

from smartpick.assessment import assess
from smartpick.build.database import data_hash
from smartpick.build.schema import DataFaults, cannot_write
from smartpick.engine import Engine
from smartpick.paths import data_folder, database_file
from smartpick.profile import ApplicantProfile
from smartpick.store import Store, StoreError, open_current_store
from smartpick.text.programs import Pages, statement_pages
from smartpick.whatif.levers import levers

_STAMP = "data_hash"
Result = TypeVar("Result")


@dataclass
class _Loaded:
    engine: Engine
    pages: Pages
    notes: list[str] = field(default_factory=list)


def shared_engine() -> Engine:
    """Return the engine on the shipped data; the first call builds the database where it must.

    What was done on the way (a damaged file rebuilt, an older one kept) is shown to the person once.

    Raises:
        StoreError: if there is no database and none can be built.
    """
    loaded = _loaded()
    while loaded.notes:
        st.toast(loaded.notes.pop(0))
    return loaded.engine


def load_ahead(ready: Callable[[], None]) -> None:
    """Load the engine and fit what the starting profile needs, before anybody asks for it.

    `ready` is called once nobody need wait for the first look. What lies below it needs models of other
    specialties, which are fitted after that.
    """
    with suppress(StoreError):
        engine = _load(_stamp()).engine
        starting = assess(ApplicantProfile(), engine)
        ready()
        levers(starting, engine)


def shared_pages() -> Pages:
    """Return what programs' pages say, by program and requirement."""
    return _loaded().pages


def shipped_store(notes: list[str] | None = None) -> Store:
    """Return the database of the shipped data, open; close it after use.

    The file may have been damaged or removed since the server started, so it is looked at each time and
    rebuilt where it must. `notes` takes a line on what was done.

    Raises:
        StoreError: if there is no database and none can be built; the message says why, for people.
    """
    lines: list[str] = [] if notes is None else notes
    try:
        return open_current_store(data_folder(), database_file(), lines.append)
    except OSError as error:
        raise StoreError(f"The published figures could not be prepared. {cannot_write(error)}") from error
    except DataFaults as error:
        raise StoreError(
            f"The published figures could not be prepared: {len(error.faults)} faults in the data, the first "
            f"in {error.faults[0]} Run `smartpick build` for all of them."
        ) from error


def _loaded() -> _Loaded:
    # The data are hashed once a session, not with every run of a page.
    if _STAMP in st.session_state:
        return _load(st.session_state[_STAMP])
    with st.spinner("Preparing the published figures. The first start takes up to a minute."):
        stamp = _stamp()
        loaded = _load(stamp)
    st.session_state[_STAMP] = stamp
    return loaded


def _stamp() -> str:
    """Return the hash of the data as they are now; they are read for it only where a file has changed."""
    looks = ((path, path.stat()) for path in sorted(data_folder().rglob("*")))
    return _stamp_of(tuple((str(path), look.st_mtime_ns, look.st_size) for path, look in looks))


@lru_cache(maxsize=1)
def _stamp_of(files: Hashable) -> str:  # What the hash rests on, as it looks from outside.
    return data_hash(data_folder())


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(stamp: str) -> _Loaded:
    notes: list[str] = []
    with shipped_store(notes) as store:
        engine = Engine(store.facts())
    loaded = _Loaded(engine, statement_pages(engine.statements), notes)
    # Streamlit collects garbage after every run of a page, and would look through all of these tables again
    # each time: that took longer than the run itself. They stay for good, so they are taken out of its sight.
    gc.collect()
    gc.freeze()
    return loaded


def with_progress(words: str, work: Callable[[Callable[[float], object]], Result]) -> Result:
    """Return what `work` returns; the share (0-1) that it reports is shown under these words meanwhile."""
    with st.empty():
        bar = st.progress(0.0, words)
        result = work(lambda done: bar.progress(done, words))
        bar.empty()
    return result
