"""Everything that an estimate rests on: sources, and rows of `data/parameters`.

They are named by the conditions under which they count, not recorded as they are read: most are read once,
when a model is fitted for all profiles, and some are read for all but multiply zero for most. The slow test
`test_every_parameter_that_moves_an_estimate_is_named` moves each one and holds this to the truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smartpick.engine import Engine
from smartpick.odds.effects import AppliedEffect
from smartpick.plan.candidates import COAST_WORTH, coast_interview_worth
from smartpick.plan.eligibility import IMG_TYPES
from smartpick.plan.plan import Plan
from smartpick.plan.season import out_parameter
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import Evidence
from smartpick.programs.season import SignalRules


@dataclass(frozen=True)
class Grounds:
    """What numbers rest on.

    Attributes:
        source_ids: Published sources, and those that the parameters name, each once.
        parameters: Names of factors in `effects` and of rows in `model_parameters`, each once.
    """

    source_ids: tuple[str, ...]
    parameters: tuple[str, ...]

    @classmethod
    def of(cls, source_ids: Iterable[str], parameters: Sequence[str], engine: Engine) -> Grounds:
        """Return the grounds with the sources of the parameters added."""
        ids = [*source_ids, *parameter_sources(parameters, engine)]
        return cls(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(parameters)))


def list_grounds(
    plan: Plan, profile: ApplicantProfile, effects: Sequence[AppliedEffect], engine: Engine
) -> Grounds:
    """Return what the chances of a list rest on: figures, and what is derived or assumed."""
    models, schedules = plan.models, engine.fee_schedules
    ids = [source for model in models for source in model.inputs.sources]
    ids += [model.rates.nation.source_id for model in models]
    ids += [source for rule in plan.choice.rules for source in rule.source_ids]
    ids += [schedules[model.specialty].source_id for model in models if model.specialty in schedules]
    ids += [source for model in models for source in engine.rank_sources(model.specialty)]
    ids += engine.trace_sources(profile.specialties) if profile.applicant_type in IMG_TYPES else []
    parameters = [*(effect.factor for effect in effects), *_model_parameters(plan, profile, engine)]
    return Grounds.of(ids, parameters, engine)


def program_sources(plan: Plan, engine: Engine) -> tuple[str, ...]:
    """Return where the programs of a list, and what their pages say, come from, in the order of the ids.

    The order of the list would be another one at every score, and the page would be told all of it again.
    """
    known = engine.sources_of_programs
    return tuple(sorted({source for one in plan.candidates.program_ids.tolist() for source in known[one]}))


def parameter_sources(names: Sequence[str], engine: Engine) -> tuple[str, ...]:
    """Return the sources that rows of `effects` and `model_parameters` name."""
    return tuple(dict.fromkeys(source for name, source in engine.parameter_sources if name in names))


def evidence_parameters(evidence: Evidence) -> tuple[str, ...]:
    """Return the parameters that say how far the applicant's own figures are trusted."""
    observed = any(one.interview_rate is not None for one in evidence.values())
    return ("season_reliability", "near_zero_persistence") if observed else ()


def _signal_parameters(rules: Sequence[SignalRules]) -> list[str]:
    """Return the parameters behind what signals are worth under these rules."""
    derived = [rule for rule in rules if rule.allowance and rule.basis == "derived"]
    names = ["signal_odds_ratio"] if derived else []
    if any("gold" in rule.allowance for rule in derived):
        names.append("gold_over_silver_odds_ratio")
    return names


def requirement_parameters(profile: ApplicantProfile, preference_unmet: bool) -> list[str]:
    """Return the parameters behind requirements that are not met.

    `preference_unmet`: whether a program states a preference that the applicant does not meet.
    """
    names = ["unmet_preference_odds_ratio"] if preference_unmet else []
    if profile.sponsorship == "h1b" and not profile.step3_passed:
        names.append("h1b_without_step3_odds_ratio")
    return names


def trace_parameters(applicant_type: str) -> list[str]:
    """Return the parameters behind what public traces of single programs are worth to a type."""
    return ["trace_worth_us_img"] if applicant_type == "us_img" else []


def _model_parameters(plan: Plan, profile: ApplicantProfile, engine: Engine) -> list[str]:
    models, candidates = plan.models, plan.candidates
    names = ["near_zero_rate", "steepest_score_odds_ratio", "shared_effect_variance"]
    names += ["score_curve_level_error", "score_curve_slope_error"]
    if profile.applicant_type not in IMG_TYPES:
        names.append("typical_applications_us_seniors")
    elif any(model.specialty not in engine.published_ranks for model in models):
        names.append("typical_applications_img")
    if coast_interview_worth(profile.applicant_type, engine):
        names.append(COAST_WORTH)
    names += trace_parameters(profile.applicant_type)
    names.append("state_concentration_max")
    names += requirement_parameters(profile, bool(candidates.eligibility.soft_misses.any()))
    names += ["second_choice_value"] if len(models) > 1 else []
    names += _signal_parameters(plan.choice.rules)
    names += [out_parameter(profile)] if profile.season_stage == "waiting" else []
    return [*names, *evidence_parameters(plan.choice.evidence)]
