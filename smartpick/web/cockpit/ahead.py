"""What the page would say at other answers, worked out before anybody asks and sent ahead of the thumb.

For the profile as it stands: the list at every score, at other numbers of applications and at other weights
of the West Coast, each with its chances. What is shown for a value was worked out for that value, as after a
release; a value that is not there yet is not shown.

People with the same answers get the same lists, so these are kept for all sessions together, in memory only.
Whoever brought figures of their own gets lists of their own, kept in their session.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from smartpick.assessment import SCORE_AXIS, Glance, axis_index, glance
from smartpick.engine import Engine
from smartpick.plan.plan import Plan
from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.profile.applicant import following_answers
from smartpick.text.numbers import fine_percent
from smartpick.text.program_facts import short_place
from smartpick.web.page import PageContext
from smartpick.web.score_slider import SliderAnswers, bars_at, words_at
from smartpick.web.session import remembered, sitting

SCORE, APPLICATIONS, WEIGHT = FIELDS = ("step2_ck_score", "max_applications", "pacific_weight")
SIGNALS = ("", "signal", "gold", "silver")
# More than this of a list does not travel ahead; the whole list stands further down the page.
MOST_SENT = 150
# How long one answer to the browser may work on lists, in seconds: what a person does meanwhile waits for it.
_AT_A_TIME = 0.25
# Each answer costs four kilobytes beside what it says, so on a busy machine it says this much all the same.
_LEAST_AT_A_TIME = 10
# Profiles whose lists are kept for all sessions; a profile's lists take about a fifth of a megabyte.
_PROFILES_KEPT = 64
# What of the slider's words rests on the list.
WORDS = (
    "chance",
    "chance_range",
    "chance_count",
    "pacific",
    "pacific_range",
    "pacific_count",
    "interviews",
    "spoken",
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Value = int | None


class Said(NamedTuple):
    """What the page says at one value: the first of the list, and the answers of the slider."""

    places: list[int]  # Places of its programs in the table of all programs
    chances: list[str]  # Chance of an invitation of each, in words
    signals: list[int]  # Place of its signal in `SIGNALS`
    words: list[str]  # The texts named by `WORDS`
    bars: list[float]  # Low, point and high of both chances, in percent


@dataclass
class Known:
    """What is known of one profile along one of its answers, by value."""

    said: dict[Value, Said] = field(default_factory=dict)
    working: threading.Lock = field(default_factory=threading.Lock)


@lru_cache(maxsize=_PROFILES_KEPT)
def _of_all_sessions(key: Hashable) -> Known:  # The key is what the lists rest on.
    return Known()


def ahead_of(context: PageContext, name: str) -> tuple[str, Known]:
    """Return what is known along one of `FIELDS`, and a short key of all else that it rests on."""
    key = (name, *context.key_but(name))
    known = remembered(f"ahead_{name}", key, Known) if context.own_figures else _of_all_sessions(key)
    return f"{hash(key) & (1 << 52) - 1:x}", known


def shown_value(name: str, profile: ApplicantProfile) -> Value:
    """Return an answer as its control shows it."""
    answer = getattr(profile, name)
    return round(100 * answer) if name == WEIGHT else answer


def where_it_stands(context: PageContext) -> dict[str, dict[str, Any]]:
    """Return by field the key of what is known along it and the value that is shown, for the browser."""
    return {
        "keys": {name: ahead_of(context, name)[0] for name in FIELDS},
        "values": {name: shown_value(name, context.profile) for name in FIELDS},
    }


def _values(name: str, near: int) -> list[int]:
    """Return the values worth knowing, the nearest first."""
    values = set(SCORE_AXIS.astype(int).tolist())
    if name == WEIGHT:
        values = set(range(0, 101, 5))
    if name == APPLICATIONS:
        values = {*range(10, 201, 10), *range(max(near - 5, 1), near + 6)}
    return sorted(values, key=lambda value: abs(value - near))


def changed_to(profile: ApplicantProfile, name: str, value: int) -> ApplicantProfile | None:
    """Return the profile that the page holds after this change of a control; None where it is refused."""
    changes: dict[str, Any] = {name: value / 100 if name == WEIGHT else value}
    follow = {} if name == SCORE else following_answers(profile, changes)[0]
    try:
        return profile.changed(**{**follow, **changes})
    except ProfileFaults:
        return None


def work_ahead(known: Known, context: PageContext, base: SliderAnswers, name: str, near: int) -> None:
    """Work out what holds at further values of a field, the nearest first, for a short while."""
    until = time.monotonic() + _AT_A_TIME
    if not known.working.acquire(timeout=_AT_A_TIME):
        return
    done = 0
    try:
        for value in _values(name, near):
            if value in known.said or (profile := changed_to(context.profile, name, value)) is None:
                continue
            looked = glance(profile, context.engine, context.assumed, evidence=sitting().evidence)
            known.said[value] = said_of(looked, profile, base, context.engine)
            done += 1
            if time.monotonic() > until and done >= _LEAST_AT_A_TIME:
                return
    finally:
        known.working.release()


def said_of(looked: Glance, profile: ApplicantProfile, base: SliderAnswers, engine: Engine) -> Said:
    """Return what is said of a list at the score of its profile; `base` has all that no list changes."""
    assert profile.step2_ck_score is not None
    index = axis_index(profile.step2_ck_score)
    at_score = _with_list(base, index, looked)
    bars = bars_at(at_score, index)
    words = words_at(at_score, index)
    return Said(
        *listed(looked.plan, engine),
        words=[words[name] for name in WORDS],
        bars=[*bars["chance"], *bars["pacific"]],
    )


def listed(plan: Plan, engine: Engine) -> tuple[list[int], list[str], list[int]]:
    """Return the first of a list: places of its programs, chances in words, places of its signals."""
    ids = plan.candidates.program_ids[:MOST_SENT].tolist()
    places = [engine.place_of[one] for one in ids]
    chances = [fine_percent(float(p)) for p in plan.interview_probability[:MOST_SENT]]
    return places, chances, [SIGNALS.index(signal) for signal in plan.signal[:MOST_SENT]]


def _with_list(base: SliderAnswers, index: int, looked: Glance) -> SliderAnswers:
    def put(name: str, value: float) -> list[float]:
        column = list(getattr(base, name))
        column[index] = value
        return column

    columns: dict[str, Any] = {
        "expected_interviews": put("expected_interviews", looked.interviews.point),
        "p_no_interview": put("p_no_interview", min(max(looked.no_interview.point, 0.0), 1.0)),
    }
    for name, estimate in (("chance", looked.match), ("pacific", looked.match_pacific)):
        low, point, high = within_one(estimate.low, estimate.point, estimate.high)
        columns |= {f"{name}_low": put(f"{name}_low", low), name: put(name, point)}
        columns |= {f"{name}_high": put(f"{name}_high", high)}
    return replace(base, **columns)


def within_one(low: float, point: float, high: float) -> tuple[float, float, float]:
    """Return a range as the slider draws it; without a point, a bar of no length at nothing."""
    if np.isnan(point):
        return 0.0, 0.0, 0.0
    point = min(max(point, 0.0), 1.0)
    return min(max(low, 0.0), point), point, max(min(high, 1.0), point)


def sent(
    said: Iterable[tuple[str, Value, Said]], engine: Engine, programs_there: Collection[int] = ()
) -> dict[str, Any]:
    """Return what is said at some values as plain JSON values.

    A list is packed into one string, so that all scores together stay small: for each program its number
    (`digits` long, to the base 36) and the place of its chance in `texts` (two digits); after a dot the
    places of their signals in `SIGNALS`, up to the last program that gets one.
    """
    texts: dict[str, int] = {}
    rows, numbers = [], set()
    digits = len(_packed(len(engine.place_of), 1))
    for name, value, one in said:
        programs = "".join(
            _packed(place, digits) + _packed(texts.setdefault(chance, len(texts)), 2)
            for place, chance in zip(one.places, one.chances, strict=True)
        )
        signals = "".join(map(str, one.signals)).rstrip("0")
        rows.append((name, value, f"{programs}.{signals}", one.words, one.bars))
        numbers.update(one.places)
    missing = sorted(numbers.difference(programs_there))
    return {
        "digits": digits,
        "texts": list(texts),
        "names": WORDS,
        "known": rows,
        "programs": _programs(missing, engine),
    }


def _programs(places: list[int], engine: Engine) -> list[tuple[int, str, str, str, int]]:
    """Return the name, place and specialty of programs, and whether they are in a West Coast state."""
    table = _table_of_programs(engine)
    return [table[place] for place in places]


@lru_cache(maxsize=2)
def _table_of_programs(engine: Engine) -> list[tuple[int, str, str, str, int]]:
    rows = engine.facts.programs
    pacific = rows["pacific_coast"].fillna(False).to_numpy(bool)
    return [
        (place, str(row["name"]), short_place(row), str(row["specialty"]), int(coast))
        for place, (row, coast) in enumerate(zip(rows.to_dict("records"), pacific, strict=True))
    ]


def _packed(number: int, digits: int) -> str:
    text = ""
    while number:
        number, last = divmod(number, 36)
        text = _DIGITS[last] + text
    return text.rjust(digits, "0")
