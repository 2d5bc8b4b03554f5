"""What blocks of numbers rest on, beside the grounds that an assessment carries itself."""

from __future__ import annotations

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.explore.invitation_estimates import InvitationEstimates
from smartpick.plan.eligibility import IMG_TYPES
from smartpick.plan.evidence import Evidence
from smartpick.plan.grounds import (
    Grounds,
    evidence_parameters,
    requirement_parameters,
    trace_parameters,
)
from smartpick.plan.standing import effects_of
from smartpick.presenters.wording import percent
from smartpick.profile import ApplicantProfile

GUIDE = "smartpick_guide"
_H1B_RULE = "fsmb_step3_eligibility"


def invitation_grounds(
    estimates: InvitationEstimates,
    profile: ApplicantProfile,
    engine: Engine,
    assumed: bool,
    evidence: Evidence,
) -> Grounds:
    """Return what our chances of an invitation rest on, before signals; nothing where there are none.

    Args:
        estimates: The chances.
        profile: The applicant.
        engine: The fitted data.
        assumed: Whether effects whose size is assumed count.
        evidence: What the applicant knows of single programs.
    """
    if estimates.candidates is None:
        return Grounds((), ())
    effects = effects_of(profile, engine, assumed)
    names = [effect.factor for effect in effects] + ["near_zero_rate", "steepest_score_odds_ratio"]
    names += trace_parameters(profile.applicant_type)
    names += requirement_parameters(profile, bool(estimates.candidates.eligibility.soft_misses.any()))
    names += evidence_parameters(evidence)
    ids = [source for cell in estimates.candidates.cells for source in cell.source_id.split("|")]
    ids += [source for model in estimates.models for source in model.inputs.sources]
    if profile.applicant_type in IMG_TYPES:
        ids += engine.trace_sources(tuple(model.specialty for model in estimates.models))
    return Grounds.of(ids, names, engine)


def curve_parameters(in_region: bool) -> tuple[str, ...]:
    """Return the parameters behind compared curves: those by score and by interviews need none."""
    if not in_region:
        return ()
    return (
        "near_zero_rate",
        "steepest_score_odds_ratio",
        "shared_effect_variance",
        "pacific_interview_worth",
    )


def warning_sources(assessment: Assessment) -> tuple[str, ...]:
    """Return what the warnings of an assessment rest on."""
    ids = [source for model in assessment.plan.models for source in model.inputs.sources]
    tier = assessment.tier
    if tier.below_passing_note or tier.score_missing_note:
        ids.insert(0, assessment.passing.source_id)
    if assessment.profile.sponsorship == "h1b" and not assessment.profile.step3_passed:
        ids.append(_H1B_RULE)
    return tuple(dict.fromkeys(ids))


def assumed_sentence(assessment: Assessment) -> str:
    """Say how much of what the profile moves rests on effects whose size is assumed."""
    if not assessment.assumed:
        return "Effects whose size is assumed are left out."
    share = percent(assessment.assumed_share) if assessment.assumed_share > 0 else "Nothing"
    return f"{share} of what your profile moves rests on assumed sizes."
