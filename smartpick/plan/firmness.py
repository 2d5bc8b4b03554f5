"""Which places of a list are firm, and how many interviews one person with it may get."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.odds.list_odds import interview_counts
from smartpick.odds.rates import RateCell
from smartpick.plan.candidates import Candidates, effects_of, gather_candidates, invitations, own_multiplier
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.plan import Plan
from smartpick.plan.planning import spread_over_states
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import column

# The expected number of interviews is a mean, and its range tells how well we know that mean. Whoever sends
# the list gets a whole number, and people alike in everything we ask get very different ones: because every
# invitation is chance, and because what their applications share is not seen by us. Both are in the model
# already; here they are counted out.

# The middle four fifths of people, as every range of ours is the middle 80 %.
_LOWEST, _HIGHEST = 0.1, 0.9


@dataclass(frozen=True)
class InterviewSpread:
    """Numbers of interviews of people like the applicant.

    Attributes:
        low: At most one in ten gets fewer.
        high: At most one in ten gets more.
        none: Share (0-1) that gets none.
        within: Share (0-1) that gets from `low` to `high`; at least 0.8.
    """

    low: int
    high: int
    none: float
    within: float

    @classmethod
    def of(cls, counts: Array) -> InterviewSpread:
        """Return the spread of a distribution P(K = k), k = 0, 1, ..."""
        reached = np.cumsum(counts) / counts.sum()
        low, high = (int(np.searchsorted(reached, q - 1e-12)) for q in (_LOWEST, _HIGHEST))
        below = float(reached[low - 1]) if low else 0.0
        return cls(low, high, float(reached[0]), float(reached[high]) - below)


def interview_spread(plan: Plan, scores: Array, shares: Array, score: float) -> InterviewSpread:
    """Return how many interviews people with this list get.

    `shares` says how likely each of the Step 2 CK `scores` is; the list was made for `score`.
    """
    points = [model.log_multiplier(np.append(scores, score)) for model in plan.models]
    moved = np.array([p[:-1] - p[-1] for p in points])[plan.candidates.specialty_index]
    weights = plan.models[0].invitation_weights
    counts = np.zeros(1)
    for one, share in enumerate(shares):
        invited = invitations(plan.models, plan.candidates, plan.log_multiplier + moved[:, one])
        counts = counts + share * (weights @ interview_counts(invited))
    return InterviewSpread.of(counts)


# The order of programs rests on figures with errors of their own: what a public trace is worth, and how far
# a place's rate of one season comes again. So the list is drawn again and again with those errors, each time
# the best of each kind (specialty, West Coast or not) in the same numbers. A program that is in most
# draws has a firm place. The others stand for a group that looks alike to us, on the list and beside it.

DRAWS = 96
# In at least this share of the draws: firm. Outside the list, in at least the other share: as good.
FIRM, AS_GOOD = 0.8, 0.2
# A place without a figure of its own: as if so many programs had reported there.
_FEWEST = 3


@dataclass(frozen=True)
class AlikeGroup:
    """Programs of one kind between which the figures cannot choose.

    Attributes:
        specialty: Their specialty.
        pacific: Whether they lie in the West Coast states.
        listed: Ids of those on the list, the best first.
        others: Ids of those beside it that are as good, the best first.
        states: In how many states they lie together.
    """

    specialty: str
    pacific: bool
    listed: tuple[str, ...]
    others: tuple[str, ...]
    states: int


@dataclass(frozen=True)
class Firmness:
    """How firm the places of a list are.

    Attributes:
        share: Share of draws (0-1) in which each program of the list is on it, in its order; 1 for a pin.
        groups: The groups that look alike, the largest first.
    """

    share: Array
    groups: tuple[AlikeGroup, ...]

    @property
    def firm(self) -> NDArray[np.bool_]:
        """Which places are firm."""
        return np.asarray(self.share >= FIRM)


def list_firmness(plan: Plan, profile: ApplicantProfile, engine: Engine, assumed: bool = True) -> Firmness:
    """Draw the list again with the errors of what orders it; `assumed` as for the list itself."""
    if not plan.size:
        return Firmness(np.zeros(0), ())
    everyone, chance = _everyone(plan, profile, engine, assumed)
    ids, state = everyone.program_ids, everyone.state_number
    listed = np.isin(ids, plan.candidates.program_ids)
    pinned = np.isin(ids, profile.pinned)
    drawn = chance * np.exp(_errors(everyone, plan, engine))
    kind = 2 * everyone.specialty_index + everyone.pacific
    wanted = np.bincount(kind[listed & ~pinned], minlength=2 * len(plan.models))
    free, size = everyone.pacific | pinned, profile.max_applications
    most = engine.parameters["state_concentration_max"]
    times = np.zeros(len(ids))
    for one in drawn:
        stay = np.zeros(len(ids), dtype=bool)
        stay[spread_over_states(everyone.specialty_index, state, one, free, size, most)] = True
        for number in np.flatnonzero(wanted):
            rows = np.flatnonzero((kind == number) & stay & ~pinned)
            times[rows[np.argsort(-one[rows], kind="stable")[: wanted[number]]]] += 1
    share = np.where(pinned, 1.0, times / len(drawn))
    by_id = dict(zip(ids.tolist(), share.tolist(), strict=True))
    groups = []
    for number in np.flatnonzero(wanted):
        rows = np.flatnonzero(kind == number)
        rows = rows[np.argsort(-chance[rows], kind="stable")]
        open_ = rows[listed[rows] & (share[rows] < FIRM)]
        others = rows[~listed[rows] & (share[rows] >= AS_GOOD)]
        if len(open_) and len(others):
            groups.append(
                AlikeGroup(
                    plan.models[number // 2].specialty,
                    bool(number % 2),
                    tuple(ids[open_].tolist()),
                    tuple(ids[others].tolist()),
                    len(set(state[open_]) | set(state[others])),
                )
            )
    return Firmness(
        np.array([by_id.get(str(i), 1.0) for i in plan.candidates.program_ids]),
        tuple(sorted(groups, key=lambda group: -len(group.listed))),
    )


def _everyone(
    plan: Plan, profile: ApplicantProfile, engine: Engine, assumed: bool
) -> tuple[Candidates, Array]:
    """Return all programs that could be on the list, and their chance of an invitation before signals."""
    effects = effects_of(profile, engine, assumed)
    everyone = gather_candidates(plan.models, profile, engine, effects, plan.choice.evidence)
    open_ = everyone.eligibility.state != Eligibility.FAILS
    listed = np.isin(everyone.program_ids, plan.candidates.program_ids)
    excluded = np.isin(everyone.program_ids, profile.excluded)
    everyone = everyone.take(np.flatnonzero(listed | (open_ & (everyone.value > 0) & ~excluded)))
    multiplier = own_multiplier(plan.models, profile, effects, everyone) + everyone.log_shift
    invited = invitations(plan.models, everyone, multiplier)
    return everyone, np.asarray(invited @ plan.choice.objective.weights)


def _errors(c: Candidates, plan: Plan, engine: Engine) -> Array:
    """Return draws of the error of each program's log chance, shape (draws, n).

    Two errors order programs wrongly: that of each trace's coefficient (its standard error), and that of a
    place, whose programs share how far this season's mean comes again. A program whose own rate is known has
    only half of both.
    """
    random = np.random.default_rng(0)
    rows = c.rows
    names = list(engine.traces.features.columns)
    table = engine.facts.program_rate_model
    table = table[table["block"] == "index"].set_index("term")
    errors = table["standard_error"].reindex(names).fillna(0.0).to_numpy(float)
    features = engine.traces.features.reindex(c.program_ids)[names].to_numpy(float)
    # On the log scale: what one unit of the index does to the chance of being no zero, and to the rate then.
    steep = c.pool.slope_rest[rows] - c.pool.slope_zero[rows] * c.near_zero
    moved = (random.standard_normal((DRAWS, len(names))) * errors) @ features.T
    places = [(int(s), cell.level, cell.place) for s, cell in zip(c.specialty_index, c.cells, strict=True)]
    index = {place: number for number, place in enumerate(dict.fromkeys(places))}
    at = np.array([index[place] for place in places], dtype=np.intp)
    cells = dict(zip(places, c.cells, strict=True))
    spread = np.array([_place_error(cells[place], engine) for place in index])
    drawn = moved * steep + (random.standard_normal((DRAWS, len(index))) * spread)[:, at]
    observed = ~np.isnan(column(plan.choice.evidence, c.program_ids, "interview_rate"))
    return np.asarray(drawn * np.where(observed, 0.5, 1.0))


def _place_error(cell: RateCell, engine: Engine) -> float:
    """Return the SD of the log of a place's mean rate from one season to another."""
    zero = min(cell.near_zero_share, 0.95)
    squared = (1 + cell.relative_sd**2) / (1 - zero) - 1
    lasting = engine.parameters["season_reliability"]
    return float(np.sqrt(np.log1p((1 - lasting) * squared / max(cell.programs, _FEWEST))))
