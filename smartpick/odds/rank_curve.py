"""The rank curve M(k): the chance of matching in the preferred specialty given k contiguous ranks.

Bayes' rule on the published distributions of ranks of matched and not-matched applicants. The reports
print quartiles, mean and SD only, and between those the shape is open: four families are fitted, each
weighs as well as it fits, their average is the point and their disagreement part of the range. M(0) = 0,
and M never falls with k, for another program at the end of a rank order list cannot lower the chance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import isotonic_regression, least_squares
from scipy.special import expm1, gammainc, ndtr

from smartpick.estimate import Array
from smartpick.odds.counts import MOST_RANKS, negative_binomial
from smartpick.odds.distribution import Distribution
from smartpick.odds.score_curve import fit_logistic

_RANKS = np.arange(1, MOST_RANKS + 1)
# What counts as reproducing the report: mean to 0.15 ranks, SD to 0.3, quartile masses to 0.02.
_TOLERANCE = {"mean": 0.15, "sd": 0.3, "mass": 0.02}
# Half the squared misfit over those tolerances; more than this and the shape does not fit.
_FITS_BELOW = 1.0


def _negative_binomial(a: float, b: float) -> Array:
    size, mean = np.exp(a), np.exp(b)
    return negative_binomial(size, size / (size + mean))[:-1]


def _rounded(share_below: Callable[[Array, float, float], Array]) -> Callable[[float, float], Array]:
    """Return the masses at whole numbers of a positive continuous variable; the first takes all below 1.5."""

    def masses(a: float, b: float) -> Array:
        return np.diff(np.append(0.0, share_below(_RANKS + 0.5, a, b)))

    return masses


# The four families by name: the masses at 1..60 for two parameters, both logs.
SHAPES: dict[str, Callable[[float, float], Array]] = {
    "negative binomial": _negative_binomial,
    "log-normal": _rounded(lambda x, a, b: ndtr(np.log(x / np.exp(b)) / np.exp(a))),
    "gamma": _rounded(lambda x, a, b: gammainc(np.exp(a), x / np.exp(b - a))),
    "Weibull": _rounded(lambda x, a, b: -expm1(-((x / np.exp(b)) ** np.exp(a)))),
}


@dataclass(frozen=True, kw_only=True)
class RankCurve:
    """M(k) for k = 0..60."""

    probability: Array  # M(k), index k, the weighted average over shapes
    by_shape: Array  # M(k) under each family, shape (4, 61), in the order of `SHAPES`
    misfit: Array  # How badly each family misses the published figures (below 1 is a fit), worse group
    weights: Array  # How far each family is believed, shape (4,)
    mix: Array  # Share of applicants with k = 1..60 ranks, averaged over shapes (index 0 is k = 1)
    logit_error: Array  # Coefficient covariance of the sampling error in (1, log k, log^2 k)

    @property
    def fits(self) -> bool:
        """Whether at least one shape reproduces the published quartiles, mean and SD."""
        return bool((self.misfit < _FITS_BELOW).any())

    def tilted(self, log_odds_ratio: float) -> RankCurve:
        """Return the curve with the odds of every M(k), k >= 1, multiplied by exp(log_odds_ratio)."""
        factor = np.exp(log_odds_ratio)

        def tilt(curve: Array) -> Array:
            return curve * factor / (1 - curve + curve * factor)

        return replace(self, probability=tilt(self.probability), by_shape=tilt(self.by_shape))

    def draws(self, uniform: Array, normal: Array) -> Array:
        """Return draws of M, shape (draws, 61): a shape each, with sampling error on the logit.

        `uniform` (draws,) in [0, 1) chooses the shape, `normal` (draws, 3) is standard normal.
        """
        index = np.searchsorted(np.cumsum(self.weights), uniform, side="right").clip(
            max=len(self.by_shape) - 1
        )
        base = self.by_shape[index, 1:].clip(1e-6, 1 - 1e-6)
        root = np.linalg.cholesky(self.logit_error)
        noise = (normal @ root.T) @ np.vander(np.log(_RANKS), 3, increasing=True).T
        odds = base / (1 - base) * np.exp(noise)
        rising = np.maximum.accumulate(odds / (1 + odds), axis=1)
        return np.concatenate([np.zeros((len(rising), 1)), rising], axis=1)


def pooled_moments(
    matched: Distribution, not_matched: Distribution, matched_count: float, not_matched_count: float
) -> tuple[float, float]:
    """Return the published mean and SD of ranks of both outcomes together."""
    counts = np.array([matched_count, not_matched_count])
    means = np.array([matched.centre, not_matched.centre])
    variances = np.array([matched.spread or 0.0, not_matched.spread or 0.0]) ** 2
    mean = float(np.average(means, weights=counts))
    return mean, float(np.sqrt(np.average(variances + (means - mean) ** 2, weights=counts)))


def fit_rank_curve(
    matched: Distribution, not_matched: Distribution, matched_count: float, not_matched_count: float
) -> RankCurve:
    """Fit M(k) from the published distributions of contiguous ranks (each needs mean, SD, quartiles)."""
    curves, misfits, mixes = [], [], []
    for shape in SHAPES.values():
        (p1, cost1), (p0, cost0) = _fit(shape, matched), _fit(shape, not_matched)
        weight = matched_count * p1 + not_matched_count * p0
        curves.append(isotonic_regression(matched_count * p1 / weight, weights=weight).x)
        misfits.append(max(cost1, cost0))
        mixes.append(weight / weight.sum())
    by_shape = np.concatenate([np.zeros((len(curves), 1)), np.array(curves)], axis=1)
    # The misfit is half a sum of squares, so exp(-misfit) weighs the shapes as a likelihood would.
    weights = np.exp(min(misfits) - np.array(misfits))
    weights /= weights.sum()
    probability, mix = weights @ by_shape, weights @ np.array(mixes)
    seen = (matched.n + not_matched.n) * mix
    error = fit_logistic(np.log(_RANKS), seen * probability[1:], seen * (1 - probability[1:]), 2).covariance
    return RankCurve(
        probability=probability,
        by_shape=by_shape,
        misfit=np.array(misfits),
        weights=weights,
        mix=mix,
        logit_error=error,
    )


def _fit(shape: Callable[[float, float], Array], published: Distribution) -> tuple[Array, float]:
    def masses(parameters: Array) -> Array:
        p = np.maximum(shape(*parameters), 1e-12)
        return p / p.sum()

    start = [0.0, np.log(max(published.centre, 1.01))]
    best = least_squares(lambda v: _misses(masses(v), published), start, xtol=1e-6, ftol=1e-6)
    return masses(best.x), float(best.cost)


def _misses(p: Array, published: Distribution) -> Array:
    """Return how far the masses miss each published figure, in units of its tolerance."""
    mean = p @ _RANKS
    sd = np.sqrt(p @ (_RANKS - mean) ** 2)
    misses = [
        (mean - published.centre) / _TOLERANCE["mean"],
        (sd - (published.spread or sd)) / _TOLERANCE["sd"],
    ]
    cumulative = np.append(0.0, np.cumsum(p))
    for quartile, share in ((published.q1, 0.25), (published.median, 0.5), (published.q3, 0.75)):
        if quartile is not None:
            # A quartile of k says: at most the share below k, at least the share at or below it; one of
            # 1.5 lies between two applicants, so exactly the share is at or below 1.
            below, at = int(np.ceil(quartile)) - 1, int(np.floor(quartile))
            miss = max(cumulative[below] - share, 0.0) - max(share - cumulative[at], 0.0)
            misses.append(miss / _TOLERANCE["mass"])
    return np.array(misses)
