"""What must hold: curve levels, other applicant types, list and curve, matches in West Coast states."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.facts import Facts
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.validation.checks import (
    LARGE,
    Row,
    chance_if_interviewed,
    charted_models,
    check,
    counted_models,
    middle_scores,
    usual_list_words,
    whole_score_mix,
)

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
