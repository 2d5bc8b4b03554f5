"""How far a higher score would carry, and what holds the chance where it is.

Where ten points more or fewer hardly move the chance, something else limits it. What does is read from the
model's own terms: the odds ratios of the answers, the visas that programs sponsor, the rules they state, the
slope of the score's own curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.engine import Engine
from smartpick.plan.season import UNDER_WAY

LimitKind = Literal["visa", "no_step3", "ruled_out", "answer", "flat_curve", "few_applications"]

# How far the window reaches to either side of the score, in points.
_REACH = 10
# An odds ratio under this is among the limits.
_NOTABLE = 0.75
# A score curve that moves the odds of an invitation by less than this ratio over the window is flat.
_FLAT = 1.15


@dataclass(frozen=True)
class Limit:
    """One thing that holds the chance down, whatever the score.

    Attributes:
        kind: Which of the model's terms it is.
        odds_ratio: What it does to the odds (a share of programs counts as a ratio), under 1; 1 for a flat
            curve, which holds nothing down but does not carry either.
        name: The answer, visa or specialty that it is about; empty if none.
    """

    kind: LimitKind
    odds_ratio: float
    name: str = ""


@dataclass(frozen=True)
class ScoreReach:
    """What ten points to either side of the score come to.

    Attributes:
        low_score, high_score: The window, in points, from the passing score on.
        chances: Chance of matching (0-1) at every score of the window.
        limits: What holds it where it is, the strongest first; flat curves last.
    """

    low_score: int
    high_score: int
    chances: tuple[float, ...]
    limits: tuple[Limit, ...]


def score_reach(assessment: Assessment, engine: Engine) -> ScoreReach | None:
    """Return what the score still moves for this applicant.

    None without a score, a list or a chance, and once the applications are out with the score they carry.
    """
    profile = assessment.profile
    score = profile.step2_ck_score
    if score is None or not assessment.plan.size or assessment.too_few or profile.season_stage in UNDER_WAY:
        return None
    start = max(score, assessment.passing.score)
    first, last = int(SCORE_AXIS[0]), int(SCORE_AXIS[-1])
    low = int(np.clip(max(start - _REACH, assessment.passing.score), first, last))
    high = int(np.clip(start + _REACH, low, last))
    chances = assessment.odds.match.point[low - first : high - first + 1]
    return ScoreReach(low, high, tuple(chances.tolist()), _limits(assessment, engine, low, high))


def _limits(assessment: Assessment, engine: Engine, low: int, high: int) -> tuple[Limit, ...]:
    profile, plan = assessment.profile, assessment.plan
    held = [
        Limit("answer", float(np.exp(effect.log_value)), effect.factor)
        for effect in assessment.effects
        if effect.scope == "everywhere"
    ]
    candidates = plan.choice.candidates
    if profile.sponsorship != "none":
        held.append(Limit("visa", float(candidates.visa_share.mean()), profile.sponsorship))
    if profile.sponsorship == "h1b" and not profile.step3_passed:
        held.append(Limit("no_step3", engine.parameters["h1b_without_step3_odds_ratio"]))
    programs = plan.eligible_count + plan.ruled_out_count
    held.append(Limit("ruled_out", plan.eligible_count / programs))
    open_to_you = max(plan.eligible_count, 1)
    held.append(Limit("few_applications", min(plan.size / open_to_you, 1.0)))
    found = sorted((limit for limit in held if limit.odds_ratio < _NOTABLE), key=lambda x: x.odds_ratio)
    on_list = {plan.models[i].specialty for i in set(plan.candidates.specialty_index.tolist())}
    flat = [
        Limit("flat_curve", 1.0, model.specialty)
        for model in plan.models
        if model.specialty in on_list and _moves(model.log_multiplier([low, high])) < np.log(_FLAT)
    ]
    return (*found, *flat)


def _moves(ends: np.ndarray) -> float:
    return abs(float(ends[1] - ends[0]))
