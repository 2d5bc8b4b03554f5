"""The map's projection, against published numbers and against the programs' own places."""

import numpy as np
import pandas as pd
import pytest

from smartpick.estimate import Array
from smartpick.explore.places import (
    EARTH_RADIUS_KM,
    Albers,
    map_places,
    points_within,
    state_outlines,
)
from smartpick.explore.search import miles_between
from smartpick.facts import Facts
from smartpick.store import open_store


@pytest.fixture(scope="module")
def outlines(shared_database) -> dict[str, tuple[Array, Array]]:  # type: ignore[no-untyped-def]
    with open_store(shared_database) as store:
        return state_outlines(store.table("state_shapes"))


def test_the_published_example_of_the_projection() -> None:
    """Snyder 1987, appendix A: parallels 29.5 and 45.5, origin 23 N 96 W, unit sphere, 35 N 75 W."""
    x, y = Albers((29.5, 45.5), 23.0, -96.0).project(np.array([-75.0]), np.array([35.0]))
    assert x[0] / EARTH_RADIUS_KM == pytest.approx(0.2952720, abs=1e-6)
    assert y[0] / EARTH_RADIUS_KM == pytest.approx(0.2416774, abs=1e-6)


def test_equal_areas_stay_equal() -> None:
    """A cell of one degree covers on the map what it covers on the sphere, in the north and in the south."""
    for south in (26.0, 47.0):
        west = -110.0
        corner = np.array([(west, south), (west + 1, south), (west + 1, south + 1), (west, south + 1)])
        edge = np.concatenate([np.linspace(corner[i], corner[(i + 1) % 4], 50) for i in range(4)])
        x, y = Albers((29.5, 45.5), 38.7, -96.0).project(edge[:, 0], edge[:, 1])
        flat = abs(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)) / 2
        height = np.sin(np.radians(south + 1)) - np.sin(np.radians(south))
        assert flat == pytest.approx(EARTH_RADIUS_KM**2 * np.radians(1) * height, rel=1e-3)


def test_distances_in_miles() -> None:
    """Los Angeles to San Francisco is 347 miles; an unknown place has no distance."""
    miles = miles_between(np.array([-122.4194, np.nan]), np.array([37.7749, np.nan]), -118.2437, 34.0522)
    assert miles[0] == pytest.approx(347, abs=1)
    assert np.isnan(miles[1])


def test_the_western_aleutians_lie_west_of_the_rest_of_alaska() -> None:
    x, _ = map_places(np.array(["AK", "AK"]), np.array([173.0, -150.0]), np.array([52.5, 61.0]))
    assert x[0] < x[1]


def test_every_state_with_programs_has_an_outline(facts: Facts, outlines: dict) -> None:  # type: ignore[type-arg]
    assert set(facts.programs["state"]) <= outlines.keys()
    assert outlines.keys() <= set(facts.states["state"])


def test_every_program_lies_in_or_by_its_state(facts: Facts, outlines: dict) -> None:  # type: ignore[type-arg]
    """Within 15 km on the map: outlines are simplified and a coordinate is the centre of a city."""
    known = facts.programs.dropna(subset=["latitude"])
    places = known.drop_duplicates(["state", "longitude", "latitude"])
    x, y = map_places(
        places["state"].to_numpy(str), places["longitude"].to_numpy(float), places["latitude"].to_numpy(float)
    )
    off = [
        (row.state, row.city)
        for row, a, b in zip(places.itertuples(), x, y, strict=True)
        if not _inside(*outlines[row.state], a, b) and _distance(*outlines[row.state], a, b) > 15
    ]
    assert len(places) > 800
    assert off == []


def test_insets_do_not_cover_the_other_states(outlines: dict) -> None:  # type: ignore[type-arg]
    """No point of an inset lies within any other state's box corner region, and the insets are apart."""
    boxes = pd.DataFrame(
        {s: (np.nanmin(x), np.nanmax(x), np.nanmin(y), np.nanmax(y)) for s, (x, y) in outlines.items()},
        index=["left", "right", "bottom", "top"],
    ).T
    for inset in ("AK", "HI", "PR"):
        x, y = outlines[inset]
        for other, (ox, oy) in outlines.items():
            if other != inset:
                inside = [_inside(ox, oy, a, b) for a, b in zip(x, y, strict=True) if not np.isnan(a)]
                assert not any(inside), (inset, other)
    assert boxes.loc["AK", "right"] < boxes.loc["HI", "left"] < boxes.loc["PR", "left"]


def test_points_to_choose_a_state_by_lie_within_it_and_cover_it(
    outlines: dict[str, tuple[Array, Array]],
) -> None:
    for state, outline in outlines.items():
        xs, ys = points_within(outline)
        assert 5 <= len(xs) <= 120, state
        for a, b in zip(xs, ys, strict=True):
            assert _inside(*outline, a, b), state
    x, y = points_within((np.array([0.0, 10, 10, 0, 0]), np.array([0.0, 0, 10, 10, 0])), about=25)
    assert len(x) == 25 and (x.min(), x.max(), y.min(), y.max()) == pytest.approx((1, 9, 1, 9))


def _inside(x: Array, y: Array, a: float, b: float) -> bool:
    x1, y1, x2, y2 = x[:-1], y[:-1], x[1:], y[1:]
    # Where a line is level, or none at all (NaN between two parts), it crosses nothing.
    passes = ((y1 > b) != (y2 > b)) & ~np.isnan(x1 + x2)
    with np.errstate(invalid="ignore", divide="ignore"):
        right = a < x1 + (b - y1) * (x2 - x1) / (y2 - y1)
    return bool((passes & right).sum() % 2)


def _distance(x: Array, y: Array, a: float, b: float) -> float:
    start = np.column_stack([x[:-1], y[:-1]])
    along = np.column_stack([np.diff(x), np.diff(y)])
    to = np.array([a, b]) - start
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip((to * along).sum(axis=1) / (along**2).sum(axis=1), 0, 1)
    return float(np.nanmin(np.hypot(*(to - share[:, None] * along).T)))
