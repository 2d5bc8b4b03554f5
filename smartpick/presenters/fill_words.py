"""A program's fill history in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

COLUMNS = {"match_year": "Match year", "quota": "Offered", "matched": "Filled", "tracks": "Tracks"}


def fill_sentence(years: pd.DataFrame, side_tracks: bool) -> str:
    """Say how often the Match filled all positions, and which years are covered.

    Args:
        years: `yearly_fill` of one program, not empty.
        side_tracks: Whether the program has tracks that do not count.
    """
    nation = years[years["coverage"] == "nation"]
    later = years[years["coverage"] != "nation"]
    said = [
        _part(part, where) for part, where in ((nation, "2014 to 2020"), (later, "2021 to 2026")) if len(part)
    ]
    if len(later):
        said.append(
            "The years from 2021 on are published for Florida only: do not compare them with other states."
        )
    else:
        said.append("Later years are not published program by program outside Florida.")
    if side_tracks:
        said.append("Preliminary positions and those reserved for physicians are left out here.")
    return " ".join(said)


def year_words(row: Mapping[Any, Any]) -> str:
    """Return what is said of one year on the chart."""
    return f"{row['match_year']}: {row['matched']} of {row['quota']} filled ({row['tracks']})"


def fill_table(years: pd.DataFrame) -> pd.DataFrame:
    """Return the years as a table with headings to read."""
    return years[list(COLUMNS)].rename(columns=COLUMNS)


def _part(years: pd.DataFrame, covered: str) -> str:
    full = int((years["matched"] >= years["quota"]).sum())
    count = len(years)
    if count == 1:
        verb = "filled" if full else "did not fill"
        return f"The Match {verb} all positions in the one year known of {covered}."
    often = f"in each of the {count} years" if full == count else f"in {full} of {count} years"
    return f"The Match filled all positions {often} known of {covered}."
