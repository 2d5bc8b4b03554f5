"""All levers beside each other: what each brings, costs and takes, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from smartpick.guidance.levers import Lever
from smartpick.odds.estimate import Estimate
from smartpick.presenters.lever_words import points
from smartpick.presenters.scenarios import Cell
from smartpick.presenters.wording import dollars

BASIS_WORDS = {
    "published": "size published",
    "derived": "size derived from published figures",
    "assumed": "size assumed, direction published",
}


LEVER_COLUMNS = ("Match anywhere", "Pacific Coast", "Cost and time", "Size of the gain")


def lever_cells(lever: Lever) -> tuple[Cell, ...]:
    """Return what a lever brings and takes, one cell for each of `LEVER_COLUMNS`."""
    time = lever.time.strip().rstrip(".")
    return (
        _gain_cell(lever.gain),
        _gain_cell(lever.gain_pacific),
        Cell(_cost(lever), time),
        Cell(lever.basis, f"{lever.note.rstrip('.')}." if lever.note else ""),
    )


def lever_terms_line(lever: Lever) -> str:
    """Return cost and time of a lever: "$935, about three months of study"; an unknown cost is said."""
    cost, time = _cost(lever), lever.time.strip().rstrip(".")
    cost = f"cost {cost}" if lever.cost_usd is None else cost
    return f"{cost}, {time}" if time else cost


def lever_hover(lever: Lever, pacific: bool) -> str:
    """Return what the chart says at a bar."""
    gain = lever.gain_pacific if pacific else lever.gain
    where = "match on the Pacific Coast" if pacific else "match anywhere"
    return (
        f"{lever.title}<br>{where}: {points(gain.point)} points, range {points(gain.low)} to "
        f"{points(gain.high)}<br>{lever_terms_line(lever)}<br>{BASIS_WORDS[lever.basis]}"
    )


def levers_table(levers: Sequence[Lever]) -> pd.DataFrame:
    """Return the levers as a table to take along; gains in probability, an unknown cost is empty."""
    return pd.DataFrame(
        {
            "lever": [lever.title for lever in levers],
            "gain": [round(lever.gain.point, 5) for lever in levers],
            "gain_low": [round(lever.gain.low, 5) for lever in levers],
            "gain_high": [round(lever.gain.high, 5) for lever in levers],
            "gain_pacific": [round(lever.gain_pacific.point, 5) for lever in levers],
            "gain_pacific_low": [round(lever.gain_pacific.low, 5) for lever in levers],
            "gain_pacific_high": [round(lever.gain_pacific.high, 5) for lever in levers],
            "cost_usd": [lever.cost_usd for lever in levers],
            "time": [lever.time for lever in levers],
            "basis": [lever.basis for lever in levers],
            "source_id": [lever.source_id for lever in levers],
        }
    )


def levers_in_words(levers: Sequence[Lever]) -> str:
    """Return the chart in words, for those who do not see it."""
    said = [f"{lever.title}: {points(lever.gain.point)} points" for lever in levers]
    return f"Change of the chance of matching by lever, the greatest first. {'; '.join(said)}."


def _cost(lever: Lever) -> str:
    if lever.cost_usd is None:
        return "not known"
    return "no fee" if abs(lever.cost_usd) < 0.5 else dollars(lever.cost_usd)


def _gain_cell(gain: Estimate) -> Cell:
    low, high = points(gain.low), points(gain.high)
    return Cell(points(gain.point), "" if low == high else f"range {low} to {high}")
