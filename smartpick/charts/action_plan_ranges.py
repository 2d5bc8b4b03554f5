"""Points with their ranges, one row for each choice: what an action or an exam decision would come to.

A row's name stands above its marks and not beside them, so that the figure reads the same at 390 px.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from smartpick.charts.frame import framed, quiet_axis
from smartpick.charts.palette import Palette

_NAME, _MARK, _GAP = 22.0, 18.0, 12.0
_BELOW = 46


@dataclass(frozen=True)
class RangeMark:
    """A point with its range, in the unit of the axis.

    Attributes:
        point, low, high: Where it lies; low <= point <= high.
        pacific: Whether it is about the Pacific Coast, which has a colour of its own.
        hover: What is said when it is pointed at.
    """

    point: float
    low: float
    high: float
    pacific: bool
    hover: str


@dataclass(frozen=True)
class RangeRow:
    """A choice with its marks."""

    name: str
    marks: tuple[RangeMark, ...]


def ranges_figure(
    rows: Sequence[RangeRow], colours: Palette, axis_title: str, *, from_zero: bool = False
) -> go.Figure:
    """Return the figure; its height grows with the rows.

    Args:
        rows: From top to bottom.
        colours: Of the page.
        axis_title: What is measured, with its unit.
        from_zero: Whether the axis starts at 0 (a chance) or shows 0 as a line (a difference).
    """
    traces: list[Any] = []
    names: list[dict[str, Any]] = []
    y = 0.0
    for row in rows:
        names.append(_name(row.name, y, colours))
        y += _NAME
        for mark in row.marks:
            y += _MARK / 2
            traces += _mark(mark, y, colours)
            y += _MARK / 2
        y += _GAP
    ends = [end for row in rows for mark in row.marks for end in (mark.low, mark.high)]
    low, high = (min([0.0, *ends]), max([0.0, *ends])) if ends else (0.0, 1.0)
    room = 0.04 * max(high - low, 1e-9)
    return framed(
        colours,
        round(y) + _BELOW,
        traces,
        margin={"l": 8, "r": 12, "t": 0, "b": _BELOW},
        hovermode="closest",
        xaxis=quiet_axis(
            colours,
            range=[0.0 if from_zero else low - room, high + room],
            nticks=6,
            ticksuffix="\u202f%" if from_zero else "",
            zeroline=not from_zero,
            zerolinecolor=colours.muted_ink,
            zerolinewidth=1.5,
            title={"text": axis_title, "font": {"size": 12, "color": colours.muted_ink}, "standoff": 6},
        ),
        yaxis=quiet_axis(colours, range=[y, 0], visible=False),
        annotations=names,
    )


def _name(text: str, y: float, colours: Palette) -> dict[str, Any]:
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yanchor": "top",
        "showarrow": False,
        "bgcolor": colours.background,
        "borderpad": 0,
        "font": {"size": 13, "color": colours.ink},
        "align": "left",
    }


def _mark(mark: RangeMark, y: float, colours: Palette) -> list[Any]:
    hue, band = (
        (colours.pacific, colours.pacific_band) if mark.pacific else (colours.estimate, colours.estimate_band)
    )
    return [
        go.Scatter(
            x=[mark.low, mark.high],
            y=[y, y],
            mode="lines",
            line={"color": band, "width": 9},
            hoverinfo="skip",
        ),
        go.Scatter(
            x=[mark.point],
            y=[y],
            mode="markers",
            marker={"color": hue, "size": 11, "line": {"color": colours.background, "width": 1.5}},
            hovertext=[mark.hover],
            hovertemplate="%{hovertext}<extra></extra>",
        ),
    ]
