"""The applicant's own chance by score, the published curve to compare it with, and where a place lies.

The own line leads: it is solid and has its range. The comparison is dotted, with its range in the hover. The
two published score distributions stand under both.

On the screen the applicant's place is not in the figure: drawing a figure anew takes the browser a tenth of a
second, so the page lays the moving mark over a figure that stays (`Place` says where). The only trace with
words holds it for paper and for saved images, where nothing lies over the figure; the page hides that trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from smartpick.charts.frame import (
    Palette,
    area,
    axis_title,
    band_edges,
    density_axis,
    distributions,
    framed,
    note,
    quiet_axis,
    slim,
    upright,
)
from smartpick.estimate import Array

HEIGHT = 380
_MARGIN = {"l": 44, "r": 12, "t": 14, "b": 40}
_CURVE_FROM, _MASSES_TO = 0.3, 0.19


@dataclass(frozen=True, kw_only=True)
class ChanceLine:
    """A chance (0-1) by score with its 80 % range; `hover` are the words at each score.

    They are the chance, its range, and that as people.
    """

    scores: Array
    chance: Array
    low: Array
    high: Array
    hover: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, kw_only=True)
class OwnLine(ChanceLine):
    """The chance with the applicant's own list, interviews still open: all that a new score changes.

    `place` is the applicant's score and the chances at it on the curve and with the own list (none where
    there are no data); None without a score.
    """

    place: tuple[int, Sequence[float]] | None


@dataclass(frozen=True, kw_only=True)
class CurvePicture:
    """What the figure shows; scores are Step 2 CK points.

    `curve` is the chance of a match among those with a ranked program, for comparison, drawn within the
    published scores only; `own` the applicant's.
    `matched` and `not_matched` are published distributions as (scores, density), in any unit common to both.
    """

    curve: ChanceLine
    own: OwnLine
    axis: tuple[float, float]
    matched: tuple[Array, Array]
    not_matched: tuple[Array, Array]
    passing: int
    passing_label: str


@dataclass(frozen=True)
class Place:
    """Where a point lies in the drawn figure: `top` pixels from the figure's top edge.

    `across` is the share (0-1) of the plot's width. The plot begins `left` pixels from the figure's left edge
    and ends `right` pixels before its right edge.
    """

    across: float
    top: float
    left: int = _MARGIN["l"]
    right: int = _MARGIN["r"]


def place_of(score: float, chance: float, axis: tuple[float, float]) -> Place:
    """Return where the score (points) and chance (0-1) lie in the figure whose axis runs over `axis`."""
    plot = HEIGHT - _MARGIN["t"] - _MARGIN["b"]
    share = (score - axis[0]) / (axis[1] - axis[0])
    return Place(share, _MARGIN["t"] + plot * (1 - _CURVE_FROM) * (1 - chance))


def score_curve_figure(picture: CurvePicture, colours: Palette) -> go.Figure:
    """Return the figure. The curve ends where the published scores end."""
    own = _own_lines(picture.own, picture.axis)
    curve = go.Scatter(
        x=slim(picture.curve.scores),
        y=slim(picture.curve.chance),
        mode="lines",
        line={"color": colours.estimate, "width": 1.75, "dash": "dot"},
        name="curve",
        **chance_hover(picture.curve.hover, "of those with a program to rank"),
    )
    traces = [
        area("band", colours.estimate_band, **own["band"]),
        curve,
        go.Scatter(
            name="own list",
            mode="lines",
            line={"color": colours.estimate, "width": 2.75},
            **own["own list"],
        ),
        *distributions(picture.matched, picture.not_matched, "y2", colours),
        *([_place_on_paper(own["your place"], colours)] if picture.own.place else []),
    ]
    passing_label = note(
        picture.passing_label,
        colours.muted_ink,
        x=picture.passing - 0.8,
        xref="x",
        y=_CURVE_FROM - 0.01,
        yref="paper",
        xanchor="right",
        yanchor="top",
        align="right",
    )
    tick = upright(picture.passing, colours.muted_ink, width=1.5, y0=_CURVE_FROM - 0.065, y1=_CURVE_FROM)
    return framed(
        colours,
        HEIGHT,
        traces,
        margin=_MARGIN,
        hovermode="x",
        hoverdistance=30,
        xaxis=quiet_axis(
            colours,
            range=list(picture.axis),
            dtick=10,
            showgrid=False,
            title=axis_title("Step 2 CK score", colours),
            anchor="y2",
        ),
        yaxis=quiet_axis(
            colours,
            range=[0, 1.0],
            domain=[_CURVE_FROM, 1],
            tickformat=".0%",
            dtick=0.25,
            ticklabelstandoff=4,
        ),
        yaxis2=density_axis([0, _MASSES_TO], picture.matched[1], picture.not_matched[1]),
        shapes=[tick],
        annotations=[passing_label],
    )


def chance_hover(words: Sequence[tuple[str, str, str]], whose: str) -> dict[str, Any]:
    """Return the settings of a line that says the words of `ChanceLine.hover`, and whose chance it is."""
    said = ["%{x}: %{customdata[0]} " + whose, "range %{customdata[1]}", "%{customdata[2]}"]
    return {"customdata": list(words), "hovertemplate": "<br>".join(said) + "<extra></extra>"}


def move_lines(figure: go.Figure, own: OwnLine, axis: tuple[float, float]) -> None:
    """Show another list of the same applicant in a figure of `score_curve_figure`: all else there stays.

    Moving lines takes a tenth of the time of making a figure, and every new score moves them.
    """
    lines = _own_lines(own, axis)
    for trace in figure.data:
        if trace.name in lines:
            trace.update(lines[trace.name], overwrite=True)


def _own_lines(own: OwnLine, axis: tuple[float, float]) -> dict[str, dict[str, Any]]:
    """Return what a list and a score decide of the figure: properties of its traces by their names."""
    scores = slim(own.scores)
    lines = {
        "band": band_edges(scores, slim(own.low), slim(own.high)),
        "own list": {"x": scores, "y": slim(own.chance), **chance_hover(own.hover, "with your list")},
    }
    if own.place is None:
        return lines
    score, chances = own.place
    drawn = [0.0, *chances, 1.0]
    place = {
        "x": [score] * len(drawn),
        "y": drawn,
        "marker_size": [0, *(12 for _ in chances), 0],
        "text": ["" for _ in drawn[:-1]] + [f" you: {score} "],
        "textposition": "bottom left" if score > sum(axis) / 2 else "bottom right",
    }
    return {**lines, "your place": place}


def _place_on_paper(place: dict[str, Any], colours: Palette) -> go.Scatter:
    """Return the applicant's place as a trace: a line, a dot on each curve, the score in words."""
    return go.Scatter(
        name="your place",
        mode="lines+markers+text",
        line={"color": colours.estimate, "width": 1},
        marker={"color": colours.estimate, "opacity": 1},
        textfont={"color": colours.estimate, "size": 14},
        hoverinfo="skip",
        cliponaxis=False,
        **place,
    )
