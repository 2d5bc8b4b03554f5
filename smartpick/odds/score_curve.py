"""The score curve: the chance of matching in the preferred specialty given a Step 2 CK score.

Bayes' rule on the published score distributions of matched and not-matched applicants,
P(match | x) = N1 f1(x) / (N1 f1(x) + N0 f0(x)), with the log density ratio log f1/f0 a polynomial.
That is logistic regression on the two groups. It is fitted three times: flat, straight and bent. How
far each is believed follows from the data (Bayesian information criterion), so a specialty whose
matched and not-matched scores are alike comes out flat and nothing forces a slope on it. The range doubts
more than the point does: in it the fits are weighed by Akaike's criterion, which keeps a slope or a bend
in play that a small group of applicants could not show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from smartpick.estimate import Array, sobol_points, standard_normal
from smartpick.odds.distribution import Distribution

# Fewer than this many matched or not matched, and a drawn curve would be noise (DESIGN 2.1).
CHARTED_FROM = 20
# Polynomials on the logit: flat, straight and bent.
_DEGREES = (0, 1, 2)
# Variance of rounding to a whole point: uniform over one point.
_ROUNDING_VARIANCE = 1 / 12
# Sampling variance beyond that of mean and SD when a normal group's centre is taken from its quartiles or
# its median, and its SD from its quartiles: asymptotic variances of normal quantiles, times n / sd^2.
_CENTRE_FROM_QUARTILES, _CENTRE_FROM_MEDIAN, _SPREAD_FROM_QUARTILES = 0.163, 0.571, 0.861
_QUARTILE_RANGE = 1.349  # of a normal distribution, in SDs
# Relative error of an SD that is not printed and was borrowed from the other outcome: about that by which
# the printed SDs of matched and not matched non-US IMGs differ (Charting Outcomes 2026).
_BORROWED_SPREAD_ERROR = 0.1


@dataclass(frozen=True)
class LogisticFit:
    """Coefficients of 1, z, z^2, ... on the logit, their covariance, and the log likelihood."""

    coefficients: Array
    covariance: Array
    log_likelihood: float


def fit_logistic(z: Array, successes: Array, failures: Array, degree: int) -> LogisticFit:
    """Maximise sum(successes log p + failures log(1-p)) with logit p a polynomial in z.

    It is the one fit behind score and rank curves. `successes` and `failures` are expected counts at each z
    and need not be whole numbers.
    """
    terms = np.vander(z, degree + 1, increasing=True)
    total = successes + failures
    b = np.zeros(degree + 1)
    b[0] = np.log(successes.sum() / failures.sum())
    information = np.eye(degree + 1)
    for _ in range(60):
        p = expit(terms @ b)
        information = terms.T @ (terms * (total * p * (1 - p))[:, None])
        step = np.linalg.solve(information, terms.T @ (successes - total * p))
        b = b + step * min(1.0, 3.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < 1e-10:
            break
    logit = terms @ b
    log_likelihood = float(successes @ -np.logaddexp(0, -logit) + failures @ -np.logaddexp(0, logit))
    return LogisticFit(b, np.linalg.inv(information), log_likelihood)


@dataclass(frozen=True, kw_only=True)
class ScoreCurve:
    """A fitted score curve. Scores are Step 2 CK points, probabilities 0 to 1.

    `matched` and `not_matched` are the published distributions, `matched_count` and
    `not_matched_count` the published numbers of all applicants, which set the level. `weights` tell how
    far each of the `fits` is believed in the point, `range_weights` in the range. Without `by_score` no
    source prints outcomes by score: the shape is another specialty's and only the counts are its own.

    `level_error` and `slope_error` are SDs on the log odds, by which the method has missed outcomes it
    had not seen: the whole curve too high or low, and too steep or flat (for one `scale` of score). They
    widen the range and leave the point; 0 counts the errors of the report alone.
    """

    matched: Distribution
    not_matched: Distribution
    matched_count: float
    not_matched_count: float
    centre: float
    scale: float
    fits: tuple[LogisticFit, ...]
    weights: Array
    range_weights: Array
    by_score: bool = True
    level_error: float = 0.0
    slope_error: float = 0.0

    def with_errors_of_the_method(self, level: float, slope: float) -> ScoreCurve:
        """Return the curve with these errors; only the range changes."""
        return replace(self, level_error=level, slope_error=slope)

    @property
    def match_rate(self) -> float:
        """The published share of applicants who matched, the level the curve averages to."""
        return self.matched_count / (self.matched_count + self.not_matched_count)

    @property
    def charted(self) -> bool:
        """Whether outcomes by score are printed, of groups large enough (20) to draw; else show counts."""
        return self.by_score and min(self.matched.n, self.not_matched.n) >= CHARTED_FROM

    @property
    def minimum(self) -> float:
        """The lowest score in the published data: nobody below it is in the figures."""
        return min(self.matched.density[0][0], self.not_matched.density[0][0])

    @property
    def maximum(self) -> float:
        """The highest score in the published data."""
        return max(self.matched.density[0][-1], self.not_matched.density[0][-1])

    def supported(self, scores: ArrayLike) -> NDArray[np.bool_]:
        """Return whether each score lies within the published range."""
        x = np.asarray(scores, float)
        return (x >= self.minimum) & (x <= self.maximum)

    def probability(self, scores: ArrayLike) -> Array:
        """Return P(match | score) for each score.

        Outside the published range the nearest supported value is returned, never an extrapolation.
        """
        z = self._standardise(np.clip(np.asarray(scores, float), self.minimum, self.maximum))
        chance = np.zeros_like(z)
        for weight, fit in zip(self.weights, self.fits, strict=True):
            chance = chance + weight * expit(np.polynomial.polynomial.polyval(z, fit.coefficients))
        return chance

    def interval(self, scores: ArrayLike, level: float = 0.8) -> tuple[Array, Array]:
        """Return the (low, high) bounds of the central `level` range.

        The range counts the error of the coefficients (of the sample, and of what a report rounds or
        leaves out), the choice among flat, straight and bent, and the errors of the method. It widens
        outside the published scores, where the curves are let run on while the point stays.

        Raises:
            ValueError: if `level` is not between 0 and 1.
        """
        if not 0 < level < 1:
            raise ValueError(f"level must lie between 0 and 1, not {level}")
        x = np.asarray(scores, float)
        inside = expit(self.logit_draws(np.clip(x, self.minimum, self.maximum)))
        outside = expit(self.logit_draws(x))
        tails = [(1 - level) / 2, (1 + level) / 2]
        low, high = np.quantile(inside, tails, axis=0)
        wide_low, wide_high = np.quantile(outside, tails, axis=0)
        point = self.probability(x)
        return np.minimum(np.minimum(low, wide_low), point), np.maximum(np.maximum(high, wide_high), point)

    @cached_property
    def drawn(self) -> tuple[Array, Array, Array, Array]:
        """What a chart draws: published scores two points apart, and the chance, low and high at each."""
        scores = np.unique(np.append(np.arange(np.ceil(self.minimum), self.maximum, 2), self.maximum))
        return scores, self.probability(scores), *self.interval(scores)

    def logit_draws(self, scores: ArrayLike) -> Array:
        """Return draws of logit P(match | score), shape (512, *scores.shape)."""
        z = self._standardise(np.asarray(scores, float))
        b = self._coefficient_draws
        shape = (len(b),) + (1,) * z.ndim
        return b[:, 0].reshape(shape) + b[:, 1].reshape(shape) * z + b[:, 2].reshape(shape) * z**2

    def share_of_matched_at_or_below(self, scores: ArrayLike) -> Array:
        """Return the share (0-1) of matched applicants who scored at or below each score."""
        return self.matched.share_at_or_below(np.asarray(scores, float))

    def average_over_applicants(self) -> float:
        """Return the curve averaged over the published score mix; it should be `match_rate`."""
        x, p = self.applicant_mix
        return float(p @ self.probability(x))

    @cached_property
    def applicant_mix(self) -> tuple[Array, Array]:
        """Scores of all applicants, matched and not: grid points and probabilities."""
        grids = [group.density for group in (self.matched, self.not_matched)]
        counts = np.array([self.matched_count, self.not_matched_count])
        shares = counts / counts.sum()
        x = np.concatenate([g for g, _ in grids])
        p = np.concatenate([share * q for share, (_, q) in zip(shares, grids, strict=True)])
        order = np.argsort(x, kind="stable")
        return x[order], p[order]

    def applicant_quantile(self, share: float) -> float:
        """Return the score that `share` (0-1) of all applicants are at or below."""
        x, p = self.applicant_mix
        return float(x[min(int(np.searchsorted(np.cumsum(p), share)), len(x) - 1)])

    @property
    def median_applicant(self) -> float:
        """The median score of all applicants."""
        return self.applicant_quantile(0.5)

    @cached_property
    def _coefficient_draws(self) -> Array:
        # A fixed low-discrepancy sequence: the same curve always shows the same band, and 512 points
        # of it are as steady as several thousand random ones.
        uniform = sobol_points("score_curves")
        normal = standard_normal(uniform[:, 1:])
        which = np.searchsorted(np.cumsum(self.range_weights), uniform[:, 0], side="right").clip(
            max=len(self.fits) - 1
        )
        draws = np.zeros((len(uniform), len(_DEGREES)))
        for index, fit in enumerate(self.fits):
            rows = which == index
            size = len(fit.coefficients)
            root = np.linalg.cholesky(fit.covariance)
            draws[rows, :size] = fit.coefficients + normal[rows, :size] @ root.T
        if self.level_error or self.slope_error:
            draws[:, :2] += standard_normal(sobol_points("misses")) * (self.level_error, self.slope_error)
        return draws

    def _standardise(self, x: Array) -> Array:
        return (x - self.centre) / self.scale


def fit_score_curve(
    matched: Distribution,
    not_matched: Distribution,
    matched_count: float | None = None,
    not_matched_count: float | None = None,
) -> ScoreCurve:
    """Fit P(match | score) from the scores of those who matched in the preferred specialty and who did not.

    The counts are of all applicants, whether they let their scores be published or not; each defaults to
    the `n` of its distribution.

    Raises:
        ValueError: if a count is not positive or neither group tells how wide it is.
    """
    n1 = matched.n if matched_count is None else matched_count
    n0 = not_matched.n if not_matched_count is None else not_matched_count
    if n1 <= 0 or n0 <= 0:
        raise ValueError("both groups need at least one applicant")
    spreads = [d.spread for d in (matched, not_matched) if d.spread is not None]
    if not spreads:
        raise ValueError("the spread is unknown in both groups: give sd, q1 and q3, or min and max")
    errors = _print_error(matched, spreads[0]), _print_error(not_matched, spreads[-1])
    matched, not_matched = matched.with_spread(spreads[0]), not_matched.with_spread(spreads[-1])
    (x1, p1), (x0, p0) = matched.density, not_matched.density
    centre = (n1 * matched.centre + n0 * not_matched.centre) / (n1 + n0)
    scale = max(spreads) or 1.0
    z = (np.concatenate([x1, x0]) - centre) / scale
    ones, zeros = np.concatenate([p1, 0 * p0]), np.concatenate([0 * p1, p0])
    # The level comes from all applicants, the error only from those whose scores are published.
    fits = []
    for degree in _DEGREES:
        level = fit_logistic(z, n1 * ones, n0 * zeros, degree)
        seen = fit_logistic(z, matched.n * ones, not_matched.n * zeros, degree)
        covariance = seen.covariance + _covariance_from_print(
            seen, (matched, not_matched), errors, centre, scale
        )
        fits.append(LogisticFit(level.coefficients, covariance, seen.log_likelihood))
    return ScoreCurve(
        matched=matched,
        not_matched=not_matched,
        matched_count=float(n1),
        not_matched_count=float(n0),
        centre=centre,
        scale=scale,
        fits=tuple(fits),
        weights=_belief(fits, np.log(matched.n + not_matched.n) / 2),
        range_weights=_belief(fits, 1.0),
    )


def _print_error(printed: Distribution, sd: float) -> tuple[float, float]:
    """Return the variances of a group's centre (points squared) and of its log SD that print adds.

    Figures are rounded to whole points, and quartiles or a median tell less than mean and SD. With
    thousands of applicants this is more than the sampling error.
    """
    if sd <= 0:
        return _ROUNDING_VARIANCE, 0.0
    has_quartiles = printed.q1 is not None and printed.q3 is not None
    if printed.mean is not None:
        centre = _ROUNDING_VARIANCE
    elif has_quartiles:
        centre = _ROUNDING_VARIANCE / 3 + _CENTRE_FROM_QUARTILES * sd**2 / printed.n
    else:
        centre = _ROUNDING_VARIANCE + _CENTRE_FROM_MEDIAN * sd**2 / printed.n
    if printed.sd is not None:
        spread = _ROUNDING_VARIANCE / sd**2
    elif has_quartiles:
        spread = 2 * _ROUNDING_VARIANCE / (_QUARTILE_RANGE * sd) ** 2 + _SPREAD_FROM_QUARTILES / printed.n
    else:
        spread = _BORROWED_SPREAD_ERROR**2
    return centre, spread


def _covariance_from_print(
    fit: LogisticFit,
    groups: tuple[Distribution, Distribution],
    errors: tuple[tuple[float, float], tuple[float, float]],
    centre: float,
    scale: float,
) -> Array:
    """Return what `_print_error` adds to the covariance of the coefficients (delta method).

    Moving a group's scores by d(z) moves the estimating equation by n E[d(z) dh/dz], where h is the
    group's part of it: t (1 - p) for the matched, -t p for the others, t = (1, z, z^2 ...). An error of
    the centre moves all scores alike, an error of the spread each by its distance from the centre.
    """
    added = np.zeros_like(fit.covariance)
    powers = np.arange(len(fit.coefficients))
    for is_matched, group, (centre_variance, spread_variance) in zip((1, 0), groups, errors, strict=True):
        x, share = group.density
        z = (x - centre) / scale
        terms = z[:, None] ** powers
        term_slopes = powers * z[:, None] ** np.maximum(powers - 1, 0)
        p = expit(terms @ fit.coefficients)
        steepness = p * (1 - p) * (term_slopes @ fit.coefficients)
        moved = (
            group.n * share[:, None] * (term_slopes * (is_matched - p)[:, None] - terms * steepness[:, None])
        )
        by_centre = moved.sum(axis=0)
        by_spread = (z - share @ z) @ moved
        added += centre_variance / scale**2 * np.outer(by_centre, by_centre)
        added += spread_variance * np.outer(by_spread, by_spread)
    return fit.covariance @ added @ fit.covariance


def _belief(fits: Sequence[LogisticFit], price: float) -> Array:
    """Return how far each fit is believed: exp(log likelihood less a price per coefficient), normalised.

    The price is log(n) / 2 by Schwarz (1978) and 1 by Akaike (1974).
    """
    worth = np.array([fit.log_likelihood - price * len(fit.coefficients) for fit in fits])
    weights = np.exp(worth - worth.max())
    return weights / weights.sum()
