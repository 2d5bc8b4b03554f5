"""What applying costs in a specialty, and how many signals it gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.facts import Facts

# The fee item of each application service; fees step with the number of applications in a specialty.
_ITEMS = {"ERAS": "eras_application", "ResidencyCAS": "residencycas_application"}


@dataclass(frozen=True)
class FeeSchedule:
    """The price of the applications in one specialty."""

    # (first application of the step, US dollars, whether the amount covers the whole step)
    steps: tuple[tuple[int, float, bool], ...]
    season: int  # The season the prices are of
    source_id: str  # Where they come from

    def totals(self, most: int) -> NDArray[np.float64]:
        """Return the price of 0, 1, ..., `most` applications in one specialty, in US dollars."""
        prices = np.zeros(most + 1)
        for first, amount, whole_step in self.steps:
            if first <= most:
                prices[first:] = 0.0 if whole_step else amount
                prices[first] = amount
        return np.cumsum(prices)

    def total(self, applications: int) -> float:
        """Return the price of this many applications in one specialty."""
        return float(self.totals(applications)[-1])


def fee_schedules(fees: pd.DataFrame, services: Mapping[str, str]) -> dict[str, FeeSchedule]:
    """Return the newest published schedule of each specialty; one without a published price is missing.

    `services` is the application service of each specialty.
    """
    priced = fees[["item", "specialty", "season", "first_application", "amount_usd", "per", "source_id"]]
    by_item: dict[str, list[dict[Hashable, Any]]] = defaultdict(list)
    for row in priced.sort_values(["first_application"], kind="stable").to_dict("records"):
        by_item[str(row["item"])].append(row)
    schedules = {}
    for specialty, service in services.items():
        own = by_item[_ITEMS.get(service, "")]
        rows = [row for row in own if pd.isna(row["specialty"]) or row["specialty"] == specialty]
        if not rows:
            continue
        season = max(int(row["season"]) for row in rows)
        rows = [row for row in rows if row["season"] == season]
        steps = tuple(
            (int(row["first_application"]), float(row["amount_usd"]), bool(row["per"] == "first_block"))
            for row in rows
        )
        schedules[specialty] = FeeSchedule(steps, season, str(rows[0]["source_id"]))
    return schedules


@dataclass(frozen=True)
class ListCost:
    """What a list costs, and which of its applications have no known price."""

    total_usd: float  # Price of the applications whose price is known
    by_specialty: dict[str, float]  # The same by specialty, those without a known price left out
    unpriced: dict[str, int]  # Number of applications without a known price, by specialty
    priced_count: int = 0  # Number of applications whose price is known

    @property
    def unpriced_count(self) -> int:
        """Number of applications without a known price."""
        return sum(self.unpriced.values())

    @property
    def known_usd(self) -> float | None:
        """Price of what is known, None where the list has applications and no price of them is known."""
        return None if self.unpriced and not self.priced_count else self.total_usd


def list_cost(counts: Mapping[str, int], schedules: Mapping[str, FeeSchedule]) -> ListCost:
    """Price a list of `counts` applications in each specialty."""
    sent = {s: n for s, n in counts.items() if n}
    priced = {s: schedules[s].total(n) for s, n in sent.items() if s in schedules}
    unpriced = {s: n for s, n in sent.items() if s not in schedules}
    return ListCost(float(sum(priced.values())), priced, unpriced, sum(sent[s] for s in priced))


@dataclass(frozen=True)
class SignalRules:
    """Signals of one specialty in its newest published season."""

    # Number by tier: `gold` and `silver`, or `signal` alone; empty where there are none
    allowance: dict[str, int]
    log_odds_ratio: dict[str, float]  # Log odds ratio of an invitation with a signal of the tier against none
    unsignalled: float  # Log odds ratio of no signal against the published average, which has some of both
    basis: str  # published, or derived where the specialty prints no rates by signal
    season: int | None  # The season of the numbers
    source_ids: tuple[str, ...]  # Where they come from


def signal_rules(facts: Facts, specialty: str, usual_applications: int) -> SignalRules:
    """Return the signal rules of a specialty.

    The average applicant gives all signals, so the allowance over `usual_applications`, the number that is
    usual for the applicant's type, is the share of applications that carry one.
    """
    rows = facts.signals[facts.signals["specialty"] == specialty]
    if rows.empty:
        return SignalRules({}, {}, 0.0, "published", None, ())
    row = rows.sort_values("season").iloc[-1]
    gold, silver, total = (row[c] for c in ("gold_count", "silver_count", "total_count"))
    allowance = {"gold": int(gold), "silver": int(silver)} if pd.notna(gold) else {"signal": int(total)}
    own = _odds_ratios(facts.interview_rates, specialty)
    parameters = facts.model_parameters.set_index("parameter")["value"].astype(float)
    published = own.keys() >= allowance.keys()
    ratios = own if published else _derived(allowance, parameters)
    mean_lift = float(np.average([np.exp(ratios[t]) for t in allowance], weights=list(allowance.values())))
    signalled = min(sum(allowance.values()) / usual_applications, 1.0)
    unsignalled = -float(np.log1p(signalled * (mean_lift - 1)))
    return SignalRules(
        allowance,
        {tier: ratios[tier] for tier in allowance},
        unsignalled,
        "published" if published else "derived",
        int(row["season"]),
        (str(row["source_id"]),),
    )


def _odds_ratios(rates: pd.DataFrame, specialty: str) -> dict[str, float]:
    """Return log odds ratios of the specialty's published national rates by signal."""
    rows = rates[(rates["specialty"] == specialty) & (rates["geography_level"] == "nation")]
    mean = rows.set_index("applicant_group")["mean"].astype(float)
    if "no_signal" not in mean:
        return {}
    log_odds = np.log(mean / (1 - mean))
    tiers = [tier for tier in ("signal", "gold", "silver") if tier in mean]
    return {tier: float(log_odds[tier] - log_odds["no_signal"]) for tier in tiers}


def _derived(allowance: dict[str, int], parameters: pd.Series) -> dict[str, float]:
    """Return log odds ratios for a specialty that prints no rates by signal.

    An average signal is worth what it is elsewhere; where there are two tiers, gold and silver differ as
    they do in the specialty that prints both, around that average.
    """
    average = float(np.log(parameters["signal_odds_ratio"]))
    if "gold" not in allowance:
        return dict.fromkeys(allowance, average)
    apart = float(np.log(parameters["gold_over_silver_odds_ratio"]))
    gold_part = allowance["gold"] / (allowance["gold"] + allowance["silver"])
    silver = average - gold_part * apart
    return {"gold": silver + apart, "silver": silver}
