"""A chart of points with ranges, its key and its tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.action_plan_ranges import RangeRow, ranges_figure
from smartpick.charts.frame import CONFIG
from smartpick.engine import Engine
from smartpick.ui.blocks import chart_keys
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.sources import estimate_sources
from smartpick.ui.theme import page_palette

_OVERALL = ("dot", "anywhere")
_PACIFIC = ("dot sp-key-pacific", "on the Pacific Coast")
_BAND = ("band", "80 % range")


def range_chart(
    rows: Sequence[RangeRow],
    *,
    key: str,
    axis_title: str,
    from_zero: bool,
    alternative: str,
    table: Callable[[], pd.DataFrame],
    sources: Sequence[str],
    title: str,
    remark: str,
    assessment: Assessment,
    engine: Engine,
    parameters: Sequence[str] = (),
) -> None:
    """Draw the chart with a key, downloads and sources.

    Args:
        rows: What is drawn.
        key: Unique name on the page.
        axis_title, from_zero: See `ranges_figure`.
        alternative: The chart in words.
        table: Makes the numbers behind it.
        sources: Ids of the sources besides those of the estimates.
        title: What it shows; heads the image and the citation.
        remark: What was made of the sources.
        assessment: Whose estimates.
        engine: The fitted data.
        parameters: Factors that the numbers rest on besides.
    """
    figure = ranges_figure(rows, page_palette(), axis_title, from_zero=from_zero)
    pacific = {mark.pacific for row in rows for mark in row.marks}
    overall_too, pacific_too = [_OVERALL] if False in pacific else [], [_PACIFIC] if True in pacific else []
    st.html(chart_keys([*overall_too, *pacific_too, _BAND]))
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alternative)
    with st.container(horizontal=True):
        cited = [*sources, *assessment.sources]
        chart_tools(figure, key=key, shown=table, full=None, sources=cited, title=title)
        estimate_sources(
            assessment, engine, key=f"sources_{key}", remark=remark, also=sources, parameters=parameters
        )
