"""The tables behind this page, laid out once for all sessions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.charts.us_map import Outlines
from smartpick.engine import Engine
from smartpick.explore.directory import Directory, gather_directory
from smartpick.explore.places import cities
from smartpick.explore.us_map import points_within, state_outlines
from smartpick.ui.loading import shipped_store


@dataclass(frozen=True)
class ProgramTables:
    """What no profile changes.

    Attributes:
        directory: All programs, laid out for search.
        history: The table `program_match_history`.
        outlines: Outline of each state on the map.
        inside: Points within each state, for a click on it.
        cities: Places that distances can be measured from.
        filings: The table `h1b_filings`.
        coast_statements: The table `pacific_requirements`.
    """

    directory: Directory
    history: pd.DataFrame
    outlines: Outlines
    inside: Outlines
    cities: pd.DataFrame
    filings: pd.DataFrame
    coast_statements: pd.DataFrame

    def history_of(self, program_id: str) -> pd.DataFrame:
        """Return the rows of one program; none where one number stands for several sites."""
        return self.history[self.history["program_id"] == program_id]


def program_tables(engine: Engine) -> ProgramTables:
    """Return the tables; the first call takes a second or two."""
    return _gather(engine.facts.data_hash, engine)


@st.cache_resource(show_spinner="Laying out the programs ...", max_entries=2)
def _gather(data_hash: str, _engine: Engine) -> ProgramTables:
    with shipped_store() as store:
        history, shapes = store.table("program_match_history"), store.table("state_shapes")
        filings, coast_statements = store.table("h1b_filings"), store.table("pacific_requirements")
    directory = gather_directory(_engine, history)
    outlines = state_outlines(shapes)
    return ProgramTables(
        directory,
        history,
        outlines,
        {state: points_within(outline) for state, outline in outlines.items()},
        cities(directory.programs),
        filings,
        coast_statements,
    )
