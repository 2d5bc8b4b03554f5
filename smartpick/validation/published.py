"""Published against shown: the median applicant, the programs of every place, and the published ranks."""

import numpy as np

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.odds.counts import COUNTS
from smartpick.odds.frailty import LOG_MULTIPLIERS
from smartpick.odds.list_odds import point_odds
from smartpick.odds.rank_curve import SHAPES, pooled_moments
from smartpick.odds.specialty_inputs import published_pair
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import effects_of, standing_of
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.validation.identities import (
    AVERAGE_PROFILE,
    LARGE,
    Row,
    charted_models,
    check,
    national_list,
    usual_list_words,
    whole_score_mix,
)

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


# Interviews of the typical list beside the published contiguous ranks.

RANKS_MEAN = "mean of ranks"
RANKS_SD = "spread of ranks"
NO_INTERVIEW = "chance of no interview"
NO_RANK_LIST = "no interview beside no rank list"
FRAILTY = "variance of the shared applicant effect"
SHAPES_THAT_FIT = "rank shapes that fit the published figures"
GOLDEN = "chance by number of ranks"

_TYPE = "non_us_img"
_RANKS_LIMIT, _SD_LIMIT = 0.10, 0.20  # shares of the published figure
# DESIGN: Internal Medicine under four distribution shapes, worked out apart from this program.
_GOLDEN = {1: (0.10, 0.20), 5: (0.66, 0.72), 10: (0.85, 0.89)}
_SATURATES = (
    "the size of the shared effect was fitted as if invitations had no upper limit. In a list they cannot "
    "exceed the number of applications, so the spread is narrower where rates are high"
)


def ranks(engine: Engine) -> list[Row]:
    """Return mean, spread, no interview, shared effect and fitting shapes for each charted specialty."""
    rows = [row for model in charted_models(engine, _TYPE) for row in _of_specialty(engine, model)]
    return [*rows, _no_rank_list(engine)]


def _no_rank_list(engine: Engine) -> Row:
    """Compare those without an interview with those who handed in no rank list, all specialties together.

    Specialties that many have as a back-up are left out: who gets no interview there has others.
    """
    rates = engine.facts.match_rates
    rates = rates[(rates["applicant_type"] == _TYPE) & rates["no_rank_list_count"].notna()]
    columns = ("no_rank_list_count", "active_applicants_count")
    without, active = (float(rates[c].astype(float).sum()) for c in columns)
    shares, counts = [], []
    for model in charted_models(engine, _TYPE):
        if model.classes is None:
            scores, share = whole_score_mix(model)
            shares.append(interviews_given_any(model, model.log_multiplier(scores), share)[2])
            counts.append(model.inputs.matched_count + model.inputs.not_matched_count)
    years = rates["match_year"].astype(int)
    return check(
        NO_RANK_LIST,
        f"share of applicants, {years.min()}-{years.max()}; specialties weighted by applicants",
        published=without / (without + active),
        modelled=float(np.average(shares, weights=counts)),
        limit=0.05,
        evidence="not seen by the fit",
        source_id="|".join(dict.fromkeys("|".join(rates["source_ids"].astype(str)).split("|"))),
        reason="those who withdrew are not counted",
    )


def golden_ranks(engine: Engine) -> list[Row]:
    """Return M(1), M(5) and M(10) of Internal Medicine beside the middle of their known ranges."""
    model = engine.model("Internal Medicine", _TYPE)
    return [
        check(
            GOLDEN,
            f"P(match) with {count} ranks, known to be {low:.2f} to {high:.2f}",
            model,
            published=(low + high) / 2,
            modelled=model.rank_curve.probability[count],
            limit=(high - low) / 2,
            evidence="same report",
            source_id="nrmp_charting_outcomes_non_us_img_2026",
        )
        for count, (low, high) in _GOLDEN.items()
    ]


def interviews_given_any(
    model: SpecialtyModel, log_multipliers: Array, shares: Array
) -> tuple[float, float, float]:
    """Return mean and SD of K given K >= 1, and P(K = 0), of the typical list.

    `shares` are the applicants' shares among those with at least one interview, summing to 1.
    """
    interviews = np.einsum("mjk,j->mk", model.typical.interviews, model.invitation_weights)
    at = np.array([np.interp(log_multipliers, LOG_MULTIPLIERS, column) for column in interviews.T]).T
    none = at[:, 0]
    first, second = (at @ COUNTS**power / (1 - none) for power in (1, 2))
    mean = float(shares @ first)
    everybody = shares / (1 - none)
    return mean, float(np.sqrt(shares @ second - mean**2)), float(everybody @ none / everybody.sum())


def _of_specialty(engine: Engine, model: SpecialtyModel) -> list[Row]:
    pair = published_pair(engine.facts, model.specialty, _TYPE, "contiguous_ranks")
    if pair is None:
        return []
    matched, not_matched, source = pair
    mean, sd = pooled_moments(
        matched, not_matched, model.inputs.matched_count, model.inputs.not_matched_count
    )
    one = np.ones(1)
    average_mean, average_sd, _ = interviews_given_any(model, 0 * one, one)
    scores, share = whole_score_mix(model)
    mix_mean, mix_sd, no_interview = interviews_given_any(model, model.log_multiplier(scores), share)
    judged = model.specialty in LARGE and (not model.frailty.pooled or model.classes is not None)
    one_score = "one score alone: the spread of scores is missing"
    mean_reason = _level_reason(model) if abs(mix_mean - mean) > _RANKS_LIMIT * mean else ""
    sd_limit, sd_reason = _SD_LIMIT * sd, _SATURATES if abs(mix_sd - sd) > _SD_LIMIT * sd else ""
    if not judged:
        sd_limit = np.nan
        sd_reason = "shared effect pooled over specialties, so the spread is not fitted here"
    frailty_range = f"range {model.frailty.low:.2f} to {model.frailty.high:.2f}"
    frailty_reason = "pooled over specialties" if model.frailty.pooled else "from the specialty's own ranks"
    mix = "over the score mix"
    rows = [
        (RANKS_MEAN, "average applicant", mean, average_mean, np.nan, "ranks", one_score),
        (RANKS_MEAN, mix, mean, mix_mean, _RANKS_LIMIT * mean, "ranks", mean_reason),
        (RANKS_SD, "average applicant", sd, average_sd, np.nan, "ranks", one_score),
        (RANKS_SD, mix, sd, mix_sd, sd_limit, "ranks", sd_reason),
        (NO_INTERVIEW, mix, np.nan, no_interview, np.nan, "share", "not published"),
        (FRAILTY, frailty_range, np.nan, model.frailty.variance, np.nan, "variance", frailty_reason),
    ]
    checks = [
        check(
            identity,
            quantity,
            model,
            published=published,
            modelled=modelled,
            limit=limit,
            evidence="same report",
            source_id=source,
            unit=unit,
            reason=reason,
        )
        for identity, quantity, published, modelled, limit, unit, reason in rows
    ]
    return [*checks, _shapes(model, source)]


def _level_reason(model: SpecialtyModel) -> str:
    at_median = float(np.exp(model.log_multiplier(model.score_curve.median_applicant)))
    return (
        f"the score curve asks for a multiplier of {at_median:.2f} where it should be 1: with this shared "
        "effect the published ranks give more matches than there were"
    )


def _shapes(model: SpecialtyModel, source: str) -> Row:
    misfit = dict(zip(SHAPES, model.rank_curve.misfit, strict=True))
    fitting = [name for name, value in misfit.items() if value < 1]
    missing = "no shape reproduces quartiles, mean and SD: read the range, not the point"
    return check(
        SHAPES_THAT_FIT,
        "shapes of four, at least one",
        model,
        published=float(max(len(fitting), 1)),
        modelled=float(len(fitting)),
        limit=0.0,
        evidence="same report",
        source_id=source,
        unit="shapes",
        reason=f"fit: {', '.join(fitting)}" if fitting else missing,
    )
