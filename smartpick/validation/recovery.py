"""Does the score curve find a truth that we know, from nothing but what a report prints?

Applicants are drawn whose chance of matching is known at every score. Of them only the printed figures
are kept (number, minimum, quartiles, maximum, mean and SD of each outcome, rounded to whole points), the
curve is fitted to those, and its error and the coverage of its 80 % range are counted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv, expit

from smartpick.estimate import RANGE_LEVEL, Array
from smartpick.odds.distribution import Distribution
from smartpick.odds.score_curve import fit_score_curve

INSIDE, TAILS = "5th to 95th percentile", "1st and 99th percentile"
APPLICANTS = (40, 150, 800, 5000)
# NRMP prints no figures for groups smaller than this.
_PRINTED_FROM = 5
# Scores run over this range with a beta density: lopsided, with tails shorter than a normal curve's, as
# the published ones are (mean 251 or 239, SD 14).
_LOWEST, _HIGHEST = 205.0, 285.0
_MIXES = {"long lower tail": (4.0, 3.0), "long upper tail": (3.0, 4.0)}
_MIDDLE = 245.0
_INSIDE_SHARES = np.linspace(0.05, 0.95, 10)
_TAIL_SHARES = np.array([0.01, 0.99])


@dataclass(frozen=True)
class Truth:
    """A chance of matching by score that we made up, so that it is known."""

    name: str
    chance: Callable[[Array], Array]


def _straight(odds_ratio: float) -> Callable[[Array], Array]:
    slope = np.log(odds_ratio) / 10
    return lambda scores: np.asarray(expit(slope * (scores - _MIDDLE)))


def _levels_off(scores: Array) -> Array:
    return np.asarray(0.7 * expit((scores - 235.0) / 8))


TRUTHS = (
    Truth("flat", _straight(1.0)),
    Truth("odds x 1.2 for 10 points", _straight(1.2)),
    Truth("odds x 1.43 for 10 points", _straight(1.43)),
    Truth("odds x 2 for 10 points", _straight(2.0)),
    Truth("levels off", _levels_off),
)


def recovery(
    repetitions: int = 60,
    applicants: Sequence[int] = APPLICANTS,
    truths: Sequence[Truth] = TRUTHS,
    seed: int = 2026,
) -> pd.DataFrame:
    """Return error and coverage for each truth, number of applicants and part of the score range.

    Columns are `truth`, `applicants_count` (both outcomes together), `part` ("5th to 95th percentile", "1st
    and 99th percentile"), `bias`, `rmse` (of the probability, 0-1), `coverage` (share of 80 % ranges that
    hold the truth), `mean_width` (of the range, 0-1), `reports_count`. `repetitions` is the number of
    simulated reports for each truth, mix of scores and number of applicants.
    """
    random = np.random.default_rng(seed)
    rows = [
        row
        for truth in truths
        for count in applicants
        for row in _summarise(truth, count, _simulated(truth, count, repetitions, random))
    ]
    return pd.DataFrame(rows)


def _simulated(
    truth: Truth, count: int, repetitions: int, random: np.random.Generator
) -> Iterator[tuple[Array, Array, Array, Array]]:
    """Yield (truth, point, low, high) at the inside and tail scores for each simulated report."""
    for a, b in _MIXES.values():
        shares = np.concatenate([_INSIDE_SHARES, _TAIL_SHARES])
        places = _LOWEST + (_HIGHEST - _LOWEST) * betaincinv(a, b, shares)
        known = truth.chance(places)
        for _ in range(repetitions):
            scores = np.rint(_LOWEST + (_HIGHEST - _LOWEST) * random.beta(a, b, count))
            outcome = random.random(count) < truth.chance(scores)
            if min(outcome.sum(), count - outcome.sum()) < _PRINTED_FROM:
                continue
            curve = fit_score_curve(as_printed(scores[outcome]), as_printed(scores[~outcome]))
            low, high = curve.interval(places, RANGE_LEVEL)
            yield known, curve.probability(places), low, high


def as_printed(scores: Array) -> Distribution:
    """Return what a report prints of these scores: whole points only."""
    low, q1, middle, q3, high = np.rint(np.quantile(scores, [0, 0.25, 0.5, 0.75, 1]))
    return Distribution(
        len(scores),
        min=low,
        q1=q1,
        median=middle,
        q3=q3,
        max=high,
        mean=round(scores.mean()),
        sd=round(scores.std(ddof=1)),
    )


def _summarise(
    truth: Truth, count: int, reports: Iterator[tuple[Array, Array, Array, Array]]
) -> Iterator[dict[str, object]]:
    known, point, low, high = (np.array(column) for column in zip(*reports, strict=True))
    inside = np.arange(known.shape[1]) < len(_INSIDE_SHARES)
    for part, where in ((INSIDE, inside), (TAILS, ~inside)):
        error = (point - known)[:, where]
        covered = ((low <= known) & (known <= high))[:, where]
        yield {
            "truth": truth.name,
            "applicants_count": count,
            "part": part,
            "bias": float(error.mean()),
            "rmse": float(np.sqrt((error**2).mean())),
            "coverage": float(covered.mean()),
            "mean_width": float((high - low)[:, where].mean()),
            "reports_count": len(known),
        }
