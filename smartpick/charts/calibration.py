"""Figures of the calibration evidence: published beside model, list on curve, bands, coverage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from smartpick.charts.frame import Palette, axis_title, framed, level, note, quiet_axis
from smartpick.estimate import Array

PANEL_COLUMNS = 3
_PANEL_HEIGHT = 190
_PERCENT = ".0%"
_LEGEND: dict[str, Any] = {
    "showlegend": True,
    "legend": {"orientation": "h", "y": 1.08, "x": 0},
    "margin": {"l": 44, "r": 12, "t": 28, "b": 40},
}


@dataclass(frozen=True)
class BandPanel:
    """One specialty in the comparison with bands: mean score of each band, published share that
    matched, and the curve there with its 80 % range; shares are 0-1.
    """

    title: str
    scores: Array
    match_rate: Array
    match_probability: Array
    low: Array
    high: Array


def published_model_figure(
    published: Array, model: Array, labels: Sequence[str], agrees: Sequence[bool], colours: Palette
) -> go.Figure:
    """Return published shares (0-1) against the model's, with the line on which they are equal.

    `labels` name the points in the hover; those that do not agree within their limit are drawn open.
    """
    known = np.isfinite(published) & np.isfinite(model)
    symbols = np.where(np.asarray(agrees, bool), "circle", "circle-open")
    traces = [
        go.Scatter(
            x=[0, 1],
            y=[0, 1],
            mode="lines",
            line={"color": colours.muted_ink, "width": 1, "dash": "dot"},
            hoverinfo="skip",
            name="equal",
        ),
        go.Scatter(
            x=published[known],
            y=model[known],
            mode="markers",
            marker={"color": colours.estimate, "size": 9, "symbol": symbols[known], "line": {"width": 2}},
            customdata=np.asarray(labels, dtype=str)[known],
            hovertemplate="%{customdata}<br>published %{x:.1%}, model %{y:.1%}<extra></extra>",
            name="model",
        ),
    ]
    return framed(
        colours,
        420,
        traces,
        xaxis=quiet_axis(
            colours,
            range=[0, 1],
            tickformat=_PERCENT,
            title=axis_title("Published", colours),
            constrain="domain",
        ),
        yaxis=quiet_axis(
            colours, range=[0, 1], tickformat=_PERCENT, title=axis_title("Model", colours), scaleanchor="x"
        ),
    )


def list_on_curve_figure(
    scores: Array, curve: Array, low: Array, high: Array, typical_list: Array, colours: Palette
) -> go.Figure:
    """Return the score curve with its range and the chance of a typical list on top of it (one specialty)."""
    traces = [
        *_range(scores, low, high, colours.published_band),
        go.Scatter(
            x=scores,
            y=curve,
            mode="lines",
            line={"color": colours.published, "width": 3},
            hovertemplate="%{x}: curve %{y:.1%}<extra></extra>",
            name="score curve",
        ),
        go.Scatter(
            x=scores,
            y=typical_list,
            mode="lines",
            line={"color": colours.estimate, "width": 2, "dash": "dash"},
            hovertemplate="%{x}: typical list %{y:.1%}<extra></extra>",
            name="typical list, given an interview",
        ),
    ]
    return framed(
        colours,
        340,
        traces,
        **_LEGEND,
        xaxis=quiet_axis(colours, showgrid=False, title=axis_title("Step 2 CK score", colours)),
        yaxis=quiet_axis(colours, range=[0, 1], tickformat=_PERCENT),
    )


def bands_figure(panels: Sequence[BandPanel], colours: Palette, columns: int = PANEL_COLUMNS) -> go.Figure:
    """Return small multiples: published share by score band (dots) and the curve with its range."""
    rows = -(-len(panels) // columns)
    traces: list[Any] = []
    layout: dict[str, Any] = {"annotations": []}
    for index, panel in enumerate(panels):
        row, column = divmod(index, columns)
        name = "" if index == 0 else str(index + 1)
        across = [column / columns + 0.01, (column + 1) / columns - 0.03]
        up = [1 - (row + 1) / rows + 0.11 / rows, 1 - row / rows - 0.13 / rows]
        traces += _panel(panel, f"x{name}", f"y{name}", colours)
        layout[f"xaxis{name}"] = quiet_axis(colours, domain=across, anchor=f"y{name}", showgrid=False)
        layout[f"yaxis{name}"] = quiet_axis(
            colours, domain=up, anchor=f"x{name}", range=[0, 1.02], tickformat=_PERCENT, dtick=0.5
        )
        layout["annotations"].append(
            note(
                panel.title,
                colours.ink,
                13,
                x=across[0],
                xref="paper",
                xanchor="left",
                y=up[1],
                yref="paper",
                yanchor="bottom",
            )
        )
    return framed(colours, _PANEL_HEIGHT * max(rows, 1) + 30, traces, **layout)


def coverage_figure(applicants: Array, coverage: Mapping[str, Array], colours: Palette) -> go.Figure:
    """Return the share of 80 % ranges that held the truth, by number of applicants.

    `coverage` has a line (0-1) for each truth, or part of the scores; up to three have colours of their own.
    """
    traces = [
        go.Scatter(
            x=applicants,
            y=values,
            mode="lines+markers",
            line={"color": colours.series[i % len(colours.series)], "width": 2},
            name=name,
            hovertemplate=f"{name}<br>%{{x}} applicants: %{{y:.0%}}<extra></extra>",
        )
        for i, (name, values) in enumerate(coverage.items())
    ]
    return framed(
        colours,
        340,
        traces,
        **_LEGEND,
        shapes=[level(0.8, colours.muted_ink, dash="dot")],
        xaxis=quiet_axis(
            colours,
            type="log",
            tickvals=list(applicants),
            ticktext=[f"{n:,.0f}" for n in applicants],
            title=axis_title("Applicants behind the figures", colours),
        ),
        yaxis=quiet_axis(colours, range=[0, 1], tickformat=_PERCENT),
    )


def _panel(panel: BandPanel, x_axis: str, y_axis: str, colours: Palette) -> list[Any]:
    traces = [
        *_range(panel.scores, panel.low, panel.high, colours.estimate_band),
        go.Scatter(
            x=panel.scores,
            y=panel.match_probability,
            mode="lines",
            line={"color": colours.estimate, "width": 2},
            hovertemplate="%{x:.0f}: curve %{y:.1%}<extra></extra>",
            name="curve",
        ),
        go.Scatter(
            x=panel.scores,
            y=panel.match_rate,
            mode="markers",
            marker={"color": colours.published, "size": 8},
            hovertemplate="%{x:.0f}: published %{y:.0%}<extra></extra>",
            name="published",
        ),
    ]
    for trace in traces:
        trace.update(xaxis=x_axis, yaxis=y_axis)
    return traces


def _range(x: Array, low: Array, high: Array, colour: str) -> list[Any]:
    hidden = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    return [
        go.Scatter(x=x, y=high, name="range top", **hidden),
        go.Scatter(x=x, y=low, name="range", fill="tonexty", fillcolor=colour, **hidden),
    ]
