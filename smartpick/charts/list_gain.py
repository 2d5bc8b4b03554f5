"""Chance by number of applications, above what each $100 on the way adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from smartpick.charts.frame import framed, quiet_axis
from smartpick.charts.palette import Palette

Array = NDArray[np.floating]
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
