"""How many of its positions a program filled in the Match, year by year.

The whole nation is covered from 2014 to 2020, Florida alone from 2021 on. Whatever compares programs uses
the years that cover the whole nation. Counted are the tracks that lead through the specialty; preliminary
positions (one year) and those reserved for physicians count only where a program offers nothing else. That
is also what `programs.nrmp_quota` adds up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_NATION = "nation"
_SIDE_TRACKS = ("preliminary", "reserved")
_YEAR = ["program_id", "match_year"]


@dataclass(frozen=True)
class FillRecords:
    """Years of the nationwide record, one entry for each program; 0 years where nothing is known.

    Attributes:
        offered_years: Years in which the program offered positions in the Match.
        filled_years: Those in which the Match filled all of them.
    """

    offered_years: NDArray[np.int64]
    filled_years: NDArray[np.int64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether any year is known."""
        return self.offered_years > 0

    @property
    def every_year(self) -> NDArray[np.bool_]:
        """Whether all positions were filled in each known year."""
        return self.known & (self.filled_years == self.offered_years)


def fill_records(history: pd.DataFrame, programs: pd.DataFrame) -> FillRecords:
    """Count the years in the table `program_match_history` for each row of `programs` (`facts.programs`).

    Where several sites share one number, nothing is counted.
    """
    rows = history[(history["coverage"] == _NATION) & history["program_id"].notna()]
    years = counted_tracks(rows).groupby(_YEAR)[["quota", "matched"]].sum()
    years = years[years["quota"] > 0]
    filled = years["matched"] >= years["quota"]
    counts = filled.groupby("program_id").agg(["size", "sum"])
    own = programs["positions_scope"].fillna("") != "several_sites_pooled"
    lined_up = counts.reindex(programs["program_id"].where(own)).fillna(0).astype("int64")
    return FillRecords(lined_up["size"].to_numpy(), lined_up["sum"].to_numpy())


def counted_tracks(history: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose positions count: no side tracks, unless a program has only these in a year.

    `history` is rows of `program_match_history` that have a program.
    """
    side = history["track"].isin(_SIDE_TRACKS)
    only_side = side.groupby([history[name] for name in _YEAR]).transform("all")
    return history[~side | only_side]


def yearly_fill(history: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each Match year of one program: match_year, coverage, quota, matched, tracks.

    `history` is its rows in `program_match_history`. Counted tracks are added up; `tracks` names them.
    """
    if history.empty:
        return pd.DataFrame(columns=["match_year", "coverage", "quota", "matched", "tracks"])
    by_year = counted_tracks(history).groupby(["match_year", "coverage"], as_index=False)
    years = by_year[["quota", "matched"]].sum()
    years["tracks"] = by_year["track"].agg(lambda names: ", ".join(dict.fromkeys(names)))["track"]
    return years.sort_values("match_year").reset_index(drop=True)
