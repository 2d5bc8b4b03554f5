"""What the maps say: titles, hover texts, keys, and the same as tables."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from smartpick.arrays import Array
from smartpick.explore.places import SHARE_YEAR
from smartpick.presenters.wording import NARROW_SPACE, fine_percent, whole_number

PROGRAMS, SHARE, CHANCE = "Programs found", f"IMG share, {SHARE_YEAR} (published)", "Chance by state (ours)"
STATES_HELP = "Choose a state to list its programs; by keyboard, with State or region above."
SHARE_REMARK = (
    "Share of non-US IMGs among all who matched in a state's programs, {year}, all specialties together. It "
    "says who matched there, not how likely an application is to work. Match rates after 2022 are not "
    "published by state."
)
CHANCE_REMARK = (
    "The mean of our estimates over the programs open to you. Places differ less than they seem to: each "
    "state's figure is drawn towards that of its region."
)


def city_hover(row: Mapping[Any, Any]) -> str:
    """Return what is said of one dot."""
    programs = int(row["programs"])
    count = f"{programs} program{'' if programs == 1 else 's'}"
    chance = (
        ""
        if pd.isna(row["invitation"])
        else f"<br>mean chance of an invitation {fine_percent(row['invitation'])}"
    )
    names = "<br>".join(str(row["names"]).split("; "))
    return f"<b>{row['label']}</b>: {count}{chance}<br>{names}"


def programs_sentence(placed: int, found: int, places: int) -> str:
    """Say what the dots are, and how many programs have no place."""
    missing = found - placed
    said = (
        f"{whole_number(placed)} programs in {whole_number(places)} places. The larger the dot, the more "
        "programs; teal is the Pacific Coast. Choose a dot to list its programs."
    )
    return said if not missing else f"{said} The place of {missing} more is not known."


def programs_alternative(clusters: pd.DataFrame) -> str:
    """Return the map of programs in words."""
    largest = ", ".join(f"{row.label} ({row.programs})" for row in clusters.head(5).itertuples())
    return f"Map of the United States with a dot for each place with programs. Most programs: {largest}."


def cities_table(clusters: pd.DataFrame) -> pd.DataFrame:
    """Return the dots as a table."""
    return pd.DataFrame(
        {
            "Place": clusters["label"],
            "Programs": clusters["programs"],
            "Mean chance of an invitation, % (ours)": (100 * clusters["invitation"]).round(2),
        }
    )


def states_title(published: bool, specialties: str) -> str:
    """Return what the shaded map shows."""
    if published:
        return f"Share of non-US IMGs among those who matched in a state, all specialties, {SHARE_YEAR}"
    return f"Our mean chance of an invitation for you, {specialties}, by state"


def state_hover(name: str, values: pd.DataFrame, state: str, published: bool) -> str:
    """Return what is said of one state."""
    row = values[values["state"] == state]
    if row.empty:
        return f"<b>{name}</b>: no figure"
    value, count = float(row["value"].iloc[0]), int(row["count"].iloc[0])
    if published:
        return f"<b>{name}</b>: {share(value)} of {whole_number(count)} filled positions"
    programs = "program" if count == 1 else "programs"
    return f"<b>{name}</b>: {fine_percent(value)}, mean over {count} {programs} open to you"


def class_words(bounds: Array) -> list[str]:
    """Return the classes between the bounds in words, the lowest first."""
    shown = [f"{100 * bound:.2g}" for bound in bounds]
    middle = [f"{low} to {high}{NARROW_SPACE}%" for low, high in pairwise(shown)]
    return [f"under {shown[0]}{NARROW_SPACE}%", *middle, f"{shown[-1]}{NARROW_SPACE}% and more"]


def states_alternative(title: str, values: pd.DataFrame, names: Mapping[Any, Any]) -> str:
    """Return the shaded map in words."""
    ordered = values.sort_values("value", ascending=False)
    ends = [
        ", ".join(
            f"{names[row['state']]} {100 * row['value']:.1f} percent" for row in part.to_dict("records")
        )
        for part in (ordered.head(3), ordered.tail(3))
    ]
    return f"{title}. Highest: {ends[0]}. Lowest: {ends[1]}."


def states_table(values: pd.DataFrame, names: Mapping[Any, Any], published: bool) -> pd.DataFrame:
    """Return the shades as a table, the highest first."""
    rows = values.sort_values("value", ascending=False)
    value, count = (
        (f"Share of non-US IMGs {SHARE_YEAR}, % (published)", "Positions filled")
        if published
        else ("Mean chance of an invitation, % (ours)", "Programs open to you")
    )
    return pd.DataFrame(
        {
            "State": [names.get(state, state) for state in rows["state"]],
            value: np.round(100 * rows["value"].to_numpy(float), 2),
            count: rows["count"].to_numpy(),
        }
    )


def share(value: float) -> str:
    """Return a published share (0 to 1) with one decimal: "3.9 %"."""
    return f"{100 * value:.1f}{NARROW_SPACE}%"
