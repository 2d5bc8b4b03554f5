"""A lever in words: what it would bring, and what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from smartpick.guidance.levers import Lever
from smartpick.presenters.wording import NO_ESTIMATE, dollars, percent, percent_range

MOST_SHOWN = 3

_BASIS = {
    "published": "The size of the gain is published.",
    "derived": "The size of the gain is derived from published figures.",
    "assumed": "The size of the gain is assumed; only its direction is published.",
}


def telling_levers(found: Sequence[Lever]) -> list[Lever]:
    """Return the levers that would move the chance as it is printed: none that reads "2 % → 2 %".

    Where too few people are behind the chance to print one, those are left whose gain would not be nothing.
    """
    return [lever for lever in found if lever.comes_first or (lever.gain.point > 0 and _moves(lever))]


def shown_levers(found: Sequence[Lever]) -> list[Lever]:
    """Return the levers whose gain, here or on the Pacific Coast, is not printed as nothing."""
    return [
        lever
        for lever in found
        if lever.comes_first or (points(lever.gain.point), points(lever.gain_pacific.point)) != ("0", "0")
    ]


def nothing_moves_sentence(found: Sequence[Lever], closed: str) -> str:
    """Say plainly that no lever would move the printed chance.

    Args:
        found: All levers that are open.
        closed: Why an exam that is not passed cannot be taken again; empty where that is not so.
    """
    if closed:
        return (
            f"{closed} Residency needs a passed Step 2 CK, so no other change would count. Ask the USMLE "
            "program, and a mentor, what is left to you."
        )
    if not found:
        return "None of the changes that we can put a number on is open to this profile."
    if not _known(found[0]):
        return "None of the changes that we can put a number on would move your chance."
    return "None of the changes that we can put a number on would move your chance as it is printed."


def passing_first_sentence(found: Sequence[Lever]) -> str:
    """Say from where the gains count while an exam is not passed; empty otherwise."""
    others = [lever for lever in found if not lever.comes_first]
    if len(others) == len(found) or not others:
        return ""
    start = f"the {percent(others[0].before)} that you would have with" if _known(others[0]) else "the day of"
    return (
        f"Passing comes first: without it no program can take you. The other gains count from {start} a pass."
    )


def lever_gain(lever: Lever) -> str:
    """Return the chance before and after, with the gain's range in points; for an exam what a pass opens."""
    if lever.comes_first:
        if not lever.gain.known:
            return f"no match without it; with it {NO_ESTIMATE}"
        span = percent_range(lever.gain.low, lever.gain.high)
        return f"no match without it; with it {percent(lever.gain.point)} (range {span})"
    if not _known(lever):
        return NO_ESTIMATE
    low, high = points(lever.gain.low), points(lever.gain.high)
    span = f"{low} to {high} points" if low != high else f"{high} points"
    return f"{percent(lever.before)} → {percent(_after(lever))} ({span})"


def lever_lines(found: Sequence[Lever], closed: str) -> list[str]:
    """Return the greatest helps as lines of plain text, the same as the cards of the cockpit."""
    best = telling_levers(found)[:MOST_SHOWN]
    if not best:
        return [nothing_moves_sentence(found, closed)]
    lines = [f"{lever.title}: {lever_gain(lever)}. {lever_terms(lever)}" for lever in best]
    first = passing_first_sentence(found)
    return [*([first] if first else []), *lines]


def _known(lever: Lever) -> bool:
    return not isnan(lever.before)


def _moves(lever: Lever) -> bool:
    if not _known(lever):
        return points(lever.gain.point) != "0"
    return percent(lever.before) != percent(_after(lever))


def _after(lever: Lever) -> float:
    return min(max(lever.before + lever.gain.point, 0.0), 1.0)


def points(gain: float) -> str:
    """Return a difference of chances in percentage points with its sign: "+3", "-0.4"."""
    if isnan(gain):
        return NO_ESTIMATE
    number = 100 * gain
    shown = f"{number:+.1f}" if abs(number) < 1 else f"{number:+.0f}"
    return "0" if float(shown) == 0 else shown


def lever_terms(lever: Lever) -> str:
    """Return time, cost, what the gain rests on, and what to mind."""
    terms = [lever.time.strip().rstrip(".").capitalize()] if lever.time.strip() else []
    if lever.cost_usd:
        terms.append(f"{dollars(lever.cost_usd)}")
    head = f"{', '.join(terms)}. " if terms else ""
    basis = "" if lever.comes_first else f"{_BASIS[lever.basis]} "
    note = f"{lever.note.rstrip('.')}." if lever.note else ""
    return f"{head}{basis}{note}".strip()
