"""Signals in words: how many a specialty gives, what one is worth, and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from smartpick.explore.signal_worth import SignalWorth
from smartpick.plan.signals import SignalRules
from smartpick.presenters.list_mix import allowance_text
from smartpick.presenters.wording import fine_percent, percent

_BASIS = {
    "published": "published, from interview rates with and without a signal",
    "derived": "derived from other specialties: this one prints no rates by signal",
}


def signal_sentences(specialty: str, rules: SignalRules) -> list[str]:
    """Return what is known of a specialty's signals, in short sentences."""
    if not rules.allowance:
        return [f"{specialty}: no signals are known here. Check the application service."]
    season = f"{rules.season - 1}-{rules.season % 100:02d}" if rules.season else "not known"
    worth = " and ".join(
        f"a {tier if tier != 'signal' else ''} signal".replace("  ", " ")
        + f" multiplies the odds of an invitation by about {_times(ratio)}"
        for tier, ratio in rules.log_odds_ratio.items()
    )
    return [
        f"{specialty}: {allowance_text(rules.allowance)} (season {season}).",
        f"On average {worth}, against none ({_BASIS[rules.basis]}).",
    ]


def signal_label(signal: str) -> str:
    """Return what stands beside a chance that counts a signal: "with your gold signal"; empty for none."""
    if not signal:
        return ""
    return "with your signal" if signal == "signal" else f"with your {signal} signal"


def without_signal_sentence(with_signal: Mapping[str, float], given: str) -> str:
    """Say that a chance is without a signal, and what it would be with one; empty where there are none.

    Args:
        with_signal: Chance of an invitation (0-1) with a signal of each kind.
        given: The kind that the program has on the list, empty if none.
    """
    if not with_signal:
        return ""
    if given in with_signal:
        return (
            f"Without a signal; {signal_label(given)}, as on your list, {fine_percent(with_signal[given])}."
        )
    kinds = [
        f"with {'one' if kind == 'signal' else f'a {kind} one'} {fine_percent(chance)}"
        for kind, chance in with_signal.items()
    ]
    return f"Without a signal; {', '.join(kinds)}."


def signal_worth_sentence(worth: SignalWorth, given: int) -> str:
    """Say what all signals of the list bring together."""
    if not given:
        return "No signal is given on this list."
    gain = worth.with_signals.point - worth.without.point
    return (
        f"Together your {given} signals bring the chance of matching from {percent(worth.without.point)} to "
        f"{percent(worth.with_signals.point)} ({100 * gain:+.1f} points)."
    )


def _times(log_odds_ratio: float) -> str:
    return f"{exp(log_odds_ratio):.1f}"
