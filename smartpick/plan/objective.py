"""What a list is worth, what it must keep to, and the ways a program can be on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.plan.order import Optimality
from smartpick.programs.season import SignalRules

# Gains that differ by less are alike: what is left between them is rounding.
_ALIKE = 1e-12


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
    def by_class(self) -> tuple[tuple[int, int, NDArray[np.intp], Array], ...]:
        """(specialty, level, candidates, their P(invitation)) of each specialty and level that has any."""
        classes = ((s, v) for s in range(len(self.rank_curves)) for v in range(len(self.steps)))
        whose = ((s, v, np.flatnonzero((self.specialty == s) & (self.level == v))) for s, v in classes)
        return tuple((s, v, rows, self.invitation[rows]) for s, v, rows in whose if rows.size)

    def by_level(self, rows: NDArray[np.intp], invitation: Array) -> Array:
        """Return P(invitation) at each level of value and node where candidates count, else 0.

        They count at their own level and at all below. `invitation` is theirs by node, (rows, nodes); the
        result is (rows, levels x nodes).
        """
        counts = np.arange(len(self.steps)) >= self.level[rows, None]
        at_level = np.where(counts[..., None], invitation[:, None], 0.0)
        return at_level.reshape(len(rows), self.step_weights.size)

    @cached_property
    def step_weights(self) -> Array:
        """What a chance at each level of value and node is worth, (levels x nodes,)."""
        return np.ravel(self.steps[:, None] * self.weights)

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

        `missed` holds P(no match at this level of value or better) by level, each (..., nodes).
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
    """The chosen candidates, in the order in which they add most, and what each added.

    `interviews` is P(K = k) of the list by specialty at programs of each level of value or better, where the
    bound is left for later.
    """

    chosen: NDArray[np.intp]
    added: Array
    value: float
    optimality: Optimality
    interviews: Array | None = None


def first_of_greatest(gains: Array) -> int:
    """Return the place of the greatest gain, the first one of several that are alike."""
    # Twice as fast as to ask for the greatest itself.
    return int((gains > gains[gains.argmax()] - _ALIKE).argmax())


def by_gain(objective: Objective, chosen: Sequence[int]) -> tuple[NDArray[np.intp], Array, float]:
    """Return a list in the order in which its programs add most, what each adds, and what all are worth.

    Of programs that add as much, the one that stands first among all candidates goes first.
    """
    rows = np.sort(np.array(chosen, dtype=np.intp))
    o, size = objective.take(rows), len(rows)
    specialties, levels = len(o.rank_curves), len(o.steps)
    invitation = o.by_level(np.arange(size), o.invitation)
    weighed = invitation * o.step_weights
    in_specialty: list[NDArray[np.intp] | slice] = [slice(None)]
    if specialties > 1:
        in_specialty = [np.flatnonzero(o.specialty == s) for s in range(specialties)]
    by_specialty = [(s, rows_of, weighed[rows_of]) for s, rows_of in enumerate(in_specialty)]
    # The chance of a match with 0, 1, 2 ... interviews beside those of the list so far, by specialty. A
    # program more is one interview more or none, so each is then a mean of itself and the next one.
    beside = np.repeat(o.rank_curves[..., None], invitation.shape[1], axis=2)
    others = [[t for t in range(specialties) if t != s] for s in range(specialties)]
    order, added, gains, listed = [], np.empty(size), np.empty(size), np.zeros(size)
    for place in range(size):
        slopes = beside[:, 1] - beside[:, 0]
        if specialties > 1:
            slopes *= (1 - beside[:, 0])[others].prod(axis=1)
        for s, rows_of, weighed_of in by_specialty:
            gains[rows_of] = weighed_of @ slopes[s]
        gains += listed
        best = first_of_greatest(gains)
        order.append(best)
        added[place] = gains[best]
        listed[best] = -np.inf
        # Of more interviews than there are programs left nobody will ask.
        mine = beside[o.specialty[best], : size - place + 1]
        more = mine[1:] - mine[:-1]
        more *= invitation[best]
        mine[:-1] += more
    missed = np.prod(1 - beside[:, 0], axis=0).reshape(levels, -1)
    return rows[order], added, float(o.worth(missed))


@dataclass(frozen=True)
class Ways:
    """Programs and the ways they can be on a list; `objective` and the arrays have one entry for each way.

    Attributes:
        objective: What a list of ways is worth.
        program: Which candidate it is.
        tier: 0 without a signal, else the number of the tier in `tiers`, from 1.
        tiers: Names of the tiers that any of the specialties gives.
        allowance: Signals that may be given, by specialty and tier, (specialties, 1 + tiers).
    """

    objective: Objective
    program: NDArray[np.intp]
    tier: NDArray[np.intp]
    tiers: tuple[str, ...]
    allowance: NDArray[np.intp]

    @classmethod
    def of(cls, objective: Objective, lifted: dict[str, Array], rules: Sequence[SignalRules]) -> Ways:
        """Put the ways of all candidates together.

        `objective` is that of a list without signals; `lifted` holds P(invitation that counts in full) with a
        signal of each tier, (n, nodes); `rules` are the specialties' signals.
        """
        tiers = tuple(lifted)
        gives = {tier: np.array([tier in rule.allowance for rule in rules]) for tier in tiers}
        program = [np.arange(len(objective.level))]
        program += [np.flatnonzero(gives[tier][objective.specialty]) for tier in tiers]
        invitation = [objective.invitation]
        invitation += [lifted[tier][who] for tier, who in zip(tiers, program[1:], strict=True)]
        whose = np.concatenate(program)
        everything = replace(
            objective,
            invitation=np.concatenate(invitation),
            level=objective.level[whose],
            specialty=objective.specialty[whose],
        )
        allowance = np.array([[0, *(rule.allowance.get(tier, 0) for tier in tiers)] for rule in rules])
        tier = np.repeat(np.arange(len(program)), [len(who) for who in program])
        return cls(everything, whose, tier, tiers, allowance)

    @cached_property
    def of_program(self) -> NDArray[np.intp]:
        """Which way a program is in with each tier, (n, 1 + tiers); -1 where it cannot be."""
        ways = np.full((int(self.program.max(initial=-1)) + 1, 1 + len(self.tiers)), -1, dtype=np.intp)
        ways[self.program, self.tier] = np.arange(len(self.program))
        return ways

    def signals(self, chosen: Sequence[int] | NDArray[np.intp]) -> tuple[str, ...]:
        """Return the name of the signal that each of these ways has, empty for none."""
        return tuple(("", *self.tiers)[tier] for tier in self.tier[np.asarray(chosen, dtype=np.intp)])
