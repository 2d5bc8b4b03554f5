"""What a person writes about single programs. It stays in the session and goes out in exports only."""

from __future__ import annotations

import streamlit as st

LONGEST_NOTE = 1000
_KEY = "program_notes"


def program_notes() -> dict[str, str]:
    """Return this session's notes by program id; change them in place."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = {}
    notes: dict[str, str] = st.session_state[_KEY]
    return notes
