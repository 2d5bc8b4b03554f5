"""The chance of matching over Step 2 CK score and list size, and how many points a longer list is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.odds.estimate import RANGE_LEVEL
from smartpick.odds.list_odds import SpecialtyList, drawn_odds, point_odds
from smartpick.plan.planning import plan_list
from smartpick.plan.standing import standing_of
from smartpick.profile import ApplicantProfile

# Between these sizes the chance is nearly straight.
_SIZES = (10, 20, 35, 50, 75, 100, 130, 160, 200)
MORE_APPLICATIONS = 30
# The longest list that a profile can ask for.
_MOST_APPLICATIONS = 700
# A gain below this cannot be told from nothing on a page that shows whole percentages.
LEAST_GAIN = 0.002


@dataclass(frozen=True)
class Exchange:
    """What more applications are worth in points of Step 2 CK, at the applicant's place.

    Attributes:
        more: Applications added.
        gain: Chance of matching (0-1) that they add.
        points: Score points that add as much; None where no published score does.
        low, high: Its 80 % range in points; None where that end lies beyond the published scores.
    """

    more: int
    gain: float
    points: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Contours:
    """The chance of matching over scores and list sizes.

    Attributes:
        scores: Rising Step 2 CK scores, within the published ones, (scores,).
        sizes: Rising numbers of applications, (sizes,).
        match: Chance of matching, 0-1, (sizes, scores).
        score: Where the applicant stands, the nearest published score; the middle applicant's without one.
        size: Applications on the applicant's list.
        exchange: What `MORE_APPLICATIONS` more are worth; None where no more programs are open.
    """

    scores: Array
    sizes: NDArray[np.intp]
    match: Array
    score: float
    size: int
    exchange: Exchange | None


def contours(
    assessment: Assessment,
    engine: Engine,
    assumed: bool = True,
    progress: Callable[[float], object] = lambda done: None,
) -> Contours | None:
    """Work out the chance for the best list of each size, along the published scores.

    Each size is a list of its own, chosen at the applicant's score within the same limits on Pacific programs
    and without a budget, so that the place of the applicant agrees with the assessment.

    Args:
        assessment: The applicant.
        engine: The fitted data.
        assumed: False leaves out the effects whose size is assumed, as in the assessment.
        progress: Told the share (0-1) that is done.

    Returns:
        None where the list is empty or the specialty has too few applicants for a curve.
    """
    curve, size = assessment.score_curve, assessment.plan.size
    if not size or not curve.charted:
        return None
    profile = assessment.profile
    scores = np.arange(np.ceil(curve.minimum), np.floor(curve.maximum) + 1)
    standing = standing_of(list(assessment.effects), engine, profile.applicant_type)
    lists: dict[int, tuple[SpecialtyList, ...]] = {size: assessment.plan.parts}
    # The longest first: where it comes out shorter than asked, no other can be longer.
    wanted = sorted({*_SIZES, size + MORE_APPLICATIONS} - {size}, reverse=True)
    longest = wanted[0]
    for done, applications in enumerate(wanted):
        if applications <= longest:
            plan = plan_list(
                _with_size(profile, applications),
                engine,
                assumed,
                evidence=assessment.plan.choice.evidence,
                thorough=False,
            )
            longest = min(longest, plan.size)
            if plan.size:
                lists.setdefault(plan.size, plan.parts)
        progress((done + 1) / (len(wanted) + 1))
    sizes = np.array(sorted(lists), dtype=np.intp)
    match = np.array([point_odds(lists[int(n)], scores, standing)[0] for n in sizes])
    own = float(curve.median_applicant if profile.step2_ck_score is None else profile.step2_ck_score)
    own = float(np.clip(own, scores[0], scores[-1]))
    longer = [int(n) for n in sizes if size < n <= size + MORE_APPLICATIONS]
    exchange = None
    if longer:
        more = max(longer)
        parts = (lists[size], lists[more])
        points = [point_odds(p, scores, standing)[0][None] for p in parts]
        draws = [drawn_odds(p, scores, standing)[0] for p in parts]
        exchange = exchange_rate(scores, own, points[0], points[1], draws[0], draws[1], more - size)
    progress(1.0)
    return Contours(scores, sizes, match, own, size, exchange)


def exchange_rate(
    scores: Array, score: float, now: Array, longer: Array, now_draws: Array, longer_draws: Array, more: int
) -> Exchange:
    """Return how many points of score add as much as a longer list.

    Args:
        scores: Rising scores, (scores,).
        score: Where the applicant stands, within them.
        now, longer: Chance with the list and with the longer one, (1, scores).
        now_draws, longer_draws: Draws of the same, (draws, scores).
        more: Applications by which the longer list is longer.
    """
    point = points_for(scores, score, now, longer)[0]
    tails = (1 - RANGE_LEVEL) / 2
    # "higher" keeps an end that lies beyond the published scores infinite instead of averaging it away.
    low, high = np.quantile(
        points_for(scores, score, now_draws, longer_draws), [tails, 1 - tails], method="higher"
    )
    gain = float(np.interp(score, scores, longer[0]) - np.interp(score, scores, now[0]))
    return Exchange(more, gain, _finite(point), _finite(min(low, point)), _finite(max(high, point)))


def points_for(scores: Array, score: float, now: Array, longer: Array) -> Array:
    """Return the points above `score` at which the list now is as good as the longer one at `score`.

    Args:
        scores: Rising scores, (scores,).
        score: A score within them.
        now, longer: Chance with the list and with the longer one, (rows, scores).

    Returns:
        One number of points for each row, infinite where no score of `scores` is enough.
    """
    found = np.full(len(now), np.inf)
    ahead = np.append(score, scores[scores > score])
    for row, (short, long) in enumerate(zip(now, longer, strict=True)):
        target = np.interp(score, scores, long)
        chances = np.interp(ahead, scores, short)
        enough = np.flatnonzero(chances >= target - 1e-12)
        if not enough.size:
            continue
        first = int(enough[0])
        if first == 0:
            found[row] = 0.0
            continue
        below, above = chances[first - 1], chances[first]
        part = (target - below) / (above - below)
        found[row] = ahead[first - 1] + part * (ahead[first] - ahead[first - 1]) - score
    return found


def _with_size(profile: ApplicantProfile, applications: int) -> ApplicantProfile:
    """Return the profile with a list of this length and no budget; its least Pacific programs fit in."""
    least = profile.pacific_min
    return profile.changed(
        max_applications=min(applications, _MOST_APPLICATIONS),
        budget_usd=None,
        pacific_min=None if least is None else min(least, applications),
    )


def _finite(points: float) -> float | None:
    return float(points) if np.isfinite(points) else None
