"""Ties the list model to the score curve, for one specialty and applicant type.

The published curves are about applicants who ranked at least one program, whoever they applied to. So
the odds multiplier of a score is chosen such that a typical list (national mix of programs, as many
applications as the published ranks imply) gives, for that score, exactly the score curve:
P(match | K >= 1, typical list, multiplier(x)) = S(x). Then the two published pictures agree.
Where a specialty's own curve says nothing clear about the score, or is flat because of who ranks it first,
only the level is taken from it: the median applicant's typical list gives the published match rate, and the
slope is the one that all specialties together support (`score_slopes`).
Where no report prints ranks for an applicant type, the borrowed rank curve is tilted until a list of the
usual length gives the type's published match rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.optimize import brentq, isotonic_regression

from smartpick.arrays import Array
from smartpick.odds.frailty import LOG_NODES, node_weights
from smartpick.odds.rank_curve import MOST_RANKS, RankCurve

LOG_MULTIPLIERS: Array = np.arange(-6.0, 4.01, 0.125)
_COUNTS = np.arange(MOST_RANKS + 1)


@dataclass(frozen=True)
class TypicalList:
    """The lists that typical applicants of the type send, on the grid multiplier x shared effect.

    Attributes:
        lists: Each kind of list: (share of the applicants who send it, number of applications of the
            national mix). One kind, or two where many have the specialty as a back-up.
        applications: Mean number of applications of those with at least one interview: the usual list.
        interviews: P(K = k) at each multiplier and node over all of them, shape (multipliers, nodes, 61).
    """

    lists: tuple[tuple[float, int], ...]
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
        return _no_steeper(self.level_for(chances, rank_curves, weights), np.diff(scores) * steepest)

    def level_for(self, chances: Array, rank_curves: Array, weights: Array) -> Array:
        """Return the log multipliers whose conditional chance is `chances`, whatever the scores.

        Args:
            chances: Shape (draws, any number).
            rank_curves: Shape (draws, 61).
            weights: Shape (draws, nodes).
        """
        tables = self.conditional_match(rank_curves, weights)
        # A hair of slope makes flat stretches invertible.
        tables = tables + np.linspace(0, 1e-9, tables.shape[1])
        return np.array([np.interp(c, t, LOG_MULTIPLIERS) for c, t in zip(chances, tables, strict=True)])


def typical_list(invitation: Array, lists: Sequence[tuple[float, int]], weights: Array) -> TypicalList:
    """Return the typical lists of these kinds.

    Args:
        invitation: P(invitation) of the national mix at each multiplier and node.
        lists: Share of the applicants and number of applications of each kind.
        weights: Weights of the shared effect's nodes at its point value, shape (nodes,).
    """
    each = [(share, count, _interviews(count, invitation)) for share, count in lists]
    invited = np.array([share * (1 - weights @ _at_one(pmf)[:, 0]) for share, _, pmf in each])
    usual = float(np.average([count for _, count, _ in each], weights=invited))
    interviews = np.asarray(sum(share * pmf for share, _, pmf in each))
    return TypicalList(tuple(lists), max(round(usual), 1), interviews)


def rising(values: Array, shares: Array) -> Array:
    """Return the nearest values that never fall (weighted least squares).

    A score curve may bend downward within its error, at the lower end or where few scored so high. That a
    better score makes an invitation less likely is not what it shows.

    Args:
        values: Log multipliers at rising scores, shape (scores,).
        shares: Share of the applicants at each, shape (scores,).
    """
    return np.asarray(isotonic_regression(values, weights=shares + 1e-9).x)


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
