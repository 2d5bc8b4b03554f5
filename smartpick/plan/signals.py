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


def signal_rules(facts: Facts, specialty: str) -> SignalRules:
    """Return the signal rules of a specialty."""
    rows = facts.signals[facts.signals["specialty"] == specialty]
    if rows.empty:
        return SignalRules({}, {}, 0.0, "published", None, ())
    row = rows.sort_values("season").iloc[-1]
    gold, silver, total = (row[c] for c in ("gold_count", "silver_count", "total_count"))
    allowance = {"gold": int(gold), "silver": int(silver)} if pd.notna(gold) else {"signal": int(total)}
    own = _odds_ratios(facts.interview_rates, specialty)
    basis = "published" if own.keys() >= allowance.keys() else "derived"
    ratios = {tier: own.get(tier, _pooled(facts, tier)) for tier in allowance}
    share = float(facts.model_parameters.set_index("parameter")["value"]["typical_signal_share"])
    mean_lift = float(np.mean([np.exp(r) for r in ratios.values()]))
    unsignalled = -float(np.log(1 + share * (mean_lift - 1)))
    return SignalRules(allowance, ratios, unsignalled, basis, int(row["season"]), (str(row["source_id"]),))


def _odds_ratios(rates: pd.DataFrame, specialty: str) -> dict[str, float]:
    """Return log odds ratios of the specialty's published national rates by signal."""
    rows = rates[(rates["specialty"] == specialty) & (rates["geography_level"] == "nation")]
    mean = rows.set_index("applicant_group")["mean"].astype(float)
    if "no_signal" not in mean:
        return {}
    base = _logit(mean["no_signal"])
    return {tier: _logit(mean[tier]) - base for tier in ("signal", "gold", "silver") if tier in mean}


def _pooled(facts: Facts, tier: str) -> float:
    """Return the middle over the specialties that print rates by this tier, else the parameter's."""
    names = facts.interview_rates["specialty"].unique()
    known = [r[tier] for r in (_odds_ratios(facts.interview_rates, str(n)) for n in names) if tier in r]
    if known:
        return float(np.median(known))
    return float(np.log(facts.model_parameters.set_index("parameter")["value"]["signal_odds_ratio"]))


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))
