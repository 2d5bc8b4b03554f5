"""Levers as a tornado, the chance over score and list size, and above what each $100 adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from smartpick.charts.frame import (
    Palette,
    axis_title,
    framed,
    hovered,
    level,
    note,
    quiet_axis,
    range_band,
    row_name,
    upright,
)
from smartpick.estimate import Array

_ROW, _BELOW = 62, 46
_CONTOURS_HEIGHT = 420


@dataclass(frozen=True)
class LeverBar:
    """A gain with its range, in percentage points; low <= point <= high."""

    point: float
    low: float
    high: float
    hover: str


@dataclass(frozen=True)
class LeverRow:
    """A lever: its name, its gain anywhere and on the West Coast, and whether its size is assumed."""

    name: str
    anywhere: LeverBar
    pacific: LeverBar
    assumed: bool


def tornado_figure(rows: Sequence[LeverRow], colours: Palette) -> go.Figure:
    """Return bars from 0, the greatest gain on top; hollow where the size of the gain is assumed."""
    traces: list[Any] = []
    names: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        top = place * _ROW
        names.append(row_name(row.name, top + 2, colours.ink, colours))
        traces.append(_bar(row.anywhere, top + 32, 12, colours.estimate, row.assumed, colours))
        traces.append(_bar(row.pacific, top + 47, 8, colours.pacific, row.assumed, colours))
    ends = [end for row in rows for bar in (row.anywhere, row.pacific) for end in (bar.low, bar.high)]
    low, high = min([0.0, *ends]), max([0.1, *ends])
    room = 0.04 * (high - low)
    return framed(
        colours,
        len(rows) * _ROW + _BELOW,
        traces,
        margin={"l": 8, "r": 12, "t": 0, "b": _BELOW},
        hovermode="closest",
        barmode="overlay",
        xaxis=quiet_axis(
            colours,
            range=[low - room, high + room],
            nticks=7,
            zeroline=True,
            zerolinecolor=colours.muted_ink,
            zerolinewidth=1.5,
            title=axis_title("Change in the chance of matching, percentage points", colours),
        ),
        yaxis=quiet_axis(colours, range=[len(rows) * _ROW, 0], visible=False),
        annotations=names,
    )


def _bar(bar: LeverBar, y: float, width: float, hue: str, assumed: bool, colours: Palette) -> Any:
    return go.Bar(
        x=[bar.point],
        y=[y],
        width=width,
        orientation="h",
        marker={
            "color": colours.background if assumed else hue,
            "line": {"color": hue, "width": 1.5},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [bar.high - bar.point],
            "arrayminus": [bar.point - bar.low],
            "color": colours.ink,
            "thickness": 1.2,
            "width": 3,
        },
        textposition="none",
        **hovered([bar.hover]),
    )


@dataclass(frozen=True, kw_only=True)
class ContoursPicture:
    """The chance of matching (0-1) over scores and numbers of applications, both rising: (sizes, scores).

    `hover` is shown at each size and score; `score` and `size` are the applicant's own. `more` applications
    add as much as `points` of the score do: 0 and None where there is no such exchange. The passing score is
    drawn where it lies within the scores.
    """

    scores: Array
    sizes: Array
    chance: Array
    hover: Sequence[Sequence[str]]
    score: float
    size: float
    more: int
    points: float | None
    passing: int


def contours_figure(picture: ContoursPicture, colours: Palette) -> go.Figure:
    """Return lines of equal chance over score (across) and number of applications (up)."""
    marked = picture.scores[0] < picture.passing < picture.scores[-1]
    passing = note(
        f"passing: {picture.passing}",
        colours.muted_ink,
        x=picture.passing,
        xref="x",
        xanchor="left" if picture.passing < picture.scores.mean() else "right",
        y=1,
        yref="paper",
        yanchor="bottom",
    )
    return framed(
        colours,
        _CONTOURS_HEIGHT,
        [_surface(picture, colours), *_exchange(picture, colours), _you(picture, colours)],
        margin={"l": 52, "r": 14, "t": 24, "b": 46},
        hovermode="closest",
        xaxis=quiet_axis(
            colours,
            range=[float(picture.scores[0]), float(picture.scores[-1])],
            showgrid=False,
            nticks=8,
            title=axis_title("Step 2 CK score", colours),
        ),
        yaxis=quiet_axis(
            colours,
            range=[float(picture.sizes[0]), float(picture.sizes[-1])],
            showgrid=False,
            nticks=7,
            title=axis_title("Applications", colours),
        ),
        shapes=[upright(picture.passing, colours.muted_ink, dash="dash")] if marked else [],
        annotations=[passing] if marked else [],
    )


def _surface(picture: ContoursPicture, colours: Palette) -> Any:
    # A round distance between lines that gives about seven of them.
    spread = float(picture.chance.max() - picture.chance.min())
    step = next((step for step in (0.005, 0.01, 0.02, 0.05) if spread / step <= 9), 0.1)
    return go.Contour(
        x=picture.scores,
        y=picture.sizes,
        z=picture.chance.round(4),
        hovertext=[list(row) for row in picture.hover],
        hovertemplate="%{hovertext}<extra></extra>",
        showscale=False,
        colorscale=[[0, colours.background], [1, colours.estimate_band]],
        contours={
            "start": step,
            "end": float(picture.chance.max()),
            "size": step,
            "showlabels": True,
            "labelformat": ".0%" if step >= 0.01 else ".1%",
            "labelfont": {"size": 12, "color": colours.ink},
        },
        line={"color": colours.estimate, "width": 1.2},
    )


def _exchange(picture: ContoursPicture, colours: Palette) -> list[Any]:
    """Return two dashed ways from the applicant's place to the same chance: up, and to the right."""
    if not picture.more:
        return []
    ways = [([picture.score] * 2, [picture.size, picture.size + picture.more], [f"+{picture.more}"])]
    if picture.points is not None and picture.points >= 0.5:
        ways.append(
            (
                [picture.score, picture.score + picture.points],
                [picture.size] * 2,
                [f"+{round(picture.points)}"],
            )
        )
    return [
        go.Scatter(
            x=x,
            y=y,
            mode="lines+markers+text",
            text=["", *words],
            textposition="top center" if x[0] == x[1] else "bottom right",
            textfont={"size": 13, "color": colours.ink},
            line={"color": colours.ink, "width": 1.5, "dash": "dot"},
            marker={"size": [0, 8], "color": colours.ink, "opacity": 1},
            hoverinfo="skip",
        )
        for x, y, words in ways
    ]


def _you(picture: ContoursPicture, colours: Palette) -> Any:
    return go.Scatter(
        x=[picture.score],
        y=[picture.size],
        mode="markers+text",
        text=["you"],
        textposition="bottom left" if picture.score > picture.scores[0] + 6 else "bottom right",
        textfont={"size": 13, "color": colours.estimate},
        marker={
            "size": 14,
            "color": colours.estimate,
            "line": {"color": colours.background, "width": 2},
        },
        hoverinfo="skip",
    )


HEIGHT = 440
_UPPER, _LOWER = (0.42, 1.0), (0.0, 0.3)


@dataclass(frozen=True, kw_only=True)
class GainPicture:
    """The chance of a match by number of applications, which rises from 0, and what each step gains.

    `chance`, `low` and `high` are 0-1, (n,). `gain` is in percentage points for $100 on each step, (n - 1,),
    NaN where it has no price; `least_gain` is the gain that the applicant wants, and `stop` the number of
    applications after which no step reaches it (None if all do). The hovers are shown at each size and step.
    """

    sizes: Array
    chance: Array
    low: Array
    high: Array
    gain: Array
    chance_hover: Sequence[str]
    gain_hover: Sequence[str]
    least_gain: float
    stop: int | None


def list_gain_figure(picture: GainPicture, colours: Palette) -> go.Figure:
    """Return the figure: the chance above, the gain for $100 below, over the same number of applications."""
    last = float(picture.sizes[-1])
    wanted = level(picture.least_gain, colours.ink, dash="dash", width=1.5, yref="y2")
    stop = [] if picture.stop is None else [upright(picture.stop, colours.ink, width=1.5)]
    return framed(
        colours,
        HEIGHT,
        [*_chance(picture, colours), _gain(picture, colours)],
        margin={"l": 52, "r": 16, "t": 26, "b": 44},
        hovermode="closest",
        bargap=0,
        xaxis=quiet_axis(
            colours,
            range=[0, last * 1.02],
            showgrid=False,
            anchor="y2",
            title=axis_title("Applications, in the order of your list", colours),
        ),
        yaxis=quiet_axis(
            colours,
            range=[0, min(1.0, 1.1 * max(float(picture.high.max()), 0.02))],
            domain=list(_UPPER),
            tickformat=".0%",
            nticks=5,
            ticklabelstandoff=4,
        ),
        yaxis2=quiet_axis(
            colours,
            range=[0, _gain_top(picture)],
            domain=list(_LOWER),
            nticks=4,
            ticklabelstandoff=4,
        ),
        shapes=[wanted, *stop],
        annotations=_gain_words(picture, colours),
    )


def _chance(picture: GainPicture, colours: Palette) -> list[Any]:
    band = range_band(picture.sizes, picture.low, picture.high, colours.estimate_band, "80 % range")
    line = go.Scatter(
        x=picture.sizes,
        y=picture.chance,
        mode="lines+markers",
        line={"color": colours.estimate, "width": 2.5},
        marker={"size": 6, "color": colours.estimate},
        name="chance",
        **hovered(picture.chance_hover),
    )
    return [band, line]


def _gain(picture: GainPicture, colours: Palette) -> Any:
    """Return a bar for each step, as wide as the step; those that gain enough are filled."""
    widths = np.diff(picture.sizes)
    stop = picture.sizes[-1] if picture.stop is None else picture.stop
    paying = picture.sizes[1:] <= stop
    return go.Bar(
        x=picture.sizes[:-1] + widths / 2,
        y=np.clip(picture.gain, 0, None),
        width=widths,
        yaxis="y2",
        marker={
            "color": np.where(paying, colours.estimate, colours.background).tolist(),
            "line": {"color": colours.estimate, "width": 1},
        },
        # Bars carry no words of their own; Plotly would otherwise look for room for them.
        textposition="none",
        name="gain for $100",
        **hovered(picture.gain_hover),
    )


def _gain_words(picture: GainPicture, colours: Palette) -> list[dict[str, Any]]:
    left: dict[str, Any] = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "yanchor": "bottom"}
    left |= {"bgcolor": colours.background}
    words = [
        note("Chance of matching", colours.muted_ink, y=1.0, **left),
        note("Points for each $100", colours.muted_ink, y=_LOWER[1], **left),
    ]
    if picture.stop is not None:
        late = picture.stop > 0.6 * picture.sizes[-1]
        side: dict[str, Any] = (
            {"xanchor": "right", "xshift": -5} if late else {"xanchor": "left", "xshift": 5}
        )
        top: dict[str, Any] = {"x": picture.stop, "xref": "x", "y": 1.0, "yref": "paper", "yanchor": "top"}
        words.append(note(f"pays up to {picture.stop}", colours.ink, **side, **top))
    return words


def _gain_top(picture: GainPicture) -> float:
    """Leave out the first, very steep steps: what matters is where the steps come down to the wish."""
    known = picture.gain[np.isfinite(picture.gain)]
    usual = 2.5 * float(np.median(known)) if known.size else 0.0
    largest = float(known.max()) if known.size else 0.0
    return 1.1 * max(min(largest, max(usual, 3 * picture.least_gain)), 1.2 * picture.least_gain)
