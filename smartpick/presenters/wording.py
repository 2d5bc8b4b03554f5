"""How a number is worded: the one place for all pages, reports and the command line."""

from math import floor, isnan

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


def whole_number(count: float) -> str:
    """Return a count with a comma at the thousands: "3,392"."""
    return f"{_rounded(count):,}"


def dollars(amount: float) -> str:
    """Return an amount in whole US dollars: "$2,430"."""
    return f"${_rounded(amount):,}"
