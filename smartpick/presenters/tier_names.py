"""The guide's tiers along the scores, in words for tight places."""

from __future__ import annotations

from collections.abc import Sequence

from smartpick.assessment import SCORE_AXIS
from smartpick.tiers import SHORT_TIER_NAMES, TIER_NAMES, TIERS_BEST_FIRST, Tier, tier_rank

NO_TIER = "none"


def short_tier(tier: Tier | None) -> str:
    """Return a tier as a word or two, "none" where the guide gives none."""
    return NO_TIER if tier is None else SHORT_TIER_NAMES[tier]


def possible_tiers_note(tiers: Sequence[Tier], standard_error: float) -> list[str]:
    """Say at each score which other tiers lie within the exam's standard error, empty where none does.

    Args:
        tiers: The tier at consecutive scores.
        standard_error: In score points.
    """
    reach = int(standard_error)
    notes = []
    for place, tier in enumerate(tiers):
        near = set(tiers[max(place - reach, 0) : place + reach + 1]) - {tier}
        others = " or ".join(SHORT_TIER_NAMES[t] for t in TIERS_BEST_FIRST if t in near)
        notes.append(f"could also be {others}" if others else "")
    return notes


def passed_over_sentence(tiers: Sequence[Tier]) -> str:
    """Say why a tier between two others is reached at no score; empty where none is passed over.

    Args:
        tiers: The tier at every score of `SCORE_AXIS`, nothing else in the profile changed.
    """
    reached = {tier_rank(tier) for tier in tiers}
    over = [t for t in TIERS_BEST_FIRST if reached and min(reached) < tier_rank(t) < max(reached)]
    over = [tier for tier in over if tier_rank(tier) not in reached]
    if not over:
        return ""
    best = TIERS_BEST_FIRST[min(reached)]
    first = next(int(score) for score, tier in zip(SCORE_AXIS, tiers, strict=True) if tier == best)
    names = " and ".join(TIER_NAMES[tier] for tier in over)
    return (
        f"No score alone brings {names}, which also asks for strengths that are still missing. From {first} "
        "on the guide does not call a score low and asks for none of them."
    )
