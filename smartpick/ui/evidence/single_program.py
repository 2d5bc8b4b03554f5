"""A small form for what a person knows of one program."""

from __future__ import annotations

import numpy as np
import streamlit as st

from smartpick.ui.blocks import block, fine
from smartpick.ui.evidence.fields import evidence_fields
from smartpick.ui.evidence.setting import Setting


def single_program_form(setting: Setting) -> None:
    """Let a person find a program and say what they know of it."""
    program_id = _program(setting)
    if program_id is None:
        block(fine("No program of that specialty is in this state."))
        return
    with st.form("evidence_single", clear_on_submit=True):
        evidence = evidence_fields(program_id, st.grid(3, min_column_width=180))
    if evidence is not None:
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
