"""What one person may see of interviews, in a sentence; the range of the mean is another thing."""

from __future__ import annotations

from smartpick.plan.interview_spread import InterviewSpread


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
