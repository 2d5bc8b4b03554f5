"""Levers as a tornado, the chance over score and list size, and above what each $100 adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from smartpick.charts.frame import Palette, framed, quiet_axis

# Figures of the scenarios page: the levers as a tornado, and the chance over score and list size.

Array = NDArray[np.floating]
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
    """A lever: its name, its gain anywhere and on the Pacific Coast, and whether its size is assumed."""

    name: str
    anywhere: LeverBar
    pacific: LeverBar
    assumed: bool


def tornado_figure(rows: Sequence[LeverRow], colours: Palette) -> go.Figure:
    """Return bars from 0, the greatest gain on top; hollow where the size of the gain is assumed.

    Names stand above the bars and not beside them, so that the figure reads the same on a phone.
    """
    traces: list[Any] = []
    names: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        top = place * _ROW
        names.append(
            {
                "text": row.name,
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": top + 2,
                "yanchor": "top",
                "showarrow": False,
                "font": {"size": 13, "color": colours.ink},
                "bgcolor": colours.background,
                "borderpad": 0,
            }
        )
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
            title={
                "text": "Change of the chance of matching, percentage points",
                "font": {"size": 12, "color": colours.muted_ink},
                "standoff": 6,
            },
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
        hovertext=[bar.hover],
        hovertemplate="%{hovertext}<extra></extra>",
        textposition="none",
    )


@dataclass(frozen=True)
class ContoursPicture:
    """What the figure shows.

    Attributes:
        scores: Step 2 CK scores, rising, (scores,).
        sizes: Numbers of applications, rising, (sizes,).
        chance: Chance of matching, 0-1, (sizes, scores).
        hover: What is said at each size and score.
        score, size: Where the applicant stands.
        more: Applications that the exchange adds, 0 without one.
        points: Score points that add as much; None where no published score does.
        passing: Passing score, marked where it lies within the scores.
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
    passing = picture.scores[0] < picture.passing < picture.scores[-1]
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
            title=_title("Step 2 CK score", colours),
        ),
        yaxis=quiet_axis(
            colours,
            range=[float(picture.sizes[0]), float(picture.sizes[-1])],
            showgrid=False,
            nticks=7,
            title=_title("Applications", colours),
        ),
        shapes=[_passing_line(picture.passing, colours)] if passing else [],
        annotations=[_passing_word(picture, colours)] if passing else [],
    )


def _surface(picture: ContoursPicture, colours: Palette) -> Any:
    step = _step(float(picture.chance.max() - picture.chance.min()))
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


def _step(spread: float) -> float:
    """Return a round distance between lines that gives about seven of them."""
    for step in (0.005, 0.01, 0.02, 0.05):
        if spread / step <= 9:
            return step
    return 0.1


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
    late = picture.score > picture.scores[0] + 0.8 * (picture.scores[-1] - picture.scores[0])
    return go.Scatter(
        x=[picture.score],
        y=[picture.size],
        mode="markers+text",
        text=["you"],
        textposition="bottom left" if late or picture.score > picture.scores[0] + 6 else "bottom right",
        textfont={"size": 13, "color": colours.estimate},
        marker={
            "size": 14,
            "color": colours.estimate,
            "line": {"color": colours.background, "width": 2},
        },
        hoverinfo="skip",
    )


def _passing_line(passing: int, colours: Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": passing,
        "x1": passing,
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.muted_ink, "width": 1, "dash": "dash"},
    }


def _passing_word(picture: ContoursPicture, colours: Palette) -> dict[str, Any]:
    return {
        "text": f"passing: {picture.passing}",
        "x": picture.passing,
        "xref": "x",
        "xanchor": "left" if picture.passing < picture.scores.mean() else "right",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": colours.muted_ink},
    }


def _title(text: str, colours: Palette) -> dict[str, Any]:
    return {"text": text, "font": {"size": 12, "color": colours.muted_ink}, "standoff": 6}


# Chance by number of applications, above what each $100 on the way adds.

HEIGHT = 440
_UPPER, _LOWER = (0.42, 1.0), (0.0, 0.3)


@dataclass(frozen=True)
class GainPicture:
    """What the figure shows.

    Attributes:
        sizes: Numbers of applications, rising from 0, (n,).
        chance, low, high: Chance of a match with that many, 0-1, and its 80 % range, (n,).
        gain: Percentage points that $100 adds on each step, NaN where it has no price, (n - 1,).
        chance_hover, gain_hover: What is said at each size and each step.
        least_gain: Percentage points for $100 that the applicant wants.
        stop: Number of applications after which no step gains that much; None if all do.
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
            title={
                "text": "Applications, in the order of your list",
                "font": {"size": 12, "color": colours.muted_ink},
                "standoff": 6,
            },
        ),
        yaxis=quiet_axis(
            colours,
            range=[0, _top(picture.high)],
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
        shapes=_marks(picture, colours),
        annotations=_words(picture, colours),
    )


def _chance(picture: GainPicture, colours: Palette) -> list[Any]:
    band = go.Scatter(
        x=np.concatenate([picture.sizes, picture.sizes[::-1]]),
        y=np.concatenate([picture.high, picture.low[::-1]]),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colours.estimate_band,
        hoverinfo="skip",
        name="80 % range",
    )
    line = go.Scatter(
        x=picture.sizes,
        y=picture.chance,
        mode="lines+markers",
        line={"color": colours.estimate, "width": 2.5},
        marker={"size": 6, "color": colours.estimate},
        hovertext=list(picture.chance_hover),
        hovertemplate="%{hovertext}<extra></extra>",
        name="chance",
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
        hovertext=list(picture.gain_hover),
        hovertemplate="%{hovertext}<extra></extra>",
        # Bars carry no words of their own; Plotly would otherwise look for room for them.
        textposition="none",
        name="gain for $100",
    )


def _marks(picture: GainPicture, colours: Palette) -> list[dict[str, Any]]:
    wanted = {
        "type": "line",
        "xref": "paper",
        "yref": "y2",
        "x0": 0,
        "x1": 1,
        "y0": picture.least_gain,
        "y1": picture.least_gain,
        "line": {"color": colours.ink, "width": 1.5, "dash": "dash"},
    }
    if picture.stop is None:
        return [wanted]
    return [
        wanted,
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": picture.stop,
            "x1": picture.stop,
            "y0": 0,
            "y1": 1,
            "line": {"color": colours.ink, "width": 1.5},
        },
    ]


def _words(picture: GainPicture, colours: Palette) -> list[dict[str, Any]]:
    quiet = {
        "showarrow": False,
        "font": {"size": 12, "color": colours.muted_ink},
        "yref": "paper",
        "bgcolor": colours.background,
    }
    words: list[dict[str, Any]] = [
        {**quiet, "text": "Chance of matching", "xref": "paper", "x": 0, "y": 1.0, "xanchor": "left"}
        | {"yanchor": "bottom"},
        {**quiet, "text": "Points for each $100", "xref": "paper", "x": 0, "y": _LOWER[1], "xanchor": "left"}
        | {"yanchor": "bottom"},
    ]
    if picture.stop is not None:
        late = picture.stop > 0.6 * picture.sizes[-1]
        words.append(
            {
                "showarrow": False,
                "font": {"size": 12, "color": colours.ink},
                "text": f"pays up to {picture.stop}",
                "xref": "x",
                "x": picture.stop,
                "xanchor": "right" if late else "left",
                "xshift": -5 if late else 5,
                "yref": "paper",
                "y": 1.0,
                "yanchor": "top",
            }
        )
    return words


def _top(high: Array) -> float:
    return float(min(1.0, 1.1 * max(float(high.max()), 0.02)))


def _gain_top(picture: GainPicture) -> float:
    """Leave out the first, very steep steps: what matters is where the steps come down to the wish."""
    known = picture.gain[np.isfinite(picture.gain)]
    usual = 2.5 * float(np.median(known)) if known.size else 0.0
    largest = float(known.max()) if known.size else 0.0
    return 1.1 * max(min(largest, max(usual, 3 * picture.least_gain)), 1.2 * picture.least_gain)
