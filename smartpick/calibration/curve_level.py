"""The score curve averaged over the published scores must give back the published match rate."""

from __future__ import annotations

from smartpick.calibration.checks import check
from smartpick.calibration.specialties import charted_models
from smartpick.engine import Engine

CURVE_LEVEL = "score curve averages to the match rate"
_LIMIT = 0.01  # DESIGN: within one point
_TYPES = ("non_us_img", "us_md_senior")


def curve_level(engine: Engine) -> list[dict[str, object]]:
    """Return one row for each charted specialty of the types whose scores are printed."""
    return [
        check(
            CURVE_LEVEL,
            "share matched in the preferred specialty",
            model.specialty,
            applicant_type,
            model.score_curve.match_rate,
            model.score_curve.average_over_applicants(),
            _LIMIT,
            evidence="by construction",
            source_id="|".join(model.inputs.sources),
        )
        for applicant_type in _TYPES
        for model in charted_models(engine, applicant_type)
    ]
