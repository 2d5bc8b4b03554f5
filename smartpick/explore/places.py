"""Cities and states as places on a map, with what is known of the programs there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.explore.search import Directory
from smartpick.explore.us_map import map_places

# The newest Match year for which a publication gives matched IMGs of every state.
SHARE_YEAR = 2021


def cities(programs: pd.DataFrame) -> pd.DataFrame:
    """Return cities with programs and coordinates: label ("Fresno, CA"), state, longitude, latitude."""
    known = programs.dropna(subset=["city", "longitude"]).drop_duplicates(["city", "state"])
    label = known["city"].astype(str) + ", " + known["state"].astype(str)
    table = known[["state", "longitude", "latitude"]].assign(label=label)
    return table.sort_values("label").reset_index(drop=True)


def city_clusters(directory: Directory, rows: NDArray[np.intp], invitation: Array) -> pd.DataFrame:
    """Return the programs at `rows` by place, the largest group first.

    `invitation` is P(invitation) of every program of the directory, NaN where there is no estimate.

    Columns: label, state, x, y (km on the map), programs (how many), names (of the first three), invitation
    (mean of those with an estimate, NaN if none). Programs whose place is unknown are left out.
    """
    table = directory.programs.iloc[rows][["name", "city", "state", "longitude", "latitude", "pacific_coast"]]
    table = table.assign(invitation=invitation[rows]).dropna(subset=["longitude"])
    x, y = map_places(
        table["state"].to_numpy(str), table["longitude"].to_numpy(float), table["latitude"].to_numpy(float)
    )
    city = table["city"].astype("str").fillna("city not known")
    table = table.assign(x=x, y=y, label=city + ", " + table["state"].astype("str"))
    groups = table.groupby(["label", "x", "y"], sort=False)
    clusters = groups.agg(
        state=("state", "first"),
        pacific=("pacific_coast", "first"),
        programs=("name", "size"),
        names=("name", _first_names),
        invitation=("invitation", "mean"),
    )
    return clusters.reset_index().sort_values("programs", ascending=False, kind="stable", ignore_index=True)


def published_shares(state_img_share: pd.DataFrame) -> pd.DataFrame:
    """Return the published share of non-US IMGs among those matched in each state in `SHARE_YEAR`.

    Columns: state, value (0-1), count (positions filled).
    """
    rows = state_img_share[state_img_share["match_year"] == SHARE_YEAR]
    return pd.DataFrame(
        {
            "state": rows["state"].to_numpy(str),
            "value": rows["non_us_img_share"].to_numpy(float),
            "count": rows["positions_filled"].to_numpy(float, na_value=np.nan),
        }
    ).dropna(subset=["value"])


def mean_invitations(states: Sequence[str], invitation: Array, open_to: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the mean of our invitation estimates over the programs open to the applicant, by state.

    The arrays have one entry for each program; `invitation` is NaN where there is no estimate.

    Columns: state, value (0-1), count (programs).
    """
    table = pd.DataFrame({"state": list(states), "value": invitation})
    table = table[open_to & table["value"].notna()]
    return table.groupby("state")["value"].agg(value="mean", count="size").reset_index()


def _first_names(names: pd.Series) -> str:
    more = [f"and {len(names) - 3} more"] if len(names) > 3 else []
    return "; ".join([*map(str, names.iloc[:3]), *more])
