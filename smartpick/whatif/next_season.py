"""After a season without a match: what another application would come to, as it is, changed, or elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartpick.assessment import Assessment, reassess
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.odds.list_odds import point_odds
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.whatif.exams import one_year_later
from smartpick.whatif.levers import levers

# What a season costs beside the applications, and is published.
_SEASON_FEES = ("nrmp_registration", "usmle_transcript")
_MOST_CHANGES = 3
_MOST_SPECIALTIES = 3


@dataclass(frozen=True, kw_only=True)
class SeasonChoice:
    """One way on.

    Attributes:
        name: as_you_are, changed, a_year_later, other_specialty or second_specialty.
        specialties: What would be applied for, the preferred first.
        steps: What would be done before, in the words of the levers.
        match: Chance of matching, with its 80 % range.
        match_pacific: The same in the West Coast states.
        applications: How many would be sent.
        cost_usd: Application fees, and the season's other fees that are published.
        unpriced: Applications whose fee is not known.
    """

    name: str
    specialties: tuple[str, ...]
    steps: tuple[str, ...]
    match: Estimate
    match_pacific: Estimate
    applications: int
    cost_usd: float
    unpriced: int


def season_fees(fees: pd.DataFrame) -> tuple[float, tuple[str, ...]]:
    """Return what a season costs beside the applications (newest published prices), and the sources."""
    rows = fees[fees["item"].isin(_SEASON_FEES) & fees["specialty"].isna()]
    newest = rows.sort_values("season").drop_duplicates("item", keep="last")
    return float(newest["amount_usd"].sum()), tuple(dict.fromkeys(newest["source_id"].astype(str)))


def next_season_choices(assessment: Assessment, engine: Engine) -> tuple[SeasonChoice, ...]:
    """Return the ways on after a season without a match, the first with the answers as they are.

    `assessment` is the applicant as assessed for the next season.
    """
    profile = assessment.profile
    beside, _ = season_fees(engine.facts.fees)

    def choice(name: str, result: Assessment, steps: tuple[str, ...] = ()) -> SeasonChoice:
        cost = result.plan.cost
        return SeasonChoice(
            name=name,
            specialties=result.profile.specialties,
            steps=steps,
            match=result.match_probability,
            match_pacific=result.match_probability_pacific,
            applications=result.plan.size,
            cost_usd=cost.total_usd + beside,
            unpriced=cost.unpriced_count,
        )

    def again(changed: ApplicantProfile) -> Assessment:
        return reassess(assessment, changed, engine, thorough=False)

    choices = [choice("as_you_are", assessment)]
    better, steps = _with_the_best_changes(assessment, engine)
    if steps:
        choices.append(choice("changed", again(better), steps))
        later = better.changed(**one_year_later(profile))
        choices.append(choice("a_year_later", again(later), steps))
    others = _other_specialties(assessment, engine)
    choices += [choice("other_specialty", again(profile.changed(specialties=(one,)))) for one in others]
    if others and len(profile.specialties) == 1:
        both = (*profile.specialties, others[0])
        choices.append(choice("second_specialty", again(profile.changed(specialties=both))))
    return tuple(choices)


def _with_the_best_changes(
    assessment: Assessment, engine: Engine
) -> tuple[ApplicantProfile, tuple[str, ...]]:
    """Return the profile after the levers that help most, and their titles.

    A longer list and a further specialty are none: the specialty stays the same.
    """
    profile, steps = assessment.profile, []
    for lever in levers(assessment, engine):
        if not {"max_applications", "specialties"}.isdisjoint(lever.changes) or lever.gain.point <= 0:
            continue
        try:
            profile = profile.changed(**lever.changes)
        except ProfileFaults:
            continue
        steps.append(lever.title)
        if len(steps) == _MOST_CHANGES:
            break
    return profile, tuple(steps)


def _other_specialties(assessment: Assessment, engine: Engine) -> list[str]:
    """Return the specialties with published ranks in which the same answers come to the best chances."""
    profile = assessment.profile
    chances = {}
    for name in engine.published_ranks:
        if name in profile.specialties:
            continue
        changed = profile.changed(specialties=(name,))
        try:
            plan = plan_list(changed, engine, assessment.assumed, thorough=False)
        except NoPublishedOutcomes:
            continue
        model = plan.models[0]
        if not plan.size or not model.score_curve.charted:
            continue
        score = changed.step2_ck_score
        at = np.array([model.score_curve.median_applicant if score is None else float(score)])
        chances[name] = float(point_odds(plan.parts, at, assessment.standing)[0][0])
    return sorted(chances, key=lambda name: -chances[name])[:_MOST_SPECIALTIES]
