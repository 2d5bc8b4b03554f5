"""What a tier decision consists of."""

from dataclasses import dataclass
from typing import Literal

from smartpick.tiers.rules import Tier

ReasonKind = Literal["score", "strength", "liability"]

TIER_LABELS: dict[Tier, str] = {
    "above": "Above the guide's range",
    "A": "Tier A: score modestly low, many strengths",
    "B": "Tier B: score clearly low or a setback, some strengths",
    "C": "Tier C: several things to build up",
}


@dataclass(frozen=True)
class Reason:
    """One rule that mattered: what is so, and what it does to the tier; `clause` points into the guide."""

    rule_id: str
    text: str
    kind: ReasonKind
    effect: str
    clause: str


@dataclass(frozen=True)
class Change:
    """One answer that would have to change, by its field name in the profile."""

    field: str
    from_value: float | str | bool | None
    to_value: float | str | bool
    text: str


@dataclass(frozen=True)
class NextTier:
    """A better tier, and the smallest set of changes that leads to it."""

    tier: Tier
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class TierDecision:
    """The tier of a profile and everything needed to explain it.

    `neighbours` are the other tiers that a score within one standard error of measurement would give, best
    first. `next_score` is the least Step 2 CK score that alone would give a better tier. A note is None
    where there is nothing to say; `next_tier_note` always says what the way upward is.
    """

    tier: Tier
    label: str
    reasons: tuple[Reason, ...]
    neighbours: tuple[Tier, ...]
    neighbours_note: str | None
    next_tier: NextTier | None
    next_tier_note: str
    next_score: int | None
    below_passing: bool
    below_passing_note: str | None
    score_missing: bool
    score_missing_note: str | None
