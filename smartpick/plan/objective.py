"""What a list is worth, what it must keep to, and what a search returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.plan.order import Optimality


@dataclass(frozen=True)
class Objective:
    """What a list is worth.

    Attributes:
        invitation: P(invitation that counts in full) of each candidate at each node of the shared
            effect, (n, nodes).
        level: Level of value of each candidate, 0 the best, (n,).
        specialty: Specialty index of each candidate, (n,).
        steps: v_l - v_{l+1} for each level (the last minus 0), (levels,).
        rank_curves: M(k) of each specialty, (specialties, 61).
        weights: Weights of the nodes, (nodes,).
    """

    invitation: Array
    level: NDArray[np.intp]
    specialty: NDArray[np.intp]
    steps: Array
    rank_curves: Array
    weights: Array

    @cached_property
    def reached(self) -> NDArray[np.intp]:
        """How many levels down to each one have candidates of a specialty, (specialties, levels)."""
        has_any = np.zeros((len(self.rank_curves), len(self.steps)), dtype=np.intp)
        has_any[self.specialty, self.level] = 1
        return has_any.cumsum(axis=1)

    @cached_property
    def groups(self) -> tuple[tuple[int, int, NDArray[np.intp], Array], ...]:
        """Candidates that are worth the same: (specialty, level, who, their `invitation`)."""
        group = self.specialty * len(self.steps) + self.level
        found = []
        for number in np.unique(group).tolist():
            who = np.flatnonzero(group == number)
            found.append((*divmod(number, len(self.steps)), who, self.invitation[who]))
        return tuple(found)

    def take(self, which: NDArray[np.intp]) -> Objective:
        """Return what a list of the candidates at `which`, in that order, is worth."""
        return replace(
            self,
            invitation=self.invitation[which],
            level=self.level[which],
            specialty=self.specialty[which],
        )

    def worth(self, missed: Sequence[Array] | Array) -> Array:
        """Return the expected value of the best outcome.

        Args:
            missed: P(no match at this level of value or better) by level, each (..., nodes).
        """
        return np.asarray(
            sum(step * ((1 - m) @ self.weights) for step, m in zip(self.steps, missed, strict=True))
        )

    @classmethod
    def from_values(
        cls, invitation: Array, value: Array, specialty: NDArray[np.intp], rank_curves: Array, weights: Array
    ) -> Objective:
        """Sort the values into levels."""
        values, inverse = np.unique(-value.round(9), return_inverse=True)
        worth = np.append(-values, 0.0)
        return cls(invitation, np.ravel(inverse), specialty, worth[:-1] - worth[1:], rank_curves, weights)


@dataclass(frozen=True)
class Conditions:
    """What a list must keep to.

    Attributes:
        size: Applications at the most.
        pacific_min: Pacific applications at the least (as many as there are, if fewer).
        pacific_max: Pacific applications at the most.
        prices: What 0, 1, ..., `size` (or more) applications in each specialty cost.
        budget: What may be spent in all.
    """

    size: int
    pacific_min: int
    pacific_max: int
    prices: Sequence[Array]
    budget: float = np.inf

    def affordable(self, *counts: NDArray[np.intp] | int) -> NDArray[np.bool_]:
        """Return whether numbers of applications by specialty are within the budget; arrays in, array out."""
        # Numbers beyond the list's size are ruled out by the size itself.
        spent = sum(p[np.minimum(n, len(p) - 1)] for p, n in zip(self.prices, counts, strict=True))
        return np.asarray(spent <= self.budget + 1e-9)

    def most_payable(self) -> int:
        """Return how many applications the budget pays at the most, however they are spread; up to `size`."""
        cheapest = np.array([0.0])
        for price in self.prices:
            together = np.add.outer(cheapest, price)
            numbers = np.add.outer(np.arange(len(cheapest)), np.arange(len(price)))
            cheapest = np.full(min(self.size, numbers.max()) + 1, np.inf)
            within = numbers <= self.size
            np.minimum.at(cheapest, numbers[within], together[within])
        return int(np.flatnonzero(cheapest <= self.budget + 1e-9)[-1])


@dataclass(frozen=True)
class Selected:
    """The chosen candidates, in the order in which they add most, and what each added."""

    chosen: NDArray[np.intp]
    added: Array
    value: float
    optimality: Optimality
