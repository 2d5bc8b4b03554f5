"""One row of the calibration table, which specialties are checked, and their typical list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import numpy as np
import pandas as pd

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.odds.list_odds import SpecialtyList, Standing, point_odds, specialty_list
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.odds.specialty_inputs import NoPublishedOutcomes, published_counts, published_pair
from smartpick.odds.specialty_model import SpecialtyModel

# One row of the calibration table: what is published, what the model says, and whether they agree.

Evidence = Literal["by construction", "same report", "not seen by the fit"]
COLUMNS = (
    "identity",
    "quantity",
    "unit",
    "specialty",
    "applicant_type",
    "place",
    "published",
    "model",
    "difference",
    "limit",
    "verdict",
    "evidence",
    "reason",
    "borrowed",
    "source_id",
)


def check(
    identity: str,
    quantity: str,
    specialty: str,
    applicant_type: str,
    published: float,
    model: float,
    limit: float,
    *,
    evidence: Evidence,
    source_id: str,
    unit: str = "share",
    reason: str = "",
    borrowed: Iterable[str] = (),
    place: str = "United States",
) -> dict[str, object]:
    """Return one row of the table.

    Args:
        identity: Name of the identity, the same for all its rows.
        quantity: What is compared.
        specialty: Our name of the specialty.
        applicant_type: Applicant type.
        published: The published figure; NaN where nothing is published to compare with.
        model: The model's.
        limit: Largest difference that counts as agreement; NaN where the row only informs.
        evidence: How much agreement is worth: "by construction" catches mistakes in the code only; "same
            report" compares two figures of one report; "not seen by the fit" is a test of the model.
        source_id: Source of the published figure.
        unit: Of both figures; a share is 0 to 1.
        reason: Why the two differ, or what the reader must know.
        borrowed: What the model took from elsewhere.
        place: State, census division or nation that the figures are of.
    """
    difference = model - published
    judged = np.isfinite(limit) and np.isfinite(difference)
    verdict = ("agrees" if abs(difference) <= limit else "differs") if judged else "for information"
    return dict(
        zip(
            COLUMNS,
            (
                *(identity, quantity, unit, specialty, applicant_type, place),
                *(float(published), float(model), float(difference), float(limit)),
                *(verdict, evidence, reason, "; ".join(borrowed), source_id),
            ),
            strict=True,
        )
    )


def check_table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return the rows as a table with all of `COLUMNS`."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


# Which specialties are checked: those with enough published outcomes of an applicant type.

LARGE = ("Internal Medicine", "Family Medicine", "Pediatrics", "Psychiatry", "Neurology", "Pathology")


def charted_models(engine: Engine, applicant_type: str) -> Iterator[SpecialtyModel]:
    """Yield the models whose score curve is drawn: scores printed for the specialty, 20 in each group."""
    for specialty in engine.facts.specialties["specialty"].astype(str):
        found = published_pair(engine.facts, specialty, applicant_type, "step2_ck_score")
        if found is not None and min(found[0].n, found[1].n) >= CHARTED_FROM:
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
