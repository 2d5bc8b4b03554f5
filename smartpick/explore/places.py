"""Cities and states as places on a map, with what is known of the programs there.

The map is flat: Albers' equal-area conic. Areas on it are in proportion to areas on the ground (Snyder
1987, "Map projections: a working manual", equations 14-1 to 14-6, on a sphere). Alaska, Hawaii and Puerto
Rico are in insets of their own scale, below the other states.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.explore.search import EARTH_RADIUS_KM, Directory


@dataclass(frozen=True)
class Albers:
    """One projection: angles in degrees; the origin comes to `right`, `up` (km on the map)."""

    parallels: tuple[float, float]
    latitude: float
    longitude: float
    scale: float = 1.0
    right: float = 0.0
    up: float = 0.0

    def project(self, longitude: Array, latitude: Array) -> tuple[Array, Array]:
        """Return x and y in kilometres on the map; longitudes may lie on either side of the date line."""
        first, second = np.radians(self.parallels)
        cone = (np.sin(first) + np.sin(second)) / 2
        constant = np.cos(first) ** 2 + 2 * cone * np.sin(first)

        def radius(degrees: Array) -> Array:
            return np.asarray(
                EARTH_RADIUS_KM * np.sqrt(constant - 2 * cone * np.sin(np.radians(degrees))) / cone
            )

        east = (np.asarray(longitude, dtype=float) - self.longitude + 180) % 360 - 180
        angle, distance = cone * np.radians(east), radius(np.asarray(latitude, dtype=float))
        x = distance * np.sin(angle)
        y = radius(np.asarray(self.latitude)) - distance * np.cos(angle)
        return self.right + self.scale * x, self.up + self.scale * y


MAINLAND = Albers((29.5, 45.5), 38.7, -96.0)
INSETS = {
    "AK": Albers((55.0, 65.0), 58.5, -154.0, scale=0.35, right=-1600.0, up=-1420.0),
    "HI": Albers((8.0, 18.0), 20.6, -157.4, right=-700.0, up=-1560.0),
    "PR": Albers((8.0, 18.0), 18.2, -66.4, scale=2.0, right=2000.0, up=-1560.0),
}


def map_places(state: NDArray[np.str_], longitude: Array, latitude: Array) -> tuple[Array, Array]:
    """Return x and y (km on the map) of places by degrees; NaN where the coordinates are unknown.

    The postal code of a place's state says whether it is in an inset.
    """
    x, y = MAINLAND.project(longitude, latitude)
    for code, inset in INSETS.items():
        inside = state == code
        x[inside], y[inside] = inset.project(np.asarray(longitude)[inside], np.asarray(latitude)[inside])
    return x, y


def state_outlines(shapes: pd.DataFrame) -> dict[str, tuple[Array, Array]]:
    """Return each state's outline of the table `state_shapes`: x and y in km, a NaN between two rings."""
    rows = shapes.sort_values(["state", "ring", "position"], kind="stable")
    outlines: dict[str, tuple[Array, Array]] = {}
    for code, state in rows.groupby("state"):
        x, y = map_places(
            np.full(len(state), str(code)),
            state["longitude"].to_numpy(float),
            state["latitude"].to_numpy(float),
        )
        breaks = np.flatnonzero(np.diff(state["ring"].to_numpy(int))) + 1
        outlines[str(code)] = (np.insert(x, breaks, np.nan), np.insert(y, breaks, np.nan))
    return outlines


def points_within(outline: tuple[Array, Array], about: int = 30) -> tuple[Array, Array]:
    """Return x and y of points of a regular grid inside an outline: about so many, at least one."""
    x, y = outline
    left, right, low, high = np.nanmin(x), np.nanmax(x), np.nanmin(y), np.nanmax(y)
    step = np.sqrt((right - left) * (high - low) / about)
    while True:
        across = np.arange(left + step / 2, right, step)
        up = np.arange(low + step / 2, high, step)
        grid_x, grid_y = (axis.ravel() for axis in np.meshgrid(across, up))
        inside = _inside(grid_x, grid_y, x, y)
        if inside.sum() >= about / 2 or step < 1e-3 * (right - left):
            return grid_x[inside], grid_y[inside]
        step *= 0.8


def _inside(at_x: Array, at_y: Array, x: Array, y: Array) -> NDArray[np.bool_]:
    """Return which points lie inside rings: a line to the left crosses their sides an odd number of times."""
    x0, y0, x1, y1 = x[:-1], y[:-1], x[1:], y[1:]
    side = ~np.isnan(x0 + x1) & (y0 != y1)
    x0, y0, x1, y1 = x0[side], y0[side], x1[side], y1[side]
    crosses = (y0 > at_y[:, None]) != (y1 > at_y[:, None])
    where = x0 + (at_y[:, None] - y0) / (y1 - y0) * (x1 - x0)
    return np.asarray((crosses & (where < at_x[:, None])).sum(axis=1) % 2 == 1)


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
