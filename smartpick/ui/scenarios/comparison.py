"""The kept scenarios side by side, with differences against the first."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.action_plan_ranges import RangeMark, RangeRow, ranges_figure
from smartpick.charts.frame import CONFIG
from smartpick.explore.scenarios import MOST_SCENARIOS, Difference, Scenarios, difference
from smartpick.odds.estimate import Estimate
from smartpick.presenters.figures_behind import GUIDE
from smartpick.presenters.scenarios import (
    COLUMNS,
    Row,
    comparison_in_words,
    comparison_rows,
    comparison_table,
    unknown_score_note,
)
from smartpick.presenters.wording import percent, percent_range
from smartpick.ui.blocks import block, chart_keys, fine, heading, note_html
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.scenarios.rows import row_html, small_line, table_html
from smartpick.ui.scenarios.shelf import kept
from smartpick.ui.sources import estimate_sources
from smartpick.ui.theme import page_palette

_KEY = "scenarios_compared"
# A longer name would be cut off beside the chart on a phone.
_LONGEST_LABEL = 44
_KEYS = (
    ("dot", "chance of matching anywhere"),
    ("dot sp-key-pacific", "on the Pacific Coast"),
    ("band", "80 % range"),
)
_REMARK = (
    "Chances are our estimates from these figures. All scenarios are drawn with the same random numbers, so "
    "a difference is surer than the ranges beside each other suggest."
)


def comparison(here: PageContext) -> None:
    """Draw the kept scenarios, or what to do where none is kept."""
    scenarios = kept()
    if not scenarios:
        block(
            heading("Nothing kept yet"),
            note_html(
                "Keep your profile as it stands: it becomes the first scenario. Then try a change below, "
                f"or answer differently on “Your chances” and keep that too. Up to {MOST_SCENARIOS} fit."
            ),
        )
        return
    with st.spinner("Working out the scenarios …"):
        assessments = [here.assessment_of(scenario.profile) for scenario in scenarios]
        differences = [_difference(assessments[0], other, here) for other in assessments]
    differences[0] = None
    rows = comparison_rows(scenarios, assessments, differences, here.profile)
    block(heading("Side by side"), _table(rows), fine(unknown_score_note(scenarios)))
    if len(scenarios) > 1:
        _chart(scenarios, assessments, differences, rows)
    others = [source for other in assessments[1:] for source in (*other.sources, other.passing.source_id)]
    estimate_sources(
        assessments[0],
        here.engine,
        key="sources_scenarios",
        remark=_REMARK,
        also=(GUIDE, assessments[0].passing.source_id, *others),
        parameters=[effect.factor for other in assessments[1:] for effect in other.effects],
    )


def _difference(first: Assessment, other: Assessment, here: PageContext) -> Difference | None:
    if first is other:
        return None
    # The assessments are kept beside the result: their ids stay their own as long as it is kept.
    key = (id(first), id(other))
    return remembered(
        "scenario_difference", key, lambda: (difference(first, other, here.engine), first, other)
    )[0]


def _table(rows: Sequence[Row]) -> str:
    return table_html(
        "Differences are against the first scenario, in percentage points with their 80 % range.",
        "Scenario",
        COLUMNS,
        [_row(row, first=place == 0) for place, row in enumerate(rows)],
    )


def _row(row: Row, first: bool) -> str:
    now = '<span class="sp-now">your profile now</span>' if row.now else ""
    differs = row.differs or (("the first; the others are compared with it",) if first else ("as the first",))
    return row_html(row.name, now + "".join(map(small_line, differs)), COLUMNS, row.cells)


def _chart(
    scenarios: Scenarios,
    assessments: Sequence[Assessment],
    differences: Sequence[Difference | None],
    rows: Sequence[Row],
) -> None:
    marks = [
        RangeRow(
            escape(_short(scenario.name)),
            (
                _mark(scenario.name, shown.match_probability, pacific=False),
                _mark(scenario.name, shown.match_probability_pacific, pacific=True),
            ),
        )
        for scenario, shown in zip(scenarios, assessments, strict=True)
    ]
    figure = ranges_figure(marks, page_palette(), "Chance of matching", from_zero=True)
    block(chart_keys(_KEYS))
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_KEY, alt=comparison_in_words(rows))
    sources = list(dict.fromkeys(source for shown in assessments for source in shown.sources))
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: comparison_table(scenarios, assessments, differences),
            full=None,
            sources=sources,
            title="Chance of matching by scenario",
            caption="Dots: anywhere, and on the Pacific Coast. Bands: 80 % range.",
        )
    block(
        fine(
            "Scenarios stay in this session. To keep them, download the table or copy the link, which holds "
            "their answers and not their names."
        )
    )


def _mark(name: str, estimate: Estimate, pacific: bool) -> RangeMark:
    where = "on the Pacific Coast" if pacific else "anywhere"
    return RangeMark(
        100 * estimate.point,
        100 * estimate.low,
        100 * estimate.high,
        pacific,
        f"{escape(name)}<br>{where}: {percent(estimate.point)}, "
        f"range {percent_range(estimate.low, estimate.high)}",
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"
