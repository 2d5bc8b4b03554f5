"""The chance by score with a list that is sent to one region only.

Nobody publishes scores by region. What is published is the national score curve and the interview rates of
programs by place. A region curve combines them: so many applications, all to average programs of the region,
from an applicant whose profile is that of the average applicant of the type in everything but the score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smartpick.arrays import Array
from smartpick.engine import Engine
from smartpick.explore.regions import PACIFIC_DIVISION, Region
from smartpick.odds.draws import SIZE
from smartpick.odds.list_odds import ListOdds, Standing, list_odds, specialty_list
from smartpick.odds.rates import RateCell
from smartpick.odds.specialty_model import SpecialtyModel

_EVERY = 2  # points of score between the scores that are worked out


@dataclass(frozen=True)
class RegionCurve:
    """What a list sent to one region only comes to, by score.

    Attributes:
        region: The place.
        cell: The interview rates used.
        borrowed: Names of the region, or of those of its states, that have too few programs reporting, each
            with the rates of the larger place that stand in.
        programs: Programs of the specialty in the region, doubtful entries of the directory left out.
        applications: Size of the list: as many as were asked for, or all programs there are.
        scores: Step 2 CK scores within the published range, rising.
        odds: What the list comes to at each of `scores`.
    """

    region: Region
    cell: RateCell
    borrowed: tuple[tuple[str, RateCell], ...]
    programs: int
    applications: int
    scores: Array
    odds: ListOdds


def region_curve(
    engine: Engine, specialty: str, applicant_type: str, region: Region, applications: int
) -> RegionCurve | None:
    """Return the curve of a region, or None where the specialty has no program there.

    Args:
        engine: The fitted data.
        specialty: The one specialty applied in.
        applicant_type: The type of applicant.
        region: Where all applications go.
        applications: How many (1 or more); no more than there are programs.

    Raises:
        LookupError: if no source prints outcomes of the type in the specialty.
        ValueError: if `applications` is below 1.
    """
    if applications < 1:
        raise ValueError(f"a list has at least one application, not {applications}")
    model = engine.model(specialty, applicant_type)
    pool = engine.pool((specialty,), applicant_type).programs
    programs = region.programs_in(pool)
    if not programs:
        return None
    cell, size = region.cell(model.rates, pool), min(applications, programs)
    scores = published_scores(model)
    odds = _odds(model, cell, size, scores, _interview_worth(engine, applicant_type, region))
    return RegionCurve(region, cell, region.borrowed(model.rates, pool), programs, size, scores, odds)


def published_scores(model: SpecialtyModel) -> Array:
    """Return scores within the published range, both of its ends among them."""
    first, last = np.ceil(model.score_curve.minimum), np.floor(model.score_curve.maximum)
    return np.unique(np.append(np.arange(first, last, _EVERY), last))


def _interview_worth(engine: Engine, applicant_type: str, region: Region) -> float:
    """Return what an interview there counts beside an average one (see `model_parameters`)."""
    coast = region.pacific_coast or region.key == PACIFIC_DIVISION
    return engine.parameters["pacific_interview_worth"] if coast and applicant_type == "non_us_img" else 1.0


def _odds(model: SpecialtyModel, cell: RateCell, size: int, scores: Array, worth: float) -> ListOdds:
    rest = cell.mean / max(1 - cell.near_zero_share, 1e-6)
    none = np.zeros(size, dtype=bool)
    part = specialty_list(
        model,
        np.full(size, rest),
        np.full(size, cell.near_zero_share),
        np.full(size, cell.relative_sd),
        np.zeros(size),
        none,
        none,
        np.full(size, worth),
    )
    average = Standing(0.0, np.zeros(SIZE), np.zeros(SIZE))
    return list_odds([part], scores, average)
