"""What a person knows of one program: a short form, and what has been entered."""

from __future__ import annotations

import streamlit as st

from smartpick.plan.evidence import ProgramEvidence
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.evidence import evidence_for
from smartpick.ui.evidence.kept import kept_evidence
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.state import sitting

_ANSWERS: dict[str, bool | None] = {"Not known": None, "Yes": True, "No": False}


def own_figures(applicant: Applicant, row: int) -> None:
    """Draw the form for the program at `row`; the estimate beside it follows."""
    program_id = str(applicant.tables.directory.program_ids[row])
    block(
        heading("What you know of it"),
        fine(
            "Your own figures move the estimate; one season counts about half. They stay in this browser tab."
        ),
    )
    known = sitting().evidence.get(program_id)
    with st.expander("Add what you know" if known is None else "Add to what you know", icon=":material/add:"):
        _form(applicant, program_id)
    if known is not None:
        st.button(
            "Forget what I entered",
            icon=":material/delete:",
            key="own_forget",
            on_click=_forget,
            args=(program_id, applicant),
        )


def _form(applicant: Applicant, program_id: str) -> None:
    with st.form(f"own_figures_{program_id}", clear_on_submit=True, border=False):
        rate = st.number_input(
            "Interview rate, %",
            0.0,
            100.0,
            value=None,
            step=1.0,
            help="Of 100 applicants of your type, how many it invited. Leave empty what you do not know.",
        )
        seasons = st.number_input("Over how many seasons", 1, 20, value=1)
        share = st.number_input(
            "IMGs among its residents, %",
            0.0,
            100.0,
            value=None,
            step=1.0,
            help="US and non-US IMGs together, as on many programs' resident pages.",
        )
        j1 = st.selectbox("Takes J-1", list(_ANSWERS))
        h1b = st.selectbox("Sponsors H-1B", list(_ANSWERS))
        origin = st.text_input("Where you have it from", max_chars=80, placeholder="Optional")
        if not st.form_submit_button("Use this", type="primary"):
            return
    told = (rate, share, _ANSWERS[j1], _ANSWERS[h1b])
    if all(value is None for value in told):
        st.caption("Say at least one thing about the program.")
        return
    evidence = ProgramEvidence(
        program_id,
        interview_rate=None if rate is None else rate / 100,
        seasons=int(seasons),
        img_share=None if share is None else share / 100,
        takes_j1=_ANSWERS[j1],
        takes_h1b=_ANSWERS[h1b],
        origin=" ".join(origin.split()) or "entered by hand",
    )
    kept_evidence().add([evidence], applicant.here.profile.applicant_type)
    _tell(applicant)
    st.rerun()


def _forget(program_id: str, applicant: Applicant) -> None:
    kept_evidence().forget([program_id])
    _tell(applicant)


def _tell(applicant: Applicant) -> None:
    counting = evidence_for(applicant.here.profile.applicant_type)
    kept_evidence().told = counting
    sitting().learn(counting)
