"""What a person knows of one program: a short form, and what has been entered."""

from __future__ import annotations

import streamlit as st

from smartpick.plan.grounds import parameter_sources
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.evidence.fields import evidence_fields
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.sources import sources_popover
from smartpick.ui.state import sitting


def own_figures(applicant: Applicant, row: int) -> None:
    """Draw the form for the program at `row`; the estimate beside it follows."""
    program_id = str(applicant.tables.directory.program_ids[row])
    block(
        heading("What you know of it"),
        fine(
            "Your own figures move the estimate; one season counts about two thirds. "
            "They stay in this browser tab."
        ),
    )
    trusted = ("season_reliability", "near_zero_persistence")
    sources_popover(
        applicant.here.engine.facts.sources,
        parameter_sources(trusted, applicant.here.engine),
        key="sources_own_figures",
        remark="How far a figure of one program is trusted.",
        parameters=trusted,
    )
    known = sitting().evidence.get(program_id)
    with st.expander(
        "Add what you know" if known is None else "Add to what you know",
        icon=":material/add:",
        key=f"own_figures_{program_id}",
    ):
        _form(applicant, program_id)
    if known is not None:
        st.button(
            "Forget what I entered",
            icon=":material/delete:",
            key="own_forget",
            on_click=_forget,
            args=(program_id,),
        )


def _form(applicant: Applicant, program_id: str) -> None:
    with st.form(f"own_figures_{program_id}", clear_on_submit=True, border=False):
        evidence = evidence_fields(program_id)
    if evidence is None:
        return
    sitting().told.add([evidence], applicant.here.profile.applicant_type)
    st.rerun()


def _forget(program_id: str) -> None:
    here = sitting()
    here.told.forget([program_id], here.profile.applicant_type)
