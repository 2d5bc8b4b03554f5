"""Opening an entry of the roster on all pages, and the way back to the mentor's own profile."""

from __future__ import annotations

import streamlit as st

from smartpick.profile import ApplicantProfile
from smartpick.web.blocks import note
from smartpick.web.cockpit.page import cockpit
from smartpick.web.session import PRESENT, QUESTION, ROSTER, VIEW, sitting

_PAGE = "pages/advising.py"


def entry_line() -> None:
    """Say on every page whose profile is shown while an entry of the roster is open, with the way back."""
    # Kept when none is, so that what follows stays where it is.
    with st.container(key="roster_entry"):
        code = sitting().entry
        if not code:
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                note(f"You are looking at roster entry {code}. Your own profile is kept.", strong=True)
            if st.button("Back to the roster", icon=":material/arrow_back:", key="back_to_roster"):
                sitting().close_entry()
                st.session_state[VIEW] = ROSTER
                st.switch_page(_PAGE)


def open_entry(code: str, profile: ApplicantProfile, *, presented: bool) -> None:
    """Show an entry of the roster: in the presenter view, or on the first page."""
    sitting().show_entry(code, profile)
    st.session_state[VIEW] = PRESENT
    st.session_state[QUESTION] = 1
    if presented:
        st.rerun()
    st.switch_page(st.Page(cockpit, title="Your chances", default=True))
