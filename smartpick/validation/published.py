"""Published against shown: the median applicant with a usual list, and the programs of every place."""

from __future__ import annotations

import numpy as np

from smartpick.engine import Engine
from smartpick.odds.list_odds import point_odds
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import effects_of, standing_of
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.validation.checks import AVERAGE_PROFILE, Row, check, national_list, usual_list_words

# Published against shown, for the median applicant with a list of the usual length.
#
# Once with the usual list, the national mix of programs, and once with the one that a page recommends, which
# is better by what is known of places and programs; for the reference profile, whose answers move nothing.
# All are about those with at least one interview.

USUAL_LIST = "median applicant with the usual list"
RECOMMENDED_LIST = "median applicant with the recommended list"
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


def median_applicants(engine: Engine) -> list[Row]:
    """Return two rows for each specialty and type, and two for the mean absolute differences."""
    models = [
        engine.model(specialty, kind)
        for specialty in SPECIALTIES
        for kind in TYPES
        if engine.has_figures(specialty, kind)
    ]
    usual = [_row(USUAL_LIST, model, chance_usual(model)) for model in models]
    recommended = [_row(RECOMMENDED_LIST, model, chance_shown(engine, model)) for model in models]
    return [*usual, _mean(USUAL_LIST, usual), *recommended, _mean(RECOMMENDED_LIST, recommended)]


def _mean(identity: str, rows: list[Row]) -> Row:
    difference = float(np.mean([abs(float(str(row["difference"]))) for row in rows]))
    return check(
        identity,
        f"mean absolute difference over {len(rows)} specialties and types",
        published=0.0,
        modelled=difference,
        limit=_MEAN_LIMIT,
        evidence="not seen by the fit",
        source_id="|".join(dict.fromkeys(str(row["source_id"]).split("|")[0] for row in rows)),
        if_different=_BETTER,
    )


def chance_usual(model: SpecialtyModel) -> float:
    """Return what the usual list, of the national mix, gives the median applicant, given an interview."""
    score = np.array([float(round(model.score_curve.median_applicant))])
    return float(point_odds([national_list(model, model.applications)], score, AVERAGE_PROFILE)[2][0])


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


def _row(identity: str, model: SpecialtyModel, chance: float) -> Row:
    return check(
        identity,
        usual_list_words(model),
        model,
        published=model.score_curve.match_rate,
        modelled=chance,
        limit=_LIMIT,
        evidence="not seen by the fit",
        if_different=_why_shown_is_better(model),
        borrowed=model.borrowed,
    )


_BETTER = "The recommended list is better than the average one by what is known of places and programs."


def _why_shown_is_better(model: SpecialtyModel) -> str:
    if model.too_few:
        return "Too few applicants matched or did not: the page shows their counts and no number."
    if model.classes is not None:
        return (
            "The published rate includes many who rank it as a back-up after few applications; this list is "
            f"that of someone who wants it. {_BETTER}"
        )
    return _BETTER


# The programs of every published place beside what is printed of it: mean rate and share near zero.
#
# Both are kept by construction, whatever traces move single programs, so a difference is a mistake in the
# program or two publications that contradict each other.

_PLACE_RATE = "mean invitation rate of a published place"
_PLACE_NEAR_ZERO = "share of programs near zero in a published place"
_FEWEST_REPORTING = 5
# A mean may be off by so much of itself, a share by so many points.
_RATE_LIMIT, _NEAR_ZERO_LIMIT = 0.05, 0.03
_COLUMNS = {"division": "census_division", "state": "state"}
_TYPES = ("non_us_img", "us_img")


def published_places(engine: Engine) -> list[Row]:
    """Return two rows for each specialty, applicant type and place of which 5 or more programs report."""
    printed = engine.facts.interview_rates
    printed = printed[
        printed["applicant_group"].isin(_TYPES) & (printed["programs_reporting"] >= _FEWEST_REPORTING)
    ]
    floor = engine.parameters["near_zero_rate"]
    checks = []
    for (specialty, applicant_type), rows in printed.groupby(["specialty", "applicant_group"], sort=True):
        pool = engine.pool((str(specialty),), str(applicant_type))
        rates = pool.near_zero * floor + (1 - pool.near_zero) * pool.mean_rest
        for row in rows.to_dict("records"):
            level, place = str(row["geography_level"]), str(row["geography"])
            inside = np.ones(len(rates), dtype=bool)
            if level in _COLUMNS:
                inside = (pool.programs[_COLUMNS[level]] == place).to_numpy(bool)
            if not inside.any():
                continue
            mean, near_zero = float(row["mean"]), float(row["near_zero_share"])
            # Where every program shows as zero, the rate of a near-zero program is left.
            limit = max(_RATE_LIMIT * mean, 1.2 * floor)
            for identity, published, modelled, most in (
                (_PLACE_RATE, mean, float(rates[inside].mean()), limit),
                (_PLACE_NEAR_ZERO, near_zero, float(pool.near_zero[inside].mean()), _NEAR_ZERO_LIMIT),
            ):
                checks.append(
                    check(
                        identity,
                        f"{row['programs_reporting']} programs report, {int(inside.sum())} in the directory",
                        specialty=str(specialty),
                        applicant_type=str(applicant_type),
                        published=published,
                        modelled=modelled,
                        limit=most,
                        evidence="by construction",
                        source_id=str(row["source_id"]),
                        if_different=_PRINTED_APART,
                        place=place,
                    )
                )
    return checks


_PRINTED_APART = (
    "few programs report here, and the published figures of states, division and nation contradict each "
    "other; the difference is shared between them"
)
