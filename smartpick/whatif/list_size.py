"""The chance by list size: along the order of a list, and over score and list size together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.engine import Engine
from smartpick.estimate import RANGE_LEVEL, Array, Estimate, EstimateCurve
from smartpick.odds.list_odds import SpecialtyList, drawn_odds, list_odds, point_odds
from smartpick.plan.candidates import standing_of
from smartpick.plan.giving_signals import give_signals
from smartpick.plan.plan import Choice, list_parts
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.programs.season import SignalRules, list_cost

# What a shorter list would come to: chance and cost along the order in which programs were added.

# Sizes at which a list is worked out; between them the curves are straight.
MOST_SIZES = 18
# Without a score every size is worked out at all scores, which takes longer.
_MOST_SIZES_WITHOUT_SCORE = 9


@dataclass(frozen=True)
class ListSizes:
    """The first n programs of a list, for rising n from 0; arrays have one entry for each size.

    Attributes:
        sizes: Number of applications.
        match: Chance of matching, 0-1, with its 80 % range.
        match_pacific: The same on the Pacific Coast.
        no_interview: Chance that no program invites.
        interviews: Expected number of interviews.
        cost_usd: Application fees where the price is published.
        unpriced: Applications whose price is not known.
    """

    sizes: NDArray[np.intp]
    match: EstimateCurve
    match_pacific: EstimateCurve
    no_interview: EstimateCurve
    interviews: EstimateCurve
    cost_usd: Array
    unpriced: NDArray[np.intp]

    @property
    def gain_per_100_usd(self) -> Array:
        """Chance of matching (0-1) that $100 more adds on the step to each size.

        Shape (sizes - 1,): entry i belongs to the step from `sizes[i]` to `sizes[i + 1]`. Infinite where one
        fee covers several applications and the step costs nothing more; NaN where its price is not known.
        """
        gain, paid = np.diff(self.match.point), np.diff(self.cost_usd)
        per_100 = np.where(paid > 0, 100 * gain / np.where(paid > 0, paid, 1.0), np.inf)
        return np.where(np.diff(self.unpriced) == 0, per_100, np.nan)


def list_sizes(
    assessment: Assessment, engine: Engine, progress: Callable[[float], object] = lambda done: None
) -> ListSizes:
    """Work out the chance and cost of the first n programs of an assessed list, each n with its own signals.

    Args:
        assessment: The applicant with the whole list.
        engine: The fitted data.
        progress: Told the share (0-1) that is done.
    """
    plan, profile = assessment.plan, assessment.profile
    rules = [engine.signal_rules(model.specialty, model.applicant_type) for model in plan.models]
    index = plan.candidates.specialty_index
    steps = [_dearer_from(engine, model.specialty) for model in plan.models]
    most = MOST_SIZES if profile.step2_ck_score is not None else _MOST_SIZES_WITHOUT_SCORE
    sizes = sizes_to_show(index, steps, most)
    found, costs = [], []
    for done, size in enumerate(sizes):
        parts = shorter_list(plan.choice, rules, profile.signals, int(size))
        found.append(list_outcome(assessment, parts, engine))
        counts = {m.specialty: int((index[:size] == i).sum()) for i, m in enumerate(plan.models)}
        costs.append(list_cost(counts, engine.fee_schedules))
        progress((done + 1) / len(sizes))
    match, pacific, none, interviews = (_curve(estimates) for estimates in zip(*found, strict=True))
    return ListSizes(
        sizes=sizes,
        match=match,
        match_pacific=pacific,
        no_interview=none,
        interviews=interviews,
        cost_usd=np.array([cost.total_usd for cost in costs]),
        unpriced=np.array([sum(cost.unpriced.values()) for cost in costs], dtype=np.intp),
    )


def sizes_to_show(
    specialty_index: NDArray[np.intp], dearer_from: Sequence[Sequence[int]], most: int
) -> NDArray[np.intp]:
    """Return about `most` list sizes from 0 to the whole list, closer together where the list is short.

    Args:
        specialty_index: Specialty of each program in the order of the list.
        dearer_from: For each specialty, the applications in it from which on the price is another; the size
            before each is among those returned, so that no step mixes two prices.
        most: About how many sizes.
    """
    whole = len(specialty_index)
    spread = np.round(whole * np.linspace(0, 1, most) ** 1.5).astype(int)
    before_steps = [
        int(places[first - 1])
        for specialty, firsts in enumerate(dearer_from)
        for places in [np.flatnonzero(specialty_index == specialty)]
        for first in firsts
        if len(places) >= first
    ]
    return np.unique(np.array([0, *spread, *before_steps, whole], dtype=np.intp))


def shorter_list(
    choice: Choice, rules: Sequence[SignalRules], given: Mapping[str, str], size: int
) -> list[SpecialtyList]:
    """Return the first `size` programs of a list for the odds, a part for each specialty.

    Args:
        choice: The whole list and what it was chosen from.
        rules: Signal rules of each specialty.
        given: Signals the applicant has set, by program id; without any the best are given.
        size: Number of programs.
    """
    shorter = replace(choice, order=choice.order[:size])
    signal, lift = give_signals(shorter, rules, given)
    chosen = choice.candidates.take(shorter.order)
    return list(list_parts(shorter, chosen, chosen.log_shift + lift, signal))


def stops_paying(sizes: ListSizes, least_gain: float) -> int | None:
    """Return the number of applications after which no further step gains enough, None if the last one does.

    Args:
        sizes: What the shorter lists come to.
        least_gain: Chance of matching (0-1) that $100 more must add to be worth it to the applicant.

    The gain need not fall at every step, because the order is that of the value to the applicant and not of
    the chance; so this looks for the last step that still gains enough. Steps without a price are passed
    over.
    """
    enough = np.flatnonzero(sizes.gain_per_100_usd >= least_gain)
    if not enough.size:
        return 0
    after = int(enough[-1]) + 1
    rest = sizes.gain_per_100_usd[after:]
    return None if not np.isfinite(rest).any() else int(sizes.sizes[after])


def list_outcome(assessment: Assessment, parts: list[SpecialtyList], engine: Engine) -> tuple[Estimate, ...]:
    """Return what another list of the same applicant comes to.

    Returns:
        (chance of matching, chance on the Pacific Coast, chance of no interview, expected interviews).
    """
    standing = standing_of(list(assessment.effects), engine, assessment.profile.applicant_type)
    score = assessment.profile.step2_ck_score
    if score is None:
        other = replace(assessment, odds=list_odds(parts, SCORE_AXIS, standing))
        return (
            other.match_probability,
            other.match_probability_pacific,
            other.p_no_interview,
            other.expected_interviews,
        )
    place = np.clip(np.array([float(score)]), SCORE_AXIS[0], SCORE_AXIS[-1])
    odds = list_odds(parts, place, standing)
    return tuple(c.at(0) for c in (odds.match, odds.match_pacific, odds.no_interview, odds.interviews))


def _curve(estimates: Sequence[Estimate]) -> EstimateCurve:
    return EstimateCurve(
        np.array([e.point for e in estimates]),
        np.array([e.low for e in estimates]),
        np.array([e.high for e in estimates]),
    )


def _dearer_from(engine: Engine, specialty: str) -> list[int]:
    """Return the applications in a specialty from which on the price is another."""
    schedule = engine.fee_schedules.get(specialty)
    return [] if schedule is None else [first for first, _, _ in schedule.steps if first > 1]


# The chance of matching over Step 2 CK score and list size, and how many points a longer list is worth.

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
