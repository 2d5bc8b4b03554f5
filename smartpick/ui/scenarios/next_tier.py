"""The smallest change that leads to the next tier."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.presenters.figures_behind import GUIDE
from smartpick.tiers import tier_in_a_sentence
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.scenarios.shelf import try_changes
from smartpick.ui.sources import sources_popover


def smallest_change(shown: Assessment, engine: Engine) -> None:
    """Draw the change in words, and a way to try it as a scenario."""
    tier, step = shown.tier, shown.tier.next_tier
    if tier.silence:
        block(heading("No tier"), fine(tier.silence))
        sources_popover(engine.facts.sources, (GUIDE,), key="sources_next_tier")
        return
    retake = step is not None and any(change.field == "step2_ck_score" for change in step.changes)
    passed = (shown.profile.step2_ck_score or 0) >= shown.passing.score
    block(
        heading("The smallest change to the next tier"),
        f'<p class="sp-upward">{escape(tier.next_tier_note)}</p>',
        fine(
            "A passed Step 2 CK cannot be taken again: this step is not open to you, it only shows how far "
            "the tier is."
            if retake and passed
            else "",
            "The guide's tier, for non-US IMGs, sums up a profile; programs do not know it. What counts is "
            "what the change does to the chance.",
        ),
    )
    if step is not None:
        st.button(
            "Try it as a scenario",
            on_click=try_changes,
            args=(
                f"To {tier_in_a_sentence(step.tier)}",
                {change.field: change.to_value for change in step.changes},
            ),
            key="next_tier_try",
        )
    sources_popover(
        engine.facts.sources,
        (GUIDE, shown.passing.source_id),
        key="sources_next_tier",
        remark="The tiers are those of the guide, for non-US IMGs.",
    )
