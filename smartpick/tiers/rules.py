"""The tier rules as read from data/rules/tier_rules.csv: what is compared with what, and to which effect."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from typing import Literal, Self, cast

import pandas as pd

from smartpick.profile import HIGHEST_SCORE, LOWEST_SCORE

Tier = Literal["above", "A", "B", "C"]
Role = Literal["start", "liability", "strength", "hold", "cap"]
Quantities = Mapping[str, float | None]

TIERS_BEST_FIRST: tuple[Tier, ...] = ("above", "A", "B", "C")

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "more_than": operator.gt,
    "at_least": operator.ge,
    "at_most": operator.le,
    "less_than": operator.lt,
}


def tier_rank(tier: Tier) -> int:
    """Return 0 for the best tier, 3 for the last."""
    return TIERS_BEST_FIRST.index(tier)


@dataclass(frozen=True)
class Condition:
    """One comparison, such as "us_letters at_least 3"; `value` is None for `is_unknown`."""

    quantity: str
    comparison: str
    value: float | None

    def holds(self, quantities: Quantities) -> bool:
        """Tell whether the comparison is true; an unknown quantity satisfies only `is_unknown`."""
        known = quantities[self.quantity]
        if self.comparison == "is_unknown" or known is None or self.value is None:
            return self.comparison == "is_unknown" and known is None
        return COMPARISONS[self.comparison](known, self.value)


@dataclass(frozen=True)
class TierRule:
    """One rule of the guide; it applies if all of its conditions hold.

    `sentence` says so with `now` (the profile's quantities) and `limit` (the thresholds); `missing` says for
    one of the strengths of a need that none of them is met.
    """

    rule_id: str
    role: Role
    tier: Tier
    need: str
    conditions: tuple[Condition, ...]
    sentence: str
    missing: str
    clause: str

    def applies(self, quantities: Quantities) -> bool:
        """Tell whether every condition of the rule holds."""
        return all(condition.holds(quantities) for condition in self.conditions)

    def limits(self) -> dict[str, float]:
        """Return the threshold of each compared quantity."""
        return {
            condition.quantity: condition.value
            for condition in self.conditions
            if condition.value is not None
        }


@dataclass(frozen=True)
class TierRules:
    """All tier rules in the order of the table."""

    rules: tuple[TierRule, ...]

    @classmethod
    def from_table(cls, table: pd.DataFrame | Self) -> Self:
        """Return the rules in a `tier_rules` table: rows that share a `rule_id` are one rule.

        Rules that have been read already are taken as they are.
        """
        if isinstance(table, cls):
            return table
        assert isinstance(table, pd.DataFrame)
        by_id: dict[str, list[dict[str, object]]] = {}
        for row in table.to_dict("records"):
            by_id.setdefault(str(row["rule_id"]), []).append({str(name): row[name] for name in row})
        return cls(tuple(_rule(rule_id, rows) for rule_id, rows in by_id.items()))

    @cached_property
    def score_edges(self) -> list[int]:
        """The whole scores at which some score rule begins or stops to apply, and the lowest there is."""
        edges = {LOWEST_SCORE}
        for rule in self.rules:
            for condition in rule.conditions:
                if condition.quantity == "step2_ck_score" and condition.value is not None:
                    begins_above = condition.comparison in ("more_than", "at_most")
                    edges.add(floor(condition.value) + 1 if begins_above else ceil(condition.value))
        return sorted(edge for edge in edges if LOWEST_SCORE <= edge <= HIGHEST_SCORE)

    def of_role(self, role: Role) -> tuple[TierRule, ...]:
        """Return the rules with this role."""
        return tuple(rule for rule in self.rules if rule.role == role)

    def values_to_reach(self, quantity: str) -> list[float]:
        """Return, lowest first, the values of a quantity that end a liability or meet a strength."""
        wanted = {("liability", "less_than"), ("strength", "at_least")}
        return sorted(
            {
                condition.value
                for rule in self.rules
                for condition in rule.conditions
                if condition.quantity == quantity
                and condition.value is not None
                and (rule.role, condition.comparison) in wanted
            }
        )


def _rule(rule_id: str, rows: list[dict[str, object]]) -> TierRule:
    first = rows[0]
    return TierRule(
        rule_id=rule_id,
        role=cast(Role, first["role"]),
        tier=cast(Tier, first["tier"]),
        need=_text(first["need"]),
        conditions=tuple(
            Condition(str(row["quantity"]), str(row["comparison"]), _number(row["value"])) for row in rows
        ),
        sentence=_first_text(rows, "sentence"),
        missing=_first_text(rows, "missing"),
        clause=_text(first["clause"]),
    )


def _first_text(rows: list[dict[str, object]], column: str) -> str:
    return next((text for row in rows if (text := _text(row[column]))), "")


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _number(cell: object) -> float | None:
    return None if pd.isna(cast(float, cell)) else float(cast(float, cell))
