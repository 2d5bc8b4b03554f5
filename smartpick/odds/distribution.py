"""A published distribution (quartiles, mean, SD, range) as a density one can compute with.

Reports print a few figures of each group. Of all densities that reproduce those figures we take the
one nearest to a normal curve in relative entropy, so nothing is added that the report does not say.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, ndtri

from smartpick.estimate import Array

GRID_POINTS = 241
# Reports round to whole points: a printed mean or SD is only known to about this much.
_ROUNDING = 0.5 / np.sqrt(3)
# A quartile printed as a whole point is met to about two percent of the group.
_MASS_TOLERANCE = 0.02
# How many applicants' worth of evidence the smooth normal shape counts for against the printed figures.
# With less, the density jumps at each quartile and the jumps are taken for a bend of the score curve.
_SHAPE_EVIDENCE = 200.0
_NEWTON_STEPS = 200


@dataclass(frozen=True)
class Distribution:
    """Published figures of one group of applicants; everything but `n` and `median` may be None.

    `n` is the number of applicants behind the figures; the others are in the unit of the measure
    (points of Step 2 CK, number of ranks).

    Raises:
        ValueError: if `n` is not positive, the order min <= q1 <= median <= q3 <= max is broken, or
            the SD is negative.
    """

    n: float
    _: KW_ONLY
    min: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    max: float | None = None
    mean: float | None = None
    sd: float | None = None

    def __post_init__(self) -> None:
        if not self.n > 0:
            raise ValueError(f"a distribution needs a positive number of applicants, not {self.n}")
        if self.median is None:
            raise ValueError("a distribution needs its median")
        known = [v for v in (self.min, self.q1, self.median, self.q3, self.max) if v is not None]
        if any(a > b for a, b in pairwise(known)):
            raise ValueError(f"min, quartiles and max are out of order: {known}")
        if self.sd is not None and self.sd < 0:
            raise ValueError(f"a standard deviation cannot be negative: {self.sd}")

    @property
    def centre(self) -> float:
        """The mean, or its estimate from the quartiles (Wan et al. 2014), or the median."""
        assert self.median is not None
        if self.mean is not None:
            return self.mean
        if self.q1 is not None and self.q3 is not None:
            return (self.q1 + self.median + self.q3) / 3
        return self.median

    @property
    def spread(self) -> float | None:
        """The SD, or its estimate from quartiles or range (Wan et al. 2014), or None."""
        if self.sd is not None:
            return self.sd
        if self.q1 is not None and self.q3 is not None:
            n = max(self.n, 2.0)  # the formula needs two applicants
            return (self.q3 - self.q1) / (2 * float(ndtri((0.75 * n - 0.125) / (n + 0.25))))
        if self.min is not None and self.max is not None and self.n > 1:
            return (self.max - self.min) / (2 * float(ndtri((self.n - 0.375) / (self.n + 0.25))))
        return None

    def with_spread(self, sd: float) -> Distribution:
        """Return this distribution with a borrowed SD where its own is unknown."""
        return self if self.spread is not None else replace(self, sd=sd)

    @cached_property
    def density(self) -> tuple[Array, Array]:
        """Grid points and their probabilities (summing to 1): minimum relative entropy to a normal.

        Raises:
            ValueError: if neither SD, quartiles nor range tell how wide the distribution is.
        """
        sd, centre = self.spread, self.centre
        if sd is None:
            raise ValueError("the spread is unknown: give sd, q1 and q3, or min and max")
        low = self.min if self.min is not None else centre - 4 * sd
        high = self.max if self.max is not None else centre + 4 * sd
        if sd == 0 or high == low:
            return np.array([centre]), np.array([1.0])
        grid = np.linspace(low, high, GRID_POINTS)
        z = (grid - centre) / sd
        features, targets, tolerances = self._constraints(grid, z, sd)
        return grid, _tilt(-0.5 * z**2, features, targets, tolerances)

    def _constraints(self, grid: Array, z: Array, sd: float) -> tuple[Array, Array, Array]:
        """Return what the density must meet: functions of the grid, their means and tolerances."""
        step = grid[1] - grid[0]
        rows: list[tuple[Array, float, float]] = []
        for value, share in ((self.q1, 0.25), (self.median, 0.5), (self.q3, 0.75)):
            if value is not None:
                below = np.clip((value - grid) / step + 0.5, 0.0, 1.0)
                rows.append((below, share, _MASS_TOLERANCE))
        if self.mean is not None:
            rows.append((z, 0.0, _ROUNDING / sd))
        if self.sd is not None:
            rows.append((z**2, 1.0, 2 * _ROUNDING / sd))
        return (
            np.array([r[0] for r in rows]).reshape(len(rows), grid.size),
            np.array([r[1] for r in rows]),
            np.array([r[2] for r in rows]),
        )

    def share_at_or_below(self, values: NDArray[np.floating] | float) -> Array:
        """Return the share (0-1) of this group at or below each of `values`."""
        grid, probability = self.density
        if grid.size == 1:
            return np.where(np.asarray(values, float) >= grid[0], 1.0, 0.0)
        edges = np.append(grid - (grid[1] - grid[0]) / 2, grid[-1] + (grid[1] - grid[0]) / 2)
        return np.interp(values, edges, np.append(0.0, np.cumsum(probability)))


def _tilt(log_base: Array, features: Array, targets: Array, tolerances: Array) -> Array:
    """Return p ~ exp(log_base + a.features) whose feature means meet `targets` within `tolerances`.

    The dual of minimum relative entropy is concave, so Newton's method finds its one maximum. The
    tolerance enters as a ridge: figures rounded in print need not be met to the last digit, and
    figures that rounding has made contradictory still have an answer.
    """
    weights = np.zeros(len(targets))
    ridge = _SHAPE_EVIDENCE * tolerances**2
    probability = np.exp(log_base - logsumexp(log_base))
    for _ in range(_NEWTON_STEPS):
        means = features @ probability
        gradient = targets - means - ridge * weights
        hessian = (features * probability) @ features.T - np.outer(means, means) + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights += step * min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        log_p = log_base + weights @ features
        probability = np.exp(log_p - logsumexp(log_p))
        if np.abs(step).max() < 1e-9:
            break
    return probability
