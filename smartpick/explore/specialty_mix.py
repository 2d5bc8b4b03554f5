"""One list over several specialties beside a list in each of them alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.odds.estimate import Estimate
from smartpick.odds.list_odds import SpecialtyList, Standing, point_odds
from smartpick.plan.evidence import NO_EVIDENCE, Evidence
from smartpick.plan.fees import ListCost
from smartpick.plan.planning import plan_list
from smartpick.plan.standing import standing_of
from smartpick.profile import ApplicantProfile


@dataclass(frozen=True)
class SpecialtyChoice:
    """What a list over some of the applicant's specialties comes to.

    Attributes:
        specialties: The specialties it may draw on.
        counts: Applications in each of them.
        match: Chance of matching.
        match_pacific: Chance of matching on the Pacific Coast.
        cost: Application fees.
        signals: Signals that the specialties with applications give, all together.
        too_few: Why the chances have no point, in a sentence; empty where they have one.
    """

    specialties: tuple[str, ...]
    counts: dict[str, int]
    match: Estimate
    match_pacific: Estimate
    cost: ListCost
    signals: int
    too_few: str = ""


def specialty_choices(
    together: Assessment,
    engine: Engine,
    assumed: bool = True,
    evidence: Evidence = NO_EVIDENCE,
    progress: Callable[[float], object] = lambda done: None,
) -> list[SpecialtyChoice]:
    """Return the list over all specialties of the profile and one for each alone, in the profile's order.

    Every list keeps to the applicant's own limits: the same number of applications, budget and coast.

    Args:
        together: The applicant with the list over all specialties.
        engine: The fitted data.
        assumed: Whether effects of assumed size count.
        evidence: What the applicant knows of single programs.
        progress: Told the share (0-1) that is done.
    """
    found = [_choice(together, engine)]
    names = together.profile.specialties
    for done, name in enumerate(names):
        alone = assess(_only(together.profile, name), engine, assumed, evidence=evidence, thorough=False)
        found.append(_choice(alone, engine))
        progress((done + 1) / len(names))
    return found


def _only(profile: ApplicantProfile, specialty: str) -> ApplicantProfile:
    # Signals set by hand are for single programs; those of another specialty must not switch off the rest.
    return profile.changed(specialties=(specialty,), signals={})


def _choice(assessment: Assessment, engine: Engine) -> SpecialtyChoice:
    plan = assessment.plan
    index = plan.candidates.specialty_index
    counts = {model.specialty: int((index == i).sum()) for i, model in enumerate(plan.models)}
    signals = sum(
        sum(engine.signal_rules(model.specialty, model.applicant_type).allowance.values())
        for model in plan.models
        if counts[model.specialty]
    )
    return SpecialtyChoice(
        assessment.profile.specialties,
        counts,
        assessment.match_probability,
        assessment.match_probability_pacific,
        plan.cost,
        signals,
        assessment.too_few,
    )


# Worths of the next specialty that are compared, from as good as the first to a fifth of it.
COMPARED_WORTHS = (1.0, 0.8, 0.6, 0.4, 0.2)


@dataclass(frozen=True)
class WorthOutcome:
    """What the list comes to if a place in the next specialty is worth this much.

    Attributes:
        worth: The answer `second_choice_value`, 0-1.
        counts: Applications in each specialty, the preferred first.
        first: Chance of matching in the preferred specialty with its part of the list, were it ranked first;
            NaN where too few people are behind it.
        anywhere: Chance of matching in any of them; NaN likewise.
    """

    worth: float
    counts: tuple[int, ...]
    first: float
    anywhere: float


def worth_outcomes(
    together: Assessment, engine: Engine, assumed: bool = True, evidence: Evidence = NO_EVIDENCE
) -> list[WorthOutcome]:
    """Return what other answers to the worth of the next specialty would make of the list.

    Args:
        together: The applicant with a list over several specialties.
        engine: The fitted data.
        assumed: Whether effects of assumed size count.
        evidence: What the applicant knows of single programs.
    """
    profile = together.profile
    score = profile.step2_ck_score or together.score_curve.median_applicant
    standing = standing_of(list(together.effects), engine, profile.applicant_type)
    unknown = bool(together.plan.models[0].too_few)
    found = []
    for worth in sorted({*COMPARED_WORTHS, profile.second_choice_value}, reverse=True):
        plan = together.plan
        if worth != profile.second_choice_value:
            changed = profile.changed(second_choice_value=worth)
            plan = plan_list(changed, engine, assumed, evidence=evidence, thorough=False)
        index = plan.candidates.specialty_index
        chances = [_chance(parts, float(score), standing) for parts in (plan.parts[:1], plan.parts)]
        found.append(
            WorthOutcome(
                worth,
                tuple(int((index == i).sum()) for i in range(len(plan.models))),
                *(np.nan if unknown else chance for chance in chances),
            )
        )
    return found


def _chance(parts: Sequence[SpecialtyList], score: float, standing: Standing) -> float:
    if not any(part.size for part in parts):
        return 0.0
    return float(point_odds(parts, np.array([score]), standing)[0][0])
