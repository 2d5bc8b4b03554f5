"""Which part of the page is shown."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.in_force import kept

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
