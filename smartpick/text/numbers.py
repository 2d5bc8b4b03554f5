"""How numbers, counts, terms and codes are worded: the one place for pages, files and the command line."""

from collections.abc import Iterable, Sequence
from math import floor, isnan
from pathlib import Path
from typing import Any

from smartpick.assessment import SCORE_AXIS
from smartpick.estimate import Estimate
from smartpick.prose import joined, read_words
from smartpick.prose import plural as plural
from smartpick.prose import web_address as web_address
from smartpick.tiers import SHORT_TIER_NAMES, TIER_NAMES, TIERS_BEST_FIRST, Tier, TierDecision, tier_rank

NARROW_SPACE = "\u202f"
SENTENCE_BREAK = ". "
NO_ESTIMATE = "no estimate"
# How far a count of people may be from the chance it represents, relative to it.
PEOPLE_ERROR = 0.05

WORDS: dict[str, dict[str, Any]] = read_words(__file__, "words")


def _rounded(number: float) -> int:
    """Round half up, so that 12.5 is 13 and 13.5 is 14."""
    return floor(number + 0.5)


def percent(probability: float) -> str:
    """Return a probability (0 to 1) as a whole percentage; never "0 %" or "100 %" for an estimate.

    A probability that is not known (NaN) has no number: "no estimate".
    """
    if isnan(probability):
        return NO_ESTIMATE
    if probability < 0.01:
        return f"under 1{NARROW_SPACE}%"
    if probability > 0.99:
        return f"over 99{NARROW_SPACE}%"
    return f"{_rounded(100 * probability)}{NARROW_SPACE}%"


def fine_percent(probability: float) -> str:
    """Return a small probability (0 to 1) with a decimal, so that programs can be told apart: "2.3 %"."""
    if probability < 0.0005:
        return f"under 0.1{NARROW_SPACE}%"
    return percent(probability) if probability > 0.0995 else published_percent(probability)


def published_percent(share: float) -> str:
    """Return a published share (0 to 1) with one decimal: "3.9 %", "0.0 %"."""
    return f"{100 * share:.1f}{NARROW_SPACE}%"


def stated_percent(share: float) -> str:
    """Return a share (0 to 1) as somebody stated it: "12.5 %"; unlike an estimate, a zero is a zero."""
    return f"{round(100 * share, 1):g}{NARROW_SPACE}%"


def percent_range(low: float, high: float) -> str:
    """Return the range from `low` to `high` (0 to 1) with one percent sign, such as "35–58 %".

    An end below 1 % or above 99 % is in words: "up to 3 %", "96 % or more".
    """
    bottom, top = percent(low), percent(high)
    if bottom == top:
        return bottom
    if low < 0.01:
        return f"up to {top}"
    if high > 0.99:
        return f"{bottom} or more"
    return f"{bottom.removesuffix(NARROW_SPACE + '%')}–{top}"


def range_of(estimate: Estimate) -> str:
    """Return the range of an estimated probability: "35–58 %"."""
    return percent_range(estimate.low, estimate.high)


def fine_range(estimate: Estimate) -> str:
    """Return the range of an estimated probability with decimals where it is small: "0.1 % to 6.2 %"."""
    return f"{fine_percent(estimate.low)} to {fine_percent(estimate.high)}"


def people(probability: float) -> str:
    """Return a probability (0 to 1) as a count of people: "9 in 20", "2 in 25", "1 in 33".

    Twentieths come first, so that most chances can be compared at a glance; where they would mislead, the
    next denominator that does not is taken. The count is at most `PEOPLE_ERROR` off, relative to the chance
    or to the chance of the opposite, whichever is smaller. The ends are "under 1 in 1,000" and "over 999 in
    1,000". A probability that is not known (NaN) has no count: "no estimate".
    """
    if isnan(probability):
        return NO_ESTIMATE
    rare = min(probability, 1 - probability)
    if rare < 0.001:
        return "under 1 in 1,000" if probability < 0.5 else "over 999 in 1,000"
    # Above a hundred a count is rounded to tens: "1 in 330" is read, "1 in 327" only looks exact.
    one_in = _rounded(1 / rare) if rare > 0.01 else 10 * _rounded(1 / rare / 10)
    first = [of for of, least in ((20, 0.11), (25, 0.05)) if rare > least]
    counts = [(_rounded(rare * of), of) for of in first] + [(1, one_in)]
    counts += [(_rounded(rare * of), of) for of in (50, 100)]
    few, of = next(pair for pair in counts if abs(pair[0] / pair[1] - rare) <= PEOPLE_ERROR * rare)
    return f"{few if probability <= 0.5 else of - few:,} in {of:,}"


def about_people(probability: float) -> str:
    """Return `people` for use in a sentence: "about 9 in 20", "under 1 in 1,000"."""
    count = people(probability)
    return f"about {count}" if count[0].isdigit() else count


def interviews(expected: float) -> str:
    """Return an expected number of interviews in words: "about 2.3 interviews"."""
    number = interviews_figure(expected)
    about = "about " if number[0].isdigit() else ""
    return f"{about}{number} {'interview' if number == '1' else 'interviews'}"


def interviews_figure(expected: float) -> str:
    """Return an expected number of interviews, with one decimal below ten: "2.3", "13", "fewer than 0.1"."""
    if expected < 0.05:
        return "fewer than 0.1"
    number = f"{expected:.1f}" if expected < 9.95 else str(_rounded(expected))
    return "1" if number == "1.0" else number


def fine_interviews_figure(expected: float) -> str:
    """Return interviews to expect from a part of a list, with two decimals below one: "0.24", "3.1"."""
    return f"{expected:.2f}" if expected < 0.995 else f"{expected:.1f}"


def spoken(text: str) -> str:
    """Return `text` as a screen reader should say it."""
    return text.replace(f"{NARROW_SPACE}%", " percent").replace("–", " to ")


def in_words(what: str, figures: Iterable[tuple[str, str]]) -> str:
    """Return a chart in words, for those who do not see it: what it shows, then each name with its figure."""
    return f"{what}. {'; '.join(f'{name}: {figure}' for name, figure in figures)}."


def range_text(chance: Estimate) -> str:
    """Return the range of a chance, named: "80 % range 35–50 %"."""
    return f"80{NARROW_SPACE}% range {range_of(chance)}"


def chance_text(chance: Estimate) -> str:
    """Return a chance with its range and as a count of people: "42 % (80 % range 35–50 %), about 2 in 5"."""
    return f"{percent(chance.point)} ({range_text(chance)}), {about_people(chance.point)}"


def whole_number(count: float) -> str:
    """Return a count with a comma at the thousands: "3,392"."""
    return f"{_rounded(count):,}"


def dollars(amount: float) -> str:
    """Return an amount in whole US dollars: "$2,430"."""
    return f"${_rounded(amount):,}"


def points_text(share: float) -> str:
    """Return a share (0 to 1) as percentage points: "0.5 points"; "no estimate" if it is not known (NaN)."""
    if isnan(share):
        return NO_ESTIMATE
    digits = 2 if abs(share) < 0.01 else 1 if abs(share) < 0.1 else 0
    number = f"{100 * share:.{digits}f}"
    number = number.rstrip("0").rstrip(".") if digits else number
    return f"{number} {'point' if number == '1' else 'points'}"


def worth_text(share: float) -> str:
    """Return a small change (0 to 1) of what a list is worth in points of a hundred: "0.03 points"."""
    return "under 0.01 points" if share < 0.00005 else f"{100 * share:.2f} points"


# The glossary of glossary.md.


def _read_glossary() -> dict[str, str]:
    lines = Path(__file__).with_name("glossary.md").read_text("utf-8").splitlines()
    terms = (line.removeprefix("- **").partition("**: ") for line in lines if line.startswith("- **"))
    return {name: meaning for name, _, meaning in terms}


TERMS = _read_glossary()
_BY_LOWER_NAME = {name.lower(): name for name in TERMS}


def meaning(term: str) -> str:
    """Return what a term means; letter case does not matter, a term that is not there is a KeyError."""
    return TERMS[_BY_LOWER_NAME[term.lower()]]


def term_help(*terms: str) -> str:
    """Return the meanings of a few terms as one help text: "ERAS: The service ..."."""
    return " ".join(f"{_BY_LOWER_NAME[term.lower()]}: {meaning(term)}" for term in terms)


def term_lines(*terms: str) -> list[str]:
    """Return one line of markdown for each term; the whole glossary in order of name if none is named."""
    names = [_BY_LOWER_NAME[term.lower()] for term in terms] or sorted(TERMS, key=str.lower)
    return [f"**{name}**: {TERMS[name]}" for name in names]


# The guide's tiers in words for narrow places: the reasons of one, and all of them along the scores.

_REASON_SIGNS = {"score": "●", "strength": "+", "liability": "−"}
_MISSING, _MISSING_SIGN = "Still missing.", "○"


def reason_rows(decision: TierDecision) -> list[tuple[str, str, str]]:
    """Return the reasons of a tier as rows: a sign, what is so, and what it does to the tier."""
    return [
        (
            _MISSING_SIGN if reason.effect == _MISSING else _REASON_SIGNS[reason.kind],
            reason.text,
            reason.effect,
        )
        for reason in decision.reasons
    ]


def short_tier(tier: Tier | None) -> str:
    """Return a tier as a word or two, "none" where the guide gives none."""
    return "none" if tier is None else SHORT_TIER_NAMES[tier]


def possible_tiers_note(tiers: Sequence[Tier], standard_error: float) -> list[str]:
    """Say at each of consecutive scores which other tiers are within the exam's standard error (in points).

    A note is empty where no other tier is.
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

    `tiers` has the tier at every score of `SCORE_AXIS`, with nothing else in the profile changed.
    """
    reached = {tier_rank(tier) for tier in tiers}
    over = [t for t in TIERS_BEST_FIRST if reached and min(reached) < tier_rank(t) < max(reached)]
    over = [tier for tier in over if tier_rank(tier) not in reached]
    if not over:
        return ""
    best = TIERS_BEST_FIRST[min(reached)]
    first = next(int(score) for score, tier in zip(SCORE_AXIS, tiers, strict=True) if tier == best)
    names = joined(TIER_NAMES[tier] for tier in over)
    return (
        f"No score alone leads to {names}, which also requires strengths that your profile does not have "
        f"yet. From {first} on, the guide does not call a score low and requires none of them."
    )
