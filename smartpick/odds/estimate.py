"""An uncertain number: a point and its 80 % range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smartpick.arrays import Array

RANGE_LEVEL = 0.8
_TAILS = ((1 - RANGE_LEVEL) / 2, (1 + RANGE_LEVEL) / 2)


@dataclass(frozen=True)
class Estimate:
    """A point and the bounds of its 80 % range, in the unit of the quantity; low <= point <= high."""

    point: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return the three numbers for JSON, rounded to a ten-thousandth."""
        return {"point": round(self.point, 4), "low": round(self.low, 4), "high": round(self.high, 4)}


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

    def at(self, index: int) -> Estimate:
        """Return the estimate at one place of the axis."""
        return Estimate(float(self.point[index]), float(self.low[index]), float(self.high[index]))
