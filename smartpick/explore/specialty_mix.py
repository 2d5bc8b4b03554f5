"""One list over several specialties beside a list in each of them alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.odds.estimate import Estimate
from smartpick.plan.evidence import NO_EVIDENCE, Evidence
from smartpick.plan.fees import ListCost
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
    """

    specialties: tuple[str, ...]
    counts: dict[str, int]
    match: Estimate
    match_pacific: Estimate
    cost: ListCost
    signals: int


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
    signals = sum(sum(engine.signal_rules(name).allowance.values()) for name, n in counts.items() if n)
    return SpecialtyChoice(
        assessment.profile.specialties,
        counts,
        assessment.match_probability,
        assessment.match_probability_pacific,
        plan.cost,
        signals,
    )
