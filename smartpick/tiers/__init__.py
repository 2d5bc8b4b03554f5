"""The guide's tiers: rules read from data, reasons, the smallest change upward."""

from smartpick.tiers.deciding import decide_tier, tiers_by_score
from smartpick.tiers.passing import (
    PassingStandard,
    ScoreStanding,
    passing_standard,
    passing_standards,
    score_standings,
    standard_in_force,
)
from smartpick.tiers.rules import (
    SHORT_TIER_NAMES,
    TIER_LABELS,
    TIER_NAMES,
    TIERS_BEST_FIRST,
    Change,
    NextTier,
    Reason,
    Tier,
    TierDecision,
    TierRules,
    tier_in_a_sentence,
    tier_rank,
)

__all__ = [
    "SHORT_TIER_NAMES",
    "TIERS_BEST_FIRST",
    "TIER_LABELS",
    "TIER_NAMES",
    "Change",
    "NextTier",
    "PassingStandard",
    "Reason",
    "ScoreStanding",
    "Tier",
    "TierDecision",
    "TierRules",
    "decide_tier",
    "passing_standard",
    "passing_standards",
    "score_standings",
    "standard_in_force",
    "tier_in_a_sentence",
    "tier_rank",
    "tiers_by_score",
]
