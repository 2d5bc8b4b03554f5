"""The published score distributions, each pair in a strip of its own under the curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from smartpick.arrays import Array
from smartpick.charts.palette import Palette
from smartpick.charts.series import SeriesStyle


@dataclass(frozen=True)
class Masses:
    """Published distributions of one group: scores and density, in any unit common to both.

    `matched_count` and `not_matched_count` say how many applicants stand behind them.
    """

    matched: tuple[Array, Array]
    not_matched: tuple[Array, Array]
    matched_count: float
    not_matched_count: float


Strips = Sequence[tuple[Masses, SeriesStyle]]


def strip_traces(strips: Strips, colours: Palette) -> list[Any]:
    """Return the traces: matched filled, not matched a dashed outline."""
    traces = []
    for place, (masses, _) in enumerate(strips, start=2):
        common = {"mode": "lines", "hoverinfo": "skip", "yaxis": f"y{place}"}
        traces += [
            go.Scatter(
                x=masses.matched[0],
                y=masses.matched[1],
                line={"color": colours.published, "width": 1},
                fill="tozeroy",
                fillcolor=colours.published_band,
                name="matched",
                **common,
            ),
            go.Scatter(
                x=masses.not_matched[0],
                y=masses.not_matched[1],
                line={"color": colours.muted_ink, "width": 1.5, "dash": "dash"},
                name="not matched",
                **common,
            ),
        ]
    return traces


def strip_layout(
    strips: Strips, share: float, show_signs: bool
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the axes of the strips and, at the left of each, the sign of its curve.

    Args:
        strips: The distributions with the style of their curve.
        share: Share (0-1) of the plot's height that the strips take together, from below.
        show_signs: Whether there is more than one curve to tell apart.
    """
    axes: dict[str, Any] = {}
    signs: list[dict[str, Any]] = []
    each = share / len(strips) if strips else 0.0
    for place, (masses, style) in enumerate(strips):
        bottom = share - (place + 1) * each
        tallest = max(masses.matched[1].max(), masses.not_matched[1].max())
        axes[f"yaxis{place + 2}"] = {
            "domain": [bottom, bottom + 0.72 * each],
            "visible": False,
            "fixedrange": True,
            "range": [0, float(tallest) * 1.05],
        }
        if show_signs:
            signs.append(
                {
                    "x": 0,
                    "xref": "paper",
                    "xshift": -8,
                    "y": bottom + 0.1 * each,
                    "yref": "paper",
                    "text": style.sign,
                    "showarrow": False,
                    "xanchor": "right",
                    "yanchor": "bottom",
                    "font": {"size": 13, "color": style.hue},
                }
            )
    return axes, signs
