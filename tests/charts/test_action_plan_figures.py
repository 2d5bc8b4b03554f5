"""The figures of the action plan draw their data, each hue with its meaning, with room for every row."""

import pytest

from smartpick.charts.action_plan import (
    RangeMark,
    RangeRow,
    TimelineBar,
    TimelineTrack,
    ranges_figure,
    timeline_figure,
)
from smartpick.charts.frame import DARK, LIGHT, Palette

ROWS = [
    RangeRow("one", (RangeMark(3, 1, 6, False, "three"), RangeMark(0.5, -0.5, 1, True, "half"))),
    RangeRow("two", (RangeMark(-1, -2, 2, False, "minus one"),)),
]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_points_and_ranges_are_those_given(colours: Palette) -> None:
    figure = ranges_figure(ROWS, colours, "points")
    points = [t for t in figure.data if t.mode == "markers"]
    ranges = [t for t in figure.data if t.mode == "lines"]
    assert [t.x[0] for t in points] == [3, 0.5, -1]
    assert [tuple(t.x) for t in ranges] == [(1, 6), (-0.5, 1), (-2, 2)]
    assert [t.marker.color for t in points] == [colours.estimate, colours.pacific, colours.estimate]
    assert [t.hovertext[0] for t in points] == ["three", "half", "minus one"]
    assert [a.text for a in figure.layout.annotations] == ["one", "two"]


def test_the_axis_of_a_chance_starts_at_zero_and_that_of_a_difference_shows_it() -> None:
    chances = [RangeRow("x", (RangeMark(20, 10, 30, False, ""),))]
    assert ranges_figure(chances, LIGHT, "", from_zero=True).layout.xaxis.range[0] == 0
    low, high = ranges_figure(ROWS, LIGHT, "").layout.xaxis.range
    assert low < -2
    assert high > 6


def test_every_mark_has_its_own_line_within_the_figure() -> None:
    figure = ranges_figure(ROWS, LIGHT, "")
    heights = [t.y[0] for t in figure.data if t.mode == "markers"]
    assert heights == sorted(set(heights))
    assert heights[-1] < figure.layout.yaxis.range[0]
    taller = ranges_figure(ROWS * 3, LIGHT, "")
    assert taller.layout.height > figure.layout.height


def test_no_rows_make_an_empty_figure() -> None:
    assert not ranges_figure([], LIGHT, "").data


def test_bars_end_at_the_opening_and_today_is_marked() -> None:
    bars = (TimelineBar("study", 13, 0, False, ""), TimelineBar("letter", 8, 4, True, "within"))
    tracks = [TimelineTrack("Study", bars), TimelineTrack("Writing", (TimelineBar("send", 0, 0, False, ""),))]
    figure = timeline_figure(tracks, LIGHT, [(0, "opening"), (8, "−8")], "weeks", today=20.0)
    assert [tuple(t.x) for t in figure.data] == [(-13, 0), (-8, -4), (0,)]
    assert figure.data[1].line.color == LIGHT.estimate_band
    assert figure.data[2].mode == "markers"
    assert [s.x0 for s in figure.layout.shapes] == [0, -20]
    assert figure.layout.xaxis.range[0] < -20
    assert list(figure.layout.xaxis.ticktext) == ["opening", "−8"]
    assert [a.text for a in figure.layout.annotations] == ["Study", "study", "letter", "Writing", "send"]


def test_without_a_day_nothing_stands_for_today() -> None:
    tracks = [TimelineTrack("Study", (TimelineBar("study", 2, 0, False, ""),))]
    assert len(timeline_figure(tracks, LIGHT, [(0, "opening")], "").layout.shapes) == 1
