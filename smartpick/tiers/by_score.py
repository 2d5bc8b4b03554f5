"""The tier at every score of the slider."""

import numpy as np
import pandas as pd

from smartpick.profile import HIGHEST_SCORE, LOWEST_SCORE, ApplicantProfile
from smartpick.tiers.outcome import outcome_of
from smartpick.tiers.quantities import quantities_of
from smartpick.tiers.rules import TIERS_BEST_FIRST, Tier, TierRules, tier_rank


def tiers_by_score(
    profile: ApplicantProfile, scores: np.ndarray, rules: pd.DataFrame | TierRules
) -> list[Tier]:
    """Return the tier of the profile at each of `scores` (points, any order), all else as it stands."""
    return tiers_at(profile, scores, TierRules.from_table(rules))


def tiers_at(profile: ApplicantProfile, scores: np.ndarray, rules: TierRules) -> list[Tier]:
    """Do what `tiers_by_score` does, with rules already read.

    Score rules are thresholds, so the tier is decided once between each two of them and looked up.
    """
    edges = _score_edges(rules)
    tier_from_edge = [outcome_of(quantities_of(profile, edge), rules).tier for edge in edges]
    positions = np.searchsorted(edges, np.asarray(scores), side="right") - 1
    return [tier_from_edge[position] for position in np.clip(positions, 0, None)]


def least_score_for_better_tier(profile: ApplicantProfile, tier: Tier, rules: TierRules) -> int | None:
    """Return the least whole score that alone gives a tier better than `tier`, None if no score does."""
    scores = np.arange(LOWEST_SCORE, HIGHEST_SCORE + 1)
    for score, reached in zip(scores, tiers_at(profile, scores, rules), strict=True):
        if tier_rank(reached) < tier_rank(tier):
            return int(score)
    return None


def tiers_within(profile: ApplicantProfile, margin: float, rules: TierRules) -> tuple[Tier, ...]:
    """Return, best first, the tiers that whole scores within `margin` points of the profile's give."""
    if profile.step2_ck_score is None:
        return ()
    nearest, farthest = profile.step2_ck_score - margin, profile.step2_ck_score + margin
    scores = np.arange(np.ceil(max(nearest, LOWEST_SCORE)), np.floor(min(farthest, HIGHEST_SCORE)) + 1)
    reached = set(tiers_at(profile, scores, rules))
    return tuple(tier for tier in TIERS_BEST_FIRST if tier in reached)


def _score_edges(rules: TierRules) -> list[int]:
    """Return the whole scores at which some score rule begins or stops to apply, with the lowest score."""
    edges = {LOWEST_SCORE}
    for rule in rules.rules:
        for condition in rule.conditions:
            if condition.quantity == "step2_ck_score" and condition.value is not None:
                begins_above = condition.comparison in ("more_than", "at_most")
                edges.add(
                    int(np.floor(condition.value)) + 1 if begins_above else int(np.ceil(condition.value))
                )
    return sorted(edges)
