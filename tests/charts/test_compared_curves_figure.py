"""Figures of compared curves: what is drawn, and that curves can be told apart without their hue."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.charts.curves import (
    LABEL_WIDTH,
    MOST_SERIES,
    Axes,
    CurveLine,
    Mark,
    Masses,
    curves_figure,
    panel_figure,
    purple,
    see_through,
    series_styles,
    spread_out,
)
from smartpick.charts.frame import DARK, LIGHT, Palette

AXES = Axes("Step 2 CK score", 200, 290, 20, 1.0, "Step 2 CK %{x}")
AT = np.arange(210.0, 281.0, 2)


def line(label: str, level: float, masses: bool = False) -> CurveLine:
    point = np.full(len(AT), level)
    density = (AT, np.exp(-(((AT - 245) / 15) ** 2)))
    return CurveLine(
        label=label,
        at=AT,
        point=point,
        low=point - 0.1,
        high=point + 0.1,
        hover=[f"{label} at {x:.0f}" for x in AT],
        masses=Masses(density, density, 100, 90) if masses else None,
    )


def traces(figure, ending: str = "") -> list:
    return [trace for trace in figure.data if trace.name.endswith(ending)]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_curves_differ_in_dash_mark_and_sign_whatever_their_hue(colours: Palette) -> None:
    for pacific in ([False] * MOST_SERIES, [True] * MOST_SERIES):
        styles = series_styles(colours, pacific)
        for part in ("dash", "mark", "sign"):
            assert len({getattr(style, part) for style in styles}) == MOST_SERIES


def test_the_pacific_is_teal_and_published_ochre_is_never_used() -> None:
    styles = series_styles(LIGHT, [True, False, False, False, True, False])
    assert [style.hue for style in styles] == [
        LIGHT.pacific,
        LIGHT.estimate,
        purple(LIGHT),
        LIGHT.ink,
        LIGHT.pacific,
        LIGHT.estimate,
    ]


def test_more_than_six_curves_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 6"):
        series_styles(LIGHT, [False] * 7)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_extra_hue_can_be_read_as_text(colours: Palette) -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    dark, light = sorted((luminance(purple(colours)), luminance(colours.background)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_see_through() -> None:
    assert see_through("#0068a6", 0.2) == "rgba(0,104,166,0.2)"


def test_one_chart_holds_a_band_a_curve_and_a_label_for_each() -> None:
    lines = [line("Pediatrics", 0.7), line("Obstetrics and Gynecology", 0.4)]
    figure = curves_figure(lines, series_styles(LIGHT, [False, False]), AXES, LIGHT)
    for each in lines:
        (band,) = traces(figure, f"{each.label}: range")
        assert max(band.y) == pytest.approx(each.point[0] + 0.1)
        assert min(band.y) == pytest.approx(each.point[0] - 0.1)
        (curve,) = traces(figure, each.label)
        assert list(curve.hovertext) == list(each.hover)
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["● Pediatrics", "■ Obstetrics and<br>Gynecology"]
    assert figure.layout.margin.r == LABEL_WIDTH


def test_a_single_curve_needs_no_label_and_no_marks() -> None:
    figure = curves_figure([line("Pediatrics", 0.7)], series_styles(LIGHT, [False]), AXES, LIGHT)
    assert not figure.layout.annotations
    assert not traces(figure, "marks")


def test_the_mark_stands_at_the_score_and_on_each_curve_that_reaches_it() -> None:
    lines = [line("Pediatrics", 0.7), line("Psychiatry", 0.4)]
    styles = series_styles(LIGHT, [False, False])
    figure = curves_figure(lines, styles, AXES, LIGHT, Mark(229, "you: 229"))
    assert figure.layout.shapes[0].x0 == 229
    assert [(t.x[0], t.y[0]) for t in traces(figure, "you: 229")] == [(229, 0.7), (229, 0.4)]
    outside = curves_figure(lines, styles, AXES, LIGHT, Mark(205, "you: 205"))
    assert not traces(outside, "you: 205")


def test_the_published_distributions_have_a_strip_each_below_the_curves() -> None:
    lines = [line("Pediatrics", 0.7, masses=True), line("Psychiatry", 0.4, masses=True)]
    figure = curves_figure(lines, series_styles(LIGHT, [False, False]), AXES, LIGHT)
    domains = [figure.layout[name].domain for name in ("yaxis3", "yaxis2", "yaxis")]
    assert all(below[1] <= above[0] for below, above in pairwise(domains))
    assert [t.yaxis for t in traces(figure, "matched")] == ["y2", "y2", "y3", "y3"]
    assert {t.fillcolor for t in figure.data if t.name == "matched"} == {LIGHT.published_band}
    alone = curves_figure([line("Pediatrics", 0.7)], series_styles(LIGHT, [False]), AXES, LIGHT)
    assert figure.layout.height > alone.layout.height


def test_a_panel_is_named_and_shows_the_others_faintly() -> None:
    own, other = line("Pediatrics", 0.7), line("Psychiatry", 0.4)
    figure = panel_figure(own, [other], series_styles(LIGHT, [False])[0], AXES, LIGHT)
    assert figure.layout.annotations[0].text == "<b>Pediatrics</b>"
    (faint,) = traces(figure, "Psychiatry: for comparison")
    assert faint.line.color == LIGHT.line
    assert list(figure.layout.xaxis.range) == [200, 290]
    assert list(figure.layout.yaxis.range) == [0, 1]


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.05, 0.1])), min_size=1, max_size=MOST_SERIES))
def test_labels_never_overlap_and_keep_their_order(wanted: list[tuple[float, float]]) -> None:
    places, heights = [p for p, _ in wanted], [h for _, h in wanted]
    moved = spread_out(places, heights, 1.0)
    order = np.argsort(places, kind="stable")
    for below, above in pairwise(order):
        assert moved[above] - moved[below] >= (heights[below] + heights[above]) / 2 - 1e-9
    assert all(h / 2 - 1e-9 <= m <= 1 - h / 2 + 1e-9 for m, h in zip(moved, heights, strict=True))


def test_labels_with_room_stay_where_their_curves_end() -> None:
    assert spread_out([0.9, 0.2], [0.05, 0.05], 1.0) == [0.9, 0.2]
