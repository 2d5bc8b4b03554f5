"""How sure the numbers are, and the switch that leaves assumed effects out."""

from __future__ import annotations

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.presenters.wording import percent
from smartpick.ui.address import write_link
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.in_force import control
from smartpick.ui.sources import sources_popover
from smartpick.ui.state import sitting

_KEY = "leave_out_assumed"


def certainty(assessment: Assessment, engine: Engine) -> None:
    """Say how much rests on assumptions, and let the person leave them out."""
    block(heading("How sure is this?"), fine(*_sentences(assessment)))
    left_out = control(_KEY, not sitting().assumed, _leave_out)
    st.toggle(
        "Leave out assumed effects", value=left_out.value, key=left_out.key, on_change=left_out.on_change
    )
    sources_popover(
        engine.facts.sources,
        [effect.source_id for effect in assessment.effects],
        key="sources_certainty",
        remark="These stand behind what your profile changes.",
        parameters=[effect.factor for effect in assessment.effects],
    )


def _sentences(assessment: Assessment) -> list[str]:
    if not sitting().assumed:
        return ["Effects whose size is assumed are left out of every number here."]
    share = percent(assessment.assumed_share) if assessment.assumed_share > 0 else "Nothing"
    return [
        f"{share} of what your profile moves rests on assumptions: effects whose direction is known "
        "and whose size is not published.",
        "A range of 80 % holds the true chance four times in five, if the model is right.",
    ]


def _leave_out(left_out: bool) -> None:
    sitting().assumed = not left_out
    write_link()
