"""What one more application brings and costs, where a list goes, and its signals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp

import numpy as np
import pandas as pd

from smartpick.plan.plan import Plan
from smartpick.programs.season import FeeSchedule, ListCost, SignalRules
from smartpick.text.application_list import fees_text
from smartpick.text.numbers import (
    dollars,
    fine_percent,
    percent,
    percent_range,
    plural,
    points_text,
    range_of,
    stated_percent,
)
from smartpick.whatif.list_size import ListSizes
from smartpick.whatif.scenarios import SignalWorth, SpecialtyChoice, WorthOutcome

# What one more application brings and costs.


def paying_sentence(sizes: ListSizes, stop: int | None, least_gain: float) -> str:
    """Say where the next application stops paying for this applicant.

    `least_gain` is the chance (0-1) that $100 more must add, `stop` is `stops_paying(sizes, least_gain)`.
    """
    chance, cost = sizes.match.point, sizes.cost_usd
    wanted, whole = points_text(least_gain), int(sizes.sizes[-1])
    if np.isnan(chance).all():
        return "There are too few applicants to estimate a chance, so gain and cost cannot be compared."
    if not np.isfinite(sizes.gain_per_100_usd).any():
        return "The fee for these applications is not known, so gain and cost cannot be compared."
    if stop is None:
        return (
            f"All {whole} applications pay off: even the last $100 add the {wanted} that you ask for, or "
            "more."
        )
    if stop == 0:
        return f"No application pays off: none adds the {wanted} for $100 that you ask for."
    at = int(np.flatnonzero(sizes.sizes == stop)[0])
    return (
        f"You ask for {wanted} for each $100. Applications pay off up to number {stop}: a chance of "
        f"{percent(chance[at])} for {dollars(cost[at])}. The other {whole - stop} add "
        f"{points_text(float(chance[-1] - chance[at]))} for {dollars(cost[-1] - cost[at])}."
    )


def fee_steps_sentence(schedules: Mapping[str, FeeSchedule], specialties: Iterable[str]) -> str:
    """Say where an application starts to cost more, for those `specialties` that have a schedule."""
    having: dict[str, list[str]] = {}
    for specialty in specialties:
        steps = schedules[specialty].steps if specialty in schedules else ()
        for (_, before, block), (first, amount, _) in pairwise(steps):
            earlier = f"after {dollars(before)} for the first {first - 1}"
            if not block:
                earlier = f"instead of {dollars(before)}"
            having.setdefault(f"application {first} costs {dollars(amount)} {earlier}", []).append(specialty)
    return " ".join(f"In {' and '.join(names)}, {step}." for step, names in having.items())


def list_size_hover(sizes: ListSizes) -> list[str]:
    """Return what the chart says at each size."""
    texts = []
    for i, size in enumerate(sizes.sizes):
        span = percent_range(sizes.match.low[i], sizes.match.high[i])
        none = percent(sizes.no_interview.point[i])
        texts.append(
            f"{plural(size, 'application')}, fees {fees_text(_cost(sizes, i))}<br>"
            f"chance {percent(sizes.match.point[i])}, range {span}<br>no interview {none}"
        )
    return texts


def gain_hover(sizes: ListSizes) -> list[str]:
    """Return what the chart says at each step."""
    texts = []
    for i, gain in enumerate(sizes.gain_per_100_usd):
        step = f"from {sizes.sizes[i]} to {sizes.sizes[i + 1]} applications"
        if np.isnan(gain):
            texts.append(f"{step}<br>fee not known")
        elif np.isinf(gain):
            texts.append(f"{step}<br>no extra fee")
        else:
            paid = sizes.cost_usd[i + 1] - sizes.cost_usd[i]
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
    priced = int(sizes.sizes[entry]) - unpriced
    return ListCost(float(sizes.cost_usd[entry]), {}, {"": unpriced} if unpriced else {}, priced)


def gain_alternative_text(sizes: ListSizes, sentence: str) -> str:
    """Return the chart in words, for those who do not see it."""
    if len(sizes.sizes) < 2:
        return "The list has no applications."
    half = int(np.searchsorted(sizes.sizes, sizes.sizes[-1] / 2))
    return (
        f"Chance of matching by number of applications: {percent(sizes.match.point[half])} with the first "
        f"{sizes.sizes[half]}, {percent(sizes.match.point[-1])} with all {sizes.sizes[-1]}. {sentence}"
    )


# Where a list goes: applications and expected interviews by region and by specialty.

_WEST_COAST = "West Coast (CA, OR, WA)"
_REST_OF_PACIFIC = "Alaska and Hawaii"


@dataclass(frozen=True)
class MixRow:
    """One region or specialty of a list: its applications and the interviews to expect from them.

    Both shares (0-1) are of the whole list; `pacific` tells whether it is the West Coast.
    """

    name: str
    programs: int
    share: float
    interviews: float
    interviews_share: float
    pacific: bool


def region_mix(plan: Plan) -> list[MixRow]:
    """Return the list by region, the West Coast first and then by number of programs."""
    programs = plan.candidates.programs
    region = programs["census_division"].astype(object).fillna("not known")
    region = region.where(region != "Pacific", _REST_OF_PACIFIC)
    region = region.where(~pd.Series(plan.candidates.pacific, index=region.index), _WEST_COAST)
    return _mix(region, plan)


def specialty_mix_rows(plan: Plan) -> list[MixRow]:
    """Return the list by specialty, the most applications first."""
    return _mix(plan.candidates.programs["specialty"].astype(object), plan)


def _mix(labels: pd.Series, plan: Plan) -> list[MixRow]:
    invited = plan.interview_probability
    size, interviews = max(plan.size, 1), max(float(invited.sum()), 1e-12)
    rows = []
    for name in dict.fromkeys(labels):
        own = (labels == name).to_numpy(bool)
        count, expected = int(own.sum()), float(invited[own].sum())
        rows.append(
            MixRow(str(name), count, count / size, expected, expected / interviews, name == _WEST_COAST)
        )
    return sorted(rows, key=lambda row: (not row.pacific, -row.programs, row.name))


def mix_table(plan: Plan) -> pd.DataFrame:
    """Return both mixes as a table to download; shares 0-1."""
    mixes = {"region": region_mix(plan), "specialty": specialty_mix_rows(plan)}
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
            for by, rows in mixes.items()
            for row in rows
        ]
    )


def choices_rows(
    choices: list[SpecialtyChoice], allowances: Mapping[str, Mapping[str, int]]
) -> list[dict[str, str]]:
    """Return one line of text for each of `specialty_choices`: together first, then each specialty alone.

    `allowances` are the signals of each specialty by tier.
    """
    return [
        {
            "List": "All together" if len(choice.specialties) > 1 else f"{choice.specialties[0]} alone",
            "Applications": _applications(choice.counts),
            "Chance of matching": f"{percent(choice.match.point)} ({range_of(choice.match)})"
            if choice.match.known
            else choice.too_few,
            "On the West Coast": percent(choice.match_pacific.point)
            if choice.match_pacific.point
            else "none",
            "Fees": fees_text(choice.cost),
            "Signals": _signals(choice.counts, allowances),
        }
        for choice in choices
    ]


def _applications(counts: Mapping[str, int]) -> str:
    total = str(sum(counts.values()))
    parts = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f"{total}: {parts}" if len(counts) > 1 else total


def _signals(counts: Mapping[str, int], allowances: Mapping[str, Mapping[str, int]]) -> str:
    texts = [
        allowance_text(allowances[name]) + (f" ({name})" if len(counts) > 1 else "")
        for name, count in counts.items()
        if count and allowances[name]
    ]
    return ", ".join(texts) or "none known"


def worth_rows(
    outcomes: Sequence[WorthOutcome], specialties: Sequence[str], own: float
) -> list[dict[str, str]]:
    """Return what answers to the worth of the next specialty lead to, a row each, as shown.

    `outcomes` are those of `worth_outcomes`, `specialties` the applicant's with the preferred one first,
    `own` is the applicant's answer.
    """
    return [
        {
            "Worth of the next specialty": stated_percent(one.worth)
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

_SIGNAL_BASIS = {
    "published": "published, from interview rates with and without a signal",
    "derived": "derived from other specialties: no rates by signal are published for this one",
}


def allowance_text(allowance: Mapping[str, int]) -> str:
    """Return a number of signals in words: "3 gold and 12 silver"."""
    if "signal" in allowance:
        return str(allowance["signal"])
    return " and ".join(f"{count} {tier}" for tier, count in allowance.items())


def signal_name(kind: str) -> str:
    """Return what a signal is called: "gold signal", and "signal" where there is one kind only."""
    return kind if kind == "signal" else f"{kind} signal"


def signal_sentences(specialty: str, rules: SignalRules) -> list[str]:
    """Return what is known of a specialty's signals, in short sentences."""
    if not rules.allowance:
        return [f"{specialty}: we do not know of any signals. Check the application service."]
    season = f"{rules.season - 1}-{rules.season % 100:02d}" if rules.season else "not known"
    worth = " and ".join(
        f"a {signal_name(kind)} multiplies the odds of an invitation by about {exp(log_odds_ratio):.1f}"
        for kind, log_odds_ratio in rules.log_odds_ratio.items()
    )
    return [
        f"{specialty}: {allowance_text(rules.allowance)} (season {season}).",
        f"On average {worth}, compared with no signal ({_SIGNAL_BASIS[rules.basis]}).",
    ]


def signal_label(signal: str) -> str:
    """Return what is beside a chance that counts a signal: "with your gold signal"; empty for none."""
    return f"with your {signal_name(signal)}" if signal else ""


def without_signal_sentence(with_signal: Mapping[str, float], given: str) -> str:
    """Say that a chance is without a signal, and what it would be with one; empty where there are none.

    `with_signal` has the chance of an invitation (0-1) with a signal of each kind, `given` is the kind that
    the program has on the list, empty if none.
    """
    if not with_signal:
        return ""
    if given in with_signal:
        chance = fine_percent(with_signal[given])
        return f"Without a signal; {signal_label(given)}, as on your list, {chance}."
    kinds = [
        f"with {'one' if kind == 'signal' else f'a {kind} one'} {fine_percent(chance)}"
        for kind, chance in with_signal.items()
    ]
    return f"Without a signal; {', '.join(kinds)}."


def signal_worth_sentence(worth: SignalWorth, given: int) -> str:
    """Say what all signals of the list bring together; `given` is their number."""
    if not given:
        return "This list gives no signals."
    gain = worth.with_signals.point - worth.without.point
    return (
        f"Together, the {plural(given, 'signal')} on your list change the chance of matching from "
        f"{percent(worth.without.point)} to {percent(worth.with_signals.point)} ({100 * gain:+.1f} points)."
    )
