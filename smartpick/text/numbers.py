"""How numbers, terms and tiers are worded: the one place for all pages, reports and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isinf, isnan

from smartpick.assessment import SCORE_AXIS
from smartpick.estimate import Estimate
from smartpick.plan.firmness import InterviewSpread
from smartpick.plan.plan import Plan
from smartpick.tiers import SHORT_TIER_NAMES, TIER_NAMES, TIERS_BEST_FIRST, Tier, tier_rank

# How a number is worded: the one place for all pages, reports and the command line.

NARROW_SPACE = "\u202f"
SENTENCE_BREAK = ". "
NO_ESTIMATE = "no estimate"
# How far a count of people may be from the chance it stands for, relative to it.
PEOPLE_ERROR = 0.05


def _rounded(number: float) -> int:
    """Round half up, so that 12.5 is 13 and 13.5 is 14."""
    return floor(number + 0.5)


def percent(probability: float) -> str:
    """Return a probability (0 to 1) as a whole percentage; never "0 %" or "100 %" for an estimate.

    One that is not known (NaN) has no number: "no estimate".
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
    if probability > 0.0995:
        return percent(probability)
    return f"{100 * probability:.1f}{NARROW_SPACE}%"


def percent_range(low: float, high: float) -> str:
    """Return the range from `low` to `high` (0 to 1) with one percent sign, such as "35–58 %".

    An end below 1 % or above 99 % is worded: "up to 3 %", "96 % or more".
    """
    bottom, top = percent(low), percent(high)
    if bottom == top:
        return bottom
    if low < 0.01:
        return f"up to {top}"
    if high > 0.99:
        return f"{bottom} or more"
    return f"{bottom.removesuffix(NARROW_SPACE + '%')}–{top}"


def people(probability: float) -> str:
    """Return a probability (0 to 1) as a count of people: "9 in 20", "2 in 25", "1 in 33".

    Twentieths come first, so that most chances can be compared at a glance; where they would mislead, the
    next denominator that does not is taken. The count is at most `PEOPLE_ERROR` off, relative to the chance
    or to the chance of the opposite, whichever is smaller. The ends are "under 1 in 1,000" and "over 999 in
    1,000". One that is not known (NaN) has no count: "no estimate".
    """
    if isnan(probability):
        return NO_ESTIMATE
    rare = min(probability, 1 - probability)
    if rare < 0.001:
        return "under 1 in 1,000" if probability < 0.5 else "over 999 in 1,000"
    few, of = _few_of(rare)
    return f"{few if probability <= 0.5 else of - few:,} in {of:,}"


def about_people(probability: float) -> str:
    """Return `people` for use in a sentence: "about 9 in 20", "under 1 in 1,000"."""
    count = people(probability)
    return f"about {count}" if count[0].isdigit() else count


def _few_of(share: float) -> tuple[int, int]:
    """Return (people, of how many) for a share of 0.001 to 0.5."""
    # From a hundred on a count is rounded to tens: "1 in 330" is read, "1 in 327" only looks exact.
    one_in = _rounded(1 / share) if share > 0.01 else 10 * _rounded(1 / share / 10)
    twentieths = [20] if share > 0.11 else []
    hundredths = [25] if share > 0.05 else []
    counted = [(_rounded(share * of), of) for of in (*twentieths, *hundredths)]
    finer = [(_rounded(share * of), of) for of in (50, 100)]
    return next(
        (few, of)
        for few, of in (*counted, (1, one_in), *finer)
        if abs(few / of - share) <= PEOPLE_ERROR * share
    )


def interviews(expected: float) -> str:
    """Return an expected number of interviews: one decimal below ten, none above."""
    if expected < 0.05:
        return "fewer than 0.1 interviews"
    number = f"{expected:.1f}" if expected < 9.95 else str(_rounded(expected))
    return "about 1 interview" if number == "1.0" else f"about {number} interviews"


def spoken(text: str) -> str:
    """Return `text` as a screen reader should say it."""
    return text.replace(f"{NARROW_SPACE}%", " percent").replace("–", " to ")


def range_of(estimate: Estimate) -> str:
    """Return the range of an estimated probability: "35–58 %"."""
    return percent_range(estimate.low, estimate.high)


def range_text(chance: Estimate) -> str:
    """Return the range of a chance, named: "80 % range 35–50 %"."""
    return f"80{NARROW_SPACE}% range {range_of(chance)}"


def chance_text(chance: Estimate) -> str:
    """Return a chance with its range and as a count of people: "42 % (80 % range 35–50 %), about 2 in 5"."""
    return f"{percent(chance.point)} ({range_text(chance)}), {about_people(chance.point)}"


def plural(count: float, one: str, several: str = "") -> str:
    """Return a count with its noun: "1 program", "3,392 programs", "2 categories"; `one` + "s" by default."""
    number = f"{int(count):,}" if count == int(count) else f"{count:g}"
    return f"{number} {one if count == 1 else several or one + 's'}"


def whole_number(count: float) -> str:
    """Return a count with a comma at the thousands: "3,392"."""
    return f"{_rounded(count):,}"


def dollars(amount: float) -> str:
    """Return an amount in whole US dollars: "$2,430"."""
    return f"${_rounded(amount):,}"


# The glossary: what the abbreviations and words of the Match mean, in a sentence or two each.

TERMS: dict[str, str] = {
    "attempt": "One sitting of an exam. A failed sitting stays on the transcript after a later pass.",
    "categorical": "A position that covers the whole training of a specialty, from the first year on. "
    "Preliminary positions last one year; advanced ones start after it.",
    "contiguous ranks": "How many programs of the preferred specialty stand at the top of a rank order list "
    "before the first program of another specialty.",
    "ECFMG": "The body that certifies graduates of medical schools abroad. They cannot start residency "
    "without its certificate.",
    "ERAS": "The service through which most applications reach the programs. Its fee rises with the number "
    "of applications in a specialty.",
    "H-1B": "A work visa. Fewer programs offer it than the J-1, and it needs a passed Step 3.",
    "hands-on experience": "Clinical work in which the student or graduate examines patients: electives, "
    "sub-internships, externships. Programs weigh it above watching.",
    "IMG": "International medical graduate: someone who graduated from a medical school abroad. A non-US IMG "
    "is not a US citizen, a US IMG is.",
    "interview rate": "The share of its applicants that a program invites to an interview, counted for one "
    "type of applicant in one season.",
    "J-1": "The exchange visitor visa, the usual one for residents from abroad. It brings a duty to go home "
    "for two years, or to work where physicians are short.",
    "LOR": "Letter of recommendation. A US letter is from a physician who saw the applicant work in the "
    "United States.",
    "Main Match": "The yearly run in which applicants' and programs' rank order lists are brought together.",
    "match probability": "Our estimate of the chance of a match. It always has a range.",
    "match rate": "A published share: of all who took part, how many matched.",
    "NRMP": "The organization that runs the Main Match and publishes its results.",
    "observership": "Watching clinical work without examining patients.",
    "PGY-1": "Postgraduate year 1, the first year of residency.",
    "preferred specialty": "The specialty of the first program on a rank order list.",
    "range": "We give a point and an 80 % range: were the model right, the true value would lie in the range "
    "four times out of five.",
    "rank order list": "The programs in the order in which an applicant wants them, handed in after the "
    "interviews. Programs hand in such a list of applicants.",
    "ResidencyCAS": "The service that takes applications in place of ERAS in a few specialties.",
    "signal": "A mark on a limited number of applications that tells a program it is among the favorites.",
    "SOAP": "The week before Match Day in which unfilled positions are offered to those who did not match.",
    "Step 2 CK": "The clinical knowledge exam of the US licensing series; a score of three digits.",
    "Step 3": "The last exam of the US licensing series. Most take it during residency; some before, for a "
    "visa or to strengthen an application.",
    "USCE": "US clinical experience: time in patient care in the United States, hands-on or watching.",
}

_BY_LOWER_NAME = {name.lower(): name for name in TERMS}


def meaning(term: str) -> str:
    """Return what a term means; letter case does not count.

    Raises:
        KeyError: if the glossary does not have it.
    """
    return TERMS[_BY_LOWER_NAME[term.lower()]]


def term_help(*terms: str) -> str:
    """Return the meanings of a few terms as one help text: "ERAS: The service ..."."""
    return " ".join(f"{_BY_LOWER_NAME[term.lower()]}: {meaning(term)}" for term in terms)


def term_lines(*terms: str) -> list[str]:
    """Return one line of markdown for each term, all of them in order of name if none is named."""
    names = [_BY_LOWER_NAME[term.lower()] for term in terms] or sorted(TERMS, key=str.lower)
    return [f"**{name}**: {TERMS[name]}" for name in names]


# The guide's tiers along the scores, in words for tight places.

NO_TIER = "none"


def short_tier(tier: Tier | None) -> str:
    """Return a tier as a word or two, "none" where the guide gives none."""
    return NO_TIER if tier is None else SHORT_TIER_NAMES[tier]


def possible_tiers_note(tiers: Sequence[Tier], standard_error: float) -> list[str]:
    """Say at each score which other tiers lie within the exam's standard error, empty where none does.

    Args:
        tiers: The tier at consecutive scores.
        standard_error: In score points.
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

    Args:
        tiers: The tier at every score of `SCORE_AXIS`, nothing else in the profile changed.
    """
    reached = {tier_rank(tier) for tier in tiers}
    over = [t for t in TIERS_BEST_FIRST if reached and min(reached) < tier_rank(t) < max(reached)]
    over = [tier for tier in over if tier_rank(tier) not in reached]
    if not over:
        return ""
    best = TIERS_BEST_FIRST[min(reached)]
    first = next(int(score) for score, tier in zip(SCORE_AXIS, tiers, strict=True) if tier == best)
    names = " and ".join(TIER_NAMES[tier] for tier in over)
    return (
        f"No score alone brings {names}, which also asks for strengths that are still missing. From {first} "
        "on the guide does not call a score low and asks for none of them."
    )


# How sure it is that no other list is better, in words.

_AT_MOST = "No list within your limits is worth over {} more than this one, by our estimates."


def optimality_sentence(plan: Plan) -> str:
    """Say whether the list is proven best, or how far at most a better one could be."""
    if plan.optimality.proven:
        return "No other list within your limits is worth more: proven, by our estimates."
    gap = plan.optimality.gap(plan.value)
    if isinf(gap):
        return "A good list within your limits; whether another is worth more was not searched to the end."
    return _AT_MOST.format(f"0.1{NARROW_SPACE}%" if gap < 0.001 else fine_percent(gap))


# What one person may see of interviews, in a sentence; the range of the mean is another thing.


def spread_sentence(spread: InterviewSpread) -> str:
    """Say how many interviews most people get, and how many get none."""
    if spread.high == 0:
        return f"Most people like you get no interview: {_of_100(spread.none)}."
    some = f"{spread.low} to {spread.high}" if spread.low < spread.high else f"{spread.low}"
    return f"Most people like you get {some} interviews; {_of_100(spread.none)} get none."


def _of_100(share: float) -> str:
    number = round(100 * share)
    if number == 0:
        return "fewer than 1 of 100"
    return "more than 99 of 100" if number == 100 and share < 1 else f"{number} of 100"
