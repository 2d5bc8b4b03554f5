"""Levers: the changes still open to an applicant, each with its gain in the chance of a match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.odds.estimate import Estimate, EstimateCurve
from smartpick.odds.list_odds import Standing, drawn_odds, point_odds
from smartpick.plan.plan import Plan
from smartpick.plan.planning import plan_list
from smartpick.plan.standing import effects_of, standing_of
from smartpick.profile import ApplicantProfile, ProfileFaults

# Answers from worst to best, where they are words.
_BETTER = {
    "step3": ("fail", "fail_then_pass", "not_taken", "pass"),
    "english": ("limited", "adequate", "strong"),
    "unexplained_gap": (True, False),
    "ecfmg_certified": (False, None, True),
}
# Changes that leave the order of programs as it is: only the applicant's own multiplier moves.
_SAME_LIST = frozenset(
    {
        "step3",
        "usce_hands_on_weeks",
        "us_letters",
        "publications",
        "us_research_months",
        "english",
        "unexplained_gap",
        "ecfmg_certified",
    }
)


@dataclass(frozen=True)
class Lever:
    """One change and what it is worth.

    Attributes:
        name: Row of `data/rules/levers.csv`.
        title: What the applicant would do.
        changes: Fields of the profile and their new values.
        gain: Change of the chance of matching, in probability, with its 80 % range.
        gain_pacific: The same for a match on the Pacific Coast.
        cost_usd: Published cost, None where none is known.
        time: How long it takes.
        basis: published, derived or assumed: what the size of the gain rests on.
        note: What to mind.
        source_id: Where advice and cost come from.
    """

    name: str
    title: str
    changes: dict[str, object]
    gain: Estimate
    gain_pacific: Estimate
    cost_usd: float | None
    time: str
    basis: str
    note: str
    source_id: str


def open_changes(
    profile: ApplicantProfile, levers: pd.DataFrame
) -> list[tuple[pd.Series, dict[str, object]]]:
    """Return the levers that would change this profile, with the new answers."""
    found = []
    for _, row in levers.iterrows():
        changes = _changes(profile, row)
        if changes:
            found.append((row, changes))
    return found


def levers(assessment: Assessment, engine: Engine) -> list[Lever]:
    """Return the open levers of an assessed profile, the greatest gain first."""
    profile = assessment.profile
    score = np.array([float(profile.step2_ck_score or assessment.score_curve.median_applicant)])
    base_standing = standing_of(list(assessment.effects), engine, profile.applicant_type)
    base = _outcome(assessment.plan, score, base_standing)
    found = []
    for row, changes in open_changes(profile, engine.facts.levers):
        try:
            changed = profile.changed(**changes)
        except ProfileFaults:
            continue
        field = str(row["field"])
        plan = (
            assessment.plan
            if field in _SAME_LIST and profile.sponsorship != "h1b"
            else plan_list(
                changed, engine, assessment.assumed, evidence=assessment.plan.choice.evidence, thorough=False
            )
        )
        effects = effects_of(changed, engine, assessment.assumed)
        after = _outcome(plan, score, standing_of(effects, engine, profile.applicant_type))
        cost = None if pd.isna(row["cost_usd"]) else float(row["cost_usd"])
        if field == "max_applications":
            cost = plan.cost.total_usd - assessment.plan.cost.total_usd
        bases = {e.basis for e in effects if e.factor == field} or {"derived"}
        found.append(
            Lever(
                name=str(row["lever"]),
                title=str(row["title"]),
                changes=changes,
                gain=_gain(base, after, 0),
                gain_pacific=_gain(base, after, 1),
                cost_usd=cost,
                time=str(row["time"]),
                basis=bases.pop(),
                note="" if pd.isna(row["note"]) else str(row["note"]),
                source_id=str(row["source_id"]),
            )
        )
    return sorted(found, key=lambda lever: -lever.gain.point)


def _changes(profile: ApplicantProfile, row: pd.Series) -> dict[str, object]:
    """Return the new answers of a lever, or nothing where the profile is already there."""
    field = str(row["field"])
    present = getattr(profile, field)
    if not pd.isna(row["step"]):
        return {field: present + int(row["step"])}
    target = {"True": True, "False": False}.get(str(row["to_value"]), row["to_value"])
    if field == "step3" and target == "pass":
        # A failed attempt stays on the transcript, so a later pass is another answer than a first one.
        return {} if profile.step3_passed else {field: profile.step3_once_passed}
    if field in _BETTER:
        order = _BETTER[field]
        return {field: target} if order.index(target) > order.index(present) else {}
    number = int(float(str(target)))
    if number <= present:
        return {}
    # A letter from the Pacific Coast is one of the US letters.
    letters = {"us_letters": max(profile.us_letters, number)} if field == "pacific_letters" else {}
    return {field: number, **letters}


def _outcome(
    plan: Plan, score: np.ndarray, standing: Standing
) -> tuple[Sequence[np.ndarray], Sequence[np.ndarray]]:
    if not plan.size:
        return (np.zeros(1), np.zeros(1)), (np.zeros((1, 1)), np.zeros((1, 1)))
    return point_odds(plan.parts, score, standing)[:2], drawn_odds(plan.parts, score, standing)[:2]


def _gain(
    before: tuple[Sequence[np.ndarray], Sequence[np.ndarray]],
    after: tuple[Sequence[np.ndarray], Sequence[np.ndarray]],
    which: int,
) -> Estimate:
    point = after[0][which] - before[0][which]
    return EstimateCurve.from_draws(point, after[1][which] - before[1][which]).at(0)
