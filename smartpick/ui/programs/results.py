"""The found programs as a table; choosing one opens its view."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from smartpick.explore.search import ProgramFilter
from smartpick.presenters.program_results import results_file
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.programs.invitation_sources import invitation_sources
from smartpick.ui.programs.shelf import shelf

# In pixels; a row holds four lines, so that a name is not cut off on a phone: 99 of 100 need no more.
_ROW, _HEAD, _MOST_ROWS = 80, 40, 7
_MOST_NAMED = 300
_NAMED_KEY = "programs_open_by_name"


def results(applicant: Applicant, rows: NDArray[np.intp], table: pd.DataFrame, wanted: ProgramFilter) -> None:
    """Draw the table, another way to open a program by keyboard, and the downloads.

    Args:
        applicant: The applicant beside all programs.
        rows: The rows found.
        table: `results_table` of them.
        wanted: What was looked for.
    """
    directory = applicant.tables.directory
    ids = directory.program_ids[rows].tolist()
    # A new search is a new table: a selection is a position, and would point to another program.
    key = f"programs_found_{_stamp(ids)}"

    def take_row() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        if chosen:
            shelf().open(ids[chosen[0]])

    st.dataframe(
        table,
        column_order=_columns(table, wanted),
        column_config=_CONFIG,
        hide_index=True,
        height=min(len(table), _MOST_ROWS) * _ROW + _HEAD,
        row_height=_ROW,
        key=key,
        on_select=take_row,
        selection_mode="single-row",
        placeholder="not known",
        alt=f"{len(table)} programs with place, chance of an invitation, requirements, positions and fill",
    )
    _open_by_name(table, ids)
    left, right = st.columns(2)
    sources = _sources(applicant, rows)
    with left:
        invitation_sources(
            applicant,
            key="sources_programs_found",
            remark="A program's own view names the source of each fact. The chance of an invitation is our "
            "estimate from published rates of its specialty and place, moved by your profile.",
            also=sources,
        )
    with right:
        chart_tools(
            None,
            key="programs_found",
            shown=lambda: _file(applicant, rows, table),
            full=None,
            sources=sources,
            title="Residency programs found",
        )


_CONFIG = {
    "Program": st.column_config.TextColumn(width=225),
    "Place": st.column_config.TextColumn(width=150),
    "Specialty": st.column_config.TextColumn(width=140),
    "Invitation": st.column_config.NumberColumn(
        format="%.1f %%",
        width=90,
        help="Chance of an invitation: our estimate for you, without a signal. Only for your profile's "
        "specialties.",
    ),
    "Requirements": st.column_config.TextColumn(
        "Your requirements", width=150, help="What its pages state, checked against your answers."
    ),
    "Positions": st.column_config.NumberColumn(
        width=90, format="%d", help="First-year positions of the newest published year, mostly 2020."
    ),
    "Filled": st.column_config.TextColumn(
        "All filled",
        width=110,
        help="Years from 2014 to 2020 in which the Match filled all positions offered.",
    ),
    "Marked": st.column_config.TextColumn("Marked by you", width=120),
    "Miles": st.column_config.NumberColumn(width=80, format="%d"),
}


def _columns(table: pd.DataFrame, wanted: ProgramFilter) -> list[str]:
    """Return the columns that say something about these programs."""
    columns = ["Program", "Invitation", "Place", "Requirements", "Positions", "Filled"]
    if len(wanted.specialties) != 1:
        columns.insert(2, "Specialty")
    if wanted.centre is not None:
        columns.insert(2, "Miles")
    if table["Invitation"].isna().all():
        columns.remove("Invitation")
    if (table["Marked"] != "").any():
        columns.append("Marked")
    return columns


def _open_by_name(table: pd.DataFrame, ids: list[str]) -> None:
    """Offer the first programs by name, for the keyboard and for small screens."""
    names = {
        program_id: f"{name}, {place}"
        for program_id, name, place in zip(
            ids[:_MOST_NAMED], table["Program"][:_MOST_NAMED], table["Place"][:_MOST_NAMED], strict=True
        )
    }

    def take_name() -> None:
        chosen = st.session_state.get(_NAMED_KEY)
        if chosen:
            shelf().open(chosen)

    some = f"the first {_MOST_NAMED}" if len(ids) > _MOST_NAMED else "them"
    st.selectbox(
        f"Open one of {some} by name",
        list(names),
        index=None,
        format_func=lambda program_id: names.get(program_id, program_id),
        placeholder="Tick a line above, or type a name here",
        key=_NAMED_KEY,
        on_change=take_name,
    )


def _file(applicant: Applicant, rows: NDArray[np.intp], table: pd.DataFrame) -> pd.DataFrame:
    return results_file(applicant.tables.directory, rows, table)


def _sources(applicant: Applicant, rows: NDArray[np.intp]) -> list[str]:
    found = applicant.tables.directory.programs["source_ids"].iloc[rows].unique()
    named = dict.fromkeys(source for cell in found for source in str(cell).split("|"))
    said = applicant.here.engine.statements
    ids = applicant.tables.directory.program_ids[rows]
    statements = said.loc[said.index.get_level_values("program_id").isin(ids), "source_id"]
    cells = applicant.estimates.candidates.cells if applicant.estimates.candidates else ()
    return [*named, *statements.unique(), *dict.fromkeys(cell.source_id for cell in cells)]


def _stamp(ids: list[str]) -> str:
    return sha256("|".join(ids).encode()).hexdigest()[:12]
