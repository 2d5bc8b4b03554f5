"""The table `score_slopes`: each specialty's own slope of invitations on the score, and the pooled one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smartpick.engine import Engine
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.odds.score_slopes import OwnSlope, PooledSlopes, score_importance
from smartpick.odds.specialty_inputs import published_pair
from smartpick.odds.specialty_model import SpecialtyModel, fit_specialty

# The types whose scores are printed; the others borrow their shape.
SHAPE_TYPES = ("non_us_img", "us_md_senior")
_DECIMALS = 5
_STRAIGHT = 1  # degree of the straight fit


def fit_score_slopes(engine: Engine) -> pd.DataFrame:
    """Fit the slopes of all specialties from the published scores and the directors' survey.

    Returns:
        One row for each specialty and type with outcomes: own_slope and own_error (missing where the
        specialty prints no scores), own_clear, importance, hidden_share (the chance that the published slope
        hides the tie), slope, low, high, source_ids. Slopes are log odds multipliers for a point of score.
    """
    importance = score_importance(engine.facts)
    survey = engine.facts.director_survey
    survey_ids = survey.loc[survey["factor"] == "USMLE Step 2 CK score", "source_id"].astype(str)
    survey_id = str(survey_ids[survey_ids.str.endswith("2020")].iloc[0])
    rows = []
    for applicant_type in SHAPE_TYPES:
        found: dict[str, tuple[OwnSlope | None, bool, str]] = {}
        for specialty in engine.facts.specialties["specialty"].astype(str):
            pair = published_pair(engine.facts, specialty, applicant_type, "step2_ck_score")
            try:
                model = fit_specialty(
                    engine.facts, specialty, applicant_type, engine.published_ranks, pooled=False
                )
            except LookupError:
                continue
            own = None if pair is None else own_slope(model, importance.get(specialty, 1.0))
            enough = pair is not None and min(pair[0].n, pair[1].n) >= CHARTED_FROM
            found[specialty] = own, enough, "|".join([*model.inputs.sources, survey_id])
        pool = PooledSlopes([own for own, enough, _ in found.values() if own is not None and enough])
        for specialty, (own, enough, source_ids) in found.items():
            slope, hidden = pool.of(own, importance.get(specialty, 1.0))
            rows.append(
                {
                    "applicant_type": applicant_type,
                    "specialty": specialty,
                    "own_slope": np.nan if own is None else own.slope,
                    "own_error": np.nan if own is None else own.error,
                    "own_clear": own is not None and enough and own.clear,
                    "importance": importance.get(specialty, 1.0),
                    "hidden_share": hidden,
                    "slope": slope.slope,
                    "low": slope.low,
                    "high": slope.high,
                    "source_ids": source_ids,
                }
            )
    table = pd.DataFrame(rows)
    numbers = table.select_dtypes("float").columns
    table[numbers] = table[numbers].round(_DECIMALS)
    return table


def own_slope(model: SpecialtyModel, importance: float) -> OwnSlope:
    """Return the slope of invitations that the specialty's own score curve asks for.

    The slope of the straight fit on the logit of a match, times how much the log multiplier has to change
    for a change of that logit at the level of the published match rate.
    """
    curve = model.score_curve
    fit = curve.fits[_STRAIGHT]
    slope = fit.coefficients[_STRAIGHT] / curve.scale
    error = np.sqrt(fit.covariance[_STRAIGHT, _STRAIGHT]) / curve.scale
    logit = np.log(curve.match_rate / (1 - curve.match_rate)) + np.array([-0.25, 0.25])
    levels = model.typical.level_for(
        1 / (1 + np.exp(-logit))[None], model.rank_curve.probability[None], model.invitation_weights[None]
    )[0]
    stretch = float(np.diff(levels)[0] / np.diff(logit)[0])
    # The multiplier follows no slope steeper than the steepest published one; where nearly all match, the
    # list cannot tell how many more invitations a higher chance would take.
    stretch = min(stretch, model.steepest / max(abs(float(slope)), 1e-9))
    return OwnSlope(float(slope) * stretch, float(error) * stretch, importance)
