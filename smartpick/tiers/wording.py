"""How a tier decision is said: plainly, without a verdict, and with what could be done next."""

from collections.abc import Mapping
from datetime import date

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
    reasons += [_reason(rule, outcome, "liability", "Counts against.") for rule in outcome.liabilities]
    reasons += [
        _reason(rule, outcome, "liability", _cap_effect(rule.tier))
        for rule in outcome.caps
        if rule.tier == outcome.tier and tier_rank(rule.tier) > tier_rank(start.tier)
    ]
    strength_effect = "Helps to hold Tier A." if start.tier == "A" else "A strength to show."
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


def _cap_effect(tier: Tier) -> str:
    return f"Not better than {TIER_NAMES[tier]} for now."


def change_text(field: str, from_value: object, to_value: object) -> str:
    """Return one change as an instruction."""
    texts: Mapping[str, str] = {
        "unexplained_gap": "explain the gap in the application",
        "us_letters": f"{_count(to_value, 'US letter')} instead of {from_value}",
        "presentations": f"{_count(to_value, 'poster, abstract or talk', 'posters, abstracts or talks')} "
        f"instead of {from_value}",
        "usce_hands_on_weeks": f"{_count(to_value, 'hands-on week')} in the United States "
        f"instead of {_plain(from_value)}",
        "us_research_months": f"{_count(to_value, 'month')} of research in the United States "
        f"instead of {_plain(from_value)}",
        "english": f"{to_value} English instead of {from_value}",
        "step1": "a passed Step 1",
        "step2_ck_score": f"a Step 2 CK of {to_value}"
        + ("" if from_value is None else f" instead of {from_value}"),
    }
    return texts[field]


def _count(number: object, one: str, many: str | None = None) -> str:
    plain = _plain(number)
    return f"{plain} {one if plain == '1' else many or one + 's'}"


def _plain(number: object) -> str:
    return f"{number:g}" if isinstance(number, float) else str(number)


def neighbours_text(tier: Tier, neighbours: tuple[Tier, ...], standard_error: float) -> str | None:
    """Say which other tiers lie within the exam's measurement error, None if none does."""
    if not neighbours:
        return None
    others = " or ".join(tier_in_a_sentence(other) for other in neighbours)
    return (
        f"The exam measures to about {standard_error:g} points either way, so read this as "
        f"{tier_in_a_sentence(tier)}, possibly {others}."
    )


def next_tier_text(tier: Tier, upward: NextTier | None) -> str:
    """Say what the smallest step upward is, or what still helps where there is none."""
    if tier == TIERS_BEST_FIRST[0]:
        return "The guide has no higher tier; the score, the interviews and the list still move your chance."
    if upward is None:
        return (
            "Failed attempts and years do not go away, so no single step changes the tier. "
            "Letters, hands-on experience and a well chosen list still move your chance."
        )
    steps = _joined([change.text for change in upward.changes])
    text = f"The smallest change to {tier_in_a_sentence(upward.tier)}: {steps}."
    return text + _about_retaking(upward.changes)


def _about_retaking(changes: tuple[Change, ...]) -> str:
    changes_a_score = any(
        change.field == "step2_ck_score" and change.from_value is not None for change in changes
    )
    if not changes_a_score:
        return ""
    return " A passed exam cannot be taken again, so this counts only if yours is still ahead or not passed."


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def below_passing_text(score: int, standard: PassingStandard) -> str:
    """Say that a score is under the passing score of its exam date, and what to do about it."""
    since = f" since {_written(standard.effective_from)}" if standard.effective_from else ""
    text = f"Step 2 CK {score} is under the passing score of {standard.score} in force{since}."
    passed_before = standard.passed_if_taken_before(score) if standard.exam_date is None else None
    if passed_before is not None:
        return f"{text} Taken before {_written(passed_before)} it was a pass: if yours was, enter its date."
    return f"{text} Passing the exam comes before everything else on this page."


def score_missing_text(tier_shown: bool) -> str:
    """Say that there is no score yet, and how a tier is decided without one if one is shown."""
    tier = " This is the tier that the rest of the profile supports." if tier_shown else ""
    return f"There is no Step 2 CK score yet.{tier} Move the score to see what the exam would change."


def _written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
