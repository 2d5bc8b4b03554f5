"""How several of our own curves are told apart in one chart: by hue, dash and mark at once.

Blue is our estimate and teal the Pacific Coast, as everywhere. Further curves are in the color of ink and in
a purple that means nothing but "another curve" (Okabe and Ito's reddish purple, with the contrast of text).
Ochre is left out: it is for published figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartpick.charts.palette import DARK, Palette

MOST_SERIES = 6
_PURPLE_ON_LIGHT, _PURPLE_ON_DARK = "#93397b", "#e3a0cd"
_DASHES = ("solid", "dash", "dot", "longdash", "dashdot", "longdashdot")
# Plotly's name of a mark, and the letter that stands for it in a label.
_MARKS = (
    ("circle", "●"),
    ("square", "■"),
    ("diamond", "◆"),
    ("triangle-up", "▲"),
    ("circle-open", "○"),
    ("square-open", "□"),
)


@dataclass(frozen=True)
class SeriesStyle:
    """The look of one curve: hue, Plotly dash, Plotly mark and the sign for it in text."""

    hue: str
    dash: str
    mark: str
    sign: str


def purple(colours: Palette) -> str:
    """Return the hue that means nothing but "another curve"."""
    return _PURPLE_ON_DARK if colours == DARK else _PURPLE_ON_LIGHT


def series_styles(colours: Palette, pacific: Sequence[bool]) -> list[SeriesStyle]:
    """Return a style for each curve, no two of one look.

    Args:
        colours: The colors of the page.
        pacific: For each curve whether it is about the Pacific Coast; at most six.

    Raises:
        ValueError: if there are more than six.
    """
    if len(pacific) > MOST_SERIES:
        raise ValueError(f"at most {MOST_SERIES} curves can be told apart, not {len(pacific)}")
    hues = (colours.estimate, purple(colours), colours.ink)
    others = 0
    styles = []
    for place, on_the_coast in enumerate(pacific):
        hue = colours.pacific if on_the_coast else hues[others % len(hues)]
        others += not on_the_coast
        styles.append(SeriesStyle(hue, _DASHES[place], *_MARKS[place]))
    return styles


def see_through(colour: str, opacity: float) -> str:
    """Return `#rrggbb` as an rgba colour."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
