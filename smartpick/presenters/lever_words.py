"""A lever in words: what it would bring, and what it takes."""

from __future__ import annotations

from math import isnan

from smartpick.guidance.levers import Lever
from smartpick.odds.estimate import Estimate
from smartpick.presenters.wording import NO_ESTIMATE, dollars, percent

_BASIS = {
    "published": "The size of the gain is published.",
    "derived": "The size of the gain is derived from published figures.",
    "assumed": "The size of the gain is assumed; only its direction is published.",
}


def lever_gain(now: Estimate, lever: Lever) -> str:
    """Return the chance now and after, with the gain's range in points."""
    if not now.known:
        return NO_ESTIMATE
    after = min(max(now.point + lever.gain.point, 0.0), 1.0)
    low, high = points(lever.gain.low), points(lever.gain.high)
    span = f"{low} to {high} points" if low != high else f"{high} points"
    return f"{percent(now.point)} → {percent(after)} ({span})"


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
    return f"{head}{_BASIS[lever.basis]} {lever.note}".strip()
