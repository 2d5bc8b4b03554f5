"""Interviews of the typical list beside the published contiguous ranks."""

from __future__ import annotations

import numpy as np

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.odds.counts import COUNTS
from smartpick.odds.frailty import LOG_MULTIPLIERS
from smartpick.odds.rank_curve import SHAPES, pooled_moments
from smartpick.odds.specialty_inputs import published_pair
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.validation.checks import LARGE, Row, charted_models, check, whole_score_mix

RANKS_MEAN = "mean of ranks"
RANKS_SD = "spread of ranks"
NO_INTERVIEW = "chance of no interview"
NO_RANK_LIST = "no interview beside no rank list"
FRAILTY = "variance of the shared applicant effect"
SHAPES_THAT_FIT = "rank shapes that fit the published figures"
GOLDEN = "chance by number of ranks"

_TYPE = "non_us_img"
_MEAN_LIMIT, _SD_LIMIT = 0.10, 0.20  # shares of the published figure
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
    mean_reason = _level_reason(model) if abs(mix_mean - mean) > _MEAN_LIMIT * mean else ""
    sd_limit, sd_reason = _SD_LIMIT * sd, _SATURATES if abs(mix_sd - sd) > _SD_LIMIT * sd else ""
    if not judged:
        sd_limit = np.nan
        sd_reason = "shared effect pooled over specialties, so the spread is not fitted here"
    frailty_range = f"range {model.frailty.low:.2f} to {model.frailty.high:.2f}"
    frailty_reason = "pooled over specialties" if model.frailty.pooled else "from the specialty's own ranks"
    mix = "over the score mix"
    rows = [
        (RANKS_MEAN, "average applicant", mean, average_mean, np.nan, "ranks", one_score),
        (RANKS_MEAN, mix, mean, mix_mean, _MEAN_LIMIT * mean, "ranks", mean_reason),
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
