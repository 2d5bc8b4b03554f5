"""The tables behind this page, laid out once for all sessions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.charts.us_map import Outlines
from smartpick.engine import Engine
from smartpick.explore.directory import Directory, gather_directory
from smartpick.explore.places import cities
from smartpick.explore.us_map import state_outlines
from smartpick.paths import database_file
from smartpick.store import open_store


@dataclass(frozen=True)
class ProgramTables:
    """What no profile changes.

    Attributes:
        directory: All programs, laid out for search.
        history: The table `program_match_history`.
        outlines: Outline of each state on the map.
        cities: Places that distances can be measured from.
    """

    directory: Directory
    history: pd.DataFrame
    outlines: Outlines
    cities: pd.DataFrame

    def history_of(self, program_id: str) -> pd.DataFrame:
        """Return the rows of one program; none where one number stands for several sites."""
        return self.history[self.history["program_id"] == program_id]


def program_tables(engine: Engine) -> ProgramTables:
    """Return the tables; the first call takes a second or two."""
    return _gather(engine.facts.data_hash, engine)


@st.cache_resource(show_spinner="Laying out the programs ...", max_entries=2)
def _gather(data_hash: str, _engine: Engine) -> ProgramTables:
    with open_store(database_file()) as store:
        history, shapes = store.table("program_match_history"), store.table("state_shapes")
    directory = gather_directory(_engine, history)
    return ProgramTables(directory, history, state_outlines(shapes), cities(directory.programs))
