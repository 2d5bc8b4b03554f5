"""What all figures share: font, colours, quiet grid, no zoom that would catch a scrolling finger."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from smartpick.charts.palette import Palette

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def framed(colours: Palette, height: int, traces: list[Any], **layout: Any) -> go.Figure:
    """Return a figure in the product's look; `layout` adds to or replaces its settings."""
    base = {
        "height": height,
        "margin": {"l": 44, "r": 12, "t": 8, "b": 40},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": colours.ink},
        "hoverlabel": {
            "bgcolor": colours.surface,
            "bordercolor": colours.line,
            "font": {"color": colours.ink, "family": FONT, "size": 13},
        },
        "dragmode": False,
        "showlegend": False,
    }
    return go.Figure(traces, go.Layout({**base, **layout}))


def quiet_axis(colours: Palette, **settings: Any) -> dict[str, Any]:
    """Return an axis that cannot be dragged, with a faint grid."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": colours.line,
        "linecolor": colours.line,
        "tickfont": {"color": colours.muted_ink, "size": 12},
        **settings,
    }
