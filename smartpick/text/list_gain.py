"""What one more application brings and costs, where a list goes, and its signals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
import pandas as pd

from smartpick.plan.plan import Plan
from smartpick.programs.season import FeeSchedule, ListCost, SignalRules
from smartpick.text.application_list import fees_text
from smartpick.text.numbers import NARROW_SPACE, NO_ESTIMATE, dollars, fine_percent, percent, percent_range
from smartpick.whatif.list_size import ListSizes
from smartpick.whatif.scenarios import SignalWorth, SpecialtyChoice, WorthOutcome

# What one more application brings and costs, in words and as a table.


def points_text(share: float) -> str:
    """Return a share (0-1) as percentage points: "0.5 points"; "no estimate" for one not known."""
    if np.isnan(share):
        return NO_ESTIMATE
    digits = 2 if abs(share) < 0.01 else 1 if abs(share) < 0.1 else 0
    number = f"{100 * share:.{digits}f}"
    number = number.rstrip("0").rstrip(".") if digits else number
    return f"{number} {'point' if number == '1' else 'points'}"


def paying_sentence(sizes: ListSizes, stop: int | None, least_gain: float) -> str:
    """Say where the next application stops paying for this applicant.

    Args:
        sizes: What the shorter lists come to.
        stop: `stops_paying(sizes, least_gain)`.
        least_gain: Chance (0-1) that $100 more must add.
    """
    if np.isnan(sizes.match.point).all():
        return "Too few applicants for a chance, so no gain can be set against cost."
    wanted = points_text(least_gain)
    whole = int(sizes.sizes[-1])
    if not np.isfinite(sizes.gain_per_100_usd).any():
        return "The fee of these applications is not known here, so gain cannot be set against cost."
    if stop is None:
        return f"All {whole} applications pay by your measure: the last $100 still add {wanted} or more."
    if stop == 0:
        return f"By your measure no application pays: none adds {wanted} for $100."
    at = int(np.flatnonzero(sizes.sizes == stop)[0])
    saved = float(sizes.cost_usd[-1] - sizes.cost_usd[at])
    lost = float(sizes.match.point[-1] - sizes.match.point[at])
    return (
        f"By your measure it pays up to application {stop}: a chance of {percent(sizes.match.point[at])} for "
        f"{dollars(sizes.cost_usd[at])}. The other {whole - stop} add {points_text(lost)} for "
        f"{dollars(saved)}."
    )


def fee_steps_sentence(schedules: Mapping[str, FeeSchedule], specialties: Iterable[str]) -> str:
    """Say where an application starts to cost more, for the specialties on the list.

    Args:
        schedules: Fee schedule of each specialty whose price is published.
        specialties: Those with applications on the list.
    """
    said: dict[str, list[str]] = {}
    for specialty in specialties:
        schedule = schedules.get(specialty)
        if schedule is None:
            continue
        for (_, before, block), (first, amount, _) in zip(schedule.steps, schedule.steps[1:], strict=False):
            earlier = (
                f"after {dollars(before)} for the first {first - 1}"
                if block
                else f"instead of {dollars(before)}"
            )
            said.setdefault(f"application {first} costs {dollars(amount)} {earlier}", []).append(specialty)
    sentences = [f"In {' and '.join(names)}, {step}." for step, names in said.items()]
    return " ".join(sentences)


def list_size_hover(sizes: ListSizes) -> list[str]:
    """Return what the chart says at each size."""
    texts = []
    for i, size in enumerate(sizes.sizes):
        span = percent_range(sizes.match.low[i], sizes.match.high[i])
        none = percent(sizes.no_interview.point[i])
        texts.append(
            f"{size} applications, fees {fees_text(_cost(sizes, i))}<br>"
            f"chance {percent(sizes.match.point[i])}, range {span}<br>no interview {none}"
        )
    return texts


def gain_hover(sizes: ListSizes) -> list[str]:
    """Return what the chart says at each step."""
    texts = []
    for i, gain in enumerate(sizes.gain_per_100_usd):
        step = f"from {sizes.sizes[i]} to {sizes.sizes[i + 1]} applications"
        paid = sizes.cost_usd[i + 1] - sizes.cost_usd[i]
        if np.isnan(gain):
            texts.append(f"{step}<br>fee not known here")
        elif np.isinf(gain):
            texts.append(f"{step}<br>no extra fee")
        else:
            texts.append(f"{step}: {dollars(paid)}<br>{points_text(gain)} for $100")
    return texts


def list_size_table(sizes: ListSizes) -> pd.DataFrame:
    """Return the numbers behind the chart; probabilities 0-1, unknown left empty."""
    return pd.DataFrame(
        {
            "applications": sizes.sizes,
            "match_probability": sizes.match.point.round(5),
            "match_probability_low": sizes.match.low.round(5),
            "match_probability_high": sizes.match.high.round(5),
            "match_probability_pacific": sizes.match_pacific.point.round(5),
            "p_no_interview": sizes.no_interview.point.round(5),
            "expected_interviews": sizes.interviews.point.round(3),
            "cost_usd": [_cost(sizes, i).known_usd for i in range(len(sizes.sizes))],
            "applications_without_known_fee": sizes.unpriced,
            "gain_per_100_usd": np.append(np.nan, sizes.gain_per_100_usd).round(5),
        }
    ).replace({"gain_per_100_usd": {np.inf: np.nan}})


def _cost(sizes: ListSizes, entry: int) -> ListCost:
    """Return the fees of one of the sizes; what is not known of them is one group of any name."""
    unpriced = int(sizes.unpriced[entry])
    known = int(sizes.sizes[entry]) - unpriced
    return ListCost(float(sizes.cost_usd[entry]), {}, {"": unpriced} if unpriced else {}, known)


def gain_alternative_text(sizes: ListSizes, sentence: str) -> str:
    """Return the chart in words, for those who do not see it."""
    if len(sizes.sizes) < 2:
        return "No application on the list."
    half = int(np.searchsorted(sizes.sizes, sizes.sizes[-1] / 2))
    return (
        f"Chance of matching by number of applications: {percent(sizes.match.point[half])} with the first "
        f"{sizes.sizes[half]}, {percent(sizes.match.point[-1])} with all {sizes.sizes[-1]}. {sentence}"
    )


# Where a list goes: programs, interviews to expect and fees by region and by specialty.

PACIFIC_COAST = "Pacific Coast (CA, OR, WA)"
_REST_OF_PACIFIC = "Alaska and Hawaii"


@dataclass(frozen=True)
class MixRow:
    """One region or specialty of a list.

    Attributes:
        name: The region or specialty.
        programs: Number of applications.
        share: Share (0-1) of all applications.
        interviews: Interviews to expect from them, by the chance of each.
        interviews_share: Share (0-1) of the list's.
        pacific: Whether it is the Pacific Coast.
    """

    name: str
    programs: int
    share: float
    interviews: float
    interviews_share: float
    pacific: bool = False


def region_mix(plan: Plan) -> list[MixRow]:
    """Return the list by region, the Pacific Coast first and then by number of programs."""
    programs = plan.candidates.programs
    region = programs["census_division"].astype(object).fillna("not known")
    region = region.where(region != "Pacific", _REST_OF_PACIFIC)
    region = region.where(~pd.Series(plan.candidates.pacific, index=region.index), PACIFIC_COAST)
    return _rows(region, plan)


def specialty_mix_rows(plan: Plan) -> list[MixRow]:
    """Return the list by specialty, the most applications first."""
    return _rows(plan.candidates.programs["specialty"].astype(object), plan)


def mix_table(plan: Plan) -> pd.DataFrame:
    """Return both mixes as a table to download; shares 0-1."""
    tables = [("region", region_mix(plan)), ("specialty", specialty_mix_rows(plan))]
    return pd.DataFrame(
        [
            {
                "by": by,
                "name": row.name,
                "applications": row.programs,
                "applications_share": round(row.share, 4),
                "expected_interviews": round(row.interviews, 3),
                "expected_interviews_share": round(row.interviews_share, 4),
            }
            for by, rows in tables
            for row in rows
        ]
    )


def choices_rows(
    choices: list[SpecialtyChoice], allowances: Mapping[str, Mapping[str, int]]
) -> list[dict[str, str]]:
    """Return one line of text for each list to compare: together first, then each specialty alone.

    Args:
        choices: As returned by `specialty_choices`.
        allowances: Signals of each specialty by tier.
    """
    return [
        {
            "List": "All together" if len(choice.specialties) > 1 else f"{choice.specialties[0]} alone",
            "Applications": _applications(choice),
            "Chance of matching": f"{percent(choice.match.point)} "
            f"({percent_range(choice.match.low, choice.match.high)})"
            if choice.match.known
            else choice.too_few,
            "On the Pacific Coast": "none"
            if choice.match_pacific.point == 0
            else percent(choice.match_pacific.point),
            "Fees": fees_text(choice.cost),
            "Signals": _signals(choice, allowances),
        }
        for choice in choices
    ]


def _rows(labels: pd.Series, plan: Plan) -> list[MixRow]:
    invited = plan.interview_probability
    size, interviews = max(plan.size, 1), max(float(invited.sum()), 1e-12)
    rows = []
    for name in dict.fromkeys(labels):
        own = (labels == name).to_numpy(bool)
        count, expected = int(own.sum()), float(invited[own].sum())
        rows.append(
            MixRow(str(name), count, count / size, expected, expected / interviews, name == PACIFIC_COAST)
        )
    return sorted(rows, key=lambda row: (not row.pacific, -row.programs, row.name))


def _applications(choice: SpecialtyChoice) -> str:
    if len(choice.counts) == 1:
        return str(sum(choice.counts.values()))
    return f"{sum(choice.counts.values())}: " + ", ".join(f"{n} {name}" for name, n in choice.counts.items())


def _signals(choice: SpecialtyChoice, allowances: Mapping[str, Mapping[str, int]]) -> str:
    said = [
        allowance_text(allowances[name]) + (f" ({name})" if len(choice.counts) > 1 else "")
        for name, count in choice.counts.items()
        if count and allowances[name]
    ]
    return ", ".join(said) or "none known"


def allowance_text(allowance: Mapping[str, int]) -> str:
    """Return a number of signals in words: "3 gold and 12 silver"."""
    if "signal" in allowance:
        return str(allowance["signal"])
    return " and ".join(f"{count} {tier}" for tier, count in allowance.items())


def interviews_number(expected: float) -> str:
    """Return interviews to expect as a bare number: "0.24"."""
    return f"{expected:.2f}" if expected < 0.995 else f"{np.round(expected, 1):.1f}"


def worth_rows(
    outcomes: Sequence[WorthOutcome], specialties: Sequence[str], own: float
) -> list[dict[str, str]]:
    """Return what answers to the worth of the next specialty come to, a row each, as shown.

    Args:
        outcomes: As returned by `worth_outcomes`.
        specialties: The applicant's, the preferred first.
        own: The applicant's answer.
    """
    return [
        {
            "Worth of the next specialty": f"{round(100 * one.worth)}{NARROW_SPACE}%"
            + (" (your answer)" if one.worth == own else ""),
            "Applications": ", ".join(
                f"{count} {name}" for count, name in zip(one.counts, specialties, strict=True)
            ),
            f"Chance in {specialties[0]}": percent(one.first) if one.counts[0] else "none",
            "Chance anywhere": percent(one.anywhere),
        }
        for one in outcomes
    ]


# Signals in words: how many a specialty gives, what one is worth, and where that comes from.

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
