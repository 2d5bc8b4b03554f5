"""Choosing the list: the applications that add most to the expected value of the best outcome.

Programs fall into levels of value (Pacific or not, first or second specialty). With v_1 > v_2 > ... the
expected value of the best outcome is the sum over levels of (v_l - v_{l+1}) P(match at level l or
better), each probability given by the interviews at those programs under the shared applicant effect.
Adding a program changes it by q_i(theta) times a price that all programs of a level share, so the gains
of all candidates of a level are one matrix product, and nothing is recomputed for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.odds.counts import CountSums, Roots
from smartpick.plan.exact import MOST_SPECIALTIES, best_counts, upper_bound
from smartpick.plan.objective import Conditions, Objective, Selected, first_of_greatest
from smartpick.plan.order import Optimality

# A gap to the bound below this share of the value is not worth looking for.
_NEGLIGIBLE = 1e-6


class Selection:
    """A list that grows and changes, and what it is worth; `add` and `remove` are what changes it."""

    def __init__(self, objective: Objective, most: int, chosen: Iterable[int] = ()) -> None:
        """Begin with `chosen`; the list never has more than `most` programs."""
        self.objective, self._counts = objective, CountSums(most)
        specialties, levels, nodes = len(objective.rank_curves), len(objective.steps), len(objective.weights)
        # E[z^K] for each specialty at programs of each level of value or better.
        self._generating = np.ones((specialties, levels, nodes, self._counts.size), dtype=complex)
        # For each specialty the chance of a match, and what one interview more adds to it: how each is summed
        # from E[z^K], and the sums as last read, (2, specialties, levels, nodes).
        rise = np.diff(objective.rank_curves, axis=1, append=objective.rank_curves[:, -1:])
        self._sums = np.moveaxis(self._counts.sums(np.array([objective.rank_curves, rise])), 0, -1)
        self._read = np.empty((2, specialties, levels, nodes))
        self._changed = set(range(specialties))
        self._step_weights = objective.step_weights.reshape(levels, nodes)
        # Which specialties are not the one in hand.
        self._others = np.array([np.delete(np.arange(specialties), s) for s in range(specialties)])
        self.chosen: list[int] = list(chosen)
        rows = np.array(self.chosen, dtype=np.intp)
        for s in range(specialties):
            mine = rows[objective.specialty[rows] == s]
            for level in range(levels):
                counts = mine[objective.level[mine] == level]
                if counts.size:
                    self._generating[s, level:] *= self._counts.of_all(objective.invitation[counts])

    def add(self, candidate: int) -> None:
        """Put a candidate on the list."""
        if len(self.chosen) == self._counts.most:
            raise ValueError(f"a list of at most {self._counts.most} programs is full")
        counted = self._counted_with(candidate)
        counted *= self._factor(candidate)
        self.chosen.append(candidate)

    def remove(self, candidate: int) -> None:
        """Take a candidate off the list."""
        self.chosen.remove(candidate)
        counted = self._counted_with(candidate)
        counted *= 1 / self._factor(candidate)

    def replace(self, old: int, new: int) -> None:
        """Put one candidate in the place of another."""
        o = self.objective
        if (o.specialty[old], o.level[old]) != (o.specialty[new], o.level[new]):
            self.remove(old)
            self.add(new)
            return
        self.chosen.remove(old)
        self.chosen.append(new)
        of_new, of_old = self._counts.factors(o.invitation[[new, old]])
        counted = self._counted_with(new)
        counted *= of_new / of_old

    def gains_without(self, programs: NDArray[np.intp]) -> Array:
        """Return what each candidate would add to the list without one of these, (these, n)."""
        o, specialty = self.objective, self.objective.specialty[programs]
        generating = self._generating[specialty]
        inverse = 1 / self._counts.factors(o.invitation[programs])
        for counted, without, level in zip(generating, inverse, o.level[programs].tolist(), strict=True):
            counted[level:] *= without
        sums = np.repeat(self._summed()[:, None], len(programs), axis=1)
        # With one specialty what an interview adds is all that counts.
        for which in range(0 if len(self._others) > 1 else 1, 2):
            sums[which, np.arange(len(programs)), specialty] = self._counts.of(
                generating, self._sums[which, specialty][:, None, :, None]
            )[..., 0]
        return self._gains(self._prices(sums))

    def _factor(self, candidate: int) -> Roots:
        return self._counts.factors(self.objective.invitation[candidate])

    def _counted_with(self, candidate: int) -> Roots:
        """Return where a candidate counts, to be changed: at its own level of value and at all below."""
        s = int(self.objective.specialty[candidate])
        self._changed.add(s)
        return self._generating[s, self.objective.level[candidate] :]

    def _summed(self) -> Array:
        """Return P(match), and what one interview more adds to it, (2, specialties, levels, nodes)."""
        while self._changed:
            s = self._changed.pop()
            self._read[:, s] = self._counts.of(self._generating[s], self._sums[:, s, None, :, None])[..., 0]
        return self._read

    def value(self) -> float:
        """Return the expected value of the best outcome."""
        return float(self.objective.worth(np.prod(1 - self._summed()[0], axis=0)))

    def interviews(self) -> Array:
        """Return P(K = k) by specialty at programs of each level or better, (specialties, levels, 61)."""
        by_node = self._counts.distribution(self._generating)
        return np.einsum("slnk,n->slk", by_node, self.objective.weights)

    def prices(self) -> Array:
        """Return what one interview more is worth, shape (specialties, levels, nodes)."""
        return self._prices(self._summed())

    def slopes(self) -> Array:
        """Return what one interview more adds to the chance of a match, (specialties, levels, nodes)."""
        return self._slopes(self._summed())

    def _slopes(self, sums: Array) -> Array:
        if len(self._others) == 1:
            return sums[1]
        return np.asarray(sums[1] * (1 - sums[0])[..., self._others, :, :].prod(axis=-3))

    def _prices(self, sums: Array) -> Array:
        """Return `prices` where `_summed` is this; other axes may stand behind the first one."""
        # What an interview adds at its own level of value and at all below.
        prices = self._slopes(sums) * self._step_weights
        for level in range(prices.shape[-2] - 1, 0, -1):
            prices[..., level - 1, :] += prices[..., level, :]
        return prices

    def gains(self) -> Array:
        """Return what each candidate would add, shape (n,)."""
        return self._gains(self.prices())

    def _gains(self, prices: Array) -> Array:
        gains = np.empty((*prices.shape[:-3], len(self.objective.level)))
        for s, level, rows, invitation in self.objective.by_class:
            gains[..., rows] = prices[..., s, level, :] @ invitation.T
        return gains


def select_by_gain(
    objective: Objective,
    pacific: NDArray[np.bool_],
    pinned: NDArray[np.bool_],
    conditions: Conditions,
    prove: bool = True,
) -> Selected:
    """Add the candidate of the greatest gain until no other is allowed, pinned ones first.

    The order of marginal improvement: the best there is for any number of specialties, but not proven;
    `upper_bound` says how much it may miss. The arguments are as `choose` takes them; `prove=False` leaves
    the bound unknown, in four fifths of the time.
    """
    selection = Selection(objective, conditions.size)
    added: list[float] = []
    while True:
        open_pins = pinned.copy()
        open_pins[selection.chosen] = False
        may = open_pins if open_pins.any() else _allowed(selection, pacific, conditions)
        if not may.any():
            break
        gains = selection.gains()
        best = first_of_greatest(np.where(may, gains, -np.inf))
        added.append(float(gains[best]))
        selection.add(best)
    chosen = np.array(selection.chosen, dtype=np.intp)
    value, bound = selection.value(), np.inf
    if prove:
        bound = upper_bound(objective, pacific, pinned, conditions, chosen, interviews=selection.interviews())
    optimality = Optimality(bound <= value + 1e-12, bound, "order of marginal gain")
    return Selected(chosen, np.array(added), value, optimality)


def _allowed(selection: Selection, pacific: NDArray[np.bool_], conditions: Conditions) -> NDArray[np.bool_]:
    o, c = selection.objective, conditions
    may = np.ones(len(o.level), dtype=bool)
    may[selection.chosen] = False
    left = c.size - len(selection.chosen)
    if left <= 0:
        return np.zeros_like(may)
    near = int(pacific[selection.chosen].sum())
    if near >= c.pacific_max:
        may &= ~pacific
    counts = np.bincount(o.specialty[selection.chosen], minlength=len(o.rank_curves))
    owed = min(c.pacific_min - near, int((may & pacific).sum()))
    if owed > 0 and owed >= min(left, _payable(counts, c, owed)):
        may &= pacific
    if c.budget < np.inf:
        for s, one in enumerate(np.eye(len(counts), dtype=np.intp)):
            if not c.affordable(*(counts + one)):
                may &= o.specialty != s
    return may


def _payable(counts: NDArray[np.intp], conditions: Conditions, enough: int) -> int:
    """Return how many more applications the budget surely pays, in the specialty where it pays most.

    More than `enough` are not counted.
    """
    if conditions.budget == np.inf:
        return enough + 1
    most = 0
    for one in np.eye(len(counts), dtype=np.intp):
        more = 0
        while more <= enough and bool(conditions.affordable(*(counts + (more + 1) * one))):
            more += 1
        most = max(most, more)
    return most


def with_room_for_pins(
    conditions: Conditions, pacific: NDArray[np.bool_], pinned: NDArray[np.bool_]
) -> Conditions:
    """Return the conditions with the caps raised to the pinned programs, which are always on the list."""
    return replace(
        conditions,
        size=max(conditions.size, int(pinned.sum())),
        pacific_max=max(conditions.pacific_max, int((pinned & pacific).sum())),
    )


def choose(
    objective: Objective,
    pacific: NDArray[np.bool_],
    pinned: NDArray[np.bool_],
    conditions: Conditions,
    thorough: bool = True,
) -> Selected:
    """Choose the best list: exactly where that can be searched, else in the order of marginal gain.

    Args:
        objective: What a list is worth.
        pacific: Whether each candidate lies in a West Coast state, (n,).
        pinned: Candidates that are on the list in any case, (n,).
        conditions: Caps, floor and budget.
        thorough: False leaves the exact search of two specialties (half a second) and all bounds for later.
    """
    conditions = with_room_for_pins(conditions, pacific, pinned)
    if len(objective.rank_curves) > (MOST_SPECIALTIES if thorough else 1):
        return select_by_gain(objective, pacific, pinned, conditions, prove=thorough)
    exact = best_counts(objective, pacific, pinned, conditions, prove=thorough)
    if not thorough or exact.optimality.gap(exact.value) <= _NEGLIGIBLE:
        return exact
    # Where the order of programs changes with the shared effect, going by gains can do a little better;
    # the bound of the search over counts holds for it too.
    by_gain = select_by_gain(objective, pacific, pinned, conditions, prove=False)
    if by_gain.value <= exact.value:
        return exact
    return replace(by_gain, optimality=replace(exact.optimality, method=by_gain.optimality.method))
