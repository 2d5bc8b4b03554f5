"""What to know before reading the numbers."""

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.presenters.figures_behind import warning_sources
from smartpick.ui.blocks import block, note_html
from smartpick.ui.loading import shared_engine
from smartpick.ui.sources import sources_popover


def warnings(assessment: Assessment, with_sources: bool = True) -> None:
    """Show the warnings, a score below passing first and strong; nothing takes room when all is well.

    Args:
        assessment: Whose warnings.
        with_sources: False where what follows right after names their sources too (`warning_sources`).
    """
    tier = assessment.tier
    said_elsewhere = {tier.score_missing_note}
    notes = [
        note_html(text, strong=text == tier.below_passing_note)
        for text in assessment.warnings
        if text not in said_elsewhere
    ]
    # Kept even when all is well, so that what follows stays where it is.
    with st.container():
        if notes:
            block(*notes)
        if notes and with_sources:
            sources = shared_engine().facts.sources
            sources_popover(sources, warning_sources(assessment), key="sources_warnings")
