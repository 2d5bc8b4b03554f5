"""Short names of the guide's tiers, for tight places."""

from __future__ import annotations

from collections.abc import Sequence

from smartpick.tiers import TIERS_BEST_FIRST

_SHORT = {"above": "Above", "A": "A", "B": "B", "C": "C"}
_IN_A_SENTENCE = {"above": "above the guide's range", "A": "A", "B": "B", "C": "C"}


def short_tier(tier: str) -> str:
    """Return a tier as one word."""
    return _SHORT[tier]


def possible_tiers_note(tiers: Sequence[str], standard_error: float) -> list[str]:
    """Say at each score which other tiers lie within the exam's standard error, empty where none does.

    Args:
        tiers: The tier at consecutive scores.
        standard_error: In score points.
    """
    reach = int(standard_error)
    notes = []
    for place, tier in enumerate(tiers):
        near = set(tiers[max(place - reach, 0) : place + reach + 1]) - {tier}
        others = [_IN_A_SENTENCE[t] for t in TIERS_BEST_FIRST if t in near]
        notes.append(f"within exam error of {' and '.join(others)}" if others else "")
    return notes
