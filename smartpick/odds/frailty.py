"""The applicant effect that a list's invitations share, and the typical list that ties it to the score curve.

One applicant's outcomes go together: who is invited once is more likely to be invited again. Without that,
the chance of at least one match would be overstated. The shared effect is a gamma multiplier of mean 1 on
the odds of every invitation. Its size follows from the published spread of contiguous ranks: over all
applicants, whose scores differ too, the number of interviews given at least one must have the SD that the
reports print. Part of that spread is the score's, which the score curve already holds; what is left is the
shared effect. (To take all of it, a variance of about 1.3 in Internal Medicine, would count the score twice.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, isotonic_regression, least_squares
from scipy.special import expit

from smartpick.estimate import Array
from smartpick.odds.counts import COUNTS, binomial, capped, negative_binomial
from smartpick.odds.rank_curve import RankCurve

# Nodes of log(multiplier) for integrating over the shared effect. For smooth integrands a sum over an
# even grid is as good as exact; the gamma density below -9 and above 2.6 is negligible here.
LOG_NODES: Array = np.arange(-9.0, 2.6, 0.5)

# Where the shared effect is looked for. Outside, the published spread is made by something else, such as
# the many applicants who ranked one back-up program in Family Medicine or General Surgery.
_LOWEST, _HIGHEST = 0.05, 1.5
_LOG_MEANS: Array = np.arange(-5.0, 4.5, 0.05)


@dataclass(frozen=True)
class Frailty:
    """Variance of the shared multiplier: the value used and the range it is drawn from.

    `pooled` tells that it is not the specialty's own but that of the specialties with a credible one.
    """

    variance: float
    low: float
    high: float
    pooled: bool


def node_weights(variance: float | Array) -> Array:
    """Return the weights of `LOG_NODES`, (..., nodes), for a gamma multiplier of mean 1 and this variance."""
    shape = 1.0 / np.asarray(variance, float)[..., None]
    log_density = shape * LOG_NODES - shape * np.exp(LOG_NODES)
    weights = np.exp(log_density - log_density.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


@dataclass(frozen=True)
class Population:
    """Interviews over all applicants of a type, whose scores and shared effects differ."""

    mean_ranks: float  # Mean number of interviews of those with at least one
    sd_ranks: float  # Its standard deviation
    none_share: float  # Share (0-1) of applicants with no interview
    mean_interviews: float  # Mean number of interviews of all


def population(variance: float, chances: Array, shares: Array, rank_curve: RankCurve) -> Population:
    """Return what the score curve and a shared effect of this variance make of all applicants together.

    For each score the mean number of interviews is the one that gives the score curve's chance given at
    least one (`chances`, 0-1); interviews are then negative binomial around it. `shares` is the share of
    applicants at each score.
    """
    means = np.exp(_LOG_MEANS)
    counts = _interviews_of(variance, means)
    given_one = np.maximum.accumulate((counts @ rank_curve.probability) / (1 - counts[:, 0]))
    # A hair of slope makes flat stretches invertible.
    at = np.interp(chances, given_one + np.linspace(0, 1e-9, len(given_one)), _LOG_MEANS)
    mixed = np.array([shares @ np.interp(at, _LOG_MEANS, column) for column in counts.T])
    some = 1 - mixed[0]
    mean = float(mixed @ COUNTS / some)
    sd = float(np.sqrt(max(mixed @ COUNTS**2 / some - mean**2, 0.0)))
    return Population(mean, sd, float(mixed[0]), float(shares @ np.exp(at)))


def own_variance(sd_ranks: float, chances: Array, shares: Array, rank_curve: RankCurve) -> float | None:
    """Return the variance that gives the published SD of ranks of both outcomes, None where none does.

    The other arguments are as in `population`.
    """

    def gap(variance: float) -> float:
        return population(variance, chances, shares, rank_curve).sd_ranks - sd_ranks

    if not gap(_LOWEST) < 0 < gap(_HIGHEST):
        return None
    return float(brentq(gap, _LOWEST, _HIGHEST, xtol=1e-3))


@dataclass(frozen=True)
class ApplicantClasses:
    """Those who want a specialty, and those for whom it is a back-up after few applications."""

    backup_share: float  # Share (0-1) of the applicants who have it as a back-up
    backup_length: float  # Length of their lists as a share (0-1) of the others'
    mean_interviews: float  # Mean number of interviews of the others, at the median score
    misfit: float  # Half the squared misfit in units of its tolerances; below 1 is a fit


# What counts as giving back the report: mean to 0.15 ranks, SD to 0.3 (as for the rank curve), match rate
# to a point.
_CLASS_TOLERANCES = np.array([0.15, 0.3, 0.01])
# Where the fit starts: log odds of the back-ups' share, log odds of their length, log mean interviews.
_CLASS_STARTS = ((0.0, -2.0, 1.5), (1.0, -2.0, 2.0), (-1.0, -1.0, 1.0))


def applicant_classes(
    published: tuple[float, float, float],
    variance: float,
    log_multipliers: Array,
    shares: Array,
    rank_curve: RankCurve,
) -> ApplicantClasses:
    """Fit two classes of applicants to the published ranks.

    One shared effect cannot give many who rank one program and some who rank twenty. Two kinds of lists can.

    Args:
        published: Mean and SD of ranks of both outcomes together, and the share that matched.
        variance: Variance of the shared multiplier.
        log_multipliers: Log multiplier of each group of applicants, 0 at the median score.
        shares: Share of applicants in each, summing to 1.
        rank_curve: M(k).
    """
    multiplier = np.exp(log_multipliers)

    def misses(parameters: Array) -> Array:
        backup, length = expit(parameters[:2])
        mean = float(np.exp(parameters[2]))
        others = shares @ _interviews_of(variance, mean * multiplier)
        backups = shares @ _interviews_of(variance, length * mean * multiplier)
        everyone = (1 - backup) * others + backup * backups
        ranked = everyone / (1 - everyone[0])
        ranked[0] = 0.0
        mean_ranks = ranked @ COUNTS
        sd_ranks = float(np.sqrt(max(float(ranked @ COUNTS**2 - mean_ranks**2), 0.0)))
        reached = np.array([mean_ranks, sd_ranks, ranked @ rank_curve.probability])
        return np.asarray((reached - published) / _CLASS_TOLERANCES)

    fits = [least_squares(misses, start, bounds=(-6, 6)) for start in _CLASS_STARTS]
    best = min(fits, key=lambda fit: float(fit.cost))
    backup, length = expit(best.x[:2])
    return ApplicantClasses(float(backup), float(length), float(np.exp(best.x[2])), float(best.cost))


def _interviews_of(variance: float, means: Array) -> Array:
    return capped(negative_binomial(1 / variance, 1 / (1 + variance * means)))


# The typical list, which ties the list model to the score curve.
#
# The published curves are about applicants who ranked at least one program, whoever they applied to. So
# the odds multiplier of a score is chosen such that a typical list (national mix of programs, as many
# applications as the published ranks imply) gives, for that score, exactly the score curve:
# P(match | K >= 1, typical list, multiplier(x)) = S(x). Then the two published pictures agree.
# Where a specialty's own curve says nothing clear about the score, or is flat because of who ranks it first,
# only the level is taken from it: the median applicant's typical list gives the published match rate, and the
# slope is the one that all specialties together support (`score_slopes`).
# Where no report prints ranks for an applicant type, the borrowed rank curve is tilted until a list of the
# usual length gives the type's published match rate.

LOG_MULTIPLIERS: Array = np.arange(-6.0, 4.01, 0.125)
_AT_ONE = int(np.argmin(np.abs(LOG_MULTIPLIERS)))


@dataclass(frozen=True)
class TypicalList:
    """The lists that typical applicants of the type send, on the grid multiplier x shared effect."""

    # Each kind of list: (share of the applicants who send it, number of applications of the national mix).
    # One kind, or two where many have the specialty as a back-up.
    lists: tuple[tuple[float, int], ...]
    applications: int  # Mean number of applications of those with at least one interview: the usual list
    interviews: Array  # P(K = k) at each multiplier and node over all of them, shape (multipliers, nodes, 61)

    def conditional_match(self, rank_curves: Array, weights: Array) -> Array:
        """Return P(match | K >= 1) at each of `LOG_MULTIPLIERS`, never falling, shape (draws, multipliers).

        `rank_curves` are M(k), (draws, 61); `weights` those of the shared effect, (draws, nodes).
        """
        matched = np.einsum("mjk,dk,dj->dm", self.interviews, rank_curves, weights, optimize=True)
        none = weights @ self.interviews[:, :, 0].T
        return np.maximum.accumulate(matched / np.maximum(1 - none, 1e-12), axis=1)

    def tilt_for(self, rank_curve: RankCurve, variance: float, match_rate: float) -> float:
        """Return the log odds ratio that makes the rank curve give `match_rate` at multiplier 1."""
        weights = node_weights(variance)
        pmf = self.interviews[_AT_ONE]
        some = 1 - weights @ pmf[:, 0]

        def gap(tilt: float) -> float:
            return float(weights @ (pmf @ rank_curve.tilted(tilt).probability) / some) - match_rate

        return float(brentq(gap, -12.0, 12.0)) if gap(-12.0) < 0 < gap(12.0) else 0.0

    def multiplier_for(
        self, scores: Array, chances: Array, rank_curves: Array, weights: Array, steepest: float
    ) -> Array:
        """Return the log multipliers whose conditional chance is `chances`, at rising scores.

        A chance below that of a single interview is out of reach of any multiplier, and close to it the
        multiplier plunges. So for one point of score it changes by `steepest` at most, the steepest
        published slope. Shapes are those of `level_for`, with a column of `chances` for each score.
        """
        return _no_steeper(self.level_for(chances, rank_curves, weights), np.diff(scores) * steepest)

    def level_for(self, chances: Array, rank_curves: Array, weights: Array) -> Array:
        """Return the log multipliers whose conditional chance is `chances`, whatever the scores.

        All three have a row for each draw: chances (draws, any number), curves (draws, 61), weights
        (draws, nodes).
        """
        tables = self.conditional_match(rank_curves, weights)
        # A hair of slope makes flat stretches invertible.
        tables = tables + np.linspace(0, 1e-9, tables.shape[1])
        return np.array([np.interp(c, t, LOG_MULTIPLIERS) for c, t in zip(chances, tables, strict=True)])


def typical_list(invitation: Array, lists: Sequence[tuple[float, int]], weights: Array) -> TypicalList:
    """Return the typical lists of these kinds (share of the applicants, number of applications).

    `invitation` is P(invitation) of the national mix at each multiplier and node; `weights` are those of the
    nodes at the shared effect's point value.
    """
    pmfs = [capped(binomial(COUNTS, count, invitation[..., None])) for _, count in lists]
    invited = [
        share * (1 - weights @ pmf[_AT_ONE, :, 0]) for (share, _), pmf in zip(lists, pmfs, strict=True)
    ]
    usual = float(np.average([count for _, count in lists], weights=invited))
    interviews = np.asarray(sum(share * pmf for (share, _), pmf in zip(lists, pmfs, strict=True)))
    return TypicalList(tuple(lists), max(round(usual), 1), interviews)


def rising(values: Array, shares: Array) -> Array:
    """Return the nearest log multipliers at rising scores that never fall, weighted by shares of applicants.

    A score curve may bend downward within its error, at the lower end or where few scored so high. That a
    better score makes an invitation less likely is not what it shows.
    """
    return np.asarray(isotonic_regression(values, weights=shares + 1e-9).x)


def grid_of_multipliers() -> Array:
    """Return log(multiplier x shared effect) on the grid, shape (multipliers, nodes)."""
    return LOG_MULTIPLIERS[:, None] + LOG_NODES


def _no_steeper(values: Array, most: Array) -> Array:
    """Limit the step between neighbours, going out from the place nearest to zero in each row."""
    limited = values.copy()
    anchor = int(np.argmin(np.abs(values).mean(axis=0)))
    upward = ((i, i - 1, most[i - 1]) for i in range(anchor + 1, values.shape[1]))
    downward = ((i, i + 1, most[i]) for i in range(anchor - 1, -1, -1))
    for i, before, step in (*upward, *downward):
        limited[:, i] = np.clip(values[:, i], limited[:, before] - step, limited[:, before] + step)
    return limited
