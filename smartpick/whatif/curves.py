"""Curves to lay side by side: by score, by score in a region, by number of interviews."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

from smartpick.engine import Engine
from smartpick.estimate import SIZE, Array, EstimateCurve
from smartpick.facts import Facts
from smartpick.odds.list_odds import ListOdds, Standing, list_odds, specialty_list
from smartpick.odds.rates import RateCell, RateTable
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.odds.specialty_inputs import NoPublishedOutcomes, OutcomeCounts, published_counts, score_inputs
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import coast_interview_worth
from smartpick.whatif.invitations import mixed_cell

Level = Literal["nation", "division", "coast", "state"]
NATION = "US"
COAST = "Coast"
PACIFIC_DIVISION = "Pacific"


@dataclass(frozen=True)
class Region:
    """A place with residency programs.

    Attributes:
        key: Short name: "US", "Coast", the name of a census division, or a state's two letters.
        name: Name to read.
        level: How large it is. The coast is three states taken together; the Pacific census division has
            Alaska and Hawaii too.
        division: Census division of a state; empty for the others.
        pacific_coast: Whether all of it lies in the West Coast states (California, Oregon, Washington).
        states: The West Coast states of "Coast"; empty for the others.
    """

    key: str
    name: str
    level: Level
    division: str = ""
    pacific_coast: bool = False
    states: tuple["Region", ...] = ()

    @property
    def short_name(self) -> str:
        """The name where there is little room: what comes before a colon."""
        return self.name.partition(":")[0]

    def cell(self, rates: RateTable, programs: pd.DataFrame) -> RateCell:
        """Return the interview rates known here, or of the larger place around where too few report.

        Nobody publishes those of the West Coast: they are its states' cells combined, each weighted by its
        `programs` of the specialty (see `mixed_cell`).
        """
        if self.level == "coast":
            cells = [state.cell(rates, programs) for state in self.states]
            return mixed_cell(cells, [s.programs_in(programs) for s in self.states], "coast", self.short_name)
        if self.level == "state":
            return rates.cell(self.key, self.division)
        return rates.divisions.get(self.key, rates.nation) if self.level == "division" else rates.nation

    def borrowed(self, rates: RateTable, programs: pd.DataFrame) -> tuple[tuple[str, RateCell], ...]:
        """Return the names of those of its parts whose rates are those of a larger place, with the rates."""
        parts = [part for part in self.states or (self,) if part.programs_in(programs)]
        cells = [(part, part.cell(rates, programs)) for part in parts]
        return tuple((part.name, cell) for part, cell in cells if cell.level != part.level)

    def programs_in(self, programs: pd.DataFrame) -> int:
        """Return how many of these programs (rows with `state` and `census_division`) are here."""
        if self.level == "coast":
            return sum(state.programs_in(programs) for state in self.states)
        if self.level == "nation":
            return len(programs)
        column = "state" if self.level == "state" else "census_division"
        return int((programs[column] == self.key).sum())


def regions(facts: Facts) -> tuple[Region, ...]:
    """Return the places: each West Coast state, these together, census divisions, the nation."""
    states = facts.states
    coast = states[states["pacific_coast"]].sort_values("state_name")
    rated = facts.interview_rates
    divisions = sorted(set(rated.loc[rated["geography_level"] == "division", "geography"].astype(str)))
    on_the_coast = tuple(
        Region(str(row["state"]), str(row["state_name"]), "state", str(row["census_division"]), True)
        for row in coast.to_dict("records")
    )
    *others, last = (state.name for state in on_the_coast)
    return (
        *on_the_coast,
        Region(
            COAST,
            f"West Coast: {', '.join(others)} and {last}",
            "coast",
            pacific_coast=True,
            states=on_the_coast,
        ),
        *(Region(name, f"{name} division", "division") for name in divisions),
        Region(NATION, "United States", "nation"),
    )


# Nobody publishes scores by region. What is published is the national score curve and the interview rates of
# programs by place. A region curve combines them: so many applications, all to average programs of the
# region, from an applicant whose profile is that of the average applicant of the type in everything but the
# score.

_EVERY = 2  # points of score between the scores that are worked out


@dataclass(frozen=True, kw_only=True)
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
    """Return the curve of a list that goes to one region only; None where the specialty has no program there.

    At most as many `applications` go out as there are programs. Raises ValueError if they are fewer than 1,
    LookupError if nobody publishes outcomes of the type in the specialty.
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
    coast = region.pacific_coast or region.key == PACIFIC_DIVISION
    worth = coast_interview_worth(applicant_type, engine) if coast else None
    none = np.zeros(size, dtype=bool)
    part = specialty_list(
        model,
        mean_rest=np.full(size, cell.mean / max(1 - cell.near_zero_share, 1e-6)),
        near_zero=np.full(size, cell.near_zero_share),
        relative_sd=np.full(size, cell.relative_sd),
        log_shift=np.zeros(size),
        pacific=none,
        signalled=none,
        worth=np.full(size, worth.point if worth else 1.0),
    )
    average = Standing(0.0, np.zeros(SIZE), np.zeros(SIZE))
    return RegionCurve(
        region=region,
        cell=cell,
        borrowed=region.borrowed(model.rates, pool),
        programs=programs,
        applications=size,
        scores=scores,
        odds=list_odds([part], scores, average),
    )


def published_scores(model: SpecialtyModel) -> Array:
    """Return scores within the published range, both of its ends among them."""
    first, last = np.ceil(model.score_curve.minimum), np.floor(model.score_curve.maximum)
    return np.unique(np.append(np.arange(first, last, _EVERY), last))


Chance = Literal["season", "interviewed"]
MOST_RANKS_SHOWN = 20


@dataclass(frozen=True)
class ComparedCurve:
    """One curve.

    Attributes:
        specialty, applicant_type: What the curve is about.
        model: The fitted pieces behind it.
        axis: Where it is worked out: Step 2 CK scores, or numbers of contiguous ranks.
        estimate: Chance of a match, 0-1, with its 80 % range.
        in_region: What the curve of a region rests on, None for the others.
    """

    specialty: str
    applicant_type: str
    model: SpecialtyModel
    axis: Array
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
        specialty, applicant_type: What the curve would be about.
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
        draws = model.rank_draws[:, ranks]
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
    """Return the region curves (see `region_curve`), one for each specialty, type and place.

    The chance "season" counts the seasons without an interview, "interviewed" leaves them out.
    """
    empty: list[NotDrawn] = []

    def curves(model: SpecialtyModel) -> Iterator[ComparedCurve]:
        for place in places:
            curve = region_curve(engine, model.specialty, model.applicant_type, place, applications)
            if curve is None:
                empty.append(NotDrawn(model.specialty, model.applicant_type, None, place))
                continue
            estimate = curve.odds.match if chance == "season" else curve.odds.match_if_interviewed
            yield ComparedCurve(model.specialty, model.applicant_type, model, curve.scores, estimate, curve)

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
        except NoPublishedOutcomes:
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
    except NoPublishedOutcomes:
        return False
    if not inputs.by_score:
        return False
    published = (inputs.matched.n, inputs.not_matched.n, inputs.matched_count, inputs.not_matched_count)
    return min(published) >= CHARTED_FROM
