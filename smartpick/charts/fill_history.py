"""Positions offered and filled by one program, year by year."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from smartpick.arrays import Array
from smartpick.charts.frame import framed, quiet_axis
from smartpick.charts.palette import Palette

HEIGHT = 260


def fill_history_figure(
    years: Sequence[int], offered: Array, filled: Array, hover: Sequence[str], colours: Palette
) -> go.Figure:
    """Return bars of the positions filled, inside outlines of the positions offered.

    Args:
        years: Match years; a year that is not covered has no bar.
        offered: Positions offered in each.
        filled: Positions filled in each.
        hover: What is said of each year.
        colours: The palette.
    """
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
            hovertext=list(hover),
            hovertemplate="%{hovertext}<extra></extra>",
            name="filled",
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
            title={"text": "positions", "font": {"size": 12, "color": colours.muted_ink}, "standoff": 4},
        ),
    )
