"""How a tier decision is said: plainly, without a verdict, and with what could be done next."""

from typing import cast

from smartpick.prose import day_text, joined, plural
from smartpick.tiers.passing import PassingStandard
from smartpick.tiers.rules import (
    TIER_NAMES,
    TIERS_BEST_FIRST,
    Change,
    NextTier,
    Outcome,
    Reason,
    ReasonKind,
    Tier,
    TierRule,
    tier_in_a_sentence,
    tier_rank,
)


def reasons_of(outcome: Outcome, strength_rules: tuple[TierRule, ...]) -> tuple[Reason, ...]:
    """Return the reasons of a decision: score, then liabilities and what they add up to, then strengths."""
    start = outcome.start
    reasons = [_reason(start, outcome, "score", f"Starts at: {TIER_NAMES[start.tier]}.")]
    reasons += [_reason(rule, outcome, "liability", "Counts against you.") for rule in outcome.liabilities]
    reasons += [
        _reason(rule, outcome, "liability", f"Not better than {TIER_NAMES[rule.tier]} for now.")
        for rule in outcome.caps
        if rule.tier == outcome.tier and tier_rank(rule.tier) > tier_rank(start.tier)
    ]
    strength_effect = "Helps to keep Tier A." if start.tier == "A" else "A strength to show."
    reasons += [_reason(rule, outcome, "strength", strength_effect) for rule in outcome.strengths]
    for hold in outcome.holds:
        reasons += [
            Reason(hold.rule_id, _need_text(need, strength_rules), "strength", hold.sentence, hold.clause)
            for need in outcome.unmet_needs
        ]
    return tuple(reasons)


def _reason(rule: TierRule, outcome: Outcome, kind: ReasonKind, effect: str) -> Reason:
    text = rule.sentence.format(now=outcome.quantities, limit=rule.limits())
    return Reason(rule.rule_id, text, kind, effect, rule.clause)


def _need_text(need: str, strength_rules: tuple[TierRule, ...]) -> str:
    meeting = [rule for rule in strength_rules if rule.need == need]
    limits: dict[str, float] = {}
    for rule in meeting:
        limits |= rule.limits()
    return next(rule.missing for rule in meeting if rule.missing).format(limit=limits)


# What is counted, as one and as several.
_COUNTED = {
    "us_letters": ("US letter", "US letters"),
    "presentations": ("poster, abstract or talk", "posters, abstracts or talks"),
    "usce_hands_on_weeks": ("hands-on week in the United States", "hands-on weeks in the United States"),
    "us_research_months": (
        "month of research in the United States",
        "months of research in the United States",
    ),
}
_OTHER_CHANGES = {
    "unexplained_gap": "explain the gap in the application",
    "english": "{to} English",
    "step1": "a passed Step 1",
    "step2_ck_score": "a Step 2 CK of {to}",
}


def change_text(field: str, from_value: float | str | bool | None, to_value: float | str | bool) -> str:
    """Return one change as an instruction."""
    if field in _COUNTED:
        return f"{plural(cast(float, to_value), *_COUNTED[field])} instead of {from_value:g}"
    before = (
        "" if from_value is None or field in ("unexplained_gap", "step1") else f" instead of {from_value}"
    )
    return _OTHER_CHANGES[field].format(to=to_value) + before


def neighbours_text(tier: Tier, neighbours: tuple[Tier, ...], standard_error: float) -> str | None:
    """Say which other tiers lie within the exam's measurement error, None if none does."""
    if not neighbours:
        return None
    others = " or ".join(tier_in_a_sentence(other) for other in neighbours)
    return (
        f"The exam is accurate to about {standard_error:g} points in either direction, so read this as "
        f"{tier_in_a_sentence(tier)}, possibly {others}."
    )


def next_tier_text(tier: Tier, upward: NextTier | None) -> str:
    """Say what the smallest step upward is, or what still helps where there is none."""
    if tier == TIERS_BEST_FIRST[0]:
        return "The guide has no higher tier; the score, the interviews and the list still move your chance."
    if upward is None:
        return (
            "Failed attempts and years since graduation cannot be undone, so no single step changes the "
            "tier. Letters, hands-on experience and a well chosen list still move your chance."
        )
    steps = joined(change.text for change in upward.changes)
    text = f"The smallest change to {tier_in_a_sentence(upward.tier)}: {steps}."
    return text + _about_retaking(upward.changes)


def _about_retaking(changes: tuple[Change, ...]) -> str:
    changes_a_score = any(
        change.field == "step2_ck_score" and change.from_value is not None for change in changes
    )
    if not changes_a_score:
        return ""
    return " A passed exam cannot be taken again, so this counts only if you have not passed it yet."


def below_passing_text(score: int, standard: PassingStandard) -> str:
    """Say that a score is under the passing score of its exam date, and what to do about it."""
    since = f" since {day_text(standard.effective_from)}" if standard.effective_from else ""
    text = f"Step 2 CK {score} is under the passing score of {standard.score} in force{since}."
    passed_before = standard.passed_if_taken_before(score) if standard.exam_date is None else None
    if passed_before is not None:
        return (
            f"{text} An exam taken before {day_text(passed_before)} is a pass with this score: if yours "
            "was, enter its date."
        )
    return f"{text} Passing the exam comes before everything else on this page."


def score_missing_text(tier_shown: bool) -> str:
    """Say that there is no score yet, and how a tier is decided without one if one is shown."""
    tier = " This is the tier that the rest of the profile supports." if tier_shown else ""
    return f"There is no Step 2 CK score yet.{tier} Move the score to see what the exam would change."
