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

import numpy as np
import plotly.graph_objects as go

from smartpick.charts.frame import Palette, framed, quiet_axis
from smartpick.estimate import Array

HEIGHT = 380
_MARGIN = {"l": 44, "r": 12, "t": 8, "b": 40}
_CURVE_FROM, _MASSES_TO = 0.3, 0.19


@dataclass(frozen=True)
class CurvePicture:
    """What the figure shows; scores are Step 2 CK points, probabilities 0 to 1.

    Attributes:
        scores: Where the curve is drawn: within the published range only, rising.
        chance, low, high: Chance of a match among those with a ranked program, for comparison, and its 80 %
            range.
        hover: What is said at each of `scores`.
        axis: First and last score of the axis.
        own_scores, own_chance, own_low, own_high: Chance with the applicant's own list along the axis,
            interviews still open, and its 80 % range.
        own_hover: What is said at each of `own_scores`.
        matched, not_matched: Published distributions as (scores, density), any unit common to both.
        passing: The passing score in force; `passing_label` says since when.
        place: The applicant's score, and the chances at it on the curve and with the own list (none where
            there are no data); None without a score.
    """

    scores: Array
    chance: Array
    low: Array
    high: Array
    hover: Sequence[str]
    axis: tuple[float, float]
    own_scores: Array
    own_chance: Array
    own_low: Array
    own_high: Array
    own_hover: Sequence[str]
    matched: tuple[Array, Array]
    not_matched: tuple[Array, Array]
    passing: int
    passing_label: str
    place: tuple[int, Sequence[float]] | None = None


@dataclass(frozen=True)
class Place:
    """Where a point lies in the drawn figure.

    Attributes:
        across: Share (0-1) of the plot's width from its left edge, which is `left` pixels from the figure's
            left edge; the plot ends `right` pixels before the figure's right edge.
        top: Pixels from the figure's top edge.
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
    traces = [
        _band(picture, colours),
        _curve(picture, colours),
        _own_line(picture, colours),
        *_distributions(picture, colours),
        *_place_on_paper(picture, colours),
    ]
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
            title={
                "text": "Step 2 CK score",
                "font": {"size": 12, "color": colours.muted_ink},
                "standoff": 6,
            },
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
        yaxis2={
            "domain": [0, _MASSES_TO],
            "visible": False,
            "fixedrange": True,
            "range": [0, _tallest(picture) * 1.05],
        },
        shapes=[_passing_mark(picture, colours)],
        annotations=[_passing_label(picture, colours)],
    )


def _band(picture: CurvePicture, colours: Palette) -> Any:
    return go.Scatter(
        x=np.concatenate([picture.own_scores, picture.own_scores[::-1]]),
        y=np.concatenate([picture.own_high, picture.own_low[::-1]]),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colours.estimate_band,
        hoverinfo="skip",
        name="band",
    )


def _curve(picture: CurvePicture, colours: Palette) -> Any:
    return go.Scatter(
        x=picture.scores,
        y=picture.chance,
        mode="lines",
        line={"color": colours.estimate, "width": 1.75, "dash": "dot"},
        hovertext=list(picture.hover),
        hovertemplate="%{hovertext}<extra></extra>",
        name="curve",
    )


def _own_line(picture: CurvePicture, colours: Palette) -> Any:
    return go.Scatter(
        x=picture.own_scores,
        y=picture.own_chance,
        mode="lines",
        line={"color": colours.estimate, "width": 2.75},
        hovertext=list(picture.own_hover),
        hovertemplate="%{hovertext}<extra></extra>",
        name="own list",
    )


def _distributions(picture: CurvePicture, colours: Palette) -> list[Any]:
    (x1, y1), (x0, y0) = picture.matched, picture.not_matched
    common = {"mode": "lines", "hoverinfo": "skip", "yaxis": "y2"}
    return [
        go.Scatter(
            x=x1,
            y=y1,
            line={"color": colours.published, "width": 1},
            fill="tozeroy",
            fillcolor=colours.published_band,
            name="matched",
            **common,
        ),
        go.Scatter(
            x=x0,
            y=y0,
            line={"color": colours.muted_ink, "width": 1.5, "dash": "dash"},
            name="not matched",
            **common,
        ),
    ]


def _place_on_paper(picture: CurvePicture, colours: Palette) -> list[Any]:
    """Return the applicant's place as a trace: a line, a dot on each curve, the score in words."""
    if picture.place is None:
        return []
    score, chances = picture.place
    drawn = [0.0, *chances, 1.0]
    dots = [0, *(12 for _ in chances), 0]
    return [
        go.Scatter(
            name="your place",
            x=[score] * len(drawn),
            y=drawn,
            mode="lines+markers+text",
            line={"color": colours.estimate, "width": 1},
            marker={"size": dots, "color": colours.estimate, "opacity": 1},
            text=["" for _ in drawn[:-1]] + [f" you: {score} "],
            textposition="bottom left" if score > sum(picture.axis) / 2 else "bottom right",
            textfont={"color": colours.estimate, "size": 14},
            hoverinfo="skip",
            cliponaxis=False,
        )
    ]


def _passing_mark(picture: CurvePicture, colours: Palette) -> dict[str, Any]:
    """Return a short quiet tick under the curve's panel."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": picture.passing,
        "x1": picture.passing,
        "y0": _CURVE_FROM - 0.065,
        "y1": _CURVE_FROM,
        "line": {"color": colours.muted_ink, "width": 1.5},
    }


def _passing_label(picture: CurvePicture, colours: Palette) -> dict[str, Any]:
    return {
        "x": picture.passing - 0.8,
        "xref": "x",
        "y": _CURVE_FROM - 0.01,
        "yref": "paper",
        "text": picture.passing_label,
        "showarrow": False,
        "font": {"size": 12, "color": colours.muted_ink},
        "xanchor": "right",
        "yanchor": "top",
        "align": "right",
    }


def _tallest(picture: CurvePicture) -> float:
    return float(max(picture.matched[1].max(), picture.not_matched[1].max()))
