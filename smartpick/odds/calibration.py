"""Ties the list model to the score curve, for one specialty and applicant type.

The published curves are about applicants who ranked at least one program, whoever they applied to. So
the odds multiplier of a score is chosen such that a typical list (national mix of programs, as many
applications as the published ranks imply) gives, for that score, exactly the score curve:
P(match | K >= 1, typical list, multiplier(x)) = S(x). Then the two published pictures agree (DESIGN 2.6).
Where no report prints ranks for an applicant type, the borrowed rank curve is tilted until a list of the
usual length gives the type's published match rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.optimize import brentq

from smartpick.arrays import Array
from smartpick.odds.frailty import LOG_NODES, node_weights
from smartpick.odds.rank_curve import MOST_RANKS, RankCurve

LOG_MULTIPLIERS: Array = np.arange(-6.0, 4.01, 0.125)
_COUNTS = np.arange(MOST_RANKS + 1)


@dataclass(frozen=True)
class TypicalList:
    """The list a typical applicant of the type sends, on the grid multiplier x shared effect.

    Attributes:
        applications: Number of applications, national mix.
        interviews: P(K = k) at each multiplier and node, shape (multipliers, nodes, 61).
    """

    applications: int
    interviews: Array

    def conditional_match(self, rank_curves: Array, weights: Array) -> Array:
        """Return P(match | K >= 1) at each of `LOG_MULTIPLIERS`, never falling.

        Args:
            rank_curves: M(k), shape (draws, 61).
            weights: Weights of the shared effect, shape (draws, nodes).

        Returns:
            Shape (draws, multipliers).
        """
        matched = np.einsum("mjk,dk,dj->dm", self.interviews, rank_curves, weights, optimize=True)
        none = weights @ self.interviews[:, :, 0].T
        return np.maximum.accumulate(matched / np.maximum(1 - none, 1e-12), axis=1)

    def tilt_for(self, rank_curve: RankCurve, variance: float, match_rate: float) -> float:
        """Return the log odds ratio that makes the rank curve give `match_rate` at multiplier 1."""
        weights = node_weights(variance)
        pmf = _at_one(self.interviews)
        some = 1 - weights @ pmf[:, 0]

        def gap(tilt: float) -> float:
            return float(weights @ (pmf @ rank_curve.tilted(tilt).probability) / some) - match_rate

        return float(brentq(gap, -12.0, 12.0)) if gap(-12.0) < 0 < gap(12.0) else 0.0

    def multiplier_for(
        self, scores: Array, chances: Array, rank_curves: Array, weights: Array, steepest: float
    ) -> Array:
        """Return the log multipliers whose conditional chance is `chances`.

        A chance below that of a single interview is out of reach of any multiplier, and close to it the
        multiplier plunges. So it is never let change faster than the steepest published slope.

        Args:
            scores: Rising scores, shape (scores,).
            chances: The score curve there, shape (draws, scores).
            rank_curves: Shape (draws, 61).
            weights: Shape (draws, nodes).
            steepest: Largest change of the log multiplier for one point of score.
        """
        tables = self.conditional_match(rank_curves, weights)
        # A hair of slope makes flat stretches invertible.
        tables = tables + np.linspace(0, 1e-9, tables.shape[1])
        exact = np.array([np.interp(c, t, LOG_MULTIPLIERS) for c, t in zip(chances, tables, strict=True)])
        return _no_steeper(exact, np.diff(scores) * steepest)


def typical_list(invitation: Array, applications: int) -> TypicalList:
    """Return the typical list of this many applications of the national mix."""
    return TypicalList(applications, _interviews(applications, invitation))


def _at_one(invitation: Array) -> Array:
    return np.asarray(invitation[int(np.argmin(np.abs(LOG_MULTIPLIERS)))])


def _interviews(applications: int, invitation: Array) -> Array:
    """Return P(K = k), the last count taking all above it; shape (*invitation.shape, 61)."""
    pmf = stats.binom.pmf(_COUNTS, applications, invitation[..., None])
    pmf[..., -1] += np.maximum(1 - pmf.sum(axis=-1), 0.0)
    return pmf


def grid_of_multipliers() -> Array:
    """Return log(multiplier x shared effect) on the grid, shape (multipliers, nodes)."""
    return LOG_MULTIPLIERS[:, None] + LOG_NODES


def _no_steeper(values: Array, most: Array) -> Array:
    """Limit the step between neighbours, going out from the place nearest to zero in each row."""
    limited = values.copy()
    anchor = int(np.argmin(np.abs(values).mean(axis=0)))
    for i in range(anchor + 1, values.shape[1]):
        limited[:, i] = np.clip(
            values[:, i], limited[:, i - 1] - most[i - 1], limited[:, i - 1] + most[i - 1]
        )
    for i in range(anchor - 1, -1, -1):
        limited[:, i] = np.clip(values[:, i], limited[:, i + 1] - most[i], limited[:, i + 1] + most[i])
    return limited
