"""From compared curves to the lines and axes that the figures draw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smartpick.arrays import Array
from smartpick.charts.curve_parts import Axes, CurveLine
from smartpick.charts.distribution_strips import Masses
from smartpick.explore.compared_curves import MOST_RANKS_SHOWN, ComparedCurve
from smartpick.odds.distribution import Distribution
from smartpick.presenters.curve_words import View, hover_words

_TOPS = (0.1, 0.2, 0.5, 1.0)
_EVERY = 2  # points of score between drawn points of a distribution


def curve_lines(curves: Sequence[ComparedCurve], labels: Sequence[str], view: View) -> list[CurveLine]:
    """Return the lines of these curves."""
    alone = len(curves) == 1
    return [
        CurveLine(
            label=label,
            at=curve.at,
            point=curve.estimate.point,
            low=curve.estimate.low,
            high=curve.estimate.high,
            hover=[hover_words(curve, label, i, alone) for i in range(len(curve.at))],
            variants=_shapes(curve) if view == "interviews" else (),
            masses=_masses(curve) if view == "score" else None,
        )
        for curve, label in zip(curves, labels, strict=True)
    ]


def shared_axes(curves: Sequence[ComparedCurve], view: View) -> Axes:
    """Return the axes that all panels share: as far as any curve goes, and as high as any range."""
    highest = max(float(curve.estimate.high.max()) for curve in curves)
    top = 1.0 if view != "region" else next(t for t in _TOPS if highest <= t or t == _TOPS[-1])
    if view == "interviews":
        return Axes("Programs ranked (interviews)", 0, MOST_RANKS_SHOWN, 5, top, "%{x} programs ranked")
    first = 10 * np.floor(min(curve.at[0] for curve in curves) / 10)
    last = 10 * np.ceil(max(curve.at[-1] for curve in curves) / 10)
    return Axes("Step 2 CK score", float(first), float(last), 20, top, "Step 2 CK %{x}")


def _shapes(curve: ComparedCurve) -> list[Array]:
    return list(curve.model.rank_curve.by_shape[:, : len(curve.at)])


def _masses(curve: ComparedCurve) -> Masses:
    fitted = curve.model.score_curve
    return Masses(
        _density(fitted.matched), _density(fitted.not_matched), fitted.matched.n, fitted.not_matched.n
    )


def _density(distribution: Distribution) -> tuple[Array, Array]:
    x, p = distribution.density
    scores = np.arange(np.ceil(x[0]), np.floor(x[-1]) + 1, _EVERY)
    return scores, np.interp(scores, x, p / np.gradient(x)).round(5)
