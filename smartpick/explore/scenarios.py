"""Kept what-ifs: a short list of named profiles, the first of which the others are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from smartpick.arrays import Array
from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.engine import Engine
from smartpick.odds.estimate import Estimate, EstimateCurve
from smartpick.odds.list_odds import drawn_odds
from smartpick.plan.standing import standing_of
from smartpick.profile import ApplicantProfile

# More rows than this are no longer compared at a glance.
MOST_SCENARIOS = 6
LONGEST_NAME = 60
# Equally likely places among all applicants that an unknown score is taken at.
_PLACES = (np.arange(20) + 0.5) / 20


@dataclass(frozen=True)
class Scenario:
    """A profile under a name that the person gave it; names are unique in a list."""

    name: str
    profile: ApplicantProfile


Scenarios = tuple[Scenario, ...]


def with_scenario(kept: Scenarios, name: str, profile: ApplicantProfile) -> Scenarios:
    """Return the list with one more at the end, under a free name; unchanged where it is full."""
    if len(kept) >= MOST_SCENARIOS:
        return kept
    return (*kept, Scenario(free_name(name, [s.name for s in kept]), profile))


def without_scenario(kept: Scenarios, name: str) -> Scenarios:
    """Return the list without the scenario of this name."""
    return tuple(s for s in kept if s.name != name)


def renamed(kept: Scenarios, name: str, new_name: str) -> Scenarios:
    """Return the list with another name for one; an empty name changes nothing."""
    if not new_name.strip():
        return kept
    others = [s.name for s in kept if s.name != name]
    return tuple(replace(s, name=free_name(new_name, others)) if s.name == name else s for s in kept)


def duplicated(kept: Scenarios, name: str) -> Scenarios:
    """Return the list with a copy of one at the end; unchanged where it is full."""
    return with_scenario(kept, name, scenario_named(kept, name).profile)


def made_first(kept: Scenarios, name: str) -> Scenarios:
    """Return the list with this scenario first, so that the others are compared with it."""
    return (scenario_named(kept, name), *without_scenario(kept, name))


def scenario_named(kept: Scenarios, name: str) -> Scenario:
    """Return the scenario of this name.

    Raises:
        KeyError: if there is none.
    """
    for scenario in kept:
        if scenario.name == name:
            return scenario
    raise KeyError(name)


def free_name(wanted: str, taken: Sequence[str]) -> str:
    """Return the name in one line and at most `LONGEST_NAME` long, numbered where it is taken."""
    plain = " ".join(wanted.split())[:LONGEST_NAME].strip() or "Scenario"
    name, number = plain, 2
    while name in taken:
        ending = f" ({number})"
        name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
    return name


@dataclass(frozen=True)
class Difference:
    """How a scenario differs from the first, in probability, with the 80 % range of the difference."""

    match: Estimate
    match_pacific: Estimate


def difference(first: Assessment, other: Assessment, engine: Engine) -> Difference:
    """Return what the other's chances are above the first's.

    Both are drawn with the same numbers, so the range is that of the difference itself. It is narrower than
    the two ranges beside each other suggest.

    A score that is not known yet may turn out to be any that applicants have: the range then spans those
    scores too. Where neither is known it is the same applicant, so both are taken at the same place among
    all applicants.
    """
    before, after = _draws(first, engine), _draws(other, engine)
    pairs = (
        (first.match_probability, other.match_probability),
        (first.match_probability_pacific, other.match_probability_pacific),
    )
    found = []
    for which, (old, new) in enumerate(pairs):
        point = np.array([new.point - old.point])
        apart = (after[which] - before[which]).reshape(-1, 1)
        found.append(EstimateCurve.from_draws(point, apart).at(0))
    return Difference(*found)


def _draws(assessment: Assessment, engine: Engine) -> tuple[np.ndarray, ...]:
    """Return draws of the chance of a match and of one on the Pacific Coast, each of shape (draws, scores).

    One score where it is known, else as many as there are `_PLACES` among all applicants.
    """
    if not assessment.plan.size:
        return np.zeros((1, 1)), np.zeros((1, 1))
    standing = standing_of(list(assessment.effects), engine, assessment.profile.applicant_type)
    return drawn_odds(assessment.plan.parts, _scores(assessment), standing)[:2]


def _scores(assessment: Assessment) -> Array:
    score = assessment.profile.step2_ck_score
    if score is not None:
        scores = [float(score)]
    else:
        scores = [assessment.score_curve.applicant_quantile(place) for place in _PLACES]
    return np.clip(scores, SCORE_AXIS[0], SCORE_AXIS[-1])
