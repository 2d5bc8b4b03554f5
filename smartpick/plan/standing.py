"""Where a profile puts an applicant, apart from the score and the programs."""

from __future__ import annotations

import numpy as np

from smartpick.engine import Engine
from smartpick.odds.draws import Z80, fixed_draws
from smartpick.odds.effects import AppliedEffect, applied_effects, total, total_draws
from smartpick.odds.list_odds import Standing
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.profile import ApplicantProfile


def effects_of(profile: ApplicantProfile, engine: Engine, assumed: bool = True) -> list[AppliedEffect]:
    """Return the effects of everything in the profile but the score."""
    answers = {**dict(profile), "exam_failures": profile.step1_failures + profile.step2_ck_failures}
    return applied_effects(answers, engine.factors, profile.applicant_type, assumed)


def standing_of(effects: list[AppliedEffect], engine: Engine, applicant_type: str) -> Standing:
    """Sum the effects into the multipliers that the odds need.

    Args:
        effects: As returned by `effects_of`.
        engine: For the range of what an interview on the Pacific Coast counts.
        applicant_type: Whose interviews.
    """
    draws = fixed_draws()
    normal = draws.effects
    pacific_error = total_draws(effects, "pacific", normal) - total(effects, "pacific")
    if applicant_type == "non_us_img":
        value, low, high = engine.parameter_range("pacific_interview_worth")
        up, down = np.log(high / value) / Z80, np.log(value / low) / Z80
        z = draws.parameter
        pacific_error = pacific_error + z * np.where(z > 0, up, down)
    return Standing(
        total(effects, "everywhere"),
        total_draws(effects, "everywhere", normal),
        pacific_error,
    )


def score_multiplier(model: SpecialtyModel, profile: ApplicantProfile) -> float:
    """Return the log multiplier of the profile's score, or of the median applicant's if it is unknown."""
    score = profile.step2_ck_score
    return float(model.log_multiplier(model.score_curve.median_applicant if score is None else score))
