"""What the page shows and reads, and what of it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.store import BuildStamp
from smartpick.text.method_lists import PARAMETER_NAME, SOURCE_ID
from smartpick.web.address import AddressPart
from smartpick.web.controls import kept
from smartpick.web.links import Unused, unused_sentence
from smartpick.web.loading import shipped_store
from smartpick.web.session import sitting

# What the page reads from the database beyond the facts of the model.


@dataclass(frozen=True)
class ShippedEvidence:
    """The calibration that is shipped, what rests on each source, and what the database was built from."""

    checks: pd.DataFrame
    curves: pd.DataFrame
    bands: pd.DataFrame
    recovery: pd.DataFrame
    rows_by_source: pd.DataFrame
    stamp: BuildStamp


@st.cache_resource(show_spinner="Reading the evidence.", max_entries=2)
def shipped_evidence(data_hash: str) -> ShippedEvidence:
    """Return the evidence on the data of this hash; read once for all sessions.

    Raises:
        StoreError: if the database lacks a table, or is not there and cannot be built.
    """
    with shipped_store() as store:
        checks = store.table("calibration_checks")
        return ShippedEvidence(
            checks.assign(reason=checks["reason"].fillna(""), borrowed=checks["borrowed"].fillna("")),
            store.table("calibration_curves"),
            store.table("calibration_bands"),
            store.table("calibration_recovery"),
            store.rows_by_source(),
            store.build_stamp(),
        )


# Which part of the page is shown.

VIEW_NAMES = {
    "model": "How it works",
    "agreement": "Does it agree?",
    "limits": "What it cannot know",
    "parameters": "Parameters",
    "sources": "Sources",
}
VIEWS = tuple(VIEW_NAMES)
VIEW_KEY = "method_view_control"


def view_control(opened: str) -> str:
    """Draw the choice of views and return the one chosen.

    Args:
        opened: A view that a link asks for, or empty.
    """
    if opened:
        st.session_state[VIEW_KEY] = opened
    view = kept(VIEW_KEY, VIEWS[0])
    chosen = st.segmented_control(
        "Part of the page",
        VIEWS,
        default=view.value,
        required=True,
        format_func=VIEW_NAMES.__getitem__,
        key=view.key,
        label_visibility="collapsed",
        on_change=view.on_change,
    )
    return chosen or VIEWS[0]


# The page's part of the address: which view is open, and which source or parameter.
#
# `method?source=ID` opens the sources with that one on top, `method?parameter=NAME` the parameters; other
# pages link to both.

SOURCE_PARAMETER, PARAMETER_PARAMETER, VIEW_PARAMETER = "source", "parameter", "method_view"
_ADDRESS = AddressPart("method", (SOURCE_PARAMETER, PARAMETER_PARAMETER, VIEW_PARAMETER).__contains__)
_SOURCE, _PARAMETER = "method_source", "method_parameter"
# The views that hold what a link opens.
_SOURCES_VIEW, _PARAMETERS_VIEW = "sources", "parameters"


@dataclass(frozen=True)
class Opened:
    """What stands open: the id of a source, the name of a factor or parameter; empty for none.

    `view` is the view that a link newly opened asks for, or empty.
    """

    source: str
    parameter: str
    view: str


def open_method_link(sources: pd.DataFrame, effects: pd.DataFrame, parameters: pd.DataFrame) -> Opened:
    """Open what a link asks for; ids and names that are not known open nothing."""
    said = _ADDRESS.opened(_parameters_of(_chosen_view()))
    if said:
        source, name = said.get(SOURCE_PARAMETER, ""), said.get(PARAMETER_PARAMETER, "")
        known = bool(SOURCE_ID.fullmatch(source)) and bool((sources["source_id"] == source).any())
        st.session_state[_SOURCE] = source if known else ""
        known = bool((effects["factor"] == name).any() or (parameters["parameter"] == name).any())
        st.session_state[_PARAMETER] = name if PARAMETER_NAME.fullmatch(name) and known else ""
        view = said.get(VIEW_PARAMETER, "")
        asked = {
            "source": (source, _open_source()),
            "parameter": (name, _open_parameter()),
            "view": (view, view if view in VIEWS else ""),
        }
        sitting().unused["method"] = unused_sentence(
            Unused(title, text, "nothing") for title, (text, used) in asked.items() if text and not used
        )
    return Opened(_open_source(), _open_parameter(), _view_asked(said))


def close_source() -> None:
    """Close the source that a link has opened."""
    st.session_state[_SOURCE] = ""


def close_parameter() -> None:
    """Close the parameter that a link has opened."""
    st.session_state[_PARAMETER] = ""


def write_method_link(view: str) -> None:
    """Put the view and what is open in it into the address, so that a reload or a bookmark brings it back."""
    _ADDRESS.write(_parameters_of(view))


def _parameters_of(view: str) -> dict[str, str]:
    if _open_parameter() and view == _PARAMETERS_VIEW:
        return {PARAMETER_PARAMETER: _open_parameter()}
    if _open_source() and view == _SOURCES_VIEW:
        return {SOURCE_PARAMETER: _open_source()}
    return {VIEW_PARAMETER: view} if view != VIEWS[0] else {}


def _view_asked(said: dict[str, str]) -> str:
    if SOURCE_PARAMETER in said:
        return _SOURCES_VIEW
    if PARAMETER_PARAMETER in said:
        return _PARAMETERS_VIEW
    view = said.get(VIEW_PARAMETER, "")
    return view if view in VIEWS else ""


def _chosen_view() -> str:
    return str(st.session_state.get(VIEW_KEY) or VIEWS[0])


def _open_source() -> str:
    return str(st.session_state.get(_SOURCE, ""))


def _open_parameter() -> str:
    return str(st.session_state.get(_PARAMETER, ""))
