"""The cockpit page: what the eye waits for first, the controls last."""

from __future__ import annotations

import streamlit as st

from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.web.blocks import contents
from smartpick.web.cockpit.below import (
    after_a_season,
    best_levers,
    certainty,
    found_levers,
    found_questions,
    levers_note,
    look_up_first,
    no_figures,
    season_note,
    tier,
    warnings,
)
from smartpick.web.cockpit.curve import curve, curve_words
from smartpick.web.cockpit.headline import headline, headline_sources
from smartpick.web.cockpit.live import titled
from smartpick.web.cockpit.program_list import first_programs, program_list
from smartpick.web.cockpit.seen import when_seen
from smartpick.web.page import page_context, safely
from smartpick.web.sidebar import control_panel
from smartpick.web.templates import part

SECTIONS = {
    "helps": "What would help most",
    "tier": "Your tier",
    "recommended-list": "Recommended list",
    "look-up": "Look these up first",
    "certainty": "How sure is this?",
}


@safely
def cockpit() -> None:
    """Draw the page and, in the sidebar, the controls."""
    _answers()
    control_panel()


@st.fragment
@safely
def _answers() -> None:
    """Draw everything that rests on the score. A fragment, so that a new score leaves the controls alone."""
    here = page_context()
    title = titled("page", part("cockpit.html", "title"))
    try:
        with st.spinner("Working out your chances ..."):
            anchor = here.assessment
    except NoPublishedOutcomes:
        no_figures(here)
        return
    with title:
        headline_sources(anchor, here.engine)
    headline(anchor, here)
    season_note(anchor, here.engine)
    warnings(anchor, with_sources=False)
    # The list stands beside the curve, and on a phone above it: right under the slider.
    with st.container(key="one_look"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            curve(anchor, here)
        with right:
            first_programs(anchor, here)
    contents(SECTIONS)
    with st.container(key="waits_for_release"):
        curve_words(anchor, here)
        levers_note(anchor)
        helps_at = st.container()
        tier(anchor, here)
        list_at, look_up_at = st.container(), st.container()
        after_a_season(anchor, here)
        certainty(anchor, here.engine)
        # What takes long, or is long, comes last, and with the next score not before it is looked at: most
        # scores are only passed through.
        with list_at:
            when_seen("list", here, work=lambda: None, draw=lambda _: program_list(anchor, here))
        with helps_at:
            when_seen(
                "helps",
                here,
                work=lambda: found_levers(anchor, here),
                draw=lambda found: best_levers(found, anchor, here),
            )
        with look_up_at:
            when_seen(
                "look_up",
                here,
                work=lambda: found_questions(anchor, here),
                draw=lambda found: look_up_first(found, anchor, here),
            )
