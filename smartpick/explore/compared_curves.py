"""Curves to lay side by side: by score, by score in a region, by number of interviews."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np

from smartpick.arrays import Array
from smartpick.engine import Engine
from smartpick.explore.region_curves import RegionCurve, published_scores, region_curve
from smartpick.explore.regions import Region
from smartpick.facts import Facts
from smartpick.odds.draws import fixed_draws
from smartpick.odds.estimate import EstimateCurve
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.odds.specialty_inputs import OutcomeCounts, published_counts, score_inputs
from smartpick.odds.specialty_model import SpecialtyModel

Chance = Literal["season", "interviewed"]
MOST_RANKS_SHOWN = 20


@dataclass(frozen=True)
class ComparedCurve:
    """One curve.

    Attributes:
        specialty, applicant_type: Whose curve it is.
        model: The fitted pieces behind it.
        at: Where it is worked out: Step 2 CK scores, or numbers of contiguous ranks.
        estimate: Chance of a match, 0-1, with its 80 % range.
        in_region: What stands behind the curve of a region, None for the others.
    """

    specialty: str
    applicant_type: str
    model: SpecialtyModel
    at: Array
    estimate: EstimateCurve
    in_region: RegionCurve | None = None

    @property
    def region(self) -> Region | None:
        """The place of a region curve."""
        return self.in_region.region if self.in_region else None


@dataclass(frozen=True)
class NotDrawn:
    """A curve that is not drawn.

    Attributes:
        specialty, applicant_type: Whose curve it would be.
        counts: The published outcome counts where there are too few applicants; None where none are printed.
        region: The place, where the reason is that the specialty has no program there.
    """

    specialty: str
    applicant_type: str
    counts: OutcomeCounts | None
    region: Region | None = None


@dataclass(frozen=True)
class Comparison:
    """The curves that can be drawn and those that cannot."""

    curves: tuple[ComparedCurve, ...]
    not_drawn: tuple[NotDrawn, ...]


def compare_by_score(
    engine: Engine, specialties: Sequence[str], applicant_types: Sequence[str]
) -> Comparison:
    """Return the score curves: chance of a match among those who ranked at least one program."""

    def curve(model: SpecialtyModel) -> Iterator[ComparedCurve]:
        scores = published_scores(model)
        point, (low, high) = model.score_curve.probability(scores), model.score_curve.interval(scores)
        yield ComparedCurve(
            model.specialty, model.applicant_type, model, scores, EstimateCurve(point, low, high)
        )

    return _compare(engine, specialties, applicant_types, curve)


def compare_by_interviews(
    engine: Engine, specialties: Sequence[str], applicant_types: Sequence[str]
) -> Comparison:
    """Return the rank curves: chance of a match by number of contiguous ranks, from 0 to 20."""
    ranks = np.arange(MOST_RANKS_SHOWN + 1)

    def curve(model: SpecialtyModel) -> Iterator[ComparedCurve]:
        draws = model.rank_draws(fixed_draws())[:, ranks]
        estimate = EstimateCurve.from_draws(model.rank_curve.probability[ranks], draws)
        yield ComparedCurve(model.specialty, model.applicant_type, model, ranks.astype(float), estimate)

    return _compare(engine, specialties, applicant_types, curve)


def compare_by_region(
    engine: Engine,
    specialties: Sequence[str],
    applicant_types: Sequence[str],
    places: Sequence[Region],
    applications: int,
    chance: Chance,
) -> Comparison:
    """Return the region curves, see `region_curve`.

    Args:
        engine: The fitted data.
        specialties, applicant_types, places: A curve is drawn for each combination.
        applications: Applications sent to the region.
        chance: "season" counts the seasons without an interview, "interviewed" leaves them out.
    """
    empty: list[NotDrawn] = []

    def curves(model: SpecialtyModel) -> Iterator[ComparedCurve]:
        for place in places:
            found = region_curve(engine, model.specialty, model.applicant_type, place, applications)
            if found is None:
                empty.append(NotDrawn(model.specialty, model.applicant_type, None, place))
                continue
            estimate = found.odds.match if chance == "season" else found.odds.match_if_interviewed
            yield ComparedCurve(model.specialty, model.applicant_type, model, found.scores, estimate, found)

    compared = _compare(engine, specialties, applicant_types, curves)
    return Comparison(compared.curves, (*compared.not_drawn, *empty))


def drawable_specialties(engine: Engine, applicant_types: Sequence[str]) -> list[str]:
    """Return the specialties with a curve for at least one of the applicant types."""
    names = sorted(engine.facts.specialties["specialty"].astype(str))
    return [name for name in names if any(_enough(engine.facts, name, t) for t in applicant_types)]


def _compare(
    engine: Engine,
    specialties: Sequence[str],
    applicant_types: Sequence[str],
    curves_of: Callable[[SpecialtyModel], Iterator[ComparedCurve]],
) -> Comparison:
    curves: list[ComparedCurve] = []
    not_drawn: list[NotDrawn] = []
    for specialty, applicant_type in product(specialties, applicant_types):
        try:
            counts = published_counts(engine.facts, specialty, applicant_type)
        except LookupError:
            not_drawn.append(NotDrawn(specialty, applicant_type, None))
            continue
        if _enough(engine.facts, specialty, applicant_type):
            curves += curves_of(engine.model(specialty, applicant_type))
        else:
            not_drawn.append(NotDrawn(specialty, applicant_type, counts))
    return Comparison(tuple(curves), tuple(not_drawn))


def _enough(facts: Facts, specialty: str, applicant_type: str) -> bool:
    """Return whether there are enough applicants for a curve; without fitting one, which takes longer."""
    try:
        inputs = score_inputs(facts, specialty, applicant_type)
    except LookupError:
        return False
    if not inputs.by_score:
        return False
    published = (inputs.matched.n, inputs.not_matched.n, inputs.matched_count, inputs.not_matched_count)
    return min(published) >= CHARTED_FROM
