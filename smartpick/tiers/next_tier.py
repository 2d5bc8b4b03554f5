"""The smallest change of a profile that leads to a better tier."""

import math
from collections.abc import Iterable, Iterator
from itertools import combinations

from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.tiers.by_score import least_score_for_better_tier
from smartpick.tiers.decision import Change, NextTier
from smartpick.tiers.names import TIER_LABELS
from smartpick.tiers.outcome import outcome_of
from smartpick.tiers.quantities import ENGLISH_LEVELS, quantities_of
from smartpick.tiers.rules import Tier, TierRules, tier_rank
from smartpick.tiers.wording import change_text

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
    within_reach = list(_changes_within_reach(profile, rules))
    return _fewest(profile, tier, rules, within_reach) or _fewest_with_score(
        profile, tier, rules, within_reach
    )


def _fewest(
    profile: ApplicantProfile, tier: Tier, rules: TierRules, changes: list[Change]
) -> NextTier | None:
    if _reached(profile, tier, rules, _strongest_of_each_field(changes)) is None:
        return None
    for size in range(1, len(changes) + 1):
        for chosen in combinations(changes, size):
            if len({change.field for change in chosen}) < size:
                continue
            better = _reached(profile, tier, rules, chosen)
            if better is not None:
                return NextTier(better, TIER_LABELS[better], chosen)
    return None


def _fewest_with_score(
    profile: ApplicantProfile, tier: Tier, rules: TierRules, changes: list[Change]
) -> NextTier | None:
    if _least_score(_with(profile, _strongest_of_each_field(changes)), tier, rules) is None:
        return None
    for size in range(len(changes) + 1):
        for others in combinations(changes, size):
            if len({change.field for change in others}) < size:
                continue
            score = _least_score(_with(profile, others), tier, rules)
            if score is None:
                continue
            score_change = Change(
                "step2_ck_score",
                profile.step2_ck_score,
                score,
                change_text("step2_ck_score", profile.step2_ck_score, score),
            )
            chosen = (*others, score_change)
            better = _reached(profile, tier, rules, chosen)
            if better is not None:
                return NextTier(better, TIER_LABELS[better], chosen)
    return None


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


def _strongest_of_each_field(changes: Iterable[Change]) -> tuple[Change, ...]:
    strongest = {change.field: change for change in sorted(changes, key=_how_far)}
    return tuple(strongest.values())


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
