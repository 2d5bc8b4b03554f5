"""The tier rules as read from data/rules/tier_rules.csv, and what a decision consists of."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import ceil, floor
from typing import Literal, Self, cast

import pandas as pd

from smartpick.facts import TYPE_WORDS
from smartpick.profile import HIGHEST_SCORE, LOWEST_SCORE, ApplicantProfile, EnglishLevel
from smartpick.prose import text_or_empty

# The order that the unit of the english_level rules states.
ENGLISH_LEVELS: tuple[EnglishLevel, ...] = ("limited", "adequate", "strong")


def quantities_of(profile: ApplicantProfile, step2_ck_score: float | None) -> dict[str, float | None]:
    """Return every quantity the rules may name, for this profile with this Step 2 CK score (None: none yet).

    The counts of liabilities and unmet needs are added while a tier is decided.
    """
    return {
        "step2_ck_score": step2_ck_score,
        "failed_attempts": profile.step1_failures
        + profile.step2_ck_failures
        + int(profile.step3 in ("fail", "fail_then_pass")),
        "unrepaired_failures": _unrepaired_failures(profile, step2_ck_score),
        "years_since_graduation": profile.years_since_graduation,
        "usce_hands_on_weeks": profile.usce_hands_on_weeks,
        "us_clinical_weeks": profile.usce_hands_on_weeks + profile.usce_observer_weeks,
        "us_letters": profile.us_letters,
        "research_items": profile.publications + profile.presentations + profile.us_research_months,
        "us_research_months": profile.us_research_months,
        "unexplained_gaps": int(profile.unexplained_gap),
        "english_level": ENGLISH_LEVELS.index(profile.english),
    }


def _unrepaired_failures(profile: ApplicantProfile, step2_ck_score: float | None) -> int:
    """Count failed exams without a later result. Step 3 is left out: residency does not wait for it."""
    step1_is_open = profile.step1 == "fail"
    step2_is_open = profile.step2_ck_failures > 0 and step2_ck_score is None
    return int(step1_is_open) + int(step2_is_open)


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


@dataclass(frozen=True, kw_only=True)
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


# Quantities of a profile; each comes up again with every score that is tried.
_REMEMBERED = 4096


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

    @cached_property
    def tier_of(self) -> Callable[[tuple[tuple[str, float | None], ...]], Tier]:
        """The tier that quantities come to, as (name, value); the last ones asked for are remembered."""
        return lru_cache(maxsize=_REMEMBERED)(lambda quantities: outcome_of(dict(quantities), self).tier)

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
        need=text_or_empty(first["need"]),
        conditions=tuple(
            Condition(str(row["quantity"]), str(row["comparison"]), _number(row["value"])) for row in rows
        ),
        sentence=_first_text(rows, "sentence"),
        missing=_first_text(rows, "missing"),
        clause=text_or_empty(first["clause"]),
    )


def _first_text(rows: list[dict[str, object]], column: str) -> str:
    return next((text for row in rows if (text := text_or_empty(row[column]))), "")


def _number(cell: object) -> float | None:
    return None if pd.isna(cast(float, cell)) else float(cast(float, cell))


# What the tiers are called: the one home of their names.
#
# The guide's tiers are about low scores of non-US IMGs. A score over their range has no tier; its name says
# only that the guide does not call the score low, which is no promise.

TIER_NAMES: dict[Tier, str] = {"above": "Score not low", "A": "Tier A", "B": "Tier B", "C": "Tier C"}
# For tight places, under a heading that says whose tier it is.
SHORT_TIER_NAMES: dict[Tier, str] = {"above": "not low", "A": "A", "B": "B", "C": "C"}
SCOPE = "the guide's, for non-US IMGs"

_MEANINGS: dict[Tier, str] = {
    "above": "above the range of the tiers, and nothing counts against you",
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


# Where the guide speaks of tiers, and why there is none elsewhere.

HIGHLY_COMPETITIVE = "highly_competitive"
_GUIDE_TYPE = "non_us_img"


def speaks_of(profile: ApplicantProfile) -> bool:
    """Tell whether the guide's tiers are about applicants of this type at all."""
    return profile.applicant_type == _GUIDE_TYPE


def why_no_tier(profile: ApplicantProfile, guide_group: str | None) -> str:
    """Say in one sentence why no tier is shown; empty where the guide gives one.

    `guide_group` is the guide's group of the preferred specialty, None where it names none.
    """
    if not speaks_of(profile):
        return (
            "The guide's tiers are for non-US IMGs with low scores. The guide says nothing about "
            f"{TYPE_WORDS[profile.applicant_type]}, so there is no tier here."
        )
    if guide_group == HIGHLY_COMPETITIVE:
        return (
            f"The guide's tiers do not fit {profile.specialties[0]}: it gives no score range there. It "
            "calls a score low when it is under the average of US MD applicants. It also says that even "
            "an average score can be a barrier without extraordinary research or connections."
        )
    return ""


# What a tier decision consists of.

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


@dataclass(frozen=True, kw_only=True)
class TierDecision:
    """The tier of a profile and everything needed to explain it.

    `neighbours` are the other tiers that a score within one standard error of measurement would give, best
    first. `tier` is None, and all that belongs to it empty, for applicants of whom the guide does not speak.
    `silence` says in a sentence why no tier is to be shown; it is empty where one is. In specialties whose
    scores the guide does not sort there is a tier and a silence: the profile has one, the page shows none.
    A note is None where there is nothing to say; `next_tier_note` says what the way upward is wherever there
    is a tier.
    """

    tier: Tier | None = None
    label: str = ""
    silence: str
    reasons: tuple[Reason, ...] = ()
    neighbours: tuple[Tier, ...] = ()
    neighbours_note: str | None = None
    next_tier: NextTier | None = None
    next_tier_note: str = ""
    below_passing: bool
    below_passing_note: str | None
    score_missing: bool
    score_missing_note: str | None

    @property
    def shown(self) -> Tier | None:
        """The tier where the guide speaks, None where it does not."""
        return None if self.silence else self.tier
