"""Figures to show in a call: large letters, thick lines, and no more than one thing to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from smartpick.charts.frame import Palette, axis_title, framed, hovered, note, quiet_axis, range_band, slim
from smartpick.charts.score_curve import OwnLine

PRESENTED_HEIGHT = 330
_LETTERS = 20


def presented_curve(
    own: OwnLine, score: int | None, axis: tuple[float, float], colours: Palette
) -> go.Figure:
    """Return the applicant's own chance by score with its range, and the place of a score on it."""
    said = ["%{x}: %{customdata[0]} with your list", "range %{customdata[1]}", "%{customdata[2]}"]
    line = go.Scatter(
        x=slim(own.scores),
        y=slim(own.chance),
        mode="lines",
        line={"color": colours.estimate, "width": 5},
        name="own list",
        customdata=list(own.words),
        hovertemplate="<br>".join(said) + "<extra></extra>",
    )
    traces: list[Any] = [
        range_band(own.scores, own.low, own.high, colours.estimate_band, "band"),
        line,
    ]
    words = []
    if score is not None:
        top = float(np.interp(score, own.scores, own.chance))
        traces.append(
            go.Scatter(
                x=[score, score],
                y=[0, top],
                mode="lines+markers",
                line={"color": colours.ink, "width": 3},
                marker={"size": [0, 20], "color": colours.ink, "opacity": 1},
                hoverinfo="skip",
                cliponaxis=False,
                name="your place",
            )
        )
        # The chance rises with the score, so there is room above the curve at the left, if not at its start.
        first, last = axis
        side = "right" if score > first + 0.25 * (last - first) else "left"
        words.append(
            note(f"<b> you: {score} </b>", colours.ink, 26, x=score, y=top, xanchor=side, yanchor="bottom")
        )
    letters = {"size": _LETTERS, "color": colours.ink}
    # Below the axis a title would take the height of the curve on a small screen. There is room below the
    # curve's upper end or above it.
    above = bool(own.chance[-1] < 0.5)
    words.append(
        note(
            "Step 2 CK score ",
            colours.ink,
            _LETTERS,
            x=axis[1],
            y=1 if above else 0,
            xanchor="right",
            yanchor="top" if above else "bottom",
        )
    )
    return framed(
        colours,
        PRESENTED_HEIGHT,
        traces,
        margin={"l": 76, "r": 16, "t": 12, "b": 36},
        hovermode="x",
        xaxis=quiet_axis(
            colours,
            range=list(axis),
            dtick=20,
            showgrid=False,
            tickfont=letters,
        ),
        yaxis=quiet_axis(colours, range=[0, 1.0], tickformat=".0%", dtick=0.25, tickfont=letters),
        annotations=words,
    )


# A cohort: chance against score, a mark for each applicant whose shape is the tier.


@dataclass(frozen=True, kw_only=True)
class CohortPoint:
    """One applicant: Step 2 CK score, chance of matching (0-1) with its range, tier in words, what to say."""

    score: int
    chance: float
    low: float
    high: float
    tier: str
    hover: str


_SHAPES = ("triangle-up", "circle", "square", "diamond", "x")
_COHORT_HEIGHT = 420


def cohort_figure(points: Sequence[CohortPoint], colours: Palette) -> go.Figure:
    """Return the figure; ranges stand behind the marks, a legend names the shapes.

    The tiers are named in the order in which they come first among `points`.
    """
    traces: list[Any] = []
    tiers = dict.fromkeys(point.tier for point in points)
    for tier, shape in zip(tiers, _SHAPES, strict=False):
        own = [point for point in points if point.tier == tier]
        traces.append(
            go.Scatter(
                x=[point.score for point in own],
                y=[point.chance for point in own],
                error_y={
                    "type": "data",
                    "symmetric": False,
                    "array": [point.high - point.chance for point in own],
                    "arrayminus": [point.chance - point.low for point in own],
                    "color": colours.estimate_band,
                    "thickness": 3,
                    "width": 0,
                },
                mode="markers",
                marker={
                    "symbol": shape,
                    "size": 12,
                    "color": colours.estimate,
                    "line": {"color": colours.background, "width": 1.5},
                },
                name=f"{tier}: {len(own)}",
                **hovered([point.hover for point in own]),
            )
        )
    scores = [point.score for point in points]
    return framed(
        colours,
        _COHORT_HEIGHT,
        traces,
        margin={"l": 56, "r": 12, "t": 40, "b": 48},
        hovermode="closest",
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"}
        | {"itemclick": False, "itemdoubleclick": False, "font": {"size": 14, "color": colours.ink}},
        xaxis=quiet_axis(
            colours,
            range=[min(scores) - 5, max(scores) + 5],
            showgrid=False,
            title=axis_title("Step 2 CK score", colours),
        ),
        yaxis=quiet_axis(
            colours,
            range=[0, 1],
            tickformat=".0%",
            dtick=0.25,
            title=axis_title("Our estimate of matching, with its range", colours),
        ),
    )
