"""The places a curve can be drawn for: the nation, its census divisions, the Pacific Coast's states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from smartpick.facts import Facts
from smartpick.odds.rates import RateCell, RateTable

Level = Literal["nation", "division", "state"]
NATION = "US"
PACIFIC_DIVISION = "Pacific"


@dataclass(frozen=True)
class Region:
    """A place with residency programs.

    Attributes:
        key: Short name: "US", the name of a census division, or a state's two letters.
        name: Name to read.
        level: How large it is.
        division: Census division of a state; empty for the others.
        pacific_coast: Whether it is a state of the Pacific Coast (California, Oregon, Washington).
    """

    key: str
    name: str
    level: Level
    division: str = ""
    pacific_coast: bool = False

    def cell(self, rates: RateTable) -> RateCell:
        """Return the interview rates known here, or of the larger place around where too few report."""
        if self.level == "state":
            return rates.cell(self.key, self.division)
        return rates.divisions.get(self.key, rates.nation) if self.level == "division" else rates.nation

    def programs_in(self, programs: pd.DataFrame) -> int:
        """Return how many of these programs (rows with `state` and `census_division`) are here."""
        if self.level == "state":
            return int((programs["state"] == self.key).sum())
        if self.level == "division":
            return int((programs["census_division"] == self.key).sum())
        return len(programs)


def regions(facts: Facts) -> tuple[Region, ...]:
    """Return the places, smallest first: Pacific Coast states, census divisions, the nation."""
    states = facts.states
    coast = states[states["pacific_coast"]].sort_values("state_name")
    rated = facts.interview_rates
    divisions = sorted(set(rated.loc[rated["geography_level"] == "division", "geography"].astype(str)))
    return (
        *(
            Region(str(row["state"]), str(row["state_name"]), "state", str(row["census_division"]), True)
            for row in coast.to_dict("records")
        ),
        *(Region(name, f"{name} division", "division") for name in divisions),
        Region(NATION, "United States", "nation"),
    )
