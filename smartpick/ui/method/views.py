"""Which part of the page is shown."""

from __future__ import annotations

import streamlit as st

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
    chosen = st.segmented_control(
        "Part of the page",
        VIEWS,
        default=None if VIEW_KEY in st.session_state else VIEWS[0],
        required=True,
        format_func=VIEW_NAMES.__getitem__,
        key=VIEW_KEY,
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen or VIEWS[0]
