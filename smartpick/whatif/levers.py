"""The changes still open to an applicant, each with its gain, and how far a higher score would carry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from smartpick.assessment import SCORE_AXIS, Assessment, reassess
from smartpick.engine import Engine
from smartpick.estimate import Array, Estimate, EstimateCurve
from smartpick.odds.list_odds import Standing, drawn_odds, point_odds
from smartpick.plan.candidates import effects_of, standing_of
from smartpick.plan.plan import Plan
from smartpick.plan.planning import plan_list
from smartpick.plan.season import UNDER_WAY
from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.programs.season import ListCost
from smartpick.prose import text_or_empty
from smartpick.whatif.exams import changes_to_pass, step2_ck_access, step2_ck_passed

# An exam that residency needs and that is not passed comes before all others. A further specialty is one of
# the levers: of the less competitive ones the one is offered that brings most.

# Answers from worst to best, where they are words.
_BETTER = {
    "step3": ("fail", "fail_then_pass", "not_taken", "pass"),
    "english": ("limited", "adequate", "strong"),
    "unexplained_gap": (True, False),
    "ecfmg_certified": (False, None, True),
    # Only for those whom no other visa will do: for the others it changes little.
    "visa_need": ("h1b", "either"),
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

# What a row of the table means by its new value where that depends on the applicant.
PASSED, LESS_COMPETITIVE = "passed", "less_competitive"


@dataclass(frozen=True, kw_only=True)
class Lever:
    """One change and what it is worth.

    Attributes:
        name: Row of `data/rules/levers.csv`.
        title: What the applicant would do.
        changes: Fields of the profile and their new values.
        gain: Change of the chance of matching, in probability, with its 80 % range.
        gain_pacific: The same for a match in the West Coast states.
        cost_usd: Published cost, None where none is known.
        time: How long it takes.
        basis: published, derived or assumed: what the size of the gain rests on.
        note: What to mind.
        source_id: Where advice and cost come from.
        before: Chance of matching that the gain comes on top of, 0-1.
        comes_first: Whether nothing else counts before it: an exam that residency needs and that is not
            passed. Its `before` is 0, and the gains of all others come on top of it.
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
    before: float
    comes_first: bool = False


# Points and draws of the chance of a match, and of a match in the West Coast states, at one score.
_Outcome = tuple[Sequence[Array], Sequence[Array]]


def levers(assessment: Assessment, engine: Engine) -> list[Lever]:
    """Return the open levers of an assessed profile: what comes first, then the greatest gain first.

    While an exam that residency needs is not passed, passing it is worth the whole chance, and every other
    gain is counted from the pass on. Where the exam cannot be taken again, nothing else would count and
    there is no lever.
    """
    profile, standard = assessment.profile, assessment.passing
    passing = changes_to_pass(profile, standard)
    if not passing:
        return _open_levers(assessment, engine, {})
    try:
        passed_profile = profile.changed(**passing)
    except ProfileFaults:
        return []
    access = step2_ck_access(profile, standard, engine.facts.usmle_rules)
    if not access.open and not step2_ck_passed(profile, standard):
        return []
    passed = reassess(assessment, passed_profile, engine, thorough=False)
    first = [
        _exam_lever(row, passing, passed, access.make_sure)
        for _, row in engine.facts.levers.iterrows()
        if row["to_value"] == PASSED and row["field"] in passing
    ]
    return [*first, *_open_levers(passed, engine, passing)]


def exam_is_closed(assessment: Assessment, engine: Engine) -> str:
    """Say why an exam that is not passed cannot be taken again; empty where it can, or is passed."""
    profile, standard = assessment.profile, assessment.passing
    if step2_ck_passed(profile, standard) or not changes_to_pass(profile, standard):
        return ""
    return step2_ck_access(profile, standard, engine.facts.usmle_rules).why_closed


def _exam_lever(row: pd.Series, passing: dict[str, object], passed: Assessment, make_sure: str) -> Lever:
    field, title, note = str(row["field"]), str(row["title"]), text_or_empty(row["note"])
    if field == "step2_ck_score":
        title += f" with {passing[field]} or more"
        note += f". {make_sure}" if make_sure else ""
    return Lever(
        name=str(row["lever"]),
        title=title,
        changes=passing,
        gain=passed.match_probability,
        gain_pacific=passed.match_probability_pacific,
        cost_usd=_published_cost(row),
        time=str(row["time"]),
        basis="derived",
        note=note,
        source_id=str(row["source_id"]),
        before=0.0,
        comes_first=True,
    )


def _open_levers(assessment: Assessment, engine: Engine, made_before: dict[str, object]) -> list[Lever]:
    """Return what would move the chance of an assessed profile, the greatest gain first.

    `made_before` are changes that the assessed profile has and the applicant has not made yet.
    """
    score = np.array([float(assessment.profile.step2_ck_score or assessment.score_curve.median_applicant)])
    before = _outcome(assessment.plan, score, assessment.standing)
    best = []
    for _, row in engine.facts.levers.iterrows():
        ways = [
            lever
            for title, changes in _offers(assessment.profile, row, engine)
            if (lever := _lever(row, title, changes, assessment, engine, score=score, before=before))
        ]
        if ways:
            lever = max(ways, key=lambda lever: lever.gain.point)
            best.append(replace(lever, changes={**made_before, **lever.changes}))
    return sorted(best, key=lambda lever: -lever.gain.point)


def _lever(
    row: pd.Series,
    title: str,
    changes: dict[str, object],
    assessment: Assessment,
    engine: Engine,
    *,
    score: Array,
    before: _Outcome,
) -> Lever | None:
    """Return what these changes would bring; None where they do not go together with the other answers."""
    profile, plan, field = assessment.profile, assessment.plan, str(row["field"])
    try:
        changed = profile.changed(**changes)
    except ProfileFaults:
        return None
    if field not in _SAME_LIST or profile.sponsorship == "h1b":
        evidence = plan.choice.evidence
        plan = plan_list(
            changed, engine, assessment.assumed, evidence=evidence, thorough=False, finished=False
        )
    effects = effects_of(changed, engine, assessment.assumed)
    after = _outcome(plan, score, standing_of(effects, engine, profile.applicant_type))
    cost, note = _published_cost(row), text_or_empty(row["note"])
    if field == "max_applications":
        cost = _difference(assessment.plan.cost, plan.cost)
        note = note if cost is not None else ""
    bases = {e.basis for e in effects if e.factor == field} or {"derived"}
    if field == "visa_need" and not profile.step3_passed:
        bases = {"assumed"}  # what an H-1B is worth without Step 3
    return Lever(
        name=str(row["lever"]),
        title=title,
        changes=changes,
        gain=_gain(before, after, 0),
        gain_pacific=_gain(before, after, 1),
        cost_usd=cost,
        time=str(row["time"]),
        basis=bases.pop(),
        note=note,
        source_id=str(row["source_id"]),
        before=assessment.match_probability_before_season.point,
    )


def _offers(profile: ApplicantProfile, row: pd.Series, engine: Engine) -> list[tuple[str, dict[str, object]]]:
    """Return the ways to use a lever (title, changes): one for most, one each for a further specialty."""
    title = str(row["title"])
    if row["to_value"] == PASSED:
        return []
    if row["to_value"] == LESS_COMPETITIVE:
        return [
            (title.replace("...", name), {"specialties": (*profile.specialties, name)})
            for name in _less_competitive(profile, engine)
        ]
    changes = _changes(profile, row)
    return [(title, changes)] if changes else []


def _less_competitive(profile: ApplicantProfile, engine: Engine) -> list[str]:
    """Return the guide's less competitive specialties that the applicant does not have yet.

    One that ends after a year is not a specialty to train in, so it is not among them.
    """
    table = engine.facts.specialties
    whole = (table["guide_group"] == LESS_COMPETITIVE) & ~table["one_year"].fillna(False).astype(bool)
    names = table.loc[whole, "specialty"].astype(str)
    return [
        name
        for name in names
        if name not in profile.specialties and engine.has_figures(name, profile.applicant_type)
    ]


def _changes(profile: ApplicantProfile, row: pd.Series) -> dict[str, object]:
    """Return the new answers of a lever, or nothing where the profile is already there."""
    field = str(row["field"])
    present: Any = profile.sponsorship if field == "visa_need" else getattr(profile, field)
    if not pd.isna(row["step"]):
        return {field: present + int(row["step"])}
    target = {"True": True, "False": False}.get(str(row["to_value"]), row["to_value"])
    if field == "step3" and target == "pass":
        # A failed attempt stays on the transcript, so a later pass is another answer than a first one.
        return {} if profile.step3_passed else {field: profile.step3_once_passed}
    if field in _BETTER:
        order = _BETTER[field]
        return {field: target} if present in order[: order.index(target)] else {}
    number = int(float(str(target)))
    if number <= present:
        return {}
    # A letter from the West Coast is one of the US letters.
    letters = {"us_letters": max(profile.us_letters, number)} if field == "pacific_letters" else {}
    return {field: number, **letters}


def _published_cost(row: pd.Series) -> float | None:
    return None if pd.isna(row["cost_usd"]) else float(row["cost_usd"])


def _difference(before: ListCost, after: ListCost) -> float | None:
    """Return what the longer list costs more; None where it holds more applications of unknown price."""
    return None if after.unpriced_count > before.unpriced_count else after.total_usd - before.total_usd


def _outcome(plan: Plan, score: Array, standing: Standing) -> _Outcome:
    if not plan.size:
        return (np.zeros(1), np.zeros(1)), (np.zeros((1, 1)), np.zeros((1, 1)))
    return point_odds(plan.parts, score, standing)[:2], drawn_odds(plan.parts, score, standing)[:2]


def _gain(before: _Outcome, after: _Outcome, which: int) -> Estimate:
    point = after[0][which] - before[0][which]
    return EstimateCurve.from_draws(point, after[1][which] - before[1][which]).at(0)


# Where ten points more or fewer hardly move the chance, something else limits it. What does is read from the
# model's own terms: the odds ratios of the answers, the visas that programs sponsor, the rules they state,
# the slope of the score's own curve.

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
    if profile.sponsorship != "none":
        held.append(Limit("visa", float(plan.choice.candidates.visa_share.mean()), profile.sponsorship))
    if profile.sponsorship == "h1b" and not profile.step3_passed:
        held.append(Limit("no_step3", engine.parameters["h1b_without_step3_odds_ratio"]))
    held.append(Limit("ruled_out", plan.eligible_count / (plan.eligible_count + plan.ruled_out_count)))
    held.append(Limit("few_applications", min(plan.size / max(plan.eligible_count, 1), 1.0)))
    limits = sorted((limit for limit in held if limit.odds_ratio < _NOTABLE), key=lambda x: x.odds_ratio)
    listed = {plan.models[i].specialty for i in set(plan.candidates.specialty_index.tolist())}
    flat = [
        Limit("flat_curve", 1.0, model.specialty)
        for model in plan.models
        if model.specialty in listed and abs(np.diff(model.log_multiplier([low, high]))[0]) < np.log(_FLAT)
    ]
    return (*limits, *flat)
