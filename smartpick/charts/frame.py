"""What all figures share: every colour of the product, font, quiet grid, no zoom on a scrolling finger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

# Every colour of the product, once, for a light and a dark page.
#
# A colour has one meaning everywhere: blue is our estimate, ochre is a published figure, teal is the Pacific
# Coast, and the paler shade of a hue is its uncertainty. Nothing is red against green, because no score is a
# verdict. The hues are those of Okabe and Ito (2008), which stay apart for colour-blind readers, darkened or
# lightened until text in them has a contrast of at least 4.5 to 1 on the page and on the surface.


@dataclass(frozen=True)
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


# What all figures share: font, colours, quiet grid, no zoom that would catch a scrolling finger.

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
