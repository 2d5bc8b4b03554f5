"""The cockpit page: what the eye waits for first, the controls last."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.cockpit.certainty import certainty
from smartpick.ui.cockpit.curve import curve
from smartpick.ui.cockpit.headline import headline, headline_sources
from smartpick.ui.cockpit.levers import best_levers
from smartpick.ui.cockpit.live import follow
from smartpick.ui.cockpit.look_up import look_up_first
from smartpick.ui.cockpit.no_figures import no_figures
from smartpick.ui.cockpit.program_list import program_list
from smartpick.ui.cockpit.tier import tier
from smartpick.ui.cockpit.warnings import warnings
from smartpick.ui.controls import control_panel
from smartpick.ui.page import page_context, safely
from smartpick.ui.state import sitting


@safely
def cockpit() -> None:
    """Draw the page and, in the sidebar, the controls."""
    st.html(
        '<h1 class="sp-title">What would change your chance of matching?</h1>'
        '<p class="sp-fine">Move the score and see. Your other answers are '
        '<span class="sp-on-desk">at the side</span>'
        '<span class="sp-on-phone">behind » at the top left</span>.</p>'
    )
    _answers()
    control_panel()


@st.fragment
@safely
def _answers() -> None:
    """Draw everything that follows the score. A fragment, so that a drag leaves the controls alone."""
    here = page_context()
    try:
        with st.spinner("Working out your chances ..."):
            anchor = here.assessment_of(sitting().settled)
    except LookupError:
        no_figures(here)
        return
    score = headline(anchor)
    shown = anchor if score.settled else follow(anchor, sitting().profile, here)
    warnings(shown, with_sources=False)
    headline_sources(shown, here.engine)
    left, right = st.columns([3, 2], gap="large")
    with left:
        curve(anchor, shown, here.engine)
    tier(shown, here.engine)
    before = sitting().before if score.settled else sitting().settled
    program_list(shown, before, here)
    # The levers take longest, so all else is drawn before they are worked out.
    with right:
        best_levers(shown if score.settled else anchor, here.engine, here.assumed)
    look_up_first(anchor, here)
    certainty(shown, here.engine)
