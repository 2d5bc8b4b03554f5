"""By how much score curves miss what they have not seen, beyond the errors of the reports behind them.

Beside the bands that no fit has seen, curves are off in two ways: all bands of a specialty lie too high or
too low together (the years differ, and who applies), and the curve is too steep or too flat. Both are taken
as normal errors on the log odds. Their sizes are those that make the misses of all specialties most likely,
with the sampling error of the bands, the error of their printing and the curve's own range counted in. To
see that they hold, they are fitted to one half of the specialties and tried on the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit

from smartpick.arrays import Array
from smartpick.calibration.bands import (
    PRINTED_TO,
    QUARTILES_2026,
    THIN_BELOW,
    banded_curves,
    bands_of,
)
from smartpick.engine import Engine
from smartpick.odds.draws import Z80


@dataclass(frozen=True)
class Misses:
    """One specialty's bands beside its curve, on the log odds; arrays of one entry for each band.

    Attributes:
        specialty: Which.
        missed: Published less the curve's.
        place: Distance of the band from the curve's centre, in SDs of score.
        known: Covariance that sampling, printing and the curve's own range explain, (bands, bands).
    """

    specialty: str
    missed: Array
    place: Array
    known: Array

    def covariance(self, level_error: float, slope_error: float) -> Array:
        """Return the covariance with errors of level and slope added."""
        apart = np.outer(self.place, self.place)
        return np.asarray(self.known + level_error**2 + slope_error**2 * apart)


def misses(engine: Engine) -> list[Misses]:
    """Return the misses of the curves as the product has them (from the quartiles printed in 2026)."""
    found = []
    for specialty, figures, product_curve in banded_curves(engine):
        if figures != QUARTILES_2026:
            continue
        curve = product_curve.with_errors_of_the_method(0.0, 0.0)
        table = engine.facts.score_bands
        bands = bands_of(table[table["specialty"] == specialty], curve)
        thick = bands.counts >= THIN_BELOW
        chance = bands.average(curve.probability(bands.scores))
        drawn = logit(bands.average(expit(curve.logit_draws(bands.scores))))
        # Half an applicant is added to both outcomes, so that a band where all matched has log odds.
        seen = (bands.match_rate * bands.counts + 0.5) / (bands.counts + 1)
        information = chance * (1 - chance)
        sampling = 1 / (bands.counts * information) + (PRINTED_TO**2 / 3) / information**2
        known = np.cov(drawn.T) + np.diag(sampling)
        place = (bands.middle - curve.centre) / curve.scale
        found.append(
            Misses(specialty, (logit(seen) - logit(chance))[thick], place[thick], known[np.ix_(thick, thick)])
        )
    return found


def fit_method_error(seen: Sequence[Misses]) -> tuple[float, float]:
    """Return the (level, slope) errors, SDs on the log odds, that make the misses most likely."""

    def unlikely(logs: Array) -> float:
        level, slope = np.exp(logs)
        total = 0.0
        for one in seen:
            covariance = one.covariance(level, slope)
            total += float(np.linalg.slogdet(covariance)[1])
            total += float(one.missed @ np.linalg.solve(covariance, one.missed))
        return total

    best = minimize(unlikely, np.log([0.3, 0.15]), method="Nelder-Mead")
    level, slope = np.exp(best.x)
    return float(level), float(slope)


def coverage(unseen: Sequence[Misses], level_error: float, slope_error: float) -> float:
    """Return the share of bands that lie inside the 80 % range with these errors."""
    inside = [
        np.abs(one.missed) <= Z80 * np.sqrt(np.diag(one.covariance(level_error, slope_error)))
        for one in unseen
    ]
    return float(np.concatenate(inside).mean())


def halves(seen: Sequence[Misses]) -> tuple[list[Misses], list[Misses]]:
    """Split the specialties in two, every other one by name."""
    by_name = sorted(seen, key=lambda one: one.specialty)
    return by_name[::2], by_name[1::2]


def method_error_lines(engine: Engine) -> list[str]:
    """Return the errors in words, and how many bands the ranges hold without and with them."""
    everything = misses(engine)
    first, second = halves(everything)
    lines = [f"Bands inside the 80 % range without errors of the method: {coverage(everything, 0, 0):.0%}"]
    for words, fitted, tried in (
        ("one half of the specialties, tried on the other", first, second),
        ("the other half, tried on the one", second, first),
        ("all, tried on all", everything, everything),
    ):
        level, slope = fit_method_error(fitted)
        inside = coverage(tried, level, slope)
        lines.append(f"Fitted to {words}: level {level:.2f}, slope {slope:.2f}, inside {inside:.0%}")
    return lines
