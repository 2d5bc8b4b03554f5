"""The tornado and the contours show what they are given."""

import numpy as np
import plotly.graph_objects as go

from smartpick.charts.frame import DARK, LIGHT
from smartpick.charts.scenarios import ContoursPicture, LeverBar, LeverRow, contours_figure, tornado_figure


def rows() -> list[LeverRow]:
    return [
        LeverRow("Apply more", LeverBar(3, 2, 4, "more"), LeverBar(0.2, 0.1, 0.3, "more, Pacific"), False),
        LeverRow("Step 3", LeverBar(-1, -5, 2, "step 3"), LeverBar(0.5, 0, 1, "step 3, Pacific"), True),
    ]


def test_each_lever_has_two_bars_with_their_ranges_and_a_name_above() -> None:
    figure = tornado_figure(rows(), LIGHT)
    assert [bar.x[0] for bar in figure.data] == [3, 0.2, -1, 0.5]
    step3 = figure.data[2]
    assert (step3.error_x.array[0], step3.error_x.arrayminus[0]) == (3, 4)
    assert [note.text for note in figure.layout.annotations] == ["Apply more", "Step 3"]
    assert figure.data[0].y[0] < figure.data[2].y[0]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1], "the first stands on top"
    low, high = figure.layout.xaxis.range
    assert low < -5 and high > 4


def test_an_assumed_size_is_hollow_and_the_coast_has_its_own_colour() -> None:
    figure = tornado_figure(rows(), DARK)
    fills = [bar.marker.color for bar in figure.data]
    assert fills == [DARK.estimate, DARK.pacific, DARK.background, DARK.background]
    assert [bar.marker.line.color for bar in figure.data[2:]] == [DARK.estimate, DARK.pacific]


def picture(**changes: object) -> ContoursPicture:
    scores, sizes = np.arange(210.0, 251.0), np.array([10.0, 100.0, 200.0])
    chance = 0.001 * sizes[:, None] + 0.005 * (scores - 210)
    given = {
        "scores": scores,
        "sizes": sizes,
        "chance": chance,
        "hover": [["here"] * 41] * 3,
        "score": 225.0,
        "size": 100.0,
        "more": 30,
        "points": 6.0,
        "passing": 218,
    }
    return ContoursPicture(**(given | changes))  # type: ignore[arg-type]


def ways(figure: go.Figure) -> list[tuple[list[float], list[float]]]:
    return [(list(t.x), list(t.y)) for t in figure.data if t.type == "scatter" and len(t.x) == 2]


def test_contours_show_the_grid_the_applicant_and_both_ways_to_one_chance() -> None:
    shown = picture()
    figure = contours_figure(shown, LIGHT)
    surface = figure.data[0]
    assert surface.type == "contour"
    assert np.allclose(surface.z, shown.chance, atol=1e-4)
    assert ways(figure) == [([225, 225], [100, 130]), ([225, 231], [100, 100])]
    you = figure.data[-1]
    assert (you.x[0], you.y[0], you.text[0]) == (225, 100, "you")
    assert figure.layout.annotations[0].text == "passing: 218"


def test_no_way_along_the_scores_where_none_is_enough_and_none_without_an_exchange() -> None:
    assert ways(contours_figure(picture(points=None), LIGHT)) == [([225, 225], [100, 130])]
    assert ways(contours_figure(picture(more=0), LIGHT)) == []
    assert not contours_figure(picture(passing=196), LIGHT).layout.shapes


def test_lines_stand_at_round_chances_about_seven_of_them() -> None:
    for most in (0.04, 0.2, 0.5, 0.95):
        scores = np.arange(210.0, 251.0)
        chance = np.tile(np.linspace(0, most, 41), (3, 1))
        contour = contours_figure(picture(scores=scores, chance=chance), LIGHT).data[0].contours
        assert 4 <= most / contour.size <= 10
