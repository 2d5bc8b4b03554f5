"""Deciding the tier of a profile, with every reason and the way upward."""

import pandas as pd

from smartpick.profile import ApplicantProfile
from smartpick.tiers.by_score import least_score_for_better_tier, tiers_within
from smartpick.tiers.decision import TierDecision
from smartpick.tiers.names import TIER_LABELS
from smartpick.tiers.next_tier import next_tier
from smartpick.tiers.outcome import outcome_of
from smartpick.tiers.passing import PassingStandard
from smartpick.tiers.quantities import quantities_of
from smartpick.tiers.rules import TierRules
from smartpick.tiers.scope import speaks_of, why_no_tier
from smartpick.tiers.wording import (
    below_passing_text,
    neighbours_text,
    next_tier_text,
    reasons_of,
    score_missing_text,
)


def decide_tier(
    profile: ApplicantProfile,
    rules: pd.DataFrame | TierRules,
    passing_standard: PassingStandard,
    guide_group: str | None = None,
) -> TierDecision:
    """Return the guide's tier for a profile; none for applicants of whom the guide does not speak.

    `guide_group` is the guide's group of the preferred specialty; `rules` the `tier_rules` table;
    `passing_standard` the one in force on the profile's exam date, which also gives the standard error used
    for the neighbouring tiers. A score below it does not change the tier (the guide's ranges are older than
    today's passing score) but is said before all else.
    """
    read_rules = TierRules.from_table(rules)
    score = profile.step2_ck_score
    below_passing = score is not None and score < passing_standard.score
    below_note = below_passing_text(score, passing_standard) if score is not None and below_passing else None
    silence = why_no_tier(profile, guide_group)
    missing_note = score_missing_text(tier_shown=not silence) if score is None else None
    if not speaks_of(profile):
        return TierDecision(
            tier=None,
            label="",
            silence=silence,
            reasons=(),
            neighbours=(),
            neighbours_note=None,
            next_tier=None,
            next_tier_note="",
            next_score=None,
            below_passing=below_passing,
            below_passing_note=below_note,
            score_missing=score is None,
            score_missing_note=missing_note,
        )
    outcome = outcome_of(quantities_of(profile, score), read_rules)
    tier = outcome.tier

    within_error = tiers_within(profile, passing_standard.standard_error, read_rules)
    neighbours = tuple(other for other in within_error if other != tier)
    upward = next_tier(profile, tier, read_rules)
    return TierDecision(
        tier=tier,
        label=TIER_LABELS[tier],
        silence=silence,
        reasons=reasons_of(outcome, read_rules.of_role("strength")),
        neighbours=neighbours,
        neighbours_note=neighbours_text(tier, neighbours, passing_standard.standard_error),
        next_tier=upward,
        next_tier_note=next_tier_text(tier, upward),
        next_score=least_score_for_better_tier(profile, tier, read_rules),
        below_passing=below_passing,
        below_passing_note=below_note,
        score_missing=score is None,
        score_missing_note=missing_note,
    )
