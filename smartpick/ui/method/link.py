"""The page's part of the address: which view is open, and which source or parameter.

`method?source=ID` opens the sources with that one on top, `method?parameter=NAME` the parameters; other pages
link to both.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.presenters.method_parameters import PARAMETER_NAME
from smartpick.presenters.method_sources import SOURCE_ID
from smartpick.ui.address_part import AddressPart
from smartpick.ui.link import Unused, unused_sentence
from smartpick.ui.method.views import VIEW_KEY, VIEWS
from smartpick.ui.state import sitting

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
