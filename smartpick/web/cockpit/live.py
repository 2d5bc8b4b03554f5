"""What follows the thumb without asking the server: the first of the list, and what it is compared with.

What holds at other values is worked out when the person reaches for a control, the nearest first, a few at a
time (`smartpick.web.cockpit.ahead`); the browser asks for more until it has it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from smartpick.text.application_list import empty_list_sentences
from smartpick.web.blocks import block, estimate_sources
from smartpick.web.cockpit.ahead import (
    FIELDS,
    SCORE,
    SIGNALS,
    Said,
    ahead_of,
    listed,
    sent,
    where_it_stands,
    work_ahead,
)
from smartpick.web.cockpit.headline import SLIDER_KEY, slider_answers
from smartpick.web.cockpit.seen import run_all_if_changed
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.score_slider import programs_there, whole_numbers
from smartpick.web.session import remembered
from smartpick.web.templates import component

FIRST_SHOWN = 10
_KEY = "known_ahead"
_WORDS = {
    "new": "new",
    "up": "up",
    "down": "down",
    "same": "The same programs as before.",
    "changed": "On the whole list: {came} added, {left} removed.",
    "waiting": "The list for this choice appears when you let go.",
    "empty": "No program is on the list for this choice. Let go to see why.",
    "all": "Show all {n}",
    "fewer": "Show the first ten",
}
_list = component("live_list", follows=True)
_ahead, _ahead_now = component("ahead", asks=True), component("ahead_now")


def titled(key: str, heading: str) -> DeltaGenerator:
    """Draw a heading and return the place at its right, for a button that stays quiet beside it."""
    place = st.container(horizontal=True, vertical_alignment="center", key=f"titled_{key}")
    with place:
        block(heading)
    return place


@st.fragment
@safely
def current_sources(key: str, remark: str, also: Callable[[PageContext], Iterable[str]]) -> None:
    """Show the sources of a part that follows the score: whoever opens them sees those of the score then.

    Args:
        key: Unique name of the button on the page.
        remark: A sentence on what was made of the sources.
        also: Gives ids of further sources.
    """
    now = page_context()
    estimate_sources(now.assessment, now.engine, key=key, remark=remark, also=also(now), fresh=True)


def live_list(several: bool) -> None:
    """Draw the first of the list; it follows the score, the number of applications and the coast's weight.

    Args:
        several: Whether programs are of several specialties, and so each names its own.
    """
    words = {"several": several, "first_shown": FIRST_SHOWN, "words": _WORDS, "signals": SIGNALS}
    _list(key="live_list", data=words)


def list_now(context: PageContext) -> dict[str, Any]:
    """Return the list as it stands for the browser, with the names of programs that it does not have yet."""
    anchor, engine = context.assessment, context.engine
    said = Said(*listed(anchor.plan, engine), words=[], bars=[])
    packed = sent([(SCORE, context.profile.step2_ck_score, said)], engine, programs_there(SLIDER_KEY))
    return {
        "packed": packed["known"][0][2],
        "digits": packed["digits"],
        "texts": packed["texts"],
        "programs": packed["programs"],
        "before": [engine.place_of[one] for one in context.list_before() or ()],
        "empty": "" if anchor.plan.size else " ".join(empty_list_sentences(anchor)),
    }


@st.fragment
@safely
def work_ahead_when_asked() -> None:
    """Send what holds at other values as far as the browser asks for it; nobody sees it."""
    context = page_context()
    run_all_if_changed(context)
    asked, said = _asked(where_it_stands(context)["keys"]), []
    if asked is not None and context.profile.step2_ck_score is not None:
        anchor = context.assessment
        _, known = ahead_of(context, asked.field)
        base = remembered("slider", anchor, lambda: slider_answers(anchor))
        work_ahead(known, context, base, asked.field, asked.near)
        there = list(known.said.items())
        said = [(asked.field, value, one) for value, one in there if value not in asked.have]
    with st.container(key="ahead"):
        _ahead_now(
            key="ahead_now",
            data={
                "answered": asked.request if asked else None,
                "key": asked.key if asked else None,
                **sent(said, context.engine, asked.programs if asked else ()),
            },
        )
        # Always the same, so it is sent once.
        _ahead(key=_KEY, on_ahead_change=_nothing)


def _nothing() -> None:
    """Stand in for the callback that Streamlit asks for: the run that comes with it is all that is needed."""


class _Asked(NamedTuple):
    """What the browser asks for: values of a field, the nearest first, beyond those that it has."""

    request: int
    field: str
    key: str
    near: int
    have: set[int]
    programs: list[int]


def _asked(keys: dict[str, str]) -> _Asked | None:
    state: Any = st.session_state.get(_KEY)
    asked = state.get("ahead") if hasattr(state, "get") else None
    if (
        not isinstance(asked, dict)
        or asked.get("field") not in FIELDS
        or asked.get("key") != keys[asked["field"]]
    ):
        return None
    request, near = asked.get("request"), asked.get("near")
    have, programs = asked.get("have"), asked.get("programs")
    if not (isinstance(request, int) and isinstance(near, int)):
        return None
    if not (whole_numbers(have) and whole_numbers(programs)):
        return None
    return _Asked(request, asked["field"], asked["key"], near, set(have), programs)
