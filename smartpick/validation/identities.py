"""What must hold: curve levels, other applicant types, list and curve, matches in West Coast states."""

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np
import pandas as pd

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.facts import Facts
from smartpick.odds.list_odds import SpecialtyList, Standing, point_odds, specialty_list
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.odds.specialty_inputs import NoPublishedOutcomes, published_counts, published_pair
from smartpick.odds.specialty_model import SpecialtyModel

Evidence = Literal["by construction", "same report", "not seen by the fit"]
Row = dict[str, object]


def check(
    identity: str,
    quantity: str,
    of: SpecialtyModel | None = None,
    *,
    published: float,
    modelled: float,
    limit: float,
    evidence: Evidence,
    source_id: str | None = None,
    specialty: str = "All specialties",
    applicant_type: str = "non_us_img",
    unit: str = "share",
    reason: str = "",
    if_different: str = "",
    borrowed: Iterable[str] = (),
    place: str = "United States",
) -> Row:
    """Return one row of the calibration table: what is published, what the model says, whether they agree.

    Args:
        identity: Name of the identity, the same for all its rows.
        quantity: What is compared.
        of: The model, which gives specialty, applicant type and, where none is given, the sources.
        published: The published figure; NaN where nothing is published to compare with.
        modelled: The model's.
        limit: Largest difference that counts as agreement; NaN where the row only informs.
        evidence: How much agreement is worth: "by construction" catches mistakes in the code only; "same
            report" compares two figures of one report; "not seen by the fit" is a test of the model.
        source_id: Source of the published figure.
        specialty: Where the row is of no model, its specialty.
        applicant_type: Where the row is of no model, its applicant type.
        unit: Of both figures; a share is 0 to 1.
        reason: What the reader must know.
        if_different: Why the two differ, where they do.
        borrowed: What the model took from elsewhere.
        place: State, census division or nation that the figures are of.
    """
    if of is not None:
        specialty, applicant_type = of.specialty, of.applicant_type
        source_id = source_id or "|".join(of.inputs.sources)
    difference = modelled - published
    judged = np.isfinite(limit) and np.isfinite(difference)
    verdict = ("agrees" if abs(difference) <= limit else "differs") if judged else "for information"
    return {
        "identity": identity,
        "quantity": quantity,
        "unit": unit,
        "specialty": specialty,
        "applicant_type": applicant_type,
        "place": place,
        "published": float(published),
        "model": float(modelled),
        "difference": float(difference),
        "limit": float(limit),
        "verdict": verdict,
        "evidence": evidence,
        "reason": if_different if verdict == "differs" and if_different else reason,
        "borrowed": "; ".join(borrowed),
        "source_id": source_id or "",
    }


# Which specialties are checked: those with enough published outcomes of an applicant type.

LARGE = ("Internal Medicine", "Family Medicine", "Pediatrics", "Psychiatry", "Neurology", "Pathology")


def charted_models(engine: Engine, applicant_type: str) -> Iterator[SpecialtyModel]:
    """Yield the models whose score curve is drawn: scores printed for the specialty, 20 in each group."""
    for specialty in engine.facts.specialties["specialty"].astype(str):
        pair = published_pair(engine.facts, specialty, applicant_type, "step2_ck_score")
        if pair is not None and min(pair[0].n, pair[1].n) >= CHARTED_FROM:
            yield engine.model(specialty, applicant_type)


def counted_models(engine: Engine, applicant_type: str) -> Iterator[SpecialtyModel]:
    """Yield the models of specialties with at least 20 matched and 20 not matched, scores printed or not."""
    for specialty in engine.facts.specialties["specialty"].astype(str):
        try:
            counts = published_counts(engine.facts, specialty, applicant_type)
        except NoPublishedOutcomes:
            continue
        if min(counts.matched, counts.not_matched) >= CHARTED_FROM:
            yield engine.model(specialty, applicant_type)


# The typical list of a specialty, sent through the code that reckons every applicant's list.

AVERAGE_PROFILE = Standing(shift=0.0, shift_draws=np.zeros(1), pacific_error=np.zeros(1))


def national_list(model: SpecialtyModel, applications: int) -> SpecialtyList:
    """Return a list of this many applications of the national mix."""
    cell, one = model.rates.nation, np.ones(applications)
    return specialty_list(
        model,
        mean_rest=one * cell.mean / max(1 - cell.near_zero_share, 1e-6),
        near_zero=one * cell.near_zero_share,
        relative_sd=one * cell.relative_sd,
        log_shift=0 * one,
        pacific=one < 0,
        signalled=one < 0,
    )


def usual_list_words(model: SpecialtyModel) -> str:
    """Say what is compared where the chance of the usual list is."""
    return f"chance given an interview, {model.applications} applications, {model.inputs.match_year}"


def chance_if_interviewed(model: SpecialtyModel, scores: Array) -> Array:
    """Return P(match | at least one interview) of the typical lists at each score."""
    match, some = np.zeros(len(scores)), np.zeros(len(scores))
    for share, applications in model.typical.lists:
        odds = point_odds([national_list(model, applications)], scores, AVERAGE_PROFILE)
        match, some = match + share * odds[0], some + share * (1 - odds[3])
    return np.asarray(match / some)


def middle_scores(model: SpecialtyModel) -> Array:
    """Return the whole scores between the 5th and the 95th percentile of all applicants."""
    curve = model.score_curve
    return np.arange(np.ceil(curve.applicant_quantile(0.05)), np.floor(curve.applicant_quantile(0.95)) + 1)


def whole_score_mix(model: SpecialtyModel) -> tuple[Array, Array]:
    """Return whole scores and the share of applicants at each."""
    scores, share = model.score_curve.applicant_mix
    whole = np.arange(np.floor(scores[0]), np.ceil(scores[-1]) + 1)
    counts = np.histogram(scores, np.append(whole - 0.5, whole[-1] + 0.5), weights=share)[0]
    return whole, counts / counts.sum()


# The score curve averaged over the published scores must give back the published match rate.

CURVE_LEVEL = "score curve averages to the match rate"


def curve_level(engine: Engine) -> list[Row]:
    """Return one row for each charted specialty of the types whose scores are printed."""
    return [
        check(
            CURVE_LEVEL,
            "share matched in the preferred specialty",
            model,
            published=model.score_curve.match_rate,
            modelled=model.score_curve.average_over_applicants(),
            limit=0.01,  # DESIGN: within one point
            evidence="by construction",
        )
        for applicant_type in ("non_us_img", "us_md_senior")
        for model in charted_models(engine, applicant_type)
    ]


# The list model of the other applicant types beside their published match rates.

TYPE_LEVEL = "typical list gives the type's match rate"
_TYPE_LEVEL_REASON = (
    "the borrowed rank curve is set to give the rate at the average score. The average over all scores is "
    "another rate: no list can give a chance below that of a single interview, or a change steeper than "
    "the steepest published slope"
)


def applicant_type_levels(engine: Engine) -> list[Row]:
    """Return one row for each type and specialty with at least 20 matched and 20 not matched."""
    rows = []
    for applicant_type in ("us_img", "us_do_senior", "us_md_senior"):
        for model in counted_models(engine, applicant_type):
            scores, share = whole_score_mix(model)
            listed = float(share @ chance_if_interviewed(model, scores))
            rows.append(
                check(
                    TYPE_LEVEL,
                    usual_list_words(model),
                    model,
                    published=model.score_curve.match_rate,
                    modelled=listed,
                    limit=0.03,
                    evidence="by construction",
                    if_different=_TYPE_LEVEL_REASON,
                    borrowed=model.borrowed,
                )
            )
    return rows


# A typical list must follow the score curve, and have a believable number of applications.

LIST_AND_CURVE = "typical list follows the score curve"
APPLICATIONS = "applications that the published ranks imply"
_CURVE_LIMIT = 0.03  # DESIGN: within three points, 5th to 95th percentile of scores
# The guide's 100 to 150 with the 80 to 140 expected from the ranks of the large specialties.
_FEWEST, _MOST = 80, 150
_TYPE = "non_us_img"


def list_and_curve(engine: Engine) -> list[Row]:
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
                model,
                published=curve[at],
                modelled=listed[at],
                limit=_CURVE_LIMIT if model.pooled is None else np.nan,
                evidence="by construction",
                reason=_why_list_and_curve_differ(model, scores, curve),
            )
        )
    return rows


_WHY_MORE_OR_FEWER_APPLICATIONS = {
    "Internal Medicine": "rates and ranks are from different seasons; declined invitations count in neither",
    "Family Medicine": "mean of a long list of those who want it and a short one of those who have it as a "
    "back-up",
}


def implied_applications(engine: Engine) -> list[Row]:
    """Return the size of the typical list; judged in the large specialties only."""
    return [
        check(
            APPLICATIONS,
            f"applications, beside the nearest of {_FEWEST} to {_MOST}",
            model,
            published=float(np.clip(model.applications, _FEWEST, _MOST)),
            modelled=model.applications,
            limit=0.5 if model.specialty in LARGE else np.nan,
            evidence="not seen by the fit",
            source_id="smartpick_guide",
            unit="applications",
            reason=_WHY_MORE_OR_FEWER_APPLICATIONS.get(model.specialty, "")
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


def _why_list_and_curve_differ(model: SpecialtyModel, scores: Array, curve: Array) -> str:
    if model.pooled is not None:
        return (
            "The specialty's own curve has no clear slope, so the list uses the slope that all "
            "specialties together support. Only the level comes from the curve: the match rate at the "
            "median score."
        )
    if np.abs(chance_if_interviewed(model, scores) - curve).max() <= _CURVE_LIMIT:
        return ""
    single = float(model.rank_curve.probability[1])
    below = scores[curve < single]
    if below.size:
        return (
            f"Up to a score of {below.max():.0f}, the curve lies under the {single:.0%} that the ranks "
            "give to a single interview. Nobody who ranked a program had fewer than one interview, so the "
            "two published figures contradict each other there."
        )
    return "The multiplier of a score is not let change faster than the steepest published slope."


# Does the model put about as many matches in the West Coast states as there are?

PACIFIC = "share of matches on the Pacific Coast"
_YEAR = 2021
_STATES = ("CA", "OR", "WA")
_PACIFIC_REASON = (
    "Even as published, the rates lead us to expect more matches there than there were. Fewer non-US IMGs "
    "may apply there, the years differ, or an interview there leads to a match less often. The model "
    "counts such an interview for less (pacific_interview_worth), with a range that includes both "
    "explanations."
)


def pacific_share(engine: Engine) -> list[Row]:
    """Return the Pacific share of invitations to a list over the nation's programs beside that of matches.

    Each specialty counts by its non-US IMGs matched. Programs weigh alike, as in a list of one application
    each, or by their positions, for a large program makes more matches than a small one.
    """
    counts = engine.facts.outcome_counts
    counts = counts[counts["matched_count"] > 0]
    matched = counts["matched_count"].to_numpy(float)
    models = [engine.model(str(s), _TYPE) for s in counts["specialty"]]
    shares = {
        "programs weighing alike": [_share(engine, m, by_positions=False) for m in models],
        "programs by their positions": [_share(engine, m, by_positions=True) for m in models],
        "the region's rates as printed, not pooled": [_share_as_printed(engine, m) for m in models],
    }
    rows = []
    for words, values in shares.items():
        known = np.isfinite(values)
        rows.append(
            check(
                PACIFIC,
                f"of invitations, {words}; published: of matches in {_YEAR}",
                published=published_pacific_share(engine.facts),
                modelled=float(np.average(np.array(values)[known], weights=matched[known])),
                limit=0.03,
                evidence="not seen by the fit",
                source_id=str(engine.facts.state_img_share["source_ids"].iloc[-1]),
                reason=_PACIFIC_REASON,
            )
        )
    return rows


def published_pacific_share(facts: Facts) -> float:
    """Return the share of non-US IMG matches that were in California, Oregon or Washington in 2021."""
    rows = facts.state_img_share
    rows = rows[rows["match_year"] == _YEAR]
    matches = rows["non_us_img_matched_count"].astype(float)
    return float(matches[rows["state"].isin(_STATES)].sum() / matches.sum())


def _share(engine: Engine, model: SpecialtyModel, by_positions: bool) -> float:
    """Return the Pacific share of the expected invitations of all programs of a specialty."""
    pool = engine.pool((model.specialty,), _TYPE)
    weight: Array = np.ones(len(pool.pacific))
    if by_positions:
        weight = pool.programs["positions_pgy1"].astype(float).fillna(0.0).to_numpy()
    rates = weight * (1 - pool.near_zero) * pool.mean_rest
    return float(rates[pool.pacific].sum() / rates.sum()) if rates.sum() > 0 else np.nan


def _share_as_printed(engine: Engine, model: SpecialtyModel) -> float:
    """Return the same with the printed mean rate of the census division Pacific over that of the nation."""
    rates = engine.facts.interview_rates
    rates = rates[(rates["specialty"] == model.specialty) & (rates["applicant_group"] == _TYPE)]
    means = rates[rates["geography_level"] != "state"].set_index("geography")["mean"].astype(float)
    if "Pacific" not in means.index:
        return np.nan
    pool = engine.pool((model.specialty,), _TYPE)
    return float(pool.pacific.mean() * means["Pacific"] / means["United States"])
