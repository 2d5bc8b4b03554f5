"""What the tiers are called: the one home of their names.

The guide's tiers are about low scores of non-US IMGs. A score over their range has no tier; its name says
only that the guide does not call the score low, which is no promise.
"""

from smartpick.tiers.rules import Tier

TIER_NAMES: dict[Tier, str] = {"above": "Score not low", "A": "Tier A", "B": "Tier B", "C": "Tier C"}
# For tight places, under a heading that says whose tier it is.
SHORT_TIER_NAMES: dict[Tier, str] = {"above": "not low", "A": "A", "B": "B", "C": "C"}
SCOPE = "the guide's, for non-US IMGs"

_MEANINGS: dict[Tier, str] = {
    "above": "over the range of the tiers, and nothing counts against",
    "A": "score modestly low, many strengths",
    "B": "score clearly low or a setback, some strengths",
    "C": "several things to build up",
}
TIER_LABELS: dict[Tier, str] = {
    tier: f"{name} ({SCOPE}): {_MEANINGS[tier]}" for tier, name in TIER_NAMES.items()
}


def tier_in_a_sentence(tier: Tier) -> str:
    """Return a tier as it stands after "to" or "possibly": "Tier A", "a score that is not low"."""
    return "a score that is not low" if tier == "above" else TIER_NAMES[tier]
