"""The numbers that the score curve figure draws for one applicant."""

from __future__ import annotations

from datetime import date

import numpy as np

from smartpick.arrays import Array
from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.charts.score_curve import CurvePicture
from smartpick.odds.distribution import Distribution
from smartpick.presenters.wording import people, percent, percent_range

AXIS = (float(SCORE_AXIS[0]), float(SCORE_AXIS[-1]))
_EVERY = 2  # points of score between drawn points: finer cannot be seen


def curve_picture(assessment: Assessment) -> CurvePicture:
    """Return what the score curve figure shows for this applicant."""
    curve = assessment.score_curve
    scores = np.unique(np.append(np.arange(np.ceil(curve.minimum), curve.maximum, _EVERY), curve.maximum))
    chance, (low, high) = curve.probability(scores), curve.interval(scores)
    own = (curve.minimum <= SCORE_AXIS) & (curve.maximum >= SCORE_AXIS)
    own_scores, mine = SCORE_AXIS[own][::_EVERY], assessment.odds.match
    passing = assessment.passing
    return CurvePicture(
        scores=scores,
        chance=chance.round(4),
        low=low.round(4),
        high=high.round(4),
        hover=[
            _hover(*point, "of those with a program to rank")
            for point in zip(scores, chance, low, high, strict=True)
        ],
        axis=AXIS,
        own_scores=own_scores,
        own_chance=mine.point[own][::_EVERY].round(4),
        own_low=mine.low[own][::_EVERY].round(4),
        own_high=mine.high[own][::_EVERY].round(4),
        own_hover=[
            _hover(*point, "with your list")
            for point in zip(
                own_scores,
                mine.point[own][::_EVERY],
                mine.low[own][::_EVERY],
                mine.high[own][::_EVERY],
                strict=True,
            )
        ],
        matched=_drawn(curve.matched),
        not_matched=_drawn(curve.not_matched),
        passing=passing.score,
        passing_label=f"{passing.score} to pass" + _since(passing.effective_from),
        place=_place(assessment),
    )


def _place(assessment: Assessment) -> tuple[int, list[float]] | None:
    score, curve = assessment.profile.step2_ck_score, assessment.score_curve
    if score is None:
        return None
    shown = int(np.clip(score, *AXIS))
    if not bool(curve.supported(score)):
        return shown, []
    own = float(assessment.odds.match.point[shown - int(SCORE_AXIS[0])])
    return shown, sorted([own, float(curve.probability(score))])


def _hover(score: float, chance: float, low: float, high: float, whose: str) -> str:
    return f"{score:.0f}: {percent(chance)} {whose}<br>range {percent_range(low, high)}<br>{people(chance)}"


def _drawn(distribution: Distribution) -> tuple[Array, Array]:
    """Return a distribution thinned to whole scores, as density per point."""
    x, p = distribution.density
    steps = np.gradient(x)
    scores = np.arange(np.ceil(x[0]), np.floor(x[-1]) + 1, _EVERY)
    return scores, np.interp(scores, x, p / steps).round(5)


def _since(day: date | None) -> str:
    return f"<br>since {day:%b} {day.year}" if day else ""
