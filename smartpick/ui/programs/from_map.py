"""What a click on the map does: it narrows the search to a place, and there is a way back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from smartpick.ui.programs.filters import REGIONS_KEY, TEXT_KEY
from smartpick.ui.programs.linked import LIST, MAP, VIEW_KEY

_NARROWED = "programs_narrowed"
_STARTS: dict[str, Any] = {TEXT_KEY: "", REGIONS_KEY: []}


def narrow(place: str, **filters: Any) -> None:
    """List the programs of a place that was chosen on the map.

    Args:
        place: Its name.
        filters: What to search for, by session key.
    """
    before = {key: st.session_state.get(key, _STARTS[key]) for key in filters}
    st.session_state[_NARROWED] = (place, filters, before)
    _search_for({**filters, VIEW_KEY: LIST})


def way_back() -> None:
    """Draw the button that undoes the narrowing; nothing once the search was changed by hand."""
    place, filters, before = st.session_state.get(_NARROWED, ("", {}, {}))
    if not filters or any(st.session_state.get(key) != value for key, value in filters.items()):
        return
    st.button(
        f"{place} only: back to the map",
        icon=":material/arrow_back:",
        type="tertiary",
        key="programs_back_to_map",
        on_click=_go_back,
        args=(before,),
    )


def _go_back(before: dict[str, Any]) -> None:
    st.session_state.pop(_NARROWED, None)
    _search_for({**before, VIEW_KEY: MAP})


def _search_for(values: dict[str, Any]) -> None:
    for key, value in values.items():
        st.session_state[key] = value
