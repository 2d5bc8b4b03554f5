"""Everything that an estimate for one applicant rests on: sources, and rows of `data/parameters`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.explore.invitation_estimates import InvitationEstimates
from smartpick.odds.specialty_inputs import published_counts
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.eligibility import IMG_TYPES
from smartpick.plan.evidence import Evidence
from smartpick.plan.plan import Plan
from smartpick.plan.standing import effects_of
from smartpick.presenters.wording import percent
from smartpick.profile import ApplicantProfile

GUIDE = "smartpick_guide"
_H1B_RULE = "fsmb_step3_eligibility"


@dataclass(frozen=True)
class Behind:
    """What a block of numbers rests on.

    Attributes:
        source_ids: Published sources, and those that the parameters name.
        parameters: Names of factors in `effects` and of rows in `model_parameters`.
    """

    source_ids: tuple[str, ...]
    parameters: tuple[str, ...]


def estimate_behind(assessment: Assessment, engine: Engine) -> Behind:
    """Return what the chances of an assessment rest on: figures, and what is derived or assumed."""
    parameters = (*(effect.factor for effect in assessment.effects), *_model_parameters(assessment, engine))
    ids = [*assessment.sources, *_rank_sources(assessment.plan.models, engine)]
    if assessment.profile.applicant_type in IMG_TYPES:
        ids += _mix_sources(assessment.plan.models, engine)
    return Behind(
        tuple(dict.fromkeys([*ids, *parameter_sources(parameters, engine)])), tuple(dict.fromkeys(parameters))
    )


def invitation_behind(
    estimates: InvitationEstimates,
    profile: ApplicantProfile,
    engine: Engine,
    assumed: bool,
    evidence: Evidence,
) -> Behind:
    """Return what our chances of an invitation rest on, before signals; nothing where there are none.

    Args:
        estimates: The chances.
        profile: The applicant.
        engine: The fitted data.
        assumed: Whether effects whose size is assumed count.
        evidence: What the applicant knows of single programs.
    """
    if estimates.candidates is None:
        return Behind((), ())
    effects = effects_of(profile, engine, assumed)
    names = [effect.factor for effect in effects] + ["near_zero_rate", "steepest_score_odds_ratio"]
    names += ["major_city_odds_ratio"] if profile.applicant_type in IMG_TYPES else []
    names += _of_requirements(profile, bool(estimates.candidates.eligibility.soft_misses.any()))
    names += evidence_parameters(evidence)
    ids = [source for cell in estimates.candidates.cells for source in cell.source_id.split("|")]
    ids += [source for model in estimates.models for source in model.inputs.sources]
    if profile.applicant_type in IMG_TYPES:
        ids += _mix_sources(estimates.models, engine)
    ids += parameter_sources(names, engine)
    return Behind(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(names)))


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


def program_sources(plan: Plan, engine: Engine) -> tuple[str, ...]:
    """Return where the programs of a list, and what their pages say, come from."""
    ids = plan.candidates.program_ids.tolist()
    named = plan.candidates.programs["source_ids"].astype(str).str.split("|").explode().unique()
    statements = engine.statements
    said = statements[statements.index.get_level_values("program_id").isin(ids)]
    return tuple(dict.fromkeys([*named, *said["source_id"].astype(str).unique()]))


def warning_sources(assessment: Assessment) -> tuple[str, ...]:
    """Return what the warnings of an assessment rest on."""
    ids = [source for model in assessment.plan.models for source in model.inputs.sources]
    tier = assessment.tier
    if tier.below_passing_note or tier.score_missing_note:
        ids.insert(0, assessment.passing.source_id)
    if assessment.profile.visa_need == "h1b" and assessment.profile.step3 != "pass":
        ids.append(_H1B_RULE)
    return tuple(dict.fromkeys(ids))


def parameter_sources(names: Sequence[str], engine: Engine) -> tuple[str, ...]:
    """Return the sources that rows of `effects` and `model_parameters` name."""
    effects, others = engine.facts.effects, engine.facts.model_parameters
    found = [
        *effects.loc[effects["factor"].isin(list(names)), "source_id"],
        *others.loc[others["parameter"].isin(list(names)), "source_id"],
    ]
    return tuple(dict.fromkeys(str(source) for source in found))


def assumed_sentence(assessment: Assessment) -> str:
    """Say how much of what the profile moves rests on effects whose size is assumed."""
    if not assessment.assumed:
        return "Effects whose size is assumed are left out."
    share = percent(assessment.assumed_share) if assessment.assumed_share > 0 else "Nothing"
    return f"{share} of what your profile moves rests on assumed sizes."


def evidence_parameters(evidence: Evidence) -> tuple[str, ...]:
    """Return the parameters that say how far the applicant's own figures are trusted."""
    known = evidence.values()
    names = []
    if any(one.interview_rate is not None for one in known):
        names += ["season_reliability", "near_zero_persistence"]
    if any(one.img_share is not None or one.non_us_img_share is not None for one in known):
        names.append("resident_share_correlation")
    return tuple(names)


def signal_parameters(models: Sequence[SpecialtyModel], engine: Engine) -> tuple[str, ...]:
    """Return the parameters behind what signals are worth in these specialties."""
    rules = [engine.signal_rules(model.specialty) for model in models]
    given = [rule for rule in rules if rule.allowance]
    names = ["typical_signal_share"] if given else []
    derived = [rule for rule in given if rule.basis == "derived"]
    names += ["signal_odds_ratio"] if derived else []
    names += ["gold_over_silver_odds_ratio"] if any("gold" in rule.allowance for rule in derived) else []
    return tuple(names)


def _model_parameters(assessment: Assessment, engine: Engine) -> list[str]:
    profile, models = assessment.profile, assessment.plan.models
    candidates = assessment.plan.candidates
    names = ["near_zero_rate", "steepest_score_odds_ratio", "shared_effect_variance"]
    if profile.applicant_type not in IMG_TYPES:
        names.append("typical_applications_us_seniors")
    elif any(model.specialty not in engine.published_ranks for model in models):
        names.append("typical_applications_img")
    if profile.applicant_type == "non_us_img":
        names.append("pacific_interview_worth")
        names += ["near_zero_without_visa"] if profile.visa_need == "none" else []
    if profile.applicant_type in IMG_TYPES:
        names.append("major_city_odds_ratio")
    names += _of_requirements(profile, bool(candidates.eligibility.soft_misses.any()))
    names += ["second_choice_value"] if len(models) > 1 else []
    names += signal_parameters(models, engine)
    return [*names, *evidence_parameters(assessment.plan.choice.evidence)]


def _of_requirements(profile: ApplicantProfile, preference_unmet: bool) -> list[str]:
    names = ["unmet_preference_odds_ratio"] if preference_unmet else []
    if profile.visa_need == "h1b" and profile.step3 != "pass":
        names.append("h1b_without_step3_odds_ratio")
    return names


def _rank_sources(models: Sequence[SpecialtyModel], engine: Engine) -> list[str]:
    """Return who printed numbers of ranks: for non-US IMGs only, and lent to the others."""
    rows = engine.facts.outcome_distributions
    rows = rows[rows["measure"] == "contiguous_ranks"]
    lent = {"Internal Medicine"} if any(m.specialty not in engine.published_ranks for m in models) else set()
    own = rows[rows["specialty"].isin([*(model.specialty for model in models), *lent])]
    ids = own["source_id"].astype(str).unique().tolist()
    for model in models:
        try:
            ids.append(published_counts(engine.facts, model.specialty, "non_us_img").source_id)
        except LookupError:
            continue
    return ids


def _mix_sources(models: Sequence[SpecialtyModel], engine: Engine) -> list[str]:
    """Return where the shares of programs with visas and of IMGs among residents come from."""
    mix: pd.DataFrame = engine.facts.resident_mix
    rows = mix[mix["specialty"].isin([model.specialty for model in models])]
    return [str(source) for source in rows["source_id"].unique()]
