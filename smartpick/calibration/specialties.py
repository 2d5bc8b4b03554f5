"""Which specialties are checked: those with enough published outcomes of an applicant type."""

from __future__ import annotations

from collections.abc import Iterator

from smartpick.engine import Engine
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.odds.specialty_inputs import published_counts, published_pair
from smartpick.odds.specialty_model import SpecialtyModel

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
        except LookupError:
            continue
        if min(counts.matched, counts.not_matched) >= CHARTED_FROM:
            yield engine.model(specialty, applicant_type)
