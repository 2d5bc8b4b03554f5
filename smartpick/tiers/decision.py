"""What a tier decision consists of."""

from dataclasses import dataclass
from typing import Literal

from smartpick.tiers.rules import Tier

ReasonKind = Literal["score", "strength", "liability"]


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
    first. `tier` is None, and all that belongs to it empty, for applicants of whom the guide does not speak.
    `silence` says in a sentence why no tier is to be shown; it is empty where one is. In specialties whose
    scores the guide does not sort there is a tier and a silence: the profile has one, the page shows none.
    `next_score` is the least Step 2 CK score that alone would give a better tier. A note is None
    where there is nothing to say; `next_tier_note` says what the way upward is wherever there is a tier.
    """

    tier: Tier | None
    label: str
    silence: str
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

    @property
    def shown(self) -> Tier | None:
        """The tier where the guide speaks, None where it does not."""
        return None if self.silence else self.tier
