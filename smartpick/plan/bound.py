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
) -> float:
    """Return a worth that no list within the conditions passes.

    Args:
        objective: What a list is worth.
        pacific: Whether each candidate lies on the Pacific Coast, (n,).
        pinned: Candidates that are on every list, (n,).
        conditions: What lists must keep to.
        chosen: A good list; the better it is, the tighter the bound.
        interviews: Its P(K = k) by specialty, (specialties, 61); only tells where the bound should be tight.
    """
    worth, gradient = _tangent(objective, chosen, interviews)
    return float(worth + _most(gradient, pacific, pinned, conditions) - gradient[chosen].sum())


def _tangent(objective: Objective, chosen: NDArray[np.intp], interviews: Array) -> tuple[float, Array]:
    """Return the concave worth of a list and its slope in every candidate, (n,)."""
    o = objective
    levels = len(o.steps)
    below = [_geometric_below(1 - c, k) for c, k in zip(o.rank_curves, interviews, strict=True)]
    rows = [np.flatnonzero(o.specialty == s) for s in range(len(below))]
    on_list = np.isin(np.arange(len(o.level)), chosen)
    # What each program does to E[z^K], as a logarithm: (programs of the specialty, nodes, ratios).
    logs = [_log_factors(o.invitation[r], b.ratios) for r, b in zip(rows, below, strict=True)]
    parts = []
    for s, b in enumerate(below):
        at_level = [on_list[rows[s]] & (o.level[rows[s]] <= v) for v in range(levels)]
        parts.append(np.array([b.shares * np.exp(logs[s][here].sum(axis=0)) for here in at_level]))
    missed = np.array([part.sum(axis=-1) for part in parts])
    gradient = np.zeros(len(o.level))
    for s in range(len(below)):
        others = np.delete(missed, s, axis=0).prod(axis=0)
        price = (o.steps[:, None] * others * o.weights)[..., None] * parts[s]
        # A program counts at its own level and at all below.
        price = np.cumsum(price[::-1], axis=0)[::-1]
        for level in range(levels):
            here = o.level[rows[s]] == level
            gradient[rows[s][here]] = -np.einsum("inj,nj->i", logs[s][here], price[level])
    # The solver kept to its limits within a tolerance only.
    excess = float(o.steps.sum()) * sum(b.excess for b in below)
    return float(o.worth(missed.prod(axis=0))) + excess, gradient


@dataclass(frozen=True)
class _Geometric:
    """sum_j shares_j ratios_j^k, nowhere more than `excess` above what it stands for."""

    ratios: Array
    shares: Array
    excess: float


def _geometric_below(missed: Array, interviews: Array) -> _Geometric:
    """Return the sum of geometric sequences under `missed` (by k) that is nearest where interviews fall."""
    powers = _RATIOS ** np.arange(len(missed))[:, None]
    one_more = np.append(0.0, interviews[:-1])
    nearness = (1 - _ONE_MORE) * interviews + _ONE_MORE * one_more
    found = linprog(-(nearness @ powers), A_ub=powers, b_ub=missed, bounds=(0, None), method="highs")
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
