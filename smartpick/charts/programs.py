"""The map of the United States, which needs no network, and one program's positions offered and filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from smartpick.charts.frame import Palette, axis_title, framed, hovered, quiet_axis
from smartpick.estimate import Array

SHADES = 5
_MARGIN_KM = 60.0
_ANY_HEIGHT = 400
Outlines = Mapping[str, tuple[Array, Array]]


@dataclass(frozen=True)
class Dots:
    """Places with programs, one entry for each: kilometres on the map, programs there, the text when
    pointed at, whether it lies in California, Oregon or Washington, and the name that a click on it selects.
    """

    x: Array
    y: Array
    count: Array
    hover: Sequence[str]
    pacific: NDArray[np.bool_]
    names: Sequence[str]


@dataclass(frozen=True)
class StateShading:
    """A class for each state, 0 the lowest; a state without one has no figure.

    `hover` has a text for every state. `hue` is "published" or "estimate": whose figure it is.
    """

    shade: Mapping[str, int]
    hover: Mapping[str, str]
    hue: str


def programs_map(outlines: Outlines, dots: Dots, colours: Palette, near: Sequence[str] = ()) -> go.Figure:
    """Return the map with a dot for each place, its area in proportion to the programs there.

    `outlines` are x and y of each state, NaN between rings. `near` are the states that the map is cut to.
    """
    land = go.Scatter(
        x=_joined([x for x, _ in outlines.values()]),
        y=_joined([y for _, y in outlines.values()]),
        mode="lines",
        fill="toself",
        fillcolor=colours.surface,
        line={"color": colours.line, "width": 1},
        hoverinfo="skip",
        name="states",
    )
    size = 6 + 4 * np.sqrt(np.maximum(dots.count, 1) - 1)
    places = go.Scatter(
        x=dots.x,
        y=dots.y,
        mode="markers",
        marker={
            "size": np.minimum(size, 44),
            "color": np.where(dots.pacific, colours.pacific, colours.muted_ink),
            "opacity": 0.65,
            "line": {"color": colours.background, "width": 1},
        },
        customdata=list(dots.names),
        name="programs",
        **hovered(dots.hover),
    )
    return _framed(outlines, [land, places], colours, near)


def shaded_map(
    outlines: Outlines,
    shading: StateShading,
    colours: Palette,
    near: Sequence[str] = (),
    inside: Outlines | None = None,
) -> go.Figure:
    """Return the map with each state in the shade of its class.

    `inside` are points within each state that a click on it selects, unseen; Plotly selects points only, no
    areas. Their custom data is the state. `outlines` and `near` are as in `programs_map`.
    """
    fills = shades(colours, shading.hue)
    traces = [
        go.Scatter(
            x=np.round(x, 1),
            y=np.round(y, 1),
            mode="lines",
            fill="toself",
            fillcolor=fills[shading.shade[state]] if state in shading.shade else colours.background,
            line={"color": colours.line, "width": 1},
            hoveron="fills",
            text=shading.hover.get(state, state),
            hoverinfo="text",
            name=state,
        )
        for state, (x, y) in outlines.items()
    ]
    traces += [
        _target(state, x, y, shading.hover.get(state, state)) for state, (x, y) in (inside or {}).items()
    ]
    return _framed(outlines, traces, colours, near)


def _target(state: str, x: Array, y: Array, hover: str) -> Any:
    unseen = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=np.round(x),
        y=np.round(y),
        mode="markers",
        marker={"size": 14, "opacity": 0},
        selected=unseen,
        unselected=unseen,
        customdata=[state] * len(x),
        text=hover,
        hoverinfo="text",
        name=f"{state}: to choose",
    )


def shades(colours: Palette, hue: str) -> list[str]:
    """Return the fills of the classes, the lowest first: from near the page's colour to the full hue."""
    full = colours.published if hue == "published" else colours.estimate
    return [_mixed(colours.background, full, 0.18 + 0.77 * i / (SHADES - 1)) for i in range(SHADES)]


def shade_classes(values: Array) -> tuple[Array, NDArray[np.intp]]:
    """Return the bounds between classes with about as many values in each, and the class of each value.

    Bounds are rounded to two digits, so that they can be read; equal bounds fall together.
    """
    quantiles = np.quantile(values, np.arange(1, SHADES) / SHADES)
    digits = [2 - int(np.ceil(np.log10(q))) if q > 0 else 0 for q in quantiles]
    bounds = np.unique([round(float(q), d) for q, d in zip(quantiles, digits, strict=True)])
    return bounds, np.searchsorted(bounds, values, side="right").astype(np.intp)


def _framed(outlines: Outlines, traces: list[Any], colours: Palette, near: Sequence[str]) -> go.Figure:
    states = [outlines[state] for state in near if state in outlines] or list(outlines.values())
    x, y = _joined([x for x, _ in states]), _joined([y for _, y in states])
    # Without "domain" a map first drawn small keeps the wider ranges that fitted there.
    hidden = {"visible": False, "fixedrange": True, "constrain": "domain"}
    figure = framed(
        colours,
        _ANY_HEIGHT,
        traces,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        hovermode="closest",
        xaxis={**hidden, "range": _bounds(x)},
        yaxis={**hidden, "range": _bounds(y), "scaleanchor": "x"},
    )
    # The page gives the height, in proportion to its width.
    figure.layout.height = None
    return figure


def _bounds(values: Array) -> list[float]:
    return [float(np.nanmin(values)) - _MARGIN_KM, float(np.nanmax(values)) + _MARGIN_KM]


def _joined(parts: list[Array]) -> Array:
    """Put rings of several states into one line, with a gap between them."""
    return np.round(np.concatenate([np.append(part, np.nan) for part in parts])[:-1], 1)


def _mixed(first: str, second: str, share: float) -> str:
    def channels(colour: str) -> Array:
        return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)

    mixed = (1 - share) * channels(first) + share * channels(second)
    return "#" + "".join(f"{round(channel):02x}" for channel in mixed)


HEIGHT = 260


def fill_history_figure(
    years: Sequence[int], offered: Array, filled: Array, hover: Sequence[str], colours: Palette
) -> go.Figure:
    """Return bars of the positions filled, inside outlines of those offered; a year without data has none."""
    names = [str(year) for year in range(min(years), max(years) + 1)]
    common = {"x": [str(year) for year in years], "width": 0.72}
    traces = [
        go.Bar(
            y=offered,
            marker={"color": colours.surface, "line": {"color": colours.muted_ink, "width": 1}},
            hoverinfo="skip",
            name="offered",
            **common,
        ),
        go.Bar(
            y=filled,
            marker={"color": colours.published},
            name="filled",
            **hovered(hover),
            **common,
        ),
    ]
    return framed(
        colours,
        HEIGHT,
        traces,
        barmode="overlay",
        hovermode="x",
        xaxis=quiet_axis(
            colours,
            type="category",
            categoryorder="array",
            categoryarray=names,
            range=[-0.6, len(names) - 0.4],
        ),
        yaxis=quiet_axis(
            colours,
            rangemode="tozero",
            tickformat=",d",
            nticks=5,
            title=axis_title("positions", colours, standoff=4),
        ),
    )
