"""The tier with its reasons and the way upward."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.presenters.figures_behind import GUIDE
from smartpick.presenters.tier_names import passed_over_sentence
from smartpick.tiers import Reason
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.cockpit.live import TIER, shown_now
from smartpick.ui.page import PageContext, safely
from smartpick.ui.sources import sources_popover

_SIGNS = {"score": "●", "strength": "+", "liability": "−"}
_MISSING = "Still missing."


def tier(anchor: Assessment, here: PageContext) -> None:
    """Draw why the tier is what it is, and what would move it up; it follows while the score is dragged."""
    _decision(anchor, here)
    sources_popover(
        here.engine.facts.sources,
        (GUIDE, anchor.passing.source_id),
        key="sources_tier",
        remark="The tiers are those of the guide for non-US IMGs. They sum up a profile and are not a "
        "verdict: programs do not know them.",
    )


@st.fragment(key=TIER)
@safely
def _decision(anchor: Assessment, here: PageContext) -> None:
    decision = shown_now(anchor, here).tier
    if decision.silence:
        block(heading("No tier"), fine(decision.silence))
        return
    items = "".join(_item(reason) for reason in decision.reasons)
    block(
        heading(decision.label),
        f'<ul class="sp-reasons">{items}</ul>',
        f'<p class="sp-upward">{escape(decision.next_tier_note)}</p>',
        fine(decision.neighbours_note or "", passed_over_sentence(anchor.tiers)),
    )


def _item(reason: Reason) -> str:
    sign = "○" if reason.effect == _MISSING else _SIGNS[reason.kind]
    return (
        f'<li><span class="sp-sign" aria-hidden="true">{sign}</span>'
        f'<span>{escape(reason.text)} <span class="sp-fine">{escape(reason.effect)}</span></span></li>'
    )
