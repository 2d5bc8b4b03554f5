"""The cockpit page: what the eye waits for first, the controls last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.text.sources import GUIDE, warning_sources
from smartpick.web.blocks import block, contents, fine, heading, notes_in_place
from smartpick.web.cockpit.ahead import SCORE
from smartpick.web.cockpit.below import (
    after_a_season,
    best_levers,
    certainty,
    found_levers,
    found_questions,
    look_up_first,
    no_figures,
    season_notes,
    tier,
    warning_notes,
)
from smartpick.web.cockpit.curve import curve, curve_words, own_line_now
from smartpick.web.cockpit.headline import headline
from smartpick.web.cockpit.live import current_sources, list_now, titled, work_ahead_when_asked
from smartpick.web.cockpit.program_list import first_programs, program_list
from smartpick.web.cockpit.seen import when_seen
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
    title = titled("page", part("cockpit.html", "title"))
    _answers()
    if (here := page_context()).has_figures:
        with title:
            _sources()
        _first_look(here)
        _below(here)
    control_panel()


@st.fragment(key=ANSWERS)
@safely
def _answers() -> None:
    """Answer the score. A fragment, and all that a new score runs: what stands elsewhere follows it there."""
    room_part().catch_up_with_score()
    here = page_context()
    if not here.has_figures:
        no_figures(here)
        return
    # A new score is answered before anybody could read that it is worked out, and each notice takes time.
    others = here.key_but(SCORE)
    waits = st.session_state.get(_WAITED) != others
    with st.spinner("Working out your chances ...") if waits else nullcontext():
        anchor = here.assessment
    st.session_state[_WAITED] = others
    headline(anchor, here, list=list_now(here), own=own_line_now(anchor))
    notes_in_place(*season_notes(anchor, here.engine), *warning_notes(anchor, anchor.read_first))


def _sources() -> None:
    """Show what tier, chances and the notes under them rest on."""
    current_sources(
        "sources_headline",
        remark="The tier is the guide's, with the passing score of the exam date. The chances are our "
        "estimates from these figures.",
        also=lambda now: (GUIDE, now.assessment.passing.source_id, *warning_sources(now.assessment)),
    )


def _first_look(here: PageContext) -> None:
    """Draw the list beside the curve, and on a phone above it: right under the slider."""
    with st.container(key="one_look"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            curve(here)
        with right:
            first_programs(here)
    work_ahead_when_asked()


def _below(here: PageContext) -> None:
    """Draw the rest, each part anew once somebody comes near it: most scores are only passed through."""
    contents(SECTIONS)
    with st.container(key="waits_for_release"):
        when_seen("curve", lambda now: partial(_explained, now.assessment, now))
        when_seen("helps", _levers, until=partial(_follows, "helps"))
        when_seen("tier", lambda now: partial(tier, now.assessment, now))
        when_seen("list", lambda now: partial(program_list, now.assessment, now))
        when_seen("look_up", _questions, until=partial(_follows, "look-up"))
        if here.profile.season_stage == "unmatched":
            when_seen("season", lambda now: partial(after_a_season, now.assessment, now))
        when_seen("certainty", lambda now: partial(certainty, now.assessment, now.engine))


def _explained(anchor: Assessment, here: PageContext) -> None:
    """Draw the notes that explain the numbers, and what the curve says in words."""
    explaining = [text for text in anchor.warnings if text not in anchor.read_first]
    notes_in_place(*warning_notes(anchor, explaining))
    curve_words(anchor, here)


def _follows(section: str) -> None:
    block(heading(SECTIONS[section], section), fine("This will appear in a moment."))


def _levers(now: PageContext) -> Callable[[], None]:
    return partial(best_levers, found_levers(now.assessment, now), now.assessment, now)


def _questions(now: PageContext) -> Callable[[], None]:
    return partial(look_up_first, found_questions(now.assessment, now), now.assessment, now)
