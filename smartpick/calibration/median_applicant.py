"""Published against shown, for the median applicant with a list of the usual length.

What a person sees is the recommended list, which is a little better than the average one, for the reference
profile, whose answers move nothing. Both are about those with at least one interview.
"""

from __future__ import annotations

import numpy as np

from smartpick.calibration.checks import check
from smartpick.engine import Engine
from smartpick.odds.list_odds import point_odds
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.planning import plan_list
from smartpick.plan.standing import effects_of, standing_of
from smartpick.profile import ApplicantProfile

MEDIAN_APPLICANT = "median applicant with the usual list"
MEDIAN_MEAN = "median applicant with the usual list, mean difference"
SPECIALTIES = (
    "Internal Medicine",
    "Family Medicine",
    "Pediatrics",
    "Psychiatry",
    "Neurology",
    "Anesthesiology",
    "General Surgery",
    "Emergency Medicine",
    "Diagnostic Radiology",
    "Obstetrics and Gynecology",
    "Dermatology",
    "Orthopaedic Surgery",
)
TYPES = ("non_us_img", "us_img", "us_do_senior", "us_md_senior")
_LIMIT, _MEAN_LIMIT = 0.12, 0.05


def median_applicants(engine: Engine) -> list[dict[str, object]]:
    """Return one row for each specialty and type, and one for the mean absolute difference."""
    rows = [
        _row(engine, engine.model(specialty, kind))
        for specialty in SPECIALTIES
        for kind in TYPES
        if _has_figures(engine, specialty, kind)
    ]
    mean = float(np.mean([abs(float(str(row["difference"]))) for row in rows]))
    return [
        *rows,
        check(
            MEDIAN_MEAN,
            f"mean absolute difference over {len(rows)} specialties and types",
            "All specialties",
            "non_us_img",
            0.0,
            mean,
            _MEAN_LIMIT,
            evidence="not seen by the fit",
            source_id="|".join(dict.fromkeys(str(row["source_id"]).split("|")[0] for row in rows)),
        ),
    ]


def chance_shown(engine: Engine, model: SpecialtyModel) -> float:
    """Return what the recommended list of the usual length shows the median applicant, given an interview."""
    profile = reference_profile(engine, model)
    plan = plan_list(profile, engine, thorough=False)
    standing = standing_of(effects_of(profile, engine), engine, model.applicant_type)
    score = np.array([float(profile.step2_ck_score or model.score_curve.median_applicant)])
    return float(point_odds(plan.parts, score, standing)[2][0])


def reference_profile(engine: Engine, model: SpecialtyModel) -> ApplicantProfile:
    """Return the profile whose answers move nothing: the reference level of each factor, the median score."""
    effects = engine.facts.effects
    reference = effects[(effects["odds_ratio"] == 1) & effects["factor"].isin(ApplicantProfile.model_fields)]
    first = reference.drop_duplicates("factor")
    levels: dict[str, str] = dict(zip(first["factor"].astype(str), first["level"].astype(str), strict=True))
    levels["visa_need"] = "j1" if model.applicant_type == "non_us_img" else "none"
    return ApplicantProfile.from_answers(
        {
            **levels,
            "applicant_type": model.applicant_type,
            "specialties": [model.specialty],
            "step2_ck_score": round(model.score_curve.median_applicant),
            "max_applications": model.applications,
            "pacific_weight": 0.0,
            "pacific_min": None,
            "pacific_max": None,
        }
    )


def _has_figures(engine: Engine, specialty: str, applicant_type: str) -> bool:
    try:
        engine.model(specialty, applicant_type)
    except LookupError:
        return False
    return True


def _row(engine: Engine, model: SpecialtyModel) -> dict[str, object]:
    shown, rate = chance_shown(engine, model), model.score_curve.match_rate
    return check(
        MEDIAN_APPLICANT,
        f"chance given an interview, {model.applications} applications, {model.inputs.match_year}",
        model.specialty,
        model.applicant_type,
        rate,
        shown,
        _LIMIT,
        evidence="not seen by the fit",
        source_id="|".join(model.inputs.sources),
        reason=_reason(model) if abs(shown - rate) > _LIMIT else "",
        borrowed=model.borrowed,
    )


def _reason(model: SpecialtyModel) -> str:
    if model.classes is not None:
        return (
            "The published rate includes many who rank it as a back-up after few applications; this list is "
            "that of someone who wants it."
        )
    if not model.score_curve.charted:
        return "Too few applicants matched or did not: the page shows their counts and no number."
    return "The recommended list is better than the average one by what it knows of places and programs."
