"""What no list within the limits can be worth more than, for lists too many to compare.

P(no match) after k interviews falls about geometrically, so a sum of geometric sequences sum_j a_j z_j^k with
a_j >= 0 lies just below it. With such a sum in its place, the worth of a list x (x_i = 1 if program i is on
it) is concave in x even between the lists: given the shared effect, a program multiplies E[z^K] by
1 - q (1 - z), and a sum of exponentials of linear functions is convex. A concave function lies under its
tangent, so no list y is worth more than worth(x) + gradient . (y - x), and the y that maximises this is a
matter of sorting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from smartpick.arrays import Array
from smartpick.plan.objective import Conditions, Objective
from smartpick.plan.ways import Ways

# Ratios of the geometric sequences, 0 (only the first interview counts) to 1 (none does).
_RATIOS = np.concatenate([[0.0], np.linspace(0.3, 0.98, 35), [1.0]])
# Weight of one interview more than the list has, when a sum is fitted: the slope of a specialty that the list
# leaves out rests on it.
_ONE_MORE = 0.05


def upper_bound(
    objective: Objective,
    pacific: NDArray[np.bool_],
    pinned: NDArray[np.bool_],
    conditions: Conditions,
    chosen: NDArray[np.intp],
    interviews: Array,
    ways: Ways | None = None,
) -> float:
    """Return a worth that no list within the conditions passes.

    Args:
        objective: What a list is worth.
        pacific: Whether each candidate lies on the Pacific Coast, (n,).
        pinned: Candidates that are on every list, (n,).
        conditions: What lists must keep to.
        chosen: A good list; the better it is, the tighter the bound.
        interviews: Its P(K = k) by specialty at programs of each level of value or better, (specialties,
            levels, 61); only tells where the bound should be tight.
        ways: Where candidates stand for programs with and without signals: each program is then taken in
            one way at the most and the allowances are kept to. `pacific` and `pinned` tell of ways.
    """
    worth, gradient = _tangent(objective, chosen, interviews)
    if ways is not None:
        first = ways.tier == 0
        most = _most_with_signals(gradient, pacific[first], pinned[first], conditions, ways, chosen)
        return float(worth + most - gradient[chosen].sum())
    return float(worth + _most(gradient, pacific, pinned, conditions) - gradient[chosen].sum())


def _tangent(objective: Objective, chosen: NDArray[np.intp], interviews: Array) -> tuple[float, Array]:
    """Return the concave worth of a list and its slope in every candidate, (n,)."""
    o = objective
    levels = len(o.steps)
    below = [
        _below_by_level(1 - curve, by_level, reached)
        for curve, by_level, reached in zip(o.rank_curves, interviews, o.reached, strict=True)
    ]
    rows = [np.flatnonzero(o.specialty == s) for s in range(len(below))]
    on_list = np.isin(np.arange(len(o.level)), chosen)
    # What the programs do to E[z^K] with the ratios z of each level: shape (nodes, ratios).
    parts: list[list[Array]] = []
    for s, by_level in enumerate(below):
        here = [rows[s][on_list[rows[s]] & (o.level[rows[s]] <= v)] for v in range(levels)]
        parts.append(
            [
                b.shares * np.exp(_log_factors(o.invitation[listed], b.ratios).sum(axis=0))
                for b, listed in zip(by_level, here, strict=True)
            ]
        )
    missed = np.array([[part.sum(axis=-1) for part in by_level] for by_level in parts])
    gradient = np.zeros(len(o.level))
    for s, by_level in enumerate(below):
        others = np.delete(missed, s, axis=0).prod(axis=0)
        for v, b in enumerate(by_level):
            # A program counts at its own level and at all below.
            counts = rows[s][o.level[rows[s]] <= v]
            price = (o.steps[v] * others[v] * o.weights)[:, None] * parts[s][v]
            gradient[counts] -= np.einsum("inj,nj->i", _log_factors(o.invitation[counts], b.ratios), price)
    # The solver kept to its limits within a tolerance only.
    excess = sum(float(o.steps[v]) * b.excess for by_level in below for v, b in enumerate(by_level))
    return float(o.worth(missed.prod(axis=0))) + excess, gradient


@dataclass(frozen=True)
class _Geometric:
    """sum_j shares_j ratios_j^k, nowhere more than `excess` above what it stands for."""

    ratios: Array
    shares: Array
    excess: float


def _below_by_level(missed: Array, interviews: Array, reached: NDArray[np.intp]) -> list[_Geometric]:
    found: list[_Geometric] = []
    for level, at_level in enumerate(interviews):
        # A level without candidates of the specialty is to it what the level above is.
        same = level > 0 and reached[level] == reached[level - 1]
        found.append(found[-1] if same else _geometric_below(missed, at_level))
    return found


def _geometric_below(missed: Array, interviews: Array) -> _Geometric:
    """Return the sum of geometric sequences under `missed` (by k) that is nearest where interviews fall."""
    powers = _RATIOS ** np.arange(len(missed))[:, None]
    one_more = np.append(0.0, interviews[:-1])
    nearness = (1 - _ONE_MORE) * interviews + _ONE_MORE * one_more
    # Nothing can be left out of so small a program; looking for it takes longer than solving it.
    found = linprog(
        -(nearness @ powers),
        A_ub=powers,
        b_ub=missed,
        bounds=(0, None),
        method="highs",
        options={"presolve": False},
    )
    shares = np.maximum(found.x, 0.0) if found.success else np.zeros(len(_RATIOS))
    used = shares > 0
    return _Geometric(_RATIOS[used], shares[used], float(np.max(powers @ shares - missed, initial=0.0)))


def _log_factors(invitation: Array, ratios: Array) -> Array:
    return np.asarray(np.log1p(-np.minimum(invitation, 1 - 1e-12)[..., None] * (1 - ratios)))


def _most(
    gradient: Array, pacific: NDArray[np.bool_], pinned: NDArray[np.bool_], conditions: Conditions
) -> float:
    """Return the largest sum of the gradient over a list within the conditions."""
    size = conditions.most_payable()
    near, far = (
        np.concatenate([[0.0], np.cumsum(np.sort(gradient[where & ~pinned])[::-1])])
        for where in (pacific, ~pacific)
    )
    near_pins, far_pins = int((pinned & pacific).sum()), int((pinned & ~pacific).sum())
    least = min(conditions.pacific_min, int(pacific.sum()), size)
    numbers = np.arange(max(least, near_pins), max(min(conditions.pacific_max, size), near_pins) + 1)
    taken = np.minimum(numbers - near_pins, len(near) - 1)
    left = np.clip(size - numbers - far_pins, 0, len(far) - 1)
    return float(gradient[pinned].sum() + (near[taken] + far[left]).max())


def _most_with_signals(
    gradient: Array,
    pacific: NDArray[np.bool_],
    pinned: NDArray[np.bool_],
    conditions: Conditions,
    ways: Ways,
    chosen: NDArray[np.intp],
) -> float:
    """Return a number that the sum of the gradient over a list with its signals does not pass.

    Each signal is given a price, the same for all programs of a specialty and tier; then every program is
    taken in its best way, and what the allowance would cost is added. That bounds the sum whatever the
    prices are, and is nearest to it where the price is what the last signal brings.
    """
    specialty = ways.objective.specialty
    by_tier = np.full((1 + len(ways.tiers), len(pacific)), -np.inf)
    by_tier[ways.tier, ways.program] = gradient
    listed = np.zeros(len(pacific), dtype=bool)
    listed[ways.program[chosen]] = True
    prices = np.zeros(ways.allowance.shape)
    for s, allowed in enumerate(ways.allowance):
        mine = listed & (specialty[: len(pacific)] == s)
        # The weakest tier first: its last holder stands where all signals together end.
        spent, below = int(allowed.sum()), by_tier[0]
        for tier in sorted(np.flatnonzero(allowed), key=lambda t: by_tier[t, mine].sum()):
            brings = np.sort(by_tier[tier, mine] - below[mine])[::-1]
            last = brings[max(spent - 1, 0) : spent + 1]
            prices[s, tier] = max(last.mean() if last.size else 0.0, 0.0)
            below = np.maximum(below, by_tier[tier] - prices[s, tier])
            spent -= int(allowed[tier])
    best = np.max(by_tier - prices[specialty[: len(pacific)]].T, axis=0)
    return _most(best, pacific, pinned, conditions) + float((prices * ways.allowance).sum())
