"""What can be taken away of the cockpit's curve: image, numbers, the figures behind it, a citation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.engine import Engine
from smartpick.explore.compared_curves import ComparedCurve, compare_by_score
from smartpick.presenters.curve_tables import figures_behind, shown_points
from smartpick.ui.chart_tools import chart_tools

# What stands for a sign where it cannot be shown, as in the line under an image.
_SIGNS = {
    "line": "Line",
    "band": "Band",
    "dots": "Dotted",
    "area": "Filled below",
    "dash": "Dashed below",
}


def curve_tools(
    figure: go.Figure, area: str, keys: Sequence[tuple[str, str]], anchor: Assessment, engine: Engine
) -> None:
    """Draw the button with the downloads.

    Args:
        figure: The curve.
        area: Key of the container that it stands in.
        keys: The name of each sign in the figure, and what it means.
        anchor: The assessment that the figure is drawn from.
        engine: The fitted data.
    """
    model = anchor.plan.models[0]

    def compared() -> Sequence[ComparedCurve]:
        return compare_by_score(engine, [model.specialty], [model.applicant_type]).curves

    def shown() -> pd.DataFrame:
        points = shown_points(compared(), "score")
        own = np.interp(points["step2_ck_score"], SCORE_AXIS, anchor.odds.match.point)
        return points.assign(match_probability_with_your_list=own.round(4))

    chart_tools(
        figure,
        key=area,
        shown=shown,
        full=lambda: figures_behind(engine.facts, compared(), "score"),
        sources=(*model.inputs.sources, anchor.passing.source_id),
        title=f"{model.specialty}: your chance of matching by Step 2 CK score, with your list",
        caption=" ".join(f"{_SIGNS[key]}: {words}." for key, words in keys),
    )
