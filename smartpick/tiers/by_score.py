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
    reached = set(tiers_at(profile, scores, rules))
    return tuple(tier for tier in TIERS_BEST_FIRST if tier in reached)


def _tier_at(profile: ApplicantProfile, score: int, rules: TierRules) -> Tier:
    return outcome_of(quantities_of(profile, score), rules).tier
