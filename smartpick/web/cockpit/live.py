"""What follows the thumb without asking the server: the first of the list, and the place on the curve.

The lists of other scores are worked out when the person reaches for the slider, the nearest first, a few at a
time; the browser asks for more until it has them all. A list is shown for the score that it was worked out
for, and for no other: where it is not there yet, the one before stands back.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.charts.score_curve import HEIGHT, place_of
from smartpick.plan.plan import Plan
from smartpick.plan.planning import plan_list
from smartpick.text.numbers import fine_percent
from smartpick.text.program_facts import short_place
from smartpick.web.blocks import block
from smartpick.web.page import PageContext, safely
from smartpick.web.session import remembered, sitting
from smartpick.web.templates import component

FIRST_SHOWN = 10
# More than this of a list does not travel ahead; the whole list stands further down the page.
_MOST_SENT = 150
# How long one answer to the browser may work on lists, in seconds: what a person does meanwhile waits for it.
_AT_A_TIME = 0.25
_KEY = "live_list"
_SIGNALS = ("", "signal", "gold", "silver")
_WORDS = {
    "new": "new",
    "up": "up",
    "down": "down",
    "same": "The same programs as before.",
    "changed": "{came} came in and {left} left, of the whole list.",
    "waiting": "The list for this score follows when you let go.",
    "all": "Show all {n}",
    "fewer": "Show the first ten",
}
_list, _mark = component("live_list", follows=True), component("curve_mark", follows=True)


class _Ahead:
    """The lists that are known of one profile, by score; programs are numbered as they come up."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.programs: list[tuple[str, str, int]] = []
        self.lists: dict[int | None, tuple[list[int], list[str], str]] = {}

    def take(self, score: int | None, plan: Plan, several_specialties: bool) -> None:
        """Keep a list."""
        shown = plan.candidates.take(np.arange(min(plan.size, _MOST_SENT)))
        pacific = shown.pacific
        order = []
        for i, program in enumerate(shown.programs.to_dict("records")):
            program_id = str(program["program_id"])
            if program_id not in self.numbers:
                self.numbers[program_id] = len(self.programs)
                place = short_place(program)
                if several_specialties:
                    place = f"{place}, {program['specialty']}"
                self.programs.append((str(program["name"]), place, int(pacific[i])))
            order.append(self.numbers[program_id])
        chances = [fine_percent(float(p)) for p in plan.interview_probability[: len(order)]]
        signals = "".join(str(_SIGNALS.index(signal)) for signal in plan.signal[: len(order)])
        self.lists[score] = (order, chances, signals)


def titled(key: str, heading: str) -> DeltaGenerator:
    """Draw a heading and return the place at its right, for a button that stays quiet beside it."""
    place = st.container(horizontal=True, vertical_alignment="center", key=f"titled_{key}")
    with place:
        block(heading)
    return place


@st.fragment
@safely
def live_list(anchor: Assessment, context: PageContext) -> None:
    """Draw the first of the list; it follows the thumb.

    Args:
        anchor: Where the applicant stands.
        context: The page's context.
    """
    profile, alike = anchor.profile, context.key_at_any_score
    ahead: _Ahead = remembered("ahead", alike, _Ahead)
    several = len(profile.specialties) > 1
    if profile.step2_ck_score not in ahead.lists:
        ahead.take(profile.step2_ck_score, anchor.plan, several)
    key = f"{hash(alike):x}"
    asked = _asked(key)
    if asked is None:
        sent = _lists(ahead, [profile.step2_ck_score], 0)
    else:
        _work_ahead(ahead, anchor, context, asked.near)
        sent = _lists(ahead, [score for score in ahead.lists if score not in asked.have], asked.named)
    _list(
        key=_KEY,
        data={"key": key, "score": profile.step2_ck_score, "first": int(SCORE_AXIS[0])}
        | {"last": int(SCORE_AXIS[-1]), "first_shown": FIRST_SHOWN, "words": _WORDS, "signals": _SIGNALS}
        # A program that is on none of the lists known here has no number.
        | {"before": [ahead.numbers.get(one, -1) for one in context.list_before() or ()]}
        | sent,
        on_ahead_change=_nothing,
    )


def _nothing() -> None:
    """Stand in for the callback that Streamlit asks for: the run that comes with it is all that is needed."""


class _Asked(NamedTuple):
    """What the browser asks for: lists near a score, beyond the scores and programs that it has."""

    near: int
    have: set[int | None]
    named: int


def _asked(key: str) -> _Asked | None:
    state: Any = st.session_state.get(_KEY)
    asked = state.get("ahead") if hasattr(state, "get") else None
    if not isinstance(asked, dict) or asked.get("key") != key:
        return None
    near, have, named = asked.get("near"), asked.get("have"), asked.get("named")
    if not (isinstance(near, int) and isinstance(have, list) and isinstance(named, int)):
        return None
    return _Asked(near, set(have), named)


def _work_ahead(ahead: _Ahead, anchor: Assessment, context: PageContext, near: int) -> None:
    """Work out lists of further scores, the nearest first, for a short while."""
    until = time.monotonic() + _AT_A_TIME
    profile = anchor.profile
    for score in sorted(SCORE_AXIS.astype(int).tolist(), key=lambda score: abs(score - near)):
        if score in ahead.lists:
            continue
        plan = plan_list(
            profile.changed(step2_ck_score=score),
            context.engine,
            context.assumed,
            evidence=sitting().evidence,
            # With one specialty the search is the same; only its bound, which is not shown here, is left out.
            thorough=len(profile.specialties) > 1,
        )
        ahead.take(score, plan, len(profile.specialties) > 1)
        if time.monotonic() > until:
            return


def _lists(ahead: _Ahead, scores: Iterable[int | None], named: int) -> dict[str, Any]:
    """Return lists as plain JSON values, with the programs from the number `named` on.

    A list is (score, numbers of its programs, places of its chances in `texts`, a digit for each signal).
    """
    texts: dict[str, int] = {}
    lists = []
    for score in scores:
        order, chances, signals = ahead.lists[score]
        lists.append((score, order, [texts.setdefault(text, len(texts)) for text in chances], signals))
    return {"texts": list(texts), "lists": lists, "programs": ahead.programs[named:], "named": named}


def curve_mark(anchor: Assessment, key: str) -> None:
    """Lay the applicant's place over the score curve: a line at the score, a dot on each curve.

    Args:
        anchor: The assessment that the figure is drawn from.
        key: Unique name of the mark on the page.
    """
    axis = (float(SCORE_AXIS[0]), float(SCORE_AXIS[-1]))
    curve, own = anchor.score_curve, anchor.odds.match.point
    places = [place_of(score, float(chance), axis) for score, chance in zip(SCORE_AXIS, own, strict=True)]
    chances, supported = curve.probability(SCORE_AXIS), curve.supported(SCORE_AXIS)
    compared = [place_of(score, float(p), axis).top for score, p in zip(SCORE_AXIS, chances, strict=True)]
    score = anchor.profile.step2_ck_score
    _mark(
        key=key,
        data={
            "score": None if score is None else int(np.clip(score, *axis)),
            "first": int(axis[0]),
            "height": HEIGHT,
            "left": places[0].left,
            "right": places[0].right,
            "across": [round(place.across, 4) for place in places],
            "own": [round(place.top, 1) for place in places],
            "curve": [round(top, 1) if here else None for top, here in zip(compared, supported, strict=True)],
            "words": "you: {score}",
        },
    )
