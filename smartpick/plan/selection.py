"""Choosing the list: the applications that add most to the expected value of the best outcome.

Programs fall into levels of value (Pacific or not, first or second specialty). With v_1 > v_2 > ... the
expected value of the best outcome is the sum over levels of (v_l - v_{l+1}) P(match at level l or
better), each probability given by the interviews at those programs under the shared applicant effect.
Adding a program changes it by q_i(theta) times a price that all programs of a level share, so the gains
of all candidates are one matrix product, and nothing is recomputed for each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.odds.list_odds import add_program
from smartpick.odds.rank_curve import MOST_RANKS

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Objective:
    """What a list is worth.

    Attributes:
        invitation: P(invitation) of each candidate at each node of the shared effect, (n, nodes).
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

    @classmethod
    def from_values(
        cls, invitation: Array, value: Array, specialty: NDArray[np.intp], rank_curves: Array, weights: Array
    ) -> Objective:
        """Sort the values into levels."""
        values, inverse = np.unique(-value.round(9), return_inverse=True)
        worth = np.append(-values, 0.0)
        return cls(invitation, np.ravel(inverse), specialty, worth[:-1] - worth[1:], rank_curves, weights)


class Selection:
    """A growing list and what it is worth; `add` is the only thing that changes it."""

    def __init__(self, objective: Objective) -> None:
        self.objective = objective
        levels, specialties = len(objective.steps), len(objective.rank_curves)
        nodes = objective.invitation.shape[1]
        # _interviews[s, l]: P(K = k) over nodes for specialty s at programs of level l or better.
        self._interviews = np.zeros((specialties, levels, nodes, MOST_RANKS + 1))
        self._interviews[..., 0] = 1.0
        self._rise = np.diff(objective.rank_curves, axis=1, append=objective.rank_curves[:, -1:])
        self._matched = np.zeros((specialties, levels, nodes))
        self.chosen: list[int] = []

    def add(self, candidate: int) -> None:
        """Put a candidate on the list."""
        o = self.objective
        s, first = o.specialty[candidate], o.level[candidate]
        for level in range(first, len(o.steps)):
            self._interviews[s, level] = add_program(self._interviews[s, level], o.invitation[candidate])
            self._matched[s, level] = self._interviews[s, level] @ o.rank_curves[s]
        self.chosen.append(candidate)

    def value(self) -> float:
        """Return the expected value of the best outcome."""
        o = self.objective
        missed = np.prod(1 - self._matched, axis=0)
        return float(o.steps @ ((1 - missed) @ o.weights))

    def prices(self) -> Array:
        """Return what one interview more is worth, shape (specialties, levels, nodes)."""
        o = self.objective
        rise = np.einsum("slnk,sk->sln", self._interviews, self._rise)
        missed = 1 - self._matched
        others = np.array([np.prod(np.delete(missed, s, axis=0), axis=0) for s in range(len(missed))])
        per_level = rise * others * o.steps[None, :, None] * o.weights
        return np.asarray(np.cumsum(per_level[:, ::-1], axis=1)[:, ::-1])

    def gains(self) -> Array:
        """Return what each candidate would add, shape (n,)."""
        o = self.objective
        prices = self.prices()
        gains = np.empty(len(o.invitation))
        for s in range(prices.shape[0]):
            for level in range(prices.shape[1]):
                rows = (o.specialty == s) & (o.level == level)
                gains[rows] = o.invitation[rows] @ prices[s, level]
        return gains


def select_by_gain(
    objective: Objective,
    allowed: Callable[[Selection], NDArray[np.bool_]],
    price: Callable[[Selection], Array] | None = None,
    pinned: NDArray[np.intp] | None = None,
) -> tuple[Selection, list[float]]:
    """Add the candidate of the greatest gain (per price) until none is allowed.

    Args:
        objective: What a list is worth.
        allowed: Which candidates may be added next; all False ends the list.
        price: What each would cost next; None compares gains alone.
        pinned: Candidates that are on the list whatever they add.

    Returns:
        The selection, and for each of its candidates what it added when it was added.
    """
    selection = Selection(objective)
    added: list[float] = []
    for candidate in [] if pinned is None else pinned.tolist():
        added.append(float(selection.gains()[candidate]))
        selection.add(candidate)
    while True:
        may = allowed(selection)
        if not may.any():
            return selection, added
        gains = selection.gains()
        score = gains if price is None else gains / np.maximum(price(selection), 1e-9)
        best = int(np.argmax(np.where(may, score, -np.inf)))
        added.append(float(gains[best]))
        selection.add(best)
