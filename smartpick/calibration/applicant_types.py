"""The list model of the other applicant types beside their published match rates."""

from __future__ import annotations

from smartpick.calibration.checks import check
from smartpick.calibration.specialties import counted_models
from smartpick.calibration.typical_list import chance_if_interviewed, whole_score_mix
from smartpick.engine import Engine

TYPE_LEVEL = "typical list gives the type's match rate"
_TYPES = ("us_img", "us_do_senior", "us_md_senior")
_LIMIT = 0.03


def applicant_type_levels(engine: Engine) -> list[dict[str, object]]:
    """Return one row for each type and specialty with at least 20 matched and 20 not matched."""
    rows = []
    for applicant_type in _TYPES:
        for model in counted_models(engine, applicant_type):
            inputs, applications = model.inputs, model.typical.applications
            scores, share = whole_score_mix(model)
            listed = float(share @ chance_if_interviewed(model, scores))
            rate = model.score_curve.match_rate
            rows.append(
                check(
                    TYPE_LEVEL,
                    f"chance given an interview, {applications} applications, {inputs.match_year}",
                    model.specialty,
                    applicant_type,
                    rate,
                    listed,
                    _LIMIT,
                    evidence="by construction",
                    source_id="|".join(inputs.sources),
                    reason=_REASON if abs(listed - rate) > _LIMIT else "",
                    borrowed=model.borrowed,
                )
            )
    return rows


_REASON = (
    "the borrowed rank curve is set to give the rate at the average score; the scores about it do not "
    "average back to it, because a chance below that of a single interview, or a change steeper than the "
    "steepest published slope, is out of reach of a list"
)
