"""Curves in one chart, or one of them in a panel: range bands, direct labels, a mark, published scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from smartpick.charts.frame import (
    DARK,
    Palette,
    axis_title,
    density_axis,
    distributions,
    framed,
    hovered,
    note,
    quiet_axis,
    range_band,
    upright,
)
from smartpick.estimate import Array

# Several of our own curves in one chart are told apart by hue, dash and mark at once. Blue is our estimate,
# teal the West Coast, as everywhere. Further curves have the colour of ink, or a purple that means just
# "another curve" (Okabe and Ito's reddish purple, with the contrast of text). Ochre is for published figures.

MOST_SERIES = 6
_PURPLE_ON_LIGHT, _PURPLE_ON_DARK = "#93397b", "#e3a0cd"
_DASHES = ("solid", "dash", "dot", "longdash", "dashdot", "longdashdot")
# Plotly's name of a mark, and the letter that stands for it in a label.
_MARKS = (
    ("circle", "●"),
    ("square", "■"),
    ("diamond", "◆"),
    ("triangle-up", "▲"),
    ("circle-open", "○"),
    ("square-open", "□"),
)


@dataclass(frozen=True)
class SeriesStyle:
    """The look of one curve: hue, Plotly dash, Plotly mark and the sign for it in text."""

    hue: str
    dash: str
    mark: str
    sign: str


def purple(colours: Palette) -> str:
    """Return the hue that means nothing but "another curve"."""
    return _PURPLE_ON_DARK if colours == DARK else _PURPLE_ON_LIGHT


def series_styles(colours: Palette, pacific: Sequence[bool]) -> list[SeriesStyle]:
    """Return a style for each curve, no two of one look; `pacific` says which are about the West Coast.

    Raises:
        ValueError: if there are more than six.
    """
    if len(pacific) > MOST_SERIES:
        raise ValueError(f"at most {MOST_SERIES} curves can be told apart, not {len(pacific)}")
    hues = (colours.estimate, purple(colours), colours.ink)
    others = 0
    styles = []
    for place, is_pacific in enumerate(pacific):
        hue = colours.pacific if is_pacific else hues[others % len(hues)]
        others += not is_pacific
        styles.append(SeriesStyle(hue, _DASHES[place], *_MARKS[place]))
    return styles


def see_through(colour: str, opacity: float) -> str:
    """Return `#rrggbb` as an rgba colour."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


@dataclass(frozen=True)
class Masses:
    """Published distributions of one group: scores and density, in any unit common to both.

    `matched_count` and `not_matched_count` say how many applicants stand behind them.
    """

    matched: tuple[Array, Array]
    not_matched: tuple[Array, Array]
    matched_count: float
    not_matched_count: float


Strips = Sequence[tuple[Masses, SeriesStyle]]


def strip_traces(strips: Strips, colours: Palette) -> list[Any]:
    """Return the published distributions, each pair in a strip of its own under the curves."""
    traces = []
    for place, (masses, _) in enumerate(strips, start=2):
        traces += distributions(masses.matched, masses.not_matched, f"y{place}", colours)
    return traces


def strip_layout(
    strips: Strips, share: float, show_signs: bool
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the axes of the strips and, where `show_signs`, the sign of its curve at the left of each.

    `share` is the share (0-1) of the plot's height that the strips take together, from below.
    """
    axes: dict[str, Any] = {}
    signs: list[dict[str, Any]] = []
    each = share / len(strips) if strips else 0.0
    for place, (masses, style) in enumerate(strips):
        bottom = share - (place + 1) * each
        domain = [bottom, bottom + 0.72 * each]
        axes[f"yaxis{place + 2}"] = density_axis(domain, masses.matched[1], masses.not_matched[1])
        if show_signs:
            corner = {"x": 0, "xref": "paper", "xshift": -8, "xanchor": "right", "yanchor": "bottom"}
            signs.append(note(style.sign, style.hue, 13, y=bottom + 0.1 * each, yref="paper", **corner))
    return axes, signs


@dataclass(frozen=True, kw_only=True)
class CurveLine:
    """One curve: `low` and `high` bound its 80 % range; `hover` is shown at each of `at`.

    `variants` are other answers to the same question (other shapes), drawn thin; `masses` the published
    distributions to draw under the curves.
    """

    label: str
    at: Array
    point: Array
    low: Array
    high: Array
    hover: Sequence[str]
    variants: Sequence[Array] = ()
    masses: Masses | None = None


@dataclass(frozen=True)
class Axes:
    """What all panels share: `first` to `last` of `title` across, 0 to `top` (0-1) upward."""

    title: str
    first: float
    last: float
    step: float
    top: float
    hover_title: str


@dataclass(frozen=True)
class Mark:
    """A place on the axis, such as the applicant's score."""

    at: float
    label: str


LABEL_WIDTH = 132  # pixels
_LETTERS_IN_LABEL = 17
_LABEL_LINE = 17  # pixels


def end_labels(
    lines: Sequence[CurveLine], styles: Sequence[SeriesStyle], axes: Axes, height: int
) -> list[dict[str, Any]]:
    """Return a label right of each curve's end, moved apart where they would touch.

    `height` is the pixels from the bottom to the top of the curves' axis.
    """
    texts = [_in_lines(f"{style.sign} {line.label}") for line, style in zip(lines, styles, strict=True)]
    heights = [(1 + text.count("<br>")) * _LABEL_LINE / height * axes.top for text in texts]
    places = spread_out([float(line.point[-1]) for line in lines], heights, axes.top)
    corner: dict[str, Any] = {
        "x": 1,
        "xref": "paper",
        "xshift": 6,
        "yref": "y",
        "xanchor": "left",
        "yanchor": "middle",
    }
    return [
        note(text, style.hue, y=place, align="left", **corner)
        for place, text, style in zip(places, texts, styles, strict=True)
    ]


def spread_out(places: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Return places near the given ones at which labels of these heights do not overlap, within 0 to `top`.

    Order is kept. Labels that need more room than there is begin at the bottom.
    """
    order = np.argsort(places, kind="stable")
    moved = np.array(places, float)
    floor = 0.0
    for index in order:
        moved[index] = max(moved[index], floor + heights[index] / 2)
        floor = moved[index] + heights[index] / 2
    ceiling = top
    for index in order[::-1]:
        moved[index] = max(min(moved[index], ceiling - heights[index] / 2), heights[index] / 2)
        ceiling = moved[index] - heights[index] / 2
    return [float(place) for place in moved]


def _in_lines(label: str) -> str:
    lines = [""]
    for word in label.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LETTERS_IN_LABEL:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def mark_label(mark: Mark, axes: Axes, colours: Palette) -> dict[str, Any]:
    """Return the words at the top of that line, on the side with more room."""
    right = mark.at < (axes.first + axes.last) / 2
    side: dict[str, Any] = {"xanchor": "left", "xshift": 4} if right else {"xanchor": "right", "xshift": -4}
    return note(mark.label, colours.ink, x=mark.at, xref="x", y=1, yref="y domain", yanchor="top", **side)


# Curves of one kind in one chart, or one of them in a panel: range bands, direct labels, a mark.

_PLOT_HEIGHT = {"chart": 330, "panel": 190}
STRIP_HEIGHT = 46
_TOP, _BOTTOM, _PANEL_TOP = 10, 46, 34
# Opacity of a band by how many lie over each other.
_BAND_OPACITY = {1: 0.28, 2: 0.18, 3: 0.13, 4: 0.1, 5: 0.08, 6: 0.07}
_STEPS_UPWARD = {1.0: 0.25, 0.5: 0.1, 0.2: 0.05, 0.1: 0.02}


def curves_figure(
    lines: Sequence[CurveLine],
    styles: Sequence[SeriesStyle],
    axes: Axes,
    colours: Palette,
    mark: Mark | None = None,
) -> go.Figure:
    """Return all curves in one chart, each labelled at its end."""
    traces = [
        *(_band(line, style, _BAND_OPACITY[len(lines)]) for line, style in zip(lines, styles, strict=True)),
        *(
            _thin(line, other, colours.muted_ink, 1, "another shape")
            for line in lines
            for other in line.variants
            if len(lines) == 1
        ),
        *(_curve(line, style) for line, style in zip(lines, styles, strict=True)),
    ]
    if len(lines) > 1:
        traces += [_marks(*pair, place) for place, pair in enumerate(zip(lines, styles, strict=True))]
    labels = end_labels(lines, styles, axes, _PLOT_HEIGHT["chart"]) if len(lines) > 1 else []
    return _figure(lines, styles, axes, colours, mark=mark, traces=traces, annotations=labels, kind="chart")


def panel_figure(
    line: CurveLine,
    others: Sequence[CurveLine],
    style: SeriesStyle,
    axes: Axes,
    colours: Palette,
    mark: Mark | None = None,
) -> go.Figure:
    """Return one curve under its name, with the others faint behind it to compare with."""
    traces = [
        *(_thin(other, other.point, colours.line, 1.25, "for comparison") for other in others),
        _band(line, style, _BAND_OPACITY[1]),
        *(_thin(line, other, colours.muted_ink, 1, "another shape") for other in line.variants),
        _curve(line, style),
    ]
    corner = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "top"}
    title = note(f"<b>{line.label}</b>", colours.ink, 14, yshift=_PANEL_TOP - 6, **corner)
    return _figure(
        [line], [style], axes, colours, mark=mark, traces=traces, annotations=[title], kind="panel"
    )


def _figure(
    lines: Sequence[CurveLine],
    styles: Sequence[SeriesStyle],
    axes: Axes,
    colours: Palette,
    *,
    mark: Mark | None,
    traces: list[Any],
    annotations: list[dict[str, Any]],
    kind: str,
) -> go.Figure:
    strips = [(line.masses, style) for line, style in zip(lines, styles, strict=True) if line.masses]
    below, top = len(strips) * STRIP_HEIGHT, _TOP if kind == "chart" else _PANEL_TOP
    bottom = below / (_PLOT_HEIGHT[kind] + below)
    layout, notes = strip_layout(strips, bottom, show_signs=len(lines) > 1)
    shapes = []
    if mark:
        shapes.append(upright(mark.at, colours.muted_ink, dash="dot", yref="y domain"))
        annotations = [*annotations, mark_label(mark, axes, colours)]
    return framed(
        colours,
        top + _PLOT_HEIGHT[kind] + below + _BOTTOM,
        [*traces, *_at_mark(lines, styles, mark, colours), *strip_traces(strips, colours)],
        margin={
            "l": 46,
            "r": LABEL_WIDTH if kind == "chart" and len(lines) > 1 else 14,
            "t": top,
            "b": _BOTTOM,
        },
        hovermode="x unified" if len(lines) > 1 else "x",
        hoverdistance=30,
        xaxis=quiet_axis(
            colours,
            range=[axes.first, axes.last],
            dtick=axes.step,
            showgrid=False,
            title=axis_title(axes.title, colours),
            unifiedhovertitle={"text": axes.hover_title},
            anchor=f"y{len(strips) + 1}" if strips else "y",
        ),
        yaxis=quiet_axis(
            colours,
            range=[0, axes.top],
            domain=[bottom, 1],
            tickformat=".0%",
            dtick=_STEPS_UPWARD.get(axes.top, axes.top / 4),
            ticklabelstandoff=4,
        ),
        shapes=shapes,
        annotations=[*annotations, *notes],
        **layout,
    )


def _band(line: CurveLine, style: SeriesStyle, opacity: float) -> Any:
    low, high = line.low.round(4), line.high.round(4)
    return range_band(line.at, low, high, see_through(style.hue, opacity), f"{line.label}: range")


def _curve(line: CurveLine, style: SeriesStyle) -> Any:
    return go.Scatter(
        x=line.at,
        y=line.point.round(4),
        mode="lines",
        line={"color": style.hue, "width": 2.5, "dash": style.dash},
        name=line.label,
        **hovered(line.hover),
    )


def _marks(line: CurveLine, style: SeriesStyle, place: int) -> Any:
    """Return a few marks along the curve, at other places on each so that they do not cover each other."""
    apart = max(len(line.at) // 5, 1)
    return go.Scatter(
        x=line.at[place % apart :: apart],
        y=line.point[place % apart :: apart].round(4),
        mode="markers",
        marker={
            "symbol": style.mark,
            "color": style.hue,
            "size": 8,
            "line": {"color": style.hue, "width": 2},
        },
        hoverinfo="skip",
        name=f"{line.label}: marks",
    )


def _at_mark(
    lines: Sequence[CurveLine], styles: Sequence[SeriesStyle], mark: Mark | None, colours: Palette
) -> list[Any]:
    """Return a ring on each curve that reaches the mark."""
    return [
        go.Scatter(
            x=[mark.at],
            y=[round(float(np.interp(mark.at, line.at, line.point)), 4)],
            mode="markers",
            marker={"color": colours.background, "size": 11, "line": {"color": style.hue, "width": 3}},
            hoverinfo="skip",
            name=f"{line.label}: {mark.label}",
        )
        for line, style in zip(lines, styles, strict=True)
        if mark is not None and line.at[0] <= mark.at <= line.at[-1]
    ]


def _thin(line: CurveLine, y: Array, colour: str, width: float, what: str) -> Any:
    name, look = f"{line.label}: {what}", {"color": colour, "width": width}
    return go.Scatter(x=line.at, y=y.round(4), mode="lines", line=look, hoverinfo="skip", name=name)
