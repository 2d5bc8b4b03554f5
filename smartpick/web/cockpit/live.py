"""What follows the thumb without asking the server: the first of the list, and the place on the curve.

What holds at other values is worked out when the person reaches for a control, the nearest first, a few at a
time (`smartpick.web.cockpit.ahead`); the browser asks for more until it has it all.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.charts.score_curve import HEIGHT, place_of
from smartpick.odds import ScoreCurve
from smartpick.web.blocks import block
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
from smartpick.web.page import PageContext, catch_up, safely
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
    "all": "Show all {n}",
    "fewer": "Show the first ten",
}
_list, _mark = component("live_list", follows=True), component("curve_mark", follows=True)
_ahead, _ahead_now = component("ahead", asks=True), component("ahead_now")


def titled(key: str, heading: str) -> DeltaGenerator:
    """Draw a heading and return the place at its right, for a button that stays quiet beside it."""
    place = st.container(horizontal=True, vertical_alignment="center", key=f"titled_{key}")
    with place:
        block(heading)
    return place


def live_list(anchor: Assessment, context: PageContext) -> None:
    """Draw the first of the list; it follows the score, the number of applications and the coast's weight.

    Args:
        anchor: Where the applicant stands.
        context: The page's context.
    """
    # The programs come with `send_ahead`: what is said here stays the same, and so is sent once.
    _list(
        key="live_list",
        data={
            "several": len(anchor.profile.specialties) > 1,
            "first_shown": FIRST_SHOWN,
            "words": _WORDS,
            "signals": SIGNALS,
        },
    )
    send_ahead(anchor, context)


@st.fragment
@safely
def send_ahead(anchor: Assessment, context: PageContext) -> None:
    """Send the list, and what holds at other values as far as the browser asks for it; nobody sees it."""
    catch_up(context)
    engine, stands = context.engine, where_it_stands(context)
    own = Said(*listed(anchor.plan, engine), words=[], bars=[])
    asked, said = _asked(stands["keys"]), [(SCORE, stands["values"][SCORE], own)]
    if asked is not None and context.profile.step2_ck_score is not None:
        _, known = ahead_of(context, asked.field)
        base = remembered("slider", anchor, lambda: slider_answers(anchor))
        work_ahead(known, context, base, asked.field, asked.near)
        there = list(known.said.items())
        said += [(asked.field, value, one) for value, one in there if value not in asked.have]
    packed = sent(said, engine, asked.programs if asked else programs_there(SLIDER_KEY))
    (_, _, order, *_) = packed["known"].pop(0)
    with st.container(key="ahead"):
        _ahead_now(
            key="ahead_now",
            data={
                "answered": asked.request if asked else None,
                "packed": order,
                "before": [engine.place_of[one] for one in context.list_before() or ()],
                **stands,
                **packed,
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
    return _Asked(request, asked["field"], near, set(have), programs)


def curve_mark(anchor: Assessment, key: str) -> None:
    """Lay the applicant's place over the score curve: a line at the score, a dot on each curve.

    The own dot is at the chance that the slider shows.

    Args:
        anchor: The assessment that the figure is drawn from.
        key: Unique name of the mark on the page.
    """
    model = anchor.plan.models[0]
    of_curve = model.specialty, model.applicant_type
    _mark(key=key, data=remembered("curve_mark", of_curve, lambda: _places(model.score_curve)))


def _places(curve: ScoreCurve) -> dict[str, Any]:
    axis = (float(SCORE_AXIS[0]), float(SCORE_AXIS[-1]))
    chances, supported = curve.probability(SCORE_AXIS), curve.supported(SCORE_AXIS)
    places = [place_of(score, float(p), axis) for score, p in zip(SCORE_AXIS, chances, strict=True)]
    return {
        "score": SCORE,
        "first": int(axis[0]),
        "height": HEIGHT,
        "left": places[0].left,
        "right": places[0].right,
        "across": [round(place.across, 4) for place in places],
        # Where chances of 0 and 1 lie: the own one, which the slider knows, lies between.
        "ends": [place_of(axis[0], chance, axis).top for chance in (0.0, 1.0)],
        "curve": [
            round(place.top, 1) if here else None for place, here in zip(places, supported, strict=True)
        ],
        "words": "you: {score}",
    }
