"""The maps' figures: what is drawn, and that none of it asks another host for shapes."""

import json

import numpy as np
import pytest

from smartpick.charts.frame import DARK, LIGHT
from smartpick.charts.programs import (
    SHADES,
    Dots,
    StateShading,
    programs_map,
    shade_classes,
    shaded_map,
    shades,
)

OUTLINES = {
    "AA": (np.array([0.0, 10, 10, 0, 0]), np.array([0.0, 0, 10, 10, 0])),
    "BB": (np.array([100.0, 110, 110, 100]), np.array([0.0, 0, 10, 0])),
}


def dots() -> Dots:
    return Dots(
        np.array([5.0, 105.0]),
        np.array([5.0, 5.0]),
        np.array([1.0, 9.0]),
        ["one", "nine"],
        np.array([True, False]),
        ["A, AA", "B, BB"],
    )


def test_a_dot_for_each_place_and_teal_for_the_coast() -> None:
    land, places = programs_map(OUTLINES, dots(), LIGHT).data
    assert list(places.x) == [5.0, 105.0]
    assert list(places.marker.color) == [LIGHT.pacific, LIGHT.muted_ink]
    assert places.marker.size[1] > places.marker.size[0]
    assert list(places.customdata) == ["A, AA", "B, BB"]
    assert np.isnan(land.x).sum() == 1  # one gap between two states


def test_the_map_is_cut_to_the_states_asked_for() -> None:
    whole, cut = programs_map(OUTLINES, dots(), LIGHT), programs_map(OUTLINES, dots(), LIGHT, ["BB"])
    assert whole.layout.xaxis.range[0] < 0
    assert cut.layout.xaxis.range[0] > 10


@pytest.mark.parametrize(("hue", "full"), [("published", LIGHT.published), ("estimate", LIGHT.estimate)])
def test_shades_rise_towards_the_hue_of_whose_figure_it_is(hue: str, full: str) -> None:
    def distance(colour: str) -> float:
        return sum(abs(int(colour[i : i + 2], 16) - int(full[i : i + 2], 16)) for i in (1, 3, 5))

    away = [distance(colour) for colour in shades(LIGHT, hue)]
    assert len(away) == SHADES
    assert away == sorted(away, reverse=True)


def test_a_state_without_a_figure_has_the_colour_of_the_page() -> None:
    shading = StateShading({"AA": 4}, {"AA": "much", "BB": "no figure"}, "estimate")
    first, second = shaded_map(OUTLINES, shading, DARK).data
    assert first.fillcolor == shades(DARK, "estimate")[4]
    assert second.fillcolor == DARK.background
    assert second.text == "no figure"


def test_points_within_a_state_can_be_chosen_and_are_not_seen() -> None:
    shading = StateShading({"AA": 4}, {"AA": "much"}, "estimate")
    inside = {"AA": (np.array([3.0, 7.0]), np.array([5.0, 5.0]))}
    *fills, target = shaded_map(OUTLINES, shading, DARK, inside=inside).data
    assert len(fills) == len(OUTLINES)
    assert list(target.customdata) == ["AA", "AA"]
    for look in (target.marker, target.selected.marker, target.unselected.marker):
        assert look.opacity == 0
    assert (target.text, target.hoverinfo) == ("much", "text")


def test_classes_hold_about_as_many_states_each_and_keep_the_order() -> None:
    values = np.linspace(0.01, 0.5, 50)
    bounds, classes = shade_classes(values)
    assert len(bounds) == SHADES - 1
    assert np.all(np.diff(classes) >= 0)
    assert np.bincount(classes).min() >= 8


def test_equal_values_fall_into_one_class() -> None:
    bounds, classes = shade_classes(np.full(10, 0.2))
    assert len(bounds) == 1 and len(set(classes)) == 1


def test_nothing_in_the_figure_needs_another_host() -> None:
    shading = StateShading({}, {}, "published")
    for figure in (programs_map(OUTLINES, dots(), LIGHT), shaded_map(OUTLINES, shading, LIGHT)):
        spec = json.loads(figure.to_json())
        spec["layout"].pop("template")  # Plotly's defaults name every kind of chart
        assert {trace["type"] for trace in spec["data"]} == {"scatter"}
        assert "http" not in json.dumps(spec) and not {"geo", "map", "images"} & spec["layout"].keys()
