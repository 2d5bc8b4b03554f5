"""Program signals: how many a specialty gives, and what one is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartpick.facts import Facts


@dataclass(frozen=True)
class SignalRules:
    """Signals of one specialty in its newest published season.

    Attributes:
        allowance: Number by tier: `gold` and `silver`, or `signal` alone; empty where there are none.
        log_odds_ratio: Log odds ratio of an invitation with a signal of the tier against none.
        unsignalled: Log odds ratio of no signal against the published average, which has some of both.
        basis: published, or derived where the specialty prints no rates by signal.
        season: The season of the numbers.
        source_ids: Where they come from.
    """

    allowance: dict[str, int]
    log_odds_ratio: dict[str, float]
    unsignalled: float
    basis: str
    season: int | None
    source_ids: tuple[str, ...]


def signal_rules(facts: Facts, specialty: str, usual_applications: int) -> SignalRules:
    """Return the signal rules of a specialty.

    Args:
        facts: The published tables.
        specialty: Our name of it.
        usual_applications: How many applications are usual for the applicant's type. The average applicant
            gives all signals, so the allowance over this number is the share of applications that carry one.
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
    base = _logit(mean["no_signal"])
    return {tier: _logit(mean[tier]) - base for tier in ("signal", "gold", "silver") if tier in mean}


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


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))
