"""The cockpit page: what the eye waits for first, the controls last."""

from __future__ import annotations

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.web.cockpit.below import (
    after_a_season,
    best_levers,
    certainty,
    levers_note,
    look_up_first,
    no_figures,
    season_note,
    tier,
    warnings,
)
from smartpick.web.cockpit.curve import curve
from smartpick.web.cockpit.headline import WARNINGS, headline, headline_sources, shown_now
from smartpick.web.cockpit.program_list import program_list
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.session import sitting
from smartpick.web.sidebar import control_panel


@safely
def cockpit() -> None:
    """Draw the page and, in the sidebar, the controls."""
    st.html(
        '<h1 class="sp-title">What would change your chance of matching?</h1>'
        '<p class="sp-fine sp-on-screen">Move the score and see. Your other answers are '
        '<span class="sp-on-desk">at the side</span>'
        '<span class="sp-on-phone">behind » at the top left</span>.</p>'
    )
    _answers()
    control_panel()


@st.fragment
@safely
def _answers() -> None:
    """Draw everything that rests on the score. A fragment, so that a new score leaves the controls alone."""
    here = page_context()
    try:
        with st.spinner("Working out your chances ..."):
            anchor = here.assessment_of(sitting().settled)
    except NoPublishedOutcomes:
        no_figures(here)
        return
    headline(anchor)
    season_note(anchor, here.engine)
    _warnings(anchor, here)
    headline_sources(anchor, here.engine)
    left, right = st.columns([3, 2], gap="large")
    with left:
        curve(anchor, here)
    tier(anchor, here)
    program_list(anchor, here)
    # The levers take longest, so all else is drawn before they are worked out.
    with right:
        levers_note(anchor)
        best_levers(anchor, here.engine, here.assumed)
    look_up_first(anchor, here)
    after_a_season(anchor, here)
    certainty(anchor, here.engine)


@st.fragment(key=WARNINGS)
@safely
def _warnings(anchor: Assessment, here: PageContext) -> None:
    warnings(shown_now(anchor, here), with_sources=False)
