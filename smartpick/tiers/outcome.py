"""Applying the tier rules to the quantities of a profile."""

from collections.abc import Mapping
from dataclasses import dataclass

from smartpick.tiers.rules import Quantities, Tier, TierRule, TierRules, tier_rank


@dataclass(frozen=True)
class Outcome:
    """Which rules applied. `quantities` now also counts liabilities and unmet needs."""

    tier: Tier
    start: TierRule
    liabilities: tuple[TierRule, ...]
    strengths: tuple[TierRule, ...]
    unmet_needs: tuple[str, ...]
    holds: tuple[TierRule, ...]
    caps: tuple[TierRule, ...]
    quantities: Mapping[str, float | None]


def outcome_of(quantities: Quantities, rules: TierRules) -> Outcome:
    """Return the tier: that of the score, lowered to the worst cap that applies, and out of A if not held.

    Every step can only lower the tier, so a liability never helps and a higher score never hurts.
    """
    liabilities = _applying(rules.of_role("liability"), quantities)
    strengths = _applying(rules.of_role("strength"), quantities)
    met = {rule.need for rule in strengths}
    unmet = tuple(dict.fromkeys(rule.need for rule in rules.of_role("strength") if rule.need not in met))
    counted = {**quantities, "liabilities": len(liabilities), "unmet_needs": len(unmet)}

    start = min(_applying(rules.of_role("start"), counted), key=lambda rule: tier_rank(rule.tier))
    holds = _applying(rules.of_role("hold"), counted) if start.tier == "A" else ()
    caps = _applying(rules.of_role("cap"), counted)
    tier = max((rule.tier for rule in (start, *holds, *caps)), key=tier_rank)
    return Outcome(tier, start, liabilities, strengths, unmet, holds, caps, counted)


def _applying(rules: tuple[TierRule, ...], quantities: Quantities) -> tuple[TierRule, ...]:
    return tuple(rule for rule in rules if rule.applies(quantities))
