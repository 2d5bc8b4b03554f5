"""The curves themselves: one chart, or a small one for each on shared axes, with what goes with them."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from smartpick.charts.curve_parts import Mark
from smartpick.charts.curves import curves_figure, panel_figure
from smartpick.charts.frame import CONFIG
from smartpick.charts.series import MOST_SERIES, series_styles
from smartpick.explore.compared_curves import ComparedCurve
from smartpick.facts import Facts
from smartpick.presenters.curve_tables import figures_behind, shown_points, sources_behind
from smartpick.presenters.curve_words import alternative_text, chart_title
from smartpick.presenters.figures_behind import curve_parameters
from smartpick.presenters.wording import whole_number
from smartpick.ui.blocks import block, chart_keys
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.curves.choices import CurveChoices
from smartpick.ui.curves.pictures import curve_lines, shared_axes
from smartpick.ui.sources import sources_popover
from smartpick.ui.theme import page_palette

# More curves than this are shown as small charts unless the person wants one.
_ONE_CHART_UP_TO = 4
_KEY = "compared_curves"
# What stands for a sign where it cannot be shown, as in the line under an image.
_KEY_NAMES = {
    "band": "Bands",
    "faint": "Thin lines",
    "area": "Filled",
    "dash": "Dashed below",
    "thin": "Thin lines",
}
_REMARK = (
    "The curves are our estimates from these published figures. They show who matched, not what a score or "
    "an interview causes."
)


def chart(
    curves: Sequence[ComparedCurve],
    labels: Sequence[str],
    choices: CurveChoices,
    score: int | None,
    facts: Facts,
) -> None:
    """Draw the curves, their key and the chart tools.

    Args:
        curves: At least one.
        labels: Their names.
        choices: What is shown and how.
        score: The score to mark, None for none.
        facts: The published tables.
    """
    in_panels = shown_in_panels(choices, len(curves))
    colours = page_palette()
    lines, axes = curve_lines(curves, labels, choices.view), shared_axes(curves, choices.view)
    mark = None if score is None or choices.view == "interviews" else Mark(score, f"you: {score}")
    pacific = [bool(curve.region and curve.region.pacific_coast) for curve in curves]
    alternative = alternative_text(curves, labels, choices.view)
    figure: go.Figure
    with st.container(key=_KEY):
        if in_panels:
            cells = st.grid(min_column_width=300, gap="medium")
            for place, line in enumerate(lines):
                style = series_styles(colours, [pacific[place]])[0]
                others = [other for other in lines if other is not line]
                figure = panel_figure(line, others, style, axes, colours, mark)
                with cells:
                    _draw(
                        figure,
                        f"{_KEY}_{place}",
                        alternative_text([curves[place]], [labels[place]], choices.view),
                    )
        else:
            figure = curves_figure(lines, series_styles(colours, pacific), axes, colours, mark)
            _draw(figure, f"{_KEY}_one", alternative)
    keys = _keys(choices, in_panels, curves)
    block(_KEY_STYLE + chart_keys(keys))
    sources = sources_behind(facts, curves, choices.view)
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: shown_points(curves, choices.view),
            full=lambda: figures_behind(facts, curves, choices.view),
            sources=sources,
            title=chart_title(curves, choices.view),
            caption=" ".join(f"{_KEY_NAMES[key]}: {text}." for key, text in keys),
        )
        sources_popover(
            facts.sources,
            sources,
            key="sources_curves",
            remark=_REMARK,
            parameters=curve_parameters(choices.view == "region"),
        )


def shown_in_panels(choices: CurveChoices, count: int) -> bool:
    """Return whether so many curves are shown as small charts."""
    if choices.layout == "auto":
        return count > _ONE_CHART_UP_TO
    return choices.layout == "panels" or count > MOST_SERIES


def _draw(figure: go.Figure, key: str, alternative: str) -> None:
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alternative)


def _keys(choices: CurveChoices, in_panels: bool, curves: Sequence[ComparedCurve]) -> list[tuple[str, str]]:
    """Return the areas and lines, by the name of their sign, with what they mean."""
    count = len(curves)
    keys = [("band", "80 % range")]
    if in_panels and count > 1:
        keys.append(("faint", "the other curves, to compare"))
    if choices.view == "score":
        matched, not_matched = _behind_the_scores(curves)
        keys += [
            ("area", f"published scores of {matched} who matched"),
            ("dash", f"published scores of {not_matched} who did not"),
        ]
    if choices.view == "interviews" and (in_panels or count == 1):
        keys.append(("thin", "four shapes that the published ranks allow"))
    return keys


def _behind_the_scores(curves: Sequence[ComparedCurve]) -> tuple[str, str]:
    """Return how many applicants stand behind the distributions; of several curves the table says it."""
    if len(curves) > 1:
        return "those", "those"
    fitted = curves[0].model.score_curve
    return whole_number(fitted.matched.n), whole_number(fitted.not_matched.n)


_KEY_STYLE = """<style>
.sp-key-faint { width: 22px; border-top: 2px solid var(--sp-line); }
.sp-key-thin { width: 22px; border-top: 1px solid var(--sp-muted-ink); }
</style>"""
