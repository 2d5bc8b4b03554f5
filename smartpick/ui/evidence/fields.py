"""The questions about one program, asked wherever a person can say what they know of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from smartpick.plan.evidence import ProgramEvidence
from smartpick.ui.blocks import note

_ANSWERS: dict[str, bool | None] = {"Not known": None, "Yes": True, "No": False}
_BY_HAND = "entered by hand"


def evidence_fields(program_id: str, place: Any = st) -> ProgramEvidence | None:
    """Draw the questions and the button of a form; return the answers once they are given.

    Args:
        program_id: The program.
        place: Where the fields go: the form itself or a grid in it.
    """
    rate = place.number_input(
        "Interview rate, %",
        0.0,
        100.0,
        value=None,
        step=1.0,
        help="Of 100 applicants of your type, how many the program invited. Empty if not known.",
    )
    seasons = place.number_input("Over how many seasons", 1, 50, value=1)
    share = place.number_input(
        "IMGs among its residents, %",
        0.0,
        100.0,
        value=None,
        step=1.0,
        help="US and non-US IMGs together, as on many programs' resident pages. Empty if not known.",
    )
    j1 = place.selectbox("Takes J-1", list(_ANSWERS))
    h1b = place.selectbox("Sponsors H-1B", list(_ANSWERS))
    fresh = place.checkbox(
        "The program told me this season",
        help="Programs change what they do about visas. An answer of this season counts in full, an older "
        "one as likely.",
    )
    origin = place.text_input("Where you have it from", max_chars=80, placeholder="Optional")
    if not st.form_submit_button("Use this", type="primary"):
        return None
    if all(value is None for value in (rate, share, _ANSWERS[j1], _ANSWERS[h1b])):
        note("Say at least one thing about the program.")
        return None
    return ProgramEvidence(
        program_id,
        interview_rate=None if rate is None else rate / 100,
        seasons=int(seasons),
        img_share=None if share is None else share / 100,
        takes_j1=_ANSWERS[j1],
        takes_h1b=_ANSWERS[h1b],
        visa_this_season=fresh and (_ANSWERS[j1] is not None or _ANSWERS[h1b] is not None),
        origin=" ".join(origin.split()) or _BY_HAND,
    )
