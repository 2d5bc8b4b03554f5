"""Places of the United States on a flat map: Albers' equal-area conic, with insets.

Areas on the map are in proportion to areas on the ground (Snyder 1987, "Map projections: a working manual",
equations 14-1 to 14-6, on a sphere). Alaska, Hawaii and Puerto Rico are in insets of their own scale,
below the other states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.estimate import Array

EARTH_RADIUS_KM = 6371.0
KM_IN_A_MILE = 1.609344


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


def miles_between(longitude: Array, latitude: Array, from_longitude: float, from_latitude: float) -> Array:
    """Return great-circle distances in miles (haversine); NaN where a coordinate is unknown."""
    start, end = np.radians(from_latitude), np.radians(latitude)
    half_up = (end - start) / 2
    half_across = np.radians(np.asarray(longitude) - from_longitude) / 2
    chord = np.sin(half_up) ** 2 + np.cos(start) * np.cos(end) * np.sin(half_across) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM / KM_IN_A_MILE * np.arcsin(np.sqrt(chord)))
