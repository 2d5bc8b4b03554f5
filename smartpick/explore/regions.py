"""The places a curve can be drawn for: the nation, its census divisions, the Pacific Coast and its states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from smartpick.explore.mixed_rates import mixed_cell
from smartpick.facts import Facts
from smartpick.odds.rates import RateCell, RateTable

Level = Literal["nation", "division", "coast", "state"]
NATION = "US"
COAST = "Coast"
PACIFIC_DIVISION = "Pacific"


@dataclass(frozen=True)
class Region:
    """A place with residency programs.

    Attributes:
        key: Short name: "US", "Coast", the name of a census division, or a state's two letters.
        name: Name to read.
        level: How large it is. The coast is three states taken together; the Pacific census division has
            Alaska and Hawaii too.
        division: Census division of a state; empty for the others.
        pacific_coast: Whether it lies on the Pacific Coast (California, Oregon, Washington) as a whole.
        states: The states of the coast; empty for the others.
    """

    key: str
    name: str
    level: Level
    division: str = ""
    pacific_coast: bool = False
    states: tuple[Region, ...] = ()

    @property
    def short_name(self) -> str:
        """The name where there is little room: what stands before a colon."""
        return self.name.partition(":")[0]

    def cell(self, rates: RateTable, programs: pd.DataFrame) -> RateCell:
        """Return the interview rates known here, or of the larger place around where too few report.

        Those of the coast are its states' cells combined, each weighted by its programs in the directory
        (see `mixed_cell`); no source prints them.

        Args:
            rates: Of one specialty and type.
            programs: Its programs, for the weights.
        """
        if self.level == "coast":
            cells = [state.cell(rates, programs) for state in self.states]
            return mixed_cell(cells, [s.programs_in(programs) for s in self.states], "coast", self.short_name)
        if self.level == "state":
            return rates.cell(self.key, self.division)
        return rates.divisions.get(self.key, rates.nation) if self.level == "division" else rates.nation

    def borrowed(self, rates: RateTable, programs: pd.DataFrame) -> tuple[tuple[str, RateCell], ...]:
        """Return the names of those of its parts whose rates are those of a larger place, with the rates."""
        parts = [part for part in self.states or (self,) if part.programs_in(programs)]
        cells = [(part, part.cell(rates, programs)) for part in parts]
        return tuple((part.name, cell) for part, cell in cells if cell.level != part.level)

    def programs_in(self, programs: pd.DataFrame) -> int:
        """Return how many of these programs (rows with `state` and `census_division`) are here."""
        if self.level == "coast":
            return sum(state.programs_in(programs) for state in self.states)
        if self.level == "state":
            return int((programs["state"] == self.key).sum())
        if self.level == "division":
            return int((programs["census_division"] == self.key).sum())
        return len(programs)


def regions(facts: Facts) -> tuple[Region, ...]:
    """Return the places, smallest first: Pacific Coast states, the coast, census divisions, the nation."""
    states = facts.states
    coast = states[states["pacific_coast"]].sort_values("state_name")
    rated = facts.interview_rates
    divisions = sorted(set(rated.loc[rated["geography_level"] == "division", "geography"].astype(str)))
    on_the_coast = tuple(
        Region(str(row["state"]), str(row["state_name"]), "state", str(row["census_division"]), True)
        for row in coast.to_dict("records")
    )
    *others, last = (state.name for state in on_the_coast)
    return (
        *on_the_coast,
        Region(
            COAST,
            f"Pacific Coast: {', '.join(others)} and {last}",
            "coast",
            pacific_coast=True,
            states=on_the_coast,
        ),
        *(Region(name, f"{name} division", "division") for name in divisions),
        Region(NATION, "United States", "nation"),
    )
