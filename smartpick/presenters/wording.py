"""How a number is worded: the one place for all pages, reports and the command line."""

from math import floor, isnan

NARROW_SPACE = "\u202f"
SENTENCE_BREAK = ". "
NO_ESTIMATE = "no estimate"


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


def in_twenty(probability: float) -> str:
    """Return a probability (0 to 1) as a count of people: "9 in 20"; "no estimate" for one not known."""
    if isnan(probability):
        return NO_ESTIMATE
    count = _rounded(20 * probability)
    if count == 0:
        return "fewer than 1 in 20"
    if count == 20:
        return "more than 19 in 20"
    return f"{count} in 20"


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
