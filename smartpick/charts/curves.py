"""Curves of one kind in one chart, or one of them in a panel: range bands, direct labels, a mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from smartpick.charts.curve_parts import (
    LABEL_WIDTH,
    Axes,
    CurveLine,
    Mark,
    SeriesStyle,
    end_labels,
    mark_label,
    mark_line,
    see_through,
    strip_layout,
    strip_traces,
)
from smartpick.charts.frame import Palette, axis_title, framed, hovered, note, quiet_axis, range_band
from smartpick.estimate import Array

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
        *(_variant(line, other, colours) for line in lines for other in line.variants if len(lines) == 1),
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
        *(_faint(other, colours) for other in others),
        _band(line, style, _BAND_OPACITY[1]),
        *(_variant(line, other, colours) for other in line.variants),
        _curve(line, style),
    ]
    corner = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "top"}
    title = note(f"<b>{line.label}</b>", colours.ink, 14, yshift=_PANEL_TOP - 6, **corner)
    return _figure(
        [line], [style], axes, colours, mark=mark, traces=traces, annotations=[title], kind="panel"
    )


def chart_height(strips: int, kind: str) -> int:
    """Return the pixels that a figure is high; `kind` is "chart" or "panel"."""
    top = _TOP if kind == "chart" else _PANEL_TOP
    return top + _PLOT_HEIGHT[kind] + strips * STRIP_HEIGHT + _BOTTOM


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
    below = len(strips) * STRIP_HEIGHT
    bottom = below / (_PLOT_HEIGHT[kind] + below)
    layout, notes = strip_layout(strips, bottom, show_signs=len(lines) > 1)
    shapes = []
    if mark:
        shapes.append(mark_line(mark, colours))
        annotations = [*annotations, mark_label(mark, axes, colours)]
    return framed(
        colours,
        chart_height(len(strips), kind),
        [*traces, *_at_mark(lines, styles, mark, colours), *strip_traces(strips, colours)],
        margin={
            "l": 46,
            "r": LABEL_WIDTH if kind == "chart" and len(lines) > 1 else 14,
            "t": _TOP if kind == "chart" else _PANEL_TOP,
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


def _variant(line: CurveLine, other: Array, colours: Palette) -> Any:
    return _thin(line, other, {"color": colours.muted_ink, "width": 1}, "another shape")


def _faint(line: CurveLine, colours: Palette) -> Any:
    return _thin(line, line.point, {"color": colours.line, "width": 1.25}, "for comparison")


def _thin(line: CurveLine, y: Array, look: dict[str, Any], what: str) -> Any:
    name = f"{line.label}: {what}"
    return go.Scatter(x=line.at, y=y.round(4), mode="lines", line=look, hoverinfo="skip", name=name)
