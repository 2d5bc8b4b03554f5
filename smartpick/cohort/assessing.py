"""What a roster table shows of each applicant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smartpick.assessment import Assessment, OwnAssessment, assess, assess_own_score
from smartpick.cohort.reading import Applicant, Roster
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.profile import ApplicantProfile
from smartpick.tiers import Tier
from smartpick.whatif.levers import Lever, levers


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a profile comes to, as far as a roster shows it.

    Attributes:
        tier, tier_label: The guide's tier and its name; None and empty where the guide gives none.
        match: Chance of matching with the recommended list; its point is NaN where too few are behind it.
        match_pacific: The same in a West Coast state, its point alone.
        interviews: Mean number of interviews.
        no_interview: Chance of none.
        applications: Length of the list.
        cost_usd: Its fees, as far as they are known; None where none is.
        cost_unknown: Applications of the list whose fee is not known.
        liability: What weighs most against the applicant, in a sentence; empty for nothing.
        lever: What would move the chance most; None where nothing does, or where it was not asked for.
        warnings: What to know before reading the numbers, in sentences.
    """

    tier: Tier | None
    tier_label: str
    match: Estimate
    match_pacific: float
    interviews: float
    no_interview: float
    applications: int
    cost_usd: float | None
    cost_unknown: int
    liability: str
    lever: Lever | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AssessedApplicant:
    """An applicant of a roster with what the profile comes to; `outcome` is None where there is a `fault`."""

    applicant: Applicant
    outcome: Outcome | None
    fault: str = ""


def assess_cohort(roster: Roster, engine: Engine, best_lever: bool = True) -> Iterator[AssessedApplicant]:
    """Assess the applicants of a roster one after the other; one with a fault says so and stops nobody.

    Without `best_lever` it is much faster.

    Raises:
        RosterFault: if something is open about the roster's columns.
    """
    for applicant in roster.clear().applicants():
        yield assess_applicant(applicant, engine, best_lever)


def assess_applicant(applicant: Applicant, engine: Engine, best_lever: bool = True) -> AssessedApplicant:
    """Assess one applicant of a roster."""
    if applicant.profile is None:
        return AssessedApplicant(applicant=applicant, outcome=None, fault=applicant.fault)
    try:
        outcome = outcome_of(applicant.profile, engine, best_lever)
    except NoPublishedOutcomes as error:
        return AssessedApplicant(applicant=applicant, outcome=None, fault=" ".join(str(error).split()))
    return AssessedApplicant(applicant=applicant, outcome=outcome)


def outcome_of(profile: ApplicantProfile, engine: Engine, best_lever: bool = True) -> Outcome:
    """Return what a profile comes to.

    Raises:
        NoPublishedOutcomes: if no source publishes outcomes of the type in a specialty of the profile.
    """
    whole = assess(profile, engine) if best_lever else None
    own = assess_own_score(profile, engine) if whole is None else OwnAssessment.of(whole)
    cost = own.plan.cost
    return Outcome(
        tier=own.tier.tier,
        tier_label=own.tier.label,
        match=own.match,
        match_pacific=own.match_pacific,
        interviews=own.interviews,
        no_interview=own.no_interview,
        applications=own.plan.size,
        cost_usd=cost.known_usd,
        cost_unknown=cost.unpriced_count,
        liability=main_liability(own, engine),
        lever=None if whole is None else best_lever_of(whole, engine),
        warnings=own.warnings,
    )


def best_lever_of(assessment: Assessment, engine: Engine) -> Lever | None:
    """Return what would move the chance most, or comes before all else; None if nothing moves it."""
    best = next(iter(levers(assessment, engine)), None)
    return best if best is not None and (best.comes_first or best.gain.point > 0) else None


# The tier's rules say what counts against an applicant, the effects how much each answer moves the odds. What
# a rule compares is called differently there where several answers are counted together.
_EFFECT_OF = {
    "failed_attempts": "exam_failures",
    "unrepaired_failures": "exam_failures",
    "us_clinical_weeks": "usce_hands_on_weeks",
    "research_items": "publications",
    "unexplained_gaps": "unexplained_gap",
    "english_level": "english",
}


def main_liability(assessment: OwnAssessment, engine: Engine) -> str:
    """Return what weighs most against an applicant in the guide's terms, in a sentence; empty for nothing.

    A score that is no pass comes first. Of several liabilities the one is taken whose answer moves the odds
    down most, and of those without a size in the model the guide's first.
    """
    tier = assessment.tier
    if tier.below_passing_note:
        return tier.below_passing_note
    size = {effect.factor: effect.log_value for effect in assessment.effects}
    rules = {rule.rule_id: rule for rule in engine.tier_rules.of_role("liability")}

    def weight(rule_id: str) -> float:
        names = [each.quantity for each in rules[rule_id].conditions]
        return min(size.get(_EFFECT_OF.get(name, name), 0.0) for name in names)

    reasons = [each for each in tier.reasons if each.kind == "liability" and each.rule_id in rules]
    return min(reasons, key=lambda each: weight(each.rule_id)).text if reasons else ""
