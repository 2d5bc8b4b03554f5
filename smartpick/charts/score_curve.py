"""The published curve of a specialty, and the two score distributions under it.

What is the applicant's own (the chance by score with its range, and the place of the score) is not in it: to
draw a figure anew takes the browser a tenth of a second, so the page lays that over a figure that stays
(`components/curve_mark.js`; `MARGIN` and `top_of` say where a point lies).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from smartpick.charts.frame import (
    Palette,
    axis_title,
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
MARGIN = {"l": 44, "r": 12, "t": 14, "b": 40}
_CURVE_FROM, _MASSES_TO = 0.3, 0.19


@dataclass(frozen=True, kw_only=True)
class CurvePicture:
    """What the figure shows; scores are Step 2 CK points.

    `curve` is, as (scores, chance 0-1), the chance of a match among those with a ranked program, drawn within
    the published scores only.
    `matched` and `not_matched` are published distributions as (scores, density), in any unit common to both.
    """

    curve: tuple[Array, Array]
    axis: tuple[float, float]
    matched: tuple[Array, Array]
    not_matched: tuple[Array, Array]
    passing: int
    passing_label: str


@dataclass(frozen=True, kw_only=True)
class OwnLine:
    """The applicant's own chance (0-1) by score, interviews still open, with its 80 % range.

    `words` are said of each score: the chance, its range, and that as people.
    """

    scores: Array
    chance: Array
    low: Array
    high: Array
    words: Sequence[tuple[str, str, str]]


def top_of(chance: float) -> float:
    """Return how far below the figure's top edge a chance (0-1) is drawn, in pixels."""
    plot = HEIGHT - MARGIN["t"] - MARGIN["b"]
    return MARGIN["t"] + plot * (1 - _CURVE_FROM) * (1 - chance)


def score_curve_figure(picture: CurvePicture, colours: Palette) -> go.Figure:
    """Return the figure. The curve ends where the published scores end."""
    curve = go.Scatter(
        x=slim(picture.curve[0]),
        y=slim(picture.curve[1]),
        mode="lines",
        line={"color": colours.estimate, "width": 1.75, "dash": "dot"},
        hoverinfo="skip",
        name="curve",
    )
    traces = [curve, *distributions(picture.matched, picture.not_matched, "y2", colours)]
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
        margin=MARGIN,
        hovermode=False,
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
