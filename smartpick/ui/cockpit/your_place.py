"""The applicant's place, laid over the score curve: it moves while the figure under it stays."""

from __future__ import annotations

from html import escape

import numpy as np

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.charts.score_curve import HEIGHT, Place, place_of
from smartpick.ui.cockpit.curve_picture import AXIS


def your_place(anchor: Assessment, score: int | None) -> str:
    """Return the HTML of the mark: a line at the score, a dot on each curve; empty without a score.

    Args:
        anchor: The assessment that the figure is drawn from.
        score: The score under the thumb.
    """
    if score is None:
        return ""
    shown = int(np.clip(score, *AXIS))
    curve = anchor.score_curve
    marks = []
    if bool(curve.supported(score)):
        own = float(anchor.odds.match.point[shown - int(SCORE_AXIS[0])])
        marks.append(_mark("sp-you-dot", place_of(shown, float(curve.probability(score)), AXIS)))
        marks.append(_mark("sp-you-own", place_of(shown, own, AXIS)))
    side = "sp-you-left" if shown > sum(AXIS) / 2 else "sp-you-right"
    line = place_of(shown, 1.0, AXIS)
    return (
        f'<div class="sp-you" style="height:{HEIGHT}px" aria-hidden="true">'
        f'<span class="sp-you-line" style="{_across(line)}"></span>'
        f'<span class="sp-you-label {side}" style="{_across(line)}">you: {escape(str(score))}</span>'
        f"{''.join(marks)}</div>"
    )


def _mark(name: str, place: Place) -> str:
    return f'<span class="{name}" style="{_across(place)};top:{place.top:.1f}px"></span>'


def _across(place: Place) -> str:
    return f"left:calc({place.left}px + (100% - {place.left + place.right}px) * {place.across:.4f})"
