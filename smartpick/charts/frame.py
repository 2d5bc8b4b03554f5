"""What all figures share: colours, font, a quiet grid without zoom, and the parts that several have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from smartpick.estimate import Array

# A colour has one meaning everywhere: blue is our estimate, ochre is a published figure, teal is the Pacific
# Coast, and the paler shade of a hue is its uncertainty. Nothing is red against green, because no score is a
# verdict. The hues are those of Okabe and Ito (2008), which stay apart for colour-blind readers, darkened or
# lightened until text in them has a contrast of at least 4.5 to 1 on the page and on the surface.


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Colours as `#rrggbb`. All but the bands, `surface`, `background` and `line` may be used for text."""

    background: str
    surface: str
    ink: str
    muted_ink: str
    line: str
    estimate: str
    estimate_band: str
    published: str
    published_band: str
    pacific: str
    pacific_band: str

    @property
    def text_colours(self) -> tuple[str, ...]:
        """The colours that text is written in."""
        return (self.ink, self.muted_ink, self.estimate, self.published, self.pacific)

    @property
    def series(self) -> tuple[str, ...]:
        """The hues for lines and dots, in the order in which a chart should use them."""
        return (self.estimate, self.published, self.pacific)


LIGHT = Palette(
    background="#ffffff",
    surface="#f4f6f8",
    ink="#16202a",
    muted_ink="#55616d",
    line="#d3dae1",
    estimate="#0068a6",
    estimate_band="#b9daef",
    published="#945800",
    published_band="#f3d9a8",
    pacific="#00735a",
    pacific_band="#b3dfd3",
)

DARK = Palette(
    background="#11161b",
    surface="#1b2229",
    ink="#e9eef2",
    muted_ink="#a3b0bb",
    line="#36424d",
    estimate="#62b7ea",
    estimate_band="#1f4a66",
    published="#e3a63d",
    published_band="#5b4419",
    pacific="#45c7a4",
    pacific_band="#1c5446",
)


def palette(theme_type: str | None) -> Palette:
    """Return the palette for Streamlit's theme type: `"dark"`, or light for anything else."""
    return DARK if theme_type == "dark" else LIGHT


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
        # Every colour is said; Streamlit's own template would add four kilobytes to each figure.
        "template": "none",
    }
    return go.Figure(traces, go.Layout({**base, **layout}))


def quiet_axis(colours: Palette, **settings: Any) -> dict[str, Any]:
    """Return an axis with a faint grid; it cannot be dragged, which would catch a scrolling finger."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": colours.line,
        "linecolor": colours.line,
        "tickfont": {"color": colours.muted_ink, "size": 12},
        **settings,
    }


def axis_title(text: str, colours: Palette, standoff: int = 6) -> dict[str, Any]:
    """Return the title of an axis, `standoff` pixels from its numbers."""
    return {"text": text, "font": {"size": 12, "color": colours.muted_ink}, "standoff": standoff}


def hovered(texts: Sequence[str]) -> dict[str, Any]:
    """Return the settings of a trace that shows one text at each of its points and nothing else."""
    return {"hovertext": list(texts), "hovertemplate": "%{hovertext}<extra></extra>"}


def slim(values: Array) -> Array:
    """Return numbers to be drawn as they travel to the browser: seven digits are finer than any screen."""
    return values.astype(np.int16 if np.all(values == values.round()) else np.float32)


def note(text: str, colour: str, size: int = 12, **place: Any) -> dict[str, Any]:
    """Return words on the figure."""
    return {"text": text, "showarrow": False, "font": {"size": size, "color": colour}, **place}


def row_name(text: str, y: float, colour: str, colours: Palette, size: int = 13) -> dict[str, Any]:
    """Return the name of a row, above its marks and not beside them, so that it reads the same on a phone."""
    corner = {"x": 0, "xref": "paper", "xanchor": "left", "y": y, "yanchor": "top"}
    return note(text, colour, size, bgcolor=colours.background, borderpad=0, **corner)


def upright(x: float, colour: str, *, dash: str = "solid", width: float = 1, **more: Any) -> dict[str, Any]:
    """Return an upright line from the bottom to the top of the plot."""
    line = {"color": colour, "width": width, "dash": dash}
    ends = {"xref": "x", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", **ends, "line": line, **more}


def level(y: float, colour: str, *, dash: str, width: float = 1, yref: str = "y") -> dict[str, Any]:
    """Return a line across the whole plot."""
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": yref, "y0": y, "y1": y, "line": line}


def range_band(x: Array, low: Array, high: Array, fill: str, name: str) -> go.Scatter:
    """Return the area between two lines."""
    return go.Scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.concatenate([high, low[::-1]]),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=fill,
        hoverinfo="skip",
        name=name,
    )


def distributions(
    matched: tuple[Array, Array], not_matched: tuple[Array, Array], yaxis: str, colours: Palette
) -> list[go.Scatter]:
    """Return two published distributions, each scores and density: matched filled, not matched an outline."""
    common = {"mode": "lines", "hoverinfo": "skip", "yaxis": yaxis}
    filled = {"fill": "tozeroy", "fillcolor": colours.published_band}
    solid = {"color": colours.published, "width": 1}
    dashed = {"color": colours.muted_ink, "width": 1.5, "dash": "dash"}
    matched, not_matched = ((slim(scores), slim(density)) for scores, density in (matched, not_matched))
    return [
        go.Scatter(x=matched[0], y=matched[1], line=solid, name="matched", **filled, **common),
        go.Scatter(x=not_matched[0], y=not_matched[1], line=dashed, name="not matched", **common),
    ]


def density_axis(domain: Sequence[float], *densities: Array) -> dict[str, Any]:
    """Return the unseen axis of distributions that takes `domain` (shares of the plot's height)."""
    tallest = max(float(density.max()) for density in densities)
    return {"domain": list(domain), "visible": False, "fixedrange": True, "range": [0, tallest * 1.05]}
