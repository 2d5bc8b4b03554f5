"""An uncertain number: a point and its 80 % range."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan

import numpy as np

from smartpick.arrays import Array

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
        low, high = np.quantile(draws, _TAILS, axis=0)
        return cls(point, np.minimum(low, point), np.maximum(high, point))

    def without_point(self) -> EstimateCurve:
        """Return the ranges alone; the points are NaN."""
        return replace(self, point=np.full_like(self.point, np.nan))

    def at(self, index: int) -> Estimate:
        """Return the estimate at one place of the axis."""
        return Estimate(float(self.point[index]), float(self.low[index]), float(self.high[index]))
