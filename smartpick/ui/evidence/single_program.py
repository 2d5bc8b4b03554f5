"""A small form for what a person knows of one program."""

from __future__ import annotations

import numpy as np
import streamlit as st

from smartpick.plan.evidence import ProgramEvidence
from smartpick.ui.blocks import block, fine, note
from smartpick.ui.evidence.setting import Setting

_ANSWERS: dict[str, bool | None] = {"Not known": None, "Yes": True, "No": False}
_BY_HAND = "entered by hand"


def single_program_form(setting: Setting) -> None:
    """Let a person find a program and say what they know of it."""
    program_id = _program(setting)
    if program_id is None:
        block(fine("No program of that specialty is in this state."))
        return
    with st.form("evidence_single", clear_on_submit=True):
        grid = st.grid(3, min_column_width=180)
        rate = grid.number_input(
            "Interview rate, %",
            0.0,
            100.0,
            value=None,
            step=1.0,
            help="Of 100 applicants of your type, how many the program interviewed. Empty if not known.",
        )
        seasons = grid.number_input("Over how many seasons", 1, 50, value=1)
        share = grid.number_input(
            "Non-US IMGs among residents, %",
            0.0,
            100.0,
            value=None,
            step=1.0,
            help="Of 100 residents, how many are non-US international medical graduates.",
        )
        j1 = grid.selectbox("Takes J-1", list(_ANSWERS))
        h1b = grid.selectbox("Sponsors H-1B", list(_ANSWERS))
        origin = grid.text_input("Where you have it from", max_chars=80, placeholder="Optional")
        if not st.form_submit_button("Use this", type="primary"):
            return
    evidence = ProgramEvidence(
        program_id,
        interview_rate=None if rate is None else rate / 100,
        seasons=int(seasons),
        non_us_img_share=None if share is None else share / 100,
        takes_j1=_ANSWERS[j1],
        takes_h1b=_ANSWERS[h1b],
        origin=" ".join(origin.split()) or _BY_HAND,
    )
    said = (evidence.interview_rate, evidence.non_us_img_share, evidence.takes_j1, evidence.takes_h1b)
    if all(value is None for value in said):
        note("Say at least one thing about the program.")
        return
    setting.use([evidence])


def _program(setting: Setting) -> str | None:
    directory = setting.directory
    grid = st.grid(2, min_column_width=180)
    specialties = sorted(set(directory.specialties))
    preferred = [s for s in setting.profile.specialties if s in specialties]
    specialty = grid.selectbox(
        "Specialty",
        specialties,
        index=specialties.index(preferred[0]) if preferred else 0,
        key="evidence_single_specialty",
    )
    of_specialty = directory.specialties == specialty
    states = sorted(set(directory.states[of_specialty]))
    start = states.index("CA") if "CA" in states else 0
    state = grid.selectbox("State", states, index=start, key="evidence_single_state")
    places = np.flatnonzero(of_specialty & (directory.states == state) & ~directory.doubtful_identity)
    if not len(places):
        return None
    ids = [str(directory.ids[i]) for i in places[np.argsort(directory.names[places])]]
    return st.selectbox("Program", ids, format_func=setting.label, key="evidence_single_program")
