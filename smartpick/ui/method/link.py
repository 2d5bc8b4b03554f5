"""The page's part of the address: which view is open, and which source or parameter.

`method?source=ID` opens the sources with that one on top, `method?parameter=NAME` the parameters; other pages
link to both.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from smartpick.presenters.method_parameters import PARAMETER_NAME
from smartpick.presenters.method_sources import SOURCE_ID
from smartpick.ui.method.views import VIEWS

SOURCE_PARAMETER, PARAMETER_PARAMETER, VIEW_PARAMETER = "source", "parameter", "method_view"
_OURS = (SOURCE_PARAMETER, PARAMETER_PARAMETER, VIEW_PARAMETER)
_WRITTEN = "method_link_written"
_SOURCE, _PARAMETER = "method_source", "method_parameter"
# The views that hold what a link opens.
_SOURCES_VIEW, _PARAMETERS_VIEW = "sources", "parameters"


def opened_source(sources: pd.DataFrame) -> str:
    """Return the id of the source that a link asks for, or empty; unknown ids are ignored."""
    if SOURCE_PARAMETER in st.query_params:
        asked = st.query_params[SOURCE_PARAMETER]
        known = bool(SOURCE_ID.fullmatch(asked)) and bool((sources["source_id"] == asked).any())
        st.session_state[_SOURCE] = asked if known else ""
    return str(st.session_state.get(_SOURCE, ""))


def opened_parameter(effects: pd.DataFrame, parameters: pd.DataFrame) -> str:
    """Return the factor or parameter that a link asks for, or empty; unknown names are ignored."""
    if PARAMETER_PARAMETER in st.query_params:
        asked = st.query_params[PARAMETER_PARAMETER]
        known = bool((effects["factor"] == asked).any() or (parameters["parameter"] == asked).any())
        st.session_state[_PARAMETER] = asked if PARAMETER_NAME.fullmatch(asked) and known else ""
    return str(st.session_state.get(_PARAMETER, ""))


def opened_view() -> str:
    """Return the view that a link newly opened asks for, or empty."""
    said = _ours()
    if not said or said == st.session_state.get(_WRITTEN):
        return ""
    if SOURCE_PARAMETER in said:
        return _SOURCES_VIEW
    if PARAMETER_PARAMETER in said:
        return _PARAMETERS_VIEW
    view = said.get(VIEW_PARAMETER, "")
    return view if view in VIEWS else ""


def close_source() -> None:
    """Close the source that a link has opened, in the address too."""
    st.session_state[_SOURCE] = ""
    st.query_params.pop(SOURCE_PARAMETER, None)


def close_parameter() -> None:
    """Close the parameter that a link has opened, in the address too."""
    st.session_state[_PARAMETER] = ""
    st.query_params.pop(PARAMETER_PARAMETER, None)


def write_method_link(view: str, source: str, parameter: str) -> None:
    """Put the view and what is open in it into the address, so that a reload or a bookmark brings it back."""
    parameters = {VIEW_PARAMETER: view} if view != VIEWS[0] else {}
    if source and view == _SOURCES_VIEW:
        parameters = {SOURCE_PARAMETER: source}
    if parameter and view == _PARAMETERS_VIEW:
        parameters = {PARAMETER_PARAMETER: parameter}
    st.session_state[_WRITTEN] = parameters
    if _ours() == parameters:
        return
    others = {n: v for n, v in st.query_params.to_dict().items() if n not in _OURS}
    st.query_params.from_dict({**others, **parameters})


def _ours() -> dict[str, str]:
    return {n: v for n, v in st.query_params.to_dict().items() if n in _OURS}
