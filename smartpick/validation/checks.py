"""One row of the calibration table, which specialties are checked, and their typical list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from smartpick.engine import Engine
from smartpick.estimate import Array
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
