"""The engine that all sessions share: loaded once, with words while it takes time."""

from dataclasses import dataclass, field

import streamlit as st

from smartpick.build import data_hash
from smartpick.engine import Engine
from smartpick.paths import data_folder, database_file
from smartpick.store import ensure_database, open_store


@dataclass
class _Loaded:
    engine: Engine
    notes: list[str] = field(default_factory=list)


def shared_engine() -> Engine:
    """Return the engine on the shipped data; the first call builds the database where it must.

    What was done on the way (a damaged file rebuilt, an older one kept) is told to the person once.

    Raises:
        DataFaults, OSError, StoreError: if there is no database and none can be built.
    """
    # The data are hashed once a session, not with every run of a page.
    stamp = st.session_state.setdefault("data_hash", data_hash(data_folder()))
    loaded = _load(stamp)
    while loaded.notes:
        st.toast(loaded.notes.pop(0))
    return loaded.engine


@st.cache_resource(
    show_spinner="Preparing the published figures. The first start takes up to a minute.", max_entries=2
)
def _load(stamp: str) -> _Loaded:
    notes: list[str] = []
    path = ensure_database(data_folder(), database_file(), notes.append)
    with open_store(path) as store:
        return _Loaded(Engine(store.facts()), notes)
