"""The chance by list size: along the order of a list, and over score and list size together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.engine import Engine
from smartpick.estimate import RANGE_LEVEL, Array, Estimate, EstimateCurve
from smartpick.odds.list_odds import SpecialtyList, drawn_odds, list_odds, point_odds
from smartpick.plan.plan import Choice
from smartpick.plan.planning import plan_list
from smartpick.plan.with_signals import relisted
from smartpick.profile import ApplicantProfile
from smartpick.programs.season import list_cost

# Sizes at which a list is worked out; between them the curves are straight.
MOST_SIZES = 18
# Without a score every size is worked out at all scores, which takes longer.
_MOST_SIZES_WITHOUT_SCORE = 9


@dataclass(frozen=True, kw_only=True)
class ListSizes:
    """The first n programs of a list, for rising n from 0; arrays have one entry for each size.

    Attributes:
        sizes: Number of applications.
        match: Chance of matching, 0-1, with its 80 % range.
        match_pacific: The same in the West Coast states.
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

    `progress` gets the share (0-1) that is done.
    """
    plan, profile = assessment.plan, assessment.profile
    index = plan.candidates.specialty_index
    steps = [_dearer_from(engine, model.specialty) for model in plan.models]
    most = MOST_SIZES if profile.step2_ck_score is not None else _MOST_SIZES_WITHOUT_SCORE
    sizes = sizes_to_show(index, steps, most)
    outcomes, costs = [], []
    for done, size in enumerate(sizes):
        shorter = plan.choice
        if size < plan.size:
            shorter = relisted(plan.choice, plan.choice.order[:size], profile.signals)
        outcomes.append(list_outcome(assessment, shorter))
        counts = {m.specialty: int((index[:size] == i).sum()) for i, m in enumerate(plan.models)}
        costs.append(list_cost(counts, engine.fee_schedules))
        progress((done + 1) / len(sizes))
    match, pacific, none, interviews = (_curve(estimates) for estimates in zip(*outcomes, strict=True))
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

    `specialty_index` is that of each program in the order of the list; `dearer_from` holds, for each
    specialty, the applications in it from which on the price is another. The size before each of these is
    among those returned, so that no step mixes two prices.
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


def stops_paying(sizes: ListSizes, least_gain: float) -> int | None:
    """Return the number of applications after which no further step gains enough, None if the last one does.

    `least_gain` is the chance of matching (0-1) that $100 more must add to be worth it to the applicant. The
    gain need not fall at every step, because the order is that of the value to the applicant and not of the
    chance; so this looks for the last step that still gains enough. Steps without a price are passed over.
    """
    enough = np.flatnonzero(sizes.gain_per_100_usd >= least_gain)
    if not enough.size:
        return 0
    after = int(enough[-1]) + 1
    rest = sizes.gain_per_100_usd[after:]
    return None if not np.isfinite(rest).any() else int(sizes.sizes[after])


def list_outcome(assessment: Assessment, choice: Choice) -> tuple[Estimate, ...]:
    """Return what another list of the same applicant comes to.

    Chance of matching, chance of matching in a West Coast state, chance of no interview, expected interviews.
    """
    score = assessment.profile.step2_ck_score
    if score is None:
        other = replace(assessment, odds=list_odds(choice.parts, SCORE_AXIS, assessment.standing))
        return (
            other.match_probability,
            other.match_probability_pacific,
            other.p_no_interview,
            other.expected_interviews,
        )
    place = np.clip(np.array([float(score)]), SCORE_AXIS[0], SCORE_AXIS[-1])
    odds = list_odds(choice.parts, place, assessment.standing)
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
        score: That of the applicant, the nearest published score; the middle applicant's without one.
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
    assessment: Assessment, engine: Engine, progress: Callable[[float], object] = lambda done: None
) -> Contours | None:
    """Work out the chance for the best list of each size, along the published scores.

    Each size is a list of its own, chosen at the applicant's score within the same limits on West Coast
    programs and without a budget, so that the place of the applicant agrees with the assessment. `progress`
    gets the share (0-1) that is done. None where the list is empty or the specialty has too few applicants
    for a curve.
    """
    curve, size, standing = assessment.score_curve, assessment.plan.size, assessment.standing
    if not size or not curve.charted:
        return None
    profile, evidence = assessment.profile, assessment.plan.choice.evidence
    scores = np.arange(np.ceil(curve.minimum), np.floor(curve.maximum) + 1)
    lists: dict[int, tuple[SpecialtyList, ...]] = {size: assessment.plan.parts}
    # The longest first: where it comes out shorter than asked, no other can be longer.
    wanted = sorted({*_SIZES, size + MORE_APPLICATIONS} - {size}, reverse=True)
    longest = wanted[0]
    for done, applications in enumerate(wanted):
        if applications <= longest:
            sized = _with_size(profile, applications)
            plan = plan_list(sized, engine, assessment.assumed, evidence=evidence, thorough=False)
            longest = min(longest, plan.size)
            if plan.size:
                lists.setdefault(plan.size, plan.parts)
        progress((done + 1) / (len(wanted) + 1))
    sizes = np.array(sorted(lists), dtype=np.intp)
    points = {n: point_odds(parts, scores, standing)[0] for n, parts in lists.items()}
    own = float(curve.median_applicant if profile.step2_ck_score is None else profile.step2_ck_score)
    own = float(np.clip(own, scores[0], scores[-1]))
    exchange = None
    more = max(n for n in lists if n <= size + MORE_APPLICATIONS)
    if more > size:
        draws = [drawn_odds(lists[n], scores, standing)[0] for n in (size, more)]
        exchange = exchange_rate(
            scores,
            own,
            points[size],
            points[more],
            more=more - size,
            now_draws=draws[0],
            longer_draws=draws[1],
        )
    progress(1.0)
    return Contours(scores, sizes, np.array([points[int(n)] for n in sizes]), own, size, exchange)


def exchange_rate(
    scores: Array,
    score: float,
    now: Array,
    longer: Array,
    *,
    now_draws: Array,
    longer_draws: Array,
    more: int,
) -> Exchange:
    """Return how many points of score add as much as a list that is longer by `more` applications.

    `now` and `longer` are the chances with the list and with the longer one along the rising `scores`,
    (scores,); `now_draws` and `longer_draws` draws of the same, (draws, scores). The applicant is at `score`.
    """
    point = points_for(scores, score, now[None], longer[None])[0]
    tails = (1 - RANGE_LEVEL) / 2
    # "higher" keeps an end that lies beyond the published scores infinite instead of averaging it away.
    low, high = np.quantile(
        points_for(scores, score, now_draws, longer_draws), [tails, 1 - tails], method="higher"
    )
    gain = float(np.interp(score, scores, longer) - np.interp(score, scores, now))
    return Exchange(more, gain, _finite(point), _finite(min(low, point)), _finite(max(high, point)))


def points_for(scores: Array, score: float, now: Array, longer: Array) -> Array:
    """Return the points above `score` at which the list now is as good as the longer one at `score`.

    `now` and `longer` are chances along the rising `scores`, (rows, scores). One number of points for each
    row, infinite where no score of `scores` is enough.
    """
    points = np.full(len(now), np.inf)
    ahead = np.append(score, scores[scores > score])
    for row, (short, long) in enumerate(zip(now, longer, strict=True)):
        target = np.interp(score, scores, long)
        chances = np.interp(ahead, scores, short)
        enough = np.flatnonzero(chances >= target - 1e-12)
        if not enough.size:
            continue
        first = int(enough[0])
        points[row] = 0.0
        if first:
            below, above = chances[first - 1], chances[first]
            part = (target - below) / (above - below)
            points[row] = ahead[first - 1] + part * (ahead[first] - ahead[first - 1]) - score
    return points


def _with_size(profile: ApplicantProfile, applications: int) -> ApplicantProfile:
    """Return the profile with a list of this length and no budget; its least West Coast programs fit in."""
    least = profile.pacific_min
    return profile.changed(
        max_applications=min(applications, _MOST_APPLICATIONS),
        budget_usd=None,
        pacific_min=None if least is None else min(least, applications),
    )


def _finite(points: float) -> float | None:
    return float(points) if np.isfinite(points) else None
