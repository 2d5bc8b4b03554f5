"""What the applications cost: fees that step with the number of applications in a specialty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_ITEMS = {"ERAS": "eras_application", "ResidencyCAS": "residencycas_application"}


@dataclass(frozen=True)
class FeeSchedule:
    """The price of the applications in one specialty.

    Attributes:
        steps: (first application of the step, US dollars, whether the amount covers the whole step).
        season: The season the prices are of.
        source_id: Where they come from.
    """

    steps: tuple[tuple[int, float, bool], ...]
    season: int
    source_id: str

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

    Args:
        fees: The `fees` table.
        services: Application service of each specialty.
    """
    found = {}
    for specialty, service in services.items():
        rows = fees[fees["item"] == _ITEMS.get(service, "")]
        rows = rows[rows["specialty"].isna() | (rows["specialty"] == specialty)]
        if rows.empty:
            continue
        season = int(rows["season"].max())
        rows = rows[rows["season"] == season].sort_values("first_application")
        steps = tuple(
            (int(r["first_application"]), float(r["amount_usd"]), bool(r["per"] == "first_block"))
            for r in rows.to_dict("records")
        )
        found[specialty] = FeeSchedule(steps, season, str(rows["source_id"].iloc[0]))
    return found


@dataclass(frozen=True)
class ListCost:
    """What a list costs, and which of its applications have no known price.

    Attributes:
        total_usd: Price of the applications whose price is known.
        by_specialty: The same by specialty, those without a known price left out.
        unpriced: Number of applications without a known price, by specialty.
        priced_count: Number of applications whose price is known.
    """

    total_usd: float
    by_specialty: dict[str, float]
    unpriced: dict[str, int]
    priced_count: int = 0

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
