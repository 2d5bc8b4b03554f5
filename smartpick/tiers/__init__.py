"""The guide's tiers: rules read from data, reasons, the smallest change upward."""

from smartpick.tiers.by_score import tiers_by_score
from smartpick.tiers.deciding import decide_tier
from smartpick.tiers.decision import Change, NextTier, Reason, TierDecision
from smartpick.tiers.names import SHORT_TIER_NAMES, TIER_LABELS, TIER_NAMES, tier_in_a_sentence
from smartpick.tiers.passing import (
    PassingStandard,
    passing_standard,
    passing_standards,
    standard_in_force,
)
from smartpick.tiers.rules import TIERS_BEST_FIRST, Tier, TierRules, tier_rank
from smartpick.tiers.score_groups import ScoreStanding, score_standings

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
