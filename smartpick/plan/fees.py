"""What the applications cost: fees that step with the number of applications in a specialty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

_ITEM = "eras_application"


@dataclass(frozen=True)
class FeeSchedule:
    """The price of the first, second, ... application in one specialty.

    Attributes:
        steps: (first application of the step, US dollars each), rising.
        season: The season the prices are of.
        source_id: Where they come from.
    """

    steps: tuple[tuple[int, float], ...]
    season: int
    source_id: str

    def price_of(self, number: int) -> float:
        """Return the price of the `number`-th application in a specialty (counted from 1)."""
        return next(price for first, price in reversed(self.steps) if number >= first)

    def total(self, applications: int) -> float:
        """Return the price of this many applications in one specialty."""
        return float(sum(self.price_of(n) for n in range(1, applications + 1)))


def eras_schedule(fees: pd.DataFrame) -> FeeSchedule:
    """Return the newest ERAS schedule priced for each application.

    Raises:
        LookupError: if the fee table has none.
    """
    rows = fees[(fees["item"] == _ITEM) & (fees["per"] == "application")]
    if rows.empty:
        raise LookupError("no application fees in the data")
    season = int(rows["season"].max())
    rows = rows[rows["season"] == season].sort_values("first_application")
    steps = tuple((int(r.first_application), float(r.amount_usd)) for r in rows.itertuples())
    return FeeSchedule(steps, season, str(rows["source_id"].iloc[0]))


@dataclass(frozen=True)
class ListCost:
    """What a list costs, and which of its applications have no known price."""

    total_usd: float
    by_specialty: dict[str, float]
    unpriced: dict[str, int]


def list_cost(counts: Mapping[str, int], services: Mapping[str, str], schedule: FeeSchedule) -> ListCost:
    """Price a list.

    Args:
        counts: Applications in each specialty.
        services: Application service of each specialty; only `ERAS` has published prices here.
        schedule: The ERAS prices.
    """
    priced = {s: schedule.total(n) for s, n in counts.items() if n and services.get(s) == "ERAS"}
    unpriced = {s: n for s, n in counts.items() if n and services.get(s) != "ERAS"}
    return ListCost(float(np.sum(list(priced.values()))), priced, unpriced)
