"""The bars of a program's fill history."""

import numpy as np

from smartpick.charts.frame import LIGHT
from smartpick.charts.programs import fill_history_figure


def test_filled_stands_inside_offered_and_an_uncovered_year_is_empty() -> None:
    figure = fill_history_figure(
        [2014, 2016], np.array([5.0, 6.0]), np.array([5.0, 4.0]), ["2014: 5 of 5", "2016: 4 of 6"], LIGHT
    )
    offered, filled = figure.data
    assert list(offered.y) == [5, 6] and list(filled.y) == [5, 4]
    assert list(filled.x) == ["2014", "2016"]
    assert list(figure.layout.xaxis.categoryarray) == ["2014", "2015", "2016"]
    assert filled.marker.color == LIGHT.published
    assert figure.layout.barmode == "overlay"
