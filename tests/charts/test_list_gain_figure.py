"""The figure draws the numbers it is given, and marks where applications stop paying."""

import numpy as np
import pytest

from smartpick.charts.frame import DARK, LIGHT
from smartpick.charts.scenarios import GainPicture, list_gain_figure


def picture(stop: int | None, gain: tuple[float, ...] = (4.0, 1.0, np.nan)) -> GainPicture:
    return GainPicture(
        sizes=np.array([0.0, 10.0, 30.0, 40.0]),
        chance=np.array([0.0, 0.1, 0.2, 0.25]),
        low=np.array([0.0, 0.05, 0.1, 0.15]),
        high=np.array([0.0, 0.2, 0.3, 0.4]),
        gain=np.array(gain),
        chance_hover=["a", "b", "c", "d"],
        gain_hover=["e", "f", "g"],
        least_gain=0.5,
        stop=stop,
    )


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_chance_range_and_gain_are_those_given(colours: object) -> None:
    band, line, bars = list_gain_figure(picture(10), colours).data  # type: ignore[arg-type]
    assert list(line.y) == [0.0, 0.1, 0.2, 0.25]
    assert list(line.hovertext) == ["a", "b", "c", "d"]
    assert list(band.y) == [0.0, 0.2, 0.3, 0.4, 0.15, 0.1, 0.05, 0.0]
    assert list(bars.x) == [5.0, 20.0, 35.0]
    assert list(bars.width) == [10.0, 20.0, 10.0]
    assert list(bars.y[:2]) == [4.0, 1.0]
    assert np.isnan(bars.y[2])


def test_steps_that_pay_are_filled_and_the_rest_are_not() -> None:
    bars = list_gain_figure(picture(10), LIGHT).data[2]
    assert list(bars.marker.color) == [LIGHT.estimate, LIGHT.background, LIGHT.background]
    whole = list_gain_figure(picture(None), LIGHT).data[2]
    assert set(whole.marker.color) == {LIGHT.estimate}


def test_the_wish_is_always_in_sight_and_the_stop_is_marked() -> None:
    figure = list_gain_figure(picture(30), LIGHT)
    assert figure.layout.yaxis2.range[1] > 0.5
    assert [shape.x0 for shape in figure.layout.shapes if shape.xref == "x"] == [30]
    assert "pays up to 30" in [note.text for note in figure.layout.annotations]
    unmarked = list_gain_figure(picture(None), LIGHT)
    assert not [shape for shape in unmarked.layout.shapes if shape.xref == "x"]


def test_a_list_without_any_price_can_be_drawn() -> None:
    figure = list_gain_figure(picture(None, (np.nan, np.nan, np.nan)), LIGHT)
    assert figure.layout.yaxis2.range[1] > 0.5
