"""Actions and options with their ranges, and on a line of weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from smartpick.charts.frame import Palette, axis_title, framed, hovered, quiet_axis, row_name, upright
from smartpick.estimate import Estimate

# Points with their ranges, one row for each choice: what an action or an exam decision would come to.

_NAME, _MARK, _GAP = 22.0, 18.0, 12.0
_BELOW = 46


@dataclass(frozen=True)
class RangeMark:
    """A point with its range, in the unit of the axis; `pacific` marks are about the West Coast."""

    point: float
    low: float
    high: float
    pacific: bool
    hover: str


def range_mark(estimate: Estimate, hover: str, *, pacific: bool = False) -> RangeMark:
    """Return the mark of an estimated probability or difference (0-1)."""
    return RangeMark(100 * estimate.point, 100 * estimate.low, 100 * estimate.high, pacific, hover)


@dataclass(frozen=True)
class RangeRow:
    """A choice with its marks."""

    name: str
    marks: tuple[RangeMark, ...]


def ranges_figure(
    rows: Sequence[RangeRow], colours: Palette, axis_words: str, *, from_zero: bool = False
) -> go.Figure:
    """Return the figure, its rows from top to bottom; its height grows with them.

    The axis starts at 0 with `from_zero` (a chance), or else shows 0 as a line (a difference).
    """
    traces: list[Any] = []
    names: list[dict[str, Any]] = []
    y = 0.0
    for row in rows:
        names.append({**row_name(row.name, y, colours.ink, colours), "align": "left"})
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
            title=axis_title(axis_words, colours),
        ),
        yaxis=quiet_axis(colours, range=[y, 0], visible=False),
        annotations=names,
    )


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
            **hovered([mark.hover]),
        ),
    ]


# Actions on a line of weeks that ends on the day on which applications open.

_TRACK, _ROW, _BAR, _TIMELINE_BELOW = 30.0, 40.0, 11.0, 52
_LEAST_WEEKS = 8.0


@dataclass(frozen=True)
class TimelineBar:
    """One action; `start` and `end` in weeks before the opening, `start` >= `end` >= 0; equal: a day."""

    name: str
    start: float
    end: float
    within: bool
    hover: str


@dataclass(frozen=True)
class TimelineTrack:
    """Kinds of work with their actions, from top to bottom."""

    name: str
    bars: tuple[TimelineBar, ...]


def timeline_figure(
    tracks: Sequence[TimelineTrack],
    colours: Palette,
    ticks: Sequence[tuple[float, str]],
    axis_words: str,
    today: float | None = None,
) -> go.Figure:
    """Return the figure; `ticks` are weeks before the opening and the words at them.

    `today` is the number of weeks that are left; None if not known.
    """
    traces: list[Any] = []
    words: list[dict[str, Any]] = []
    y = 0.0
    for track in tracks:
        words.append(row_name(track.name, y + 8, colours.muted_ink, colours, size=12))
        y += _TRACK
        for bar in track.bars:
            words.append(row_name(bar.name, y, colours.ink, colours))
            traces.append(_bar(bar, y + 27, colours))
            y += _ROW
    starts = [bar.start for track in tracks for bar in track.bars]
    first = max([*starts, today or 0.0, _LEAST_WEEKS]) * 1.03
    return framed(
        colours,
        round(y) + _TIMELINE_BELOW,
        traces,
        margin={"l": 8, "r": 14, "t": 0, "b": _TIMELINE_BELOW},
        hovermode="closest",
        xaxis=quiet_axis(
            colours,
            range=[-first, first * 0.02],
            tickvals=[-week for week, _ in ticks],
            ticktext=[text for _, text in ticks],
            title=axis_title(axis_words, colours),
        ),
        yaxis=quiet_axis(colours, range=[y, 0], visible=False),
        shapes=[
            upright(0.0, colours.ink, width=1.5, layer="below"),
            *([upright(-today, colours.muted_ink, dash="dash", width=1.5, layer="below")] if today else []),
        ],
        annotations=words,
    )


def _bar(bar: TimelineBar, y: float, colours: Palette) -> Any:
    day = bar.start == bar.end
    hue = colours.estimate_band if bar.within else colours.estimate
    return go.Scatter(
        x=[-bar.start] if day else [-bar.start, -bar.end],
        y=[y] if day else [y, y],
        mode="markers" if day else "lines",
        line={"color": hue, "width": _BAR},
        marker={"symbol": "diamond", "size": 11, "color": colours.estimate},
        hovertext=bar.hover,
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )
