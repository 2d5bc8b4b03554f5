"""Simultaneous search: which applications to send when the best success counts.

The pure core, for independent successes: applying to a set of places, each admitting with its own
probability, and going to the best that admits. With equal costs the order of marginal improvement is
optimal (Chade and Smith 2006, "Simultaneous search", Econometrica 74). With different costs and a
budget the best set follows by dynamic programming over places in rising order of value (Kapur and Hong
2022 treat the same problem).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smartpick.estimate import Array

# Finer than this many steps of budget, costs are rounded and the rounding is bounded instead.
_MOST_STEPS = 200_000


@dataclass(frozen=True)
class Optimality:
    """Whether a list is proven best.

    Attributes:
        proven: True where no list can be better.
        upper_bound: No list is worth more than this; infinite where no bound was worked out.
        method: How the list was found, in words.
    """

    proven: bool
    upper_bound: float
    method: str

    def gap(self, value: float) -> float:
        """Return how much better the best list can be, as a share of `value`; infinite if unknown."""
        return max(self.upper_bound - value, 0.0) / value if value > 0 else 0.0


def expected_best(success: ArrayLike, value: ArrayLike) -> float:
    """Return the expected value of the best success of a set; none is worth 0."""
    f, t = _checked(success, value)
    rank = np.argsort(-t, kind="stable")
    missed = np.concatenate([[1.0], np.cumprod(1 - f[rank])[:-1]])
    return float(np.sum(t[rank] * f[rank] * missed))


def order_by_marginal_gain(success: ArrayLike, value: ArrayLike, size: int) -> tuple[list[int], list[float]]:
    """Order places by marginal improvement: the best list of h is the first h, for every h.

    Args:
        success: Probability that each application succeeds, 0-1.
        value: What each place is worth, 0 or more.
        size: How many applications at the most.

    Returns:
        (order, values): indices counted from 0, and the expected best of the first 1, 2, ... of them.

    Raises:
        ValueError: if lengths differ, a probability is outside 0-1, or a value is negative.
    """
    f, t = _checked(success, value)
    rank = np.argsort(-t, kind="stable")
    f, t = f[rank], t[rank]
    left = np.ones(len(f), dtype=bool)
    # missed[i]: chance that nothing chosen so far and worth more than i succeeds.
    # below[i]: expected best among the chosen that are worth less than i.
    missed, below = np.ones(len(f)), np.zeros(len(f))
    order: list[int] = []
    values: list[float] = []
    worth = 0.0
    for _ in range(min(size, len(f))):
        gain = np.where(left, missed * f * (t - below), -np.inf)
        best = int(np.argmax(gain))
        worth += float(gain[best])
        left[best] = False
        below[:best] = below[:best] + _weight_between(f, left, best) * f[best] * (t[best] - below[best])
        missed[best + 1 :] *= 1 - f[best]
        order.append(int(rank[best]))
        values.append(worth)
    return order, values


def _weight_between(f: Array, left: NDArray[np.bool_], best: int) -> Array:
    """Return, for each place before `best`, the chance that nothing chosen between the two succeeds."""
    chosen = np.where(left[:best], 1.0, 1 - f[:best])
    products = np.cumprod(chosen[::-1])[::-1]
    return np.append(products[1:], 1.0)


def best_list(
    success: ArrayLike, value: ArrayLike, cost: ArrayLike, budget: float
) -> tuple[list[int], float, Optimality]:
    """Choose the set of applications with the greatest expected best outcome within a budget.

    Args:
        success: Probability that each application succeeds, 0-1.
        value: What each place is worth, 0 or more.
        cost: Price of each application, 0 or more.
        budget: What may be spent in all.

    Returns:
        (chosen, value, optimality): rising indices counted from 0, their expected best, and the proof.

    Raises:
        ValueError: if lengths differ or a number is out of range.
    """
    f, t = _checked(success, value)
    c = np.asarray(cost, float)
    if c.shape != f.shape or not np.isfinite(c).all() or (c < 0).any():
        raise ValueError("every application needs a cost of 0 or more")
    if np.isnan(budget) or budget < 0:
        return [], 0.0, Optimality(True, 0.0, "nothing can be bought with this budget")
    useful = np.flatnonzero((f > 0) & (t > 0) & (c <= budget))
    if not useful.size:
        return [], 0.0, Optimality(True, 0.0, "no application within the budget is worth anything")
    prices = c[useful]
    if prices.sum() <= budget:
        chosen = useful.tolist()
        worth = expected_best(f[chosen], t[chosen])
        return chosen, worth, Optimality(True, worth, "everything fits")
    if np.ptp(prices) == 0:
        order, values = order_by_marginal_gain(f[useful], t[useful], int(budget / prices[0] + 1e-9))
        chosen = sorted(int(useful[i]) for i in order)
        return chosen, values[-1], Optimality(True, values[-1], "marginal improvement, equal costs")
    return _by_programming(f, t, c, budget, useful)


def _by_programming(
    f: Array, t: Array, c: Array, budget: float, useful: NDArray[np.intp]
) -> tuple[list[int], float, Optimality]:
    """Solve by dynamic programming: places in rising value, state the money left.

    best(j, b) = max(best(j-1, b), f_j t_j + (1 - f_j) best(j-1, b - c_j)).
    """
    unit, exact = _price_unit(c[useful], budget)
    ranked = useful[np.argsort(t[useful], kind="stable")]
    steps = int(np.floor(budget / unit + 1e-9))

    def solve(units: NDArray[np.int64]) -> tuple[list[int], float]:
        best = np.zeros(steps + 1)
        taken = np.zeros((len(ranked), steps + 1), dtype=bool)
        for row, j in enumerate(ranked):
            price = int(units[row])
            if price > steps:
                continue
            with_it = f[j] * t[j] + (1 - f[j]) * best[: steps + 1 - price]
            better = with_it > best[price:] + 1e-15
            taken[row, price:] = better
            best[price:] = np.where(better, with_it, best[price:])
        chosen, left = [], steps
        for row in range(len(ranked) - 1, -1, -1):
            if taken[row, left]:
                chosen.append(int(ranked[row]))
                left -= int(units[row])
        return sorted(chosen), float(best[steps])

    prices = c[ranked] / unit
    if exact:
        chosen, worth = solve(np.rint(prices).astype(np.int64))
        return chosen, worth, Optimality(True, worth, "dynamic programming, exact")
    # Prices rounded up give a list that surely fits, prices rounded down a value none can beat.
    chosen, worth = solve(np.ceil(prices - 1e-9).astype(np.int64))
    _, bound = solve(np.floor(prices + 1e-9).astype(np.int64))
    return chosen, worth, Optimality(bound <= worth + 1e-12, bound, "dynamic programming, costs rounded")


def _price_unit(prices: Array, budget: float) -> tuple[float, bool]:
    """Return (step, exact): the coarsest of 1, 0.1, 0.01 that all prices are multiples of."""
    for unit in (1.0, 0.1, 0.01):
        if (
            np.allclose(prices / unit, np.rint(prices / unit), rtol=0, atol=1e-9)
            and budget / unit <= _MOST_STEPS
        ):
            return unit, True
    return budget / 20_000, False


def _checked(success: ArrayLike, value: ArrayLike) -> tuple[Array, Array]:
    f, t = np.asarray(success, float), np.asarray(value, float)
    if f.ndim != 1 or f.shape != t.shape:
        raise ValueError("success and value need one number for each application")
    if not ((f >= 0) & (f <= 1)).all():
        raise ValueError("probabilities of success lie between 0 and 1")
    if not (np.isfinite(t) & (t >= 0)).all():
        raise ValueError("values are 0 or more")
    return f, t
