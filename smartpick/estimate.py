"""An uncertain number: a point and its 80 % range, and the draws behind every range."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Array = NDArray[np.floating[Any]]

RANGE_LEVEL = 0.8
_TAILS = ((1 - RANGE_LEVEL) / 2, (1 + RANGE_LEVEL) / 2)


@dataclass(frozen=True)
class Estimate:
    """A point and the bounds of its 80 % range, in the unit of the quantity; low <= point <= high.

    The point is NaN where too few people are behind it for more than a range.
    """

    point: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is a point."""
        return not isnan(self.point)

    def as_dict(self) -> dict[str, float | None]:
        """Return the three numbers for JSON, rounded to a ten-thousandth; the point is None where unknown."""
        point = round(self.point, 4) if self.known else None
        return {"point": point, "low": round(self.low, 4), "high": round(self.high, 4)}


@dataclass(frozen=True)
class EstimateCurve:
    """Points and 80 % ranges along an axis (scores, list sizes); three arrays of one length."""

    point: Array
    low: Array
    high: Array

    @classmethod
    def from_draws(cls, point: Array, draws: Array) -> EstimateCurve:
        """Take the range from `draws` (draws, length); it always holds the point."""
        ordered = np.sort(draws, axis=0)
        low, high = (_between_neighbours(ordered, tail) for tail in _TAILS)
        return cls(point, np.minimum(low, point), np.maximum(high, point))

    def without_point(self) -> EstimateCurve:
        """Return the ranges alone; the points are NaN."""
        return replace(self, point=np.full_like(self.point, np.nan))

    @classmethod
    def without_range(cls, point: Array) -> EstimateCurve:
        """Return points alone; the ranges are NaN."""
        unknown = np.full_like(point, np.nan)
        return cls(point, unknown, unknown)

    def at(self, index: int) -> Estimate:
        """Return the estimate at one place of the axis."""
        return Estimate(float(self.point[index]), float(self.low[index]), float(self.high[index]))


def _between_neighbours(ordered: Array, share: float) -> Array:
    """Return the quantile of rising draws, (draws, ...); numpy's own takes three times as long for 128."""
    place = share * (len(ordered) - 1)
    below = int(place)
    low, high = ordered[below], ordered[min(below + 1, len(ordered) - 1)]
    return np.asarray(low + (high - low) * (place - below))


# Number of draws behind a range.
SIZE = 128
# Standard normal quantile at 90 %: half the width of an 80 % range.
Z80 = 1.2815515655446004


@dataclass(frozen=True)
class Draws:
    """A fixed set of draws, the same for every profile: columns for each source of uncertainty.

    Attributes:
        rank_shape: Uniform, which shape of the rank distributions, (draws,).
        rank_error: Standard normal, sampling error of the rank curve, (draws, 3).
        shared_effect: Standard normal, variance of the shared applicant effect, (draws,).
        list_strength: Standard normal, what the programs of a list turn out to be, (draws,).
        parameter: Standard normal, for a single parameter, (draws,).
        effects: Standard normal, one column for each applied effect, (draws, 40).
    """

    rank_shape: Array
    rank_error: Array
    shared_effect: Array
    list_strength: Array
    parameter: Array
    effects: Array

    def signal_effect(self, share: float, log_sd: float) -> Array:
        """Return draws of a list's log strength, of which signalled programs make up `share` (0-1).

        `log_sd` is the SD of the log odds ratio of a signal.
        """
        return np.log1p(share * np.expm1(self.parameter * log_sd))

    @property
    def size(self) -> int:
        """Number of draws."""
        return len(self.rank_shape)

    def shared_variance(self, value: float, low: float, high: float) -> Array:
        """Return draws of the shared effect's variance, whose 80 % range is low to high on the log."""
        logs = np.log((value, min(low, value), max(high, value)))
        return np.exp(between(self.shared_effect, *logs))


def between(normal: Array, value: float, low: float, high: float) -> Array:
    """Turn standard normal draws into draws whose median is `value` and whose 80 % range is low to high."""
    up, down = (high - value) / Z80, (value - low) / Z80
    return np.asarray(value + normal * np.where(normal > 0, up, down))


@lru_cache
def sobol_points(name: str) -> Array:
    """Return a fixed set of Sobol points in [0, 1), a row for each draw.

    Sets are `ranges` (128, 47), `score_curves` (512, 4) and `misses` (512, 2). They are shipped because
    importing scipy.stats, which draws the same ones, takes a third of the app's start.
    """
    with np.load(Path(__file__).with_name("sobol_points.npz")) as sets:
        return np.asarray(sets[name] * 2.0**-30)


def standard_normal(uniform: Array) -> Array:
    """Return the standard normal numbers of uniform ones."""
    return np.asarray(ndtri(np.clip(uniform, 1e-6, 1 - 1e-6)))


@lru_cache(maxsize=1)
def fixed_draws() -> Draws:
    """Return the draws that every range uses."""
    uniform = sobol_points("ranges")
    normal = standard_normal(uniform[:, 1:])
    return Draws(uniform[:, 0], normal[:, 0:3], normal[:, 3], normal[:, 4], normal[:, 5], normal[:, 6:])
