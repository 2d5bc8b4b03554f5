"""Names at the ends of curves, and the mark of a place on the axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from smartpick.charts.curve_parts import Axes, CurveLine, Mark
from smartpick.charts.palette import Palette
from smartpick.charts.series import SeriesStyle

LABEL_WIDTH = 132  # pixels
_LETTERS_IN_LABEL = 17
_LABEL_LINE = 17  # pixels


def end_labels(
    lines: Sequence[CurveLine], styles: Sequence[SeriesStyle], axes: Axes, height: int
) -> list[dict[str, Any]]:
    """Return a label right of each curve's end, moved apart where they would touch.

    `height` is the pixels from the bottom to the top of the curves' axis.
    """
    texts = [_in_lines(f"{style.sign} {line.label}") for line, style in zip(lines, styles, strict=True)]
    heights = [(1 + text.count("<br>")) * _LABEL_LINE / height * axes.top for text in texts]
    places = spread_out([float(line.point[-1]) for line in lines], heights, axes.top)
    return [
        {
            "x": 1,
            "xref": "paper",
            "xshift": 6,
            "y": place,
            "yref": "y",
            "text": text,
            "showarrow": False,
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "font": {"size": 12, "color": style.hue},
        }
        for place, text, style in zip(places, texts, styles, strict=True)
    ]


def spread_out(places: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Return places near the given ones at which labels of these heights do not overlap, within 0 to `top`.

    Order is kept. Labels that need more room than there is begin at the bottom.
    """
    order = np.argsort(places, kind="stable")
    moved = np.array(places, float)
    floor = 0.0
    for index in order:
        moved[index] = max(moved[index], floor + heights[index] / 2)
        floor = moved[index] + heights[index] / 2
    ceiling = top
    for index in order[::-1]:
        moved[index] = max(min(moved[index], ceiling - heights[index] / 2), heights[index] / 2)
        ceiling = moved[index] - heights[index] / 2
    return [float(place) for place in moved]


def _in_lines(label: str) -> str:
    lines = [""]
    for word in label.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LETTERS_IN_LABEL:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def mark_line(mark: Mark, colours: Palette) -> dict[str, Any]:
    """Return the upright line at the mark."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "y domain",
        "x0": mark.at,
        "x1": mark.at,
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.muted_ink, "width": 1, "dash": "dot"},
    }


def mark_label(mark: Mark, axes: Axes, colours: Palette) -> dict[str, Any]:
    """Return what stands at the top of that line, on the side with more room."""
    right = mark.at < (axes.first + axes.last) / 2
    return {
        "x": mark.at,
        "xref": "x",
        "y": 1,
        "yref": "y domain",
        "text": mark.label,
        "showarrow": False,
        "xanchor": "left" if right else "right",
        "yanchor": "top",
        "xshift": 4 if right else -4,
        "font": {"size": 12, "color": colours.ink},
    }
