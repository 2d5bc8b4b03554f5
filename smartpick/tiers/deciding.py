"""Deciding the tier of a profile, with every reason and the way upward."""

import pandas as pd

from smartpick.profile import ApplicantProfile
from smartpick.tiers.by_score import least_score_for_better_tier, tiers_within
from smartpick.tiers.decision import TIER_LABELS, TierDecision
from smartpick.tiers.next_tier import next_tier
from smartpick.tiers.outcome import outcome_of
from smartpick.tiers.passing import PassingStandard
from smartpick.tiers.quantities import quantities_of
from smartpick.tiers.rules import TierRules
from smartpick.tiers.wording import (
    below_passing_text,
    neighbours_text,
    next_tier_text,
    reasons_of,
    score_missing_text,
)


def decide_tier(
    profile: ApplicantProfile, rules: pd.DataFrame | TierRules, passing_standard: PassingStandard
) -> TierDecision:
    """Return the guide's tier for a profile.

    `rules` is the `tier_rules` table; `passing_standard` the one in force on the profile's exam date, which
    also gives the standard error used for the neighbouring tiers. A score below it does not change the tier
    (the guide's ranges are older than today's passing score) but is said before all else.
    """
    read_rules = TierRules.from_table(rules)
    score = profile.step2_ck_score
    outcome = outcome_of(quantities_of(profile, score), read_rules)
    tier = outcome.tier

    within_error = tiers_within(profile, passing_standard.standard_error, read_rules)
    neighbours = tuple(other for other in within_error if other != tier)
    upward = next_tier(profile, tier, read_rules)
    below_passing = score is not None and score < passing_standard.score
    return TierDecision(
        tier=tier,
        label=TIER_LABELS[tier],
        reasons=reasons_of(outcome, read_rules.of_role("strength")),
        neighbours=neighbours,
        neighbours_note=neighbours_text(tier, neighbours, passing_standard.standard_error),
        next_tier=upward,
        next_tier_note=next_tier_text(tier, upward),
        next_score=least_score_for_better_tier(profile, tier, read_rules),
        below_passing=below_passing,
        below_passing_note=(
            below_passing_text(score, passing_standard) if score is not None and below_passing else None
        ),
        score_missing=score is None,
        score_missing_note=score_missing_text() if score is None else None,
    )
