"""The advising page: a view to present in a call, and the roster of a mentor."""

from __future__ import annotations

import streamlit as st

from smartpick.text.advising import QUESTIONS
from smartpick.web.address import LinkedChoice, one_of, open_choices, write_choices
from smartpick.web.advising.presenter import presenter
from smartpick.web.advising.roster import roster
from smartpick.web.blocks import fine, notice, title
from smartpick.web.controls import kept
from smartpick.web.page import safely
from smartpick.web.session import PRESENT, QUESTION, ROSTER, VIEW
from smartpick.web.sidebar import title_with_link
from smartpick.web.theme import page_style

_PAGE = "advising"
_LINKED: tuple[LinkedChoice, ...] = (
    one_of("advising_view", "part of the page", VIEW, {PRESENT: PRESENT, ROSTER: ROSTER}, PRESENT),
    one_of("advising_question", "question", QUESTION, {number: str(number) for number in QUESTIONS}, 1),
)
_NAMES = {PRESENT: "Present", ROSTER: "Roster"}


@safely
def advising() -> None:
    """Draw the page."""
    page_style("advising")
    notice(open_choices(_PAGE, _LINKED))
    if st.session_state.get(VIEW, PRESENT) == ROSTER:
        title_with_link(
            title("Advising"),
            fine("Bring a roster, see everybody at once, and open one applicant to present or to work with."),
        )
        _choose_view()
        roster()
    else:
        presenter(_choose_view)
    write_choices(_PAGE, _LINKED)


def _choose_view() -> None:
    st.segmented_control(
        "Part of the page",
        list(_NAMES),
        required=True,
        format_func=_NAMES.__getitem__,
        label_visibility="collapsed",
        **kept(VIEW, PRESENT).widget("default"),
    )
