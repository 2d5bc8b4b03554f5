"""The score curve with the applicant's place on it, above the two published score distributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from smartpick.charts.frame import framed, quiet_axis
from smartpick.charts.palette import Palette

Array = NDArray[np.float64]
HEIGHT = 400


@dataclass(frozen=True)
class CurvePicture:
    """What the figure shows; scores are Step 2 CK points, probabilities 0 to 1.

    Attributes:
        scores: Where the curve is drawn: within the published range only, rising.
        chance, low, high: Chance of a match among those with a ranked program, and its 80 % range.
        hover: What is said at each of `scores`.
        axis: First and last score of the axis.
        own_scores, own_chance: Chance with the applicant's own list along the axis, interviews still open.
        matched, not_matched: Published distributions as (scores, density), any unit common to both.
        passing: The passing score in force; `passing_label` says since when.
        score: The applicant's score, None if not known yet.
        place: Chance at the applicant's place on the curve, None outside the published range.
        own_place: Chance with the applicant's own list.
    """

    scores: Array
    chance: Array
    low: Array
    high: Array
    hover: Sequence[str]
    axis: tuple[float, float]
    own_scores: Array
    own_chance: Array
    matched: tuple[Array, Array]
    not_matched: tuple[Array, Array]
    passing: int
    passing_label: str
    score: int | None
    place: float | None
    own_place: float | None


def score_curve_figure(picture: CurvePicture, colours: Palette) -> go.Figure:
    """Return the figure. The curve ends where the published scores end."""
    traces = [
        *_band(picture, colours),
        _own_line(picture, colours),
        _curve(picture, colours),
        *_distributions(picture, colours),
        *_places(picture, colours),
    ]
    return framed(
        colours,
        HEIGHT,
        traces,
        hovermode="x",
        hoverdistance=30,
        xaxis=quiet_axis(
            colours,
            range=list(picture.axis),
            dtick=10,
            showgrid=False,
            title={"text": "Step 2 CK score", "font": {"size": 12, "color": colours.muted_ink}, "standoff": 6},
            anchor="y2",
        ),
        yaxis=quiet_axis(
            colours, range=[0, 1.0], domain=[0.3, 1], tickformat=".0%", dtick=0.25, ticklabelstandoff=4
        ),
        yaxis2={"domain": [0, 0.19], "visible": False, "fixedrange": True, "range": [0, _tallest(picture) * 1.05]},
        shapes=_marks(picture, colours),
        annotations=_labels(picture, colours),
    )


def _band(picture: CurvePicture, colours: Palette) -> list[Any]:
    edge = {"width": 0}
    return [
        go.Scatter(x=picture.scores, y=picture.high, mode="lines", line=edge, hoverinfo="skip", name="band top"),
        go.Scatter(
            x=picture.scores,
            y=picture.low,
            mode="lines",
            line=edge,
            fill="tonexty",
            fillcolor=colours.estimate_band,
            hoverinfo="skip",
            name="band",
        ),
    ]


def _curve(picture: CurvePicture, colours: Palette) -> Any:
    return go.Scatter(
        x=picture.scores,
        y=picture.chance,
        mode="lines",
        line={"color": colours.estimate, "width": 2.5},
        hovertext=list(picture.hover),
        hovertemplate="%{hovertext}<extra></extra>",
        name="curve",
    )


def _own_line(picture: CurvePicture, colours: Palette) -> Any:
    return go.Scatter(
        x=picture.own_scores,
        y=picture.own_chance,
        mode="lines",
        line={"color": colours.estimate, "width": 1.75, "dash": "dot"},
        hoverinfo="skip",
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
            x=x0, y=y0, line={"color": colours.muted_ink, "width": 1.5, "dash": "dash"}, name="not matched", **common
        ),
    ]


def _places(picture: CurvePicture, colours: Palette) -> list[Any]:
    """Return the dots at the applicant's score: filled on the curve, open on the own line."""
    if picture.score is None:
        return []
    dots = []
    ring = {"color": colours.background, "width": 2}
    if picture.place is not None:
        dots.append((picture.place, {"size": 14, "color": colours.estimate, "line": ring}, "your place"))
    if picture.own_place is not None:
        hollow = {"size": 11, "color": colours.background, "line": {"color": colours.estimate, "width": 2.5}}
        dots.append((picture.own_place, hollow, "your list"))
    return [
        go.Scatter(x=[picture.score], y=[y], mode="markers", marker=marker, hoverinfo="skip", name=name)
        for y, marker, name in dots
    ]


def _marks(picture: CurvePicture, colours: Palette) -> list[dict[str, Any]]:
    """Return the lines: the score in both panels, a short quiet tick for the passing standard."""
    line = {"type": "line", "xref": "x", "yref": "paper", "layer": "below"}
    marks = [
        {
            **line,
            "x0": picture.passing,
            "x1": picture.passing,
            "y0": 0.235,
            "y1": 0.3,
            "line": {"color": colours.muted_ink, "width": 1.5},
        }
    ]
    if picture.score is not None:
        own = {"color": colours.estimate, "width": 1}
        marks.append({**line, "x0": picture.score, "x1": picture.score, "y0": 0, "y1": 1, "line": own})
    return marks


def _labels(picture: CurvePicture, colours: Palette) -> list[dict[str, Any]]:
    small = {"showarrow": False, "font": {"size": 12, "color": colours.muted_ink}}
    labels = [
        {
            **small,
            "x": picture.passing - 0.8,
            "xref": "x",
            "y": 0.29,
            "yref": "paper",
            "text": picture.passing_label,
            "xanchor": "right",
            "yanchor": "top",
            "align": "right",
        },
    ]
    if picture.score is not None:
        on_the_right = picture.score > sum(picture.axis) / 2
        labels.append(
            {
                **small,
                "x": picture.score + (-1 if on_the_right else 1),
                "xref": "x",
                "y": 1,
                "yref": "paper",
                "text": f"<b>you: {picture.score}</b>",
                "font": {"size": 13, "color": colours.estimate},
                "xanchor": "right" if on_the_right else "left",
                "yanchor": "top",
            }
        )
    return labels


def _tallest(picture: CurvePicture) -> float:
    return float(max(picture.matched[1].max(), picture.not_matched[1].max()))
