"""Where a profile puts an applicant, apart from the score and the programs."""

from __future__ import annotations

from smartpick.engine import Engine
from smartpick.odds.draws import fixed_draws
from smartpick.odds.effects import AppliedEffect, applied_effects, total, total_draws
from smartpick.odds.list_odds import Standing
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.profile import ApplicantProfile


def effects_of(profile: ApplicantProfile, engine: Engine, assumed: bool = True) -> list[AppliedEffect]:
    """Return the effects of everything in the profile but the score."""
    answers = {**dict(profile), "exam_failures": profile.step1_failures + profile.step2_ck_failures}
    return applied_effects(answers, engine.factors, profile.applicant_type, assumed)


def standing_of(effects: list[AppliedEffect]) -> Standing:
    """Sum the effects into the multipliers that the odds need."""
    normal = fixed_draws().effects
    return Standing(
        total(effects, "everywhere"),
        total_draws(effects, "everywhere", normal),
        total_draws(effects, "pacific", normal) - total(effects, "pacific"),
    )


def score_multiplier(model: SpecialtyModel, profile: ApplicantProfile) -> float:
    """Return the log multiplier of the profile's score, or of the median applicant's if it is unknown."""
    score = profile.step2_ck_score
    return float(model.log_multiplier(model.score_curve.median_applicant if score is None else score))
