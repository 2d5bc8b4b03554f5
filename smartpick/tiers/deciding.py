"""Deciding the tier of a profile, with every reason and the smallest change upward."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from smartpick.profile import HIGHEST_SCORE, LOWEST_SCORE, ApplicantProfile, ProfileFaults
from smartpick.tiers.passing import PassingStandard
from smartpick.tiers.rules import (
    ENGLISH_LEVELS,
    TIER_LABELS,
    TIERS_BEST_FIRST,
    Change,
    NextTier,
    Tier,
    TierDecision,
    TierRules,
    outcome_of,
    quantities_of,
    speaks_of,
    tier_rank,
    why_no_tier,
)
from smartpick.tiers.wording import (
    below_passing_text,
    change_text,
    neighbours_text,
    next_tier_text,
    reasons_of,
    score_missing_text,
)


def tiers_by_score(
    profile: ApplicantProfile, scores: np.ndarray, rules: pd.DataFrame | TierRules
) -> list[Tier]:
    """Return the tier of the profile at each of `scores` (points, any order), all else as it is.

    Score rules are thresholds, so the tier is decided once between each two of them and looked up.
    """
    rules = TierRules.from_table(rules)
    tier_from_edge = [_tier_at(profile, edge, rules) for edge in rules.score_edges]
    positions = np.searchsorted(rules.score_edges, np.asarray(scores), side="right") - 1
    return [tier_from_edge[position] for position in np.clip(positions, 0, None)]


def least_score_for_better_tier(profile: ApplicantProfile, tier: Tier, rules: TierRules) -> int | None:
    """Return the least whole score that alone gives a tier better than `tier`, None if no score does."""
    better = (s for s in rules.score_edges if tier_rank(_tier_at(profile, s, rules)) < tier_rank(tier))
    return next(better, None)


def tiers_within(profile: ApplicantProfile, margin: float, rules: TierRules) -> tuple[Tier, ...]:
    """Return, best first, the tiers that whole scores within `margin` points of the profile's give."""
    if profile.step2_ck_score is None:
        return ()
    nearest, farthest = profile.step2_ck_score - margin, profile.step2_ck_score + margin
    scores = np.arange(np.ceil(max(nearest, LOWEST_SCORE)), np.floor(min(farthest, HIGHEST_SCORE)) + 1)
    reached = set(tiers_by_score(profile, scores, rules))
    return tuple(tier for tier in TIERS_BEST_FIRST if tier in reached)


def _tier_at(profile: ApplicantProfile, score: int, rules: TierRules) -> Tier:
    return rules.tier_of(tuple(quantities_of(profile, score).items()))


# Which answer moves which quantity, in the order in which most applicants could act within one season.
# Years since graduation and failed attempts are not here: nobody can take them back.
_COUNTED_LEVERS: tuple[tuple[str, str], ...] = (
    ("us_letters", "us_letters"),
    ("presentations", "research_items"),
    ("usce_hands_on_weeks", "us_clinical_weeks"),
    ("usce_hands_on_weeks", "usce_hands_on_weeks"),
    ("us_research_months", "us_research_months"),
)


def next_tier(profile: ApplicantProfile, tier: Tier, rules: TierRules) -> NextTier | None:
    """Return the fewest changes that lead from `tier` to a better one; None if none do, or at the top.

    Changes within reach come first; the score is changed only where nothing else suffices, because a passed
    exam cannot be taken again.
    """
    changes = list(_changes_within_reach(profile, rules))
    strongest = tuple({change.field: change for change in sorted(changes, key=_how_far)}.values())
    if _reached(profile, tier, rules, strongest) is not None:
        for chosen in _sets(changes, from_size=1):
            better = _reached(profile, tier, rules, chosen)
            if better is not None:
                return NextTier(better, TIER_LABELS[better], chosen)
    if _least_score(_with(profile, strongest), tier, rules) is not None:
        for others in _sets(changes, from_size=0):
            score = _least_score(_with(profile, others), tier, rules)
            if score is None:
                continue
            chosen = (*others, _change(profile, "step2_ck_score", score))
            better = _reached(profile, tier, rules, chosen)
            if better is not None:
                return NextTier(better, TIER_LABELS[better], chosen)
    return None


def _sets(changes: list[Change], from_size: int) -> Iterator[tuple[Change, ...]]:
    """Give the sets of changes that change no field twice, the smallest first."""
    for size in range(from_size, len(changes) + 1):
        for chosen in combinations(changes, size):
            if len({change.field for change in chosen}) == size:
                yield chosen


def _changes_within_reach(profile: ApplicantProfile, rules: TierRules) -> Iterator[Change]:
    if profile.unexplained_gap:
        yield _change(profile, "unexplained_gap", False)
    quantities = quantities_of(profile, profile.step2_ck_score)
    for field, quantity in _COUNTED_LEVERS:
        have = quantities[quantity] or 0
        for wanted in rules.values_to_reach(quantity):
            if have < wanted:
                current = getattr(profile, field)
                raised = current + (wanted - have)
                yield _change(profile, field, math.ceil(raised) if isinstance(current, int) else raised)
    for level in rules.values_to_reach("english_level"):
        if ENGLISH_LEVELS.index(profile.english) < level:
            yield _change(profile, "english", ENGLISH_LEVELS[int(level)])
    if profile.step1 == "fail":
        yield _change(profile, "step1", "fail_then_pass")


def _change(profile: ApplicantProfile, field: str, to_value: float | str | bool) -> Change:
    from_value = getattr(profile, field)
    return Change(field, from_value, to_value, change_text(field, from_value, to_value))


def _how_far(change: Change) -> float:
    if isinstance(change.to_value, str):
        return ENGLISH_LEVELS.index("strong") if change.to_value == "strong" else 0
    return float(change.to_value)


def _least_score(profile: ApplicantProfile | None, tier: Tier, rules: TierRules) -> int | None:
    return None if profile is None else least_score_for_better_tier(profile, tier, rules)


def _reached(
    profile: ApplicantProfile, tier: Tier, rules: TierRules, changes: Iterable[Change]
) -> Tier | None:
    """Return the better tier that the changes lead to, None if they lead to no better one."""
    changed = _with(profile, changes)
    if changed is None:
        return None
    reached = outcome_of(quantities_of(changed, changed.step2_ck_score), rules).tier
    return reached if tier_rank(reached) < tier_rank(tier) else None


def _with(profile: ApplicantProfile, changes: Iterable[Change]) -> ApplicantProfile | None:
    try:
        return profile.changed(**{change.field: change.to_value for change in changes})
    except ProfileFaults:
        # For instance a count that would leave its range; such a change is not one to propose.
        return None


def decide_tier(
    profile: ApplicantProfile,
    rules: pd.DataFrame | TierRules,
    passing_standard: PassingStandard,
    guide_group: str | None = None,
    *,
    alone: bool = False,
) -> TierDecision:
    """Return the guide's tier for a profile; none for applicants of whom the guide does not speak.

    `guide_group` is the guide's group of the preferred specialty; `rules` the `tier_rules` table;
    `passing_standard` the one in force on the profile's exam date, which also gives the standard error used
    for the neighbouring tiers. A score below it does not change the tier (the guide's ranges are older than
    today's passing score) but is said before all else. `alone=True` leaves out the neighbouring tiers and the
    way to a better one.
    """
    read_rules = TierRules.from_table(rules)
    score = profile.step2_ck_score
    below_passing = score is not None and score < passing_standard.score
    silence = why_no_tier(profile, guide_group)
    without_tier = TierDecision(
        silence=silence,
        below_passing=below_passing,
        below_passing_note=below_passing_text(score, passing_standard) if score and below_passing else None,
        score_missing=score is None,
        score_missing_note=score_missing_text(tier_shown=not silence) if score is None else None,
    )
    if not speaks_of(profile):
        return without_tier
    outcome = outcome_of(quantities_of(profile, score), read_rules)
    tier = outcome.tier
    within_error = () if alone else tiers_within(profile, passing_standard.standard_error, read_rules)
    neighbours = tuple(other for other in within_error if other != tier)
    above = None if alone else next_tier(profile, tier, read_rules)
    return replace(
        without_tier,
        tier=tier,
        label=TIER_LABELS[tier],
        reasons=reasons_of(outcome, read_rules.of_role("strength")),
        neighbours=neighbours,
        neighbours_note=neighbours_text(tier, neighbours, passing_standard.standard_error),
        next_tier=above,
        next_tier_note="" if alone else next_tier_text(tier, above),
    )
