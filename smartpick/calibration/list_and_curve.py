"""A typical list must follow the score curve, and have a believable number of applications."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smartpick.arrays import Array
from smartpick.calibration.checks import check
from smartpick.calibration.specialties import LARGE, charted_models
from smartpick.calibration.typical_list import chance_if_interviewed, middle_scores
from smartpick.engine import Engine
from smartpick.odds.specialty_model import SpecialtyModel

LIST_AND_CURVE = "typical list follows the score curve"
APPLICATIONS = "applications that the published ranks imply"
_LIMIT = 0.03  # DESIGN: within three points, 5th to 95th percentile of scores
# The guide's 100 to 150 with the 80 to 140 expected from the ranks of the large specialties.
_FEWEST, _MOST = 80, 150
_TYPE = "non_us_img"


def list_and_curve(engine: Engine) -> list[dict[str, object]]:
    """Return, for each charted specialty, the place where list and curve are furthest apart."""
    rows = []
    for model in charted_models(engine, _TYPE):
        scores = middle_scores(model)
        curve, listed = model.score_curve.probability(scores), chance_if_interviewed(model, scores)
        at = int(np.argmax(np.abs(listed - curve)))
        rows.append(
            check(
                LIST_AND_CURVE,
                f"chance given an interview at {scores[at]:.0f}, where they differ most",
                model.specialty,
                _TYPE,
                curve[at],
                listed[at],
                _LIMIT if model.pooled is None else np.nan,
                evidence="by construction",
                source_id="|".join(model.inputs.sources),
                reason=_reason(model, scores, curve),
            )
        )
    return rows


_REASONS = {
    "Internal Medicine": "rates and ranks are of different seasons; invitations declined count in neither",
    "Family Medicine": "mean of a long list of those who want it and a short one of those who have it as a "
    "back-up",
}


def implied_applications(engine: Engine) -> list[dict[str, object]]:
    """Return the size of the typical list; judged in the large specialties only."""
    return [
        check(
            APPLICATIONS,
            f"applications, beside the nearest of {_FEWEST} to {_MOST}",
            model.specialty,
            _TYPE,
            float(np.clip(model.typical.applications, _FEWEST, _MOST)),
            model.typical.applications,
            0.5 if model.specialty in LARGE else np.nan,
            evidence="not seen by the fit",
            source_id="smartpick_guide",
            unit="applications",
            reason=_REASONS.get(model.specialty, "")
            if model.specialty in LARGE
            else "too few applicants to judge by",
        )
        for model in charted_models(engine, _TYPE)
    ]


def curve_points(engine: Engine) -> pd.DataFrame:
    """Return score curve and typical list side by side: specialty, score, curve, low, high, list."""
    tables = []
    for model in charted_models(engine, _TYPE):
        scores = middle_scores(model)
        low, high = model.score_curve.interval(scores)
        tables.append(
            pd.DataFrame(
                {
                    "specialty": model.specialty,
                    "score": scores,
                    "curve": model.score_curve.probability(scores),
                    "curve_low": low,
                    "curve_high": high,
                    "list": chance_if_interviewed(model, scores),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _reason(model: SpecialtyModel, scores: Array, curve: Array) -> str:
    if model.pooled is not None:
        return (
            "The specialty's own curve has no clear slope, so the list takes the one that all specialties "
            "together support, and from the curve only its level: the match rate, at the median score."
        )
    if np.abs(chance_if_interviewed(model, scores) - curve).max() <= _LIMIT:
        return ""
    single = float(model.rank_curve.probability[1])
    below = scores[curve < single]
    if below.size:
        return (
            f"Up to a score of {below.max():.0f} the curve lies under the {single:.0%} that the ranks give "
            "to a single interview, and whoever ranked at least one program cannot have fewer: the two "
            "published pictures contradict each other there."
        )
    return "The multiplier of a score is not let change faster than the steepest published slope."
