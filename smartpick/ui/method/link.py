"""The page's part of the address: which view is open, and which source.

`method?source=ID` opens the sources with that one on top; other pages may link to it.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from smartpick.presenters.method_sources import SOURCE_ID
from smartpick.ui.method.views import VIEWS

SOURCE_PARAMETER, VIEW_PARAMETER = "source", "method_view"
_OURS = (SOURCE_PARAMETER, VIEW_PARAMETER)
_WRITTEN, _SOURCE = "method_link_written", "method_source"


def opened_source(sources: pd.DataFrame) -> str:
    """Return the id of the source that a link asks for, or empty; unknown ids are ignored."""
    if SOURCE_PARAMETER in st.query_params:
        asked = st.query_params[SOURCE_PARAMETER]
        known = bool(SOURCE_ID.fullmatch(asked)) and bool((sources["source_id"] == asked).any())
        st.session_state[_SOURCE] = asked if known else ""
    return str(st.session_state.get(_SOURCE, ""))


def opened_view() -> str:
    """Return the view that a link newly opened asks for, or empty."""
    said = _ours()
    if not said or said == st.session_state.get(_WRITTEN):
        return ""
    if SOURCE_PARAMETER in said:
        return VIEWS[-1]
    view = said.get(VIEW_PARAMETER, "")
    return view if view in VIEWS else ""


def forget_source() -> None:
    """Close the source that a link has opened."""
    st.session_state[_SOURCE] = ""


def write_method_link(view: str, source: str) -> None:
    """Put view and source into the address, so that a reload or a bookmark brings them back."""
    parameters = {VIEW_PARAMETER: view} if view != VIEWS[0] else {}
    if source:
        parameters = {SOURCE_PARAMETER: source}
    st.session_state[_WRITTEN] = parameters
    if _ours() == parameters:
        return
    others = {n: v for n, v in st.query_params.to_dict().items() if n not in _OURS}
    st.query_params.from_dict({**others, **parameters})


def _ours() -> dict[str, str]:
    return {n: v for n, v in st.query_params.to_dict().items() if n in _OURS}
