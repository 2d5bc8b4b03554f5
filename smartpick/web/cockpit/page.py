"""The cockpit page: what the eye waits for first, the controls last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial

import streamlit as st

from smartpick.web.blocks import block, contents, fine, heading
from smartpick.web.cockpit.ahead import SCORE
from smartpick.web.cockpit.below import (
    after_a_season,
    best_levers,
    certainty,
    found_levers,
    found_questions,
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
from smartpick.web.cockpit.seen import is_shown, when_seen
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.room_part import ANSWERS, room_part
from smartpick.web.sidebar import control_panel
from smartpick.web.templates import part

# What all but the score was when the answers were worked out last.
_WAITED = "answers_waited_for"
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
    if (here := page_context()).has_figures:
        _below(here)
    control_panel()


@st.fragment(key=ANSWERS)
@safely
def _answers() -> None:
    """Draw what follows the score at once. A fragment: a new score leaves the rest of the page alone."""
    room_part().catch_up_with_score()
    here = page_context()
    is_shown(here)
    title = titled("page", part("cockpit.html", "title"))
    if not here.has_figures:
        no_figures(here)
        return
    # A new score is answered before anybody could read that it is worked out, and each notice takes time.
    others = here.key_but(SCORE)
    waits = st.session_state.get(_WAITED) != others
    with st.spinner("Working out your chances ...") if waits else nullcontext():
        anchor = here.assessment
    st.session_state[_WAITED] = others
    with title:
        headline_sources(anchor, here.engine)
    headline(anchor, here)
    season_note(anchor, here.engine)
    warnings(anchor, anchor.read_first, with_sources=False)
    # The list stands beside the curve, and on a phone above it: right under the slider.
    with st.container(key="one_look"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            curve(anchor, here)
        with right:
            first_programs(anchor, here)
    explaining = [text for text in anchor.warnings if text not in anchor.read_first]
    warnings(anchor, explaining, with_sources=False)


def _below(here: PageContext) -> None:
    """Draw the rest, each part anew once somebody comes near it: most scores are only passed through."""
    contents(SECTIONS)
    with st.container(key="waits_for_release"):
        when_seen("curve", lambda now: partial(curve_words, now.assessment, now))
        when_seen("helps", _levers, until=partial(_follows, "helps"))
        when_seen("tier", lambda now: partial(tier, now.assessment, now))
        when_seen("list", lambda now: partial(program_list, now.assessment, now))
        when_seen("look_up", _questions, until=partial(_follows, "look-up"))
        if here.profile.season_stage == "unmatched":
            when_seen("season", lambda now: partial(after_a_season, now.assessment, now))
        when_seen("certainty", lambda now: partial(certainty, now.assessment, now.engine))


def _follows(section: str) -> None:
    block(heading(SECTIONS[section], section), fine("This will appear in a moment."))


def _levers(now: PageContext) -> Callable[[], None]:
    return partial(best_levers, found_levers(now.assessment, now), now.assessment, now)


def _questions(now: PageContext) -> Callable[[], None]:
    return partial(look_up_first, found_questions(now.assessment, now), now.assessment, now)
