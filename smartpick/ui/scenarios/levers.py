"""Every lever beside the others: what it brings, what it takes, and what the size of its gain rests on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.scenarios import LeverBar, LeverRow, tornado_figure
from smartpick.guidance.levers import Lever, exam_is_closed, levers
from smartpick.odds.estimate import Estimate
from smartpick.presenters.lever_table import (
    LEVER_COLUMNS,
    lever_cells,
    lever_hover,
    levers_in_words,
    levers_table,
)
from smartpick.presenters.lever_words import (
    nothing_moves_sentence,
    passing_first_sentence,
    shown_levers,
    telling_levers,
)
from smartpick.ui.blocks import block, chart_keys, fine, heading, notice
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.in_force import kept
from smartpick.ui.linked_choices import one_of, open_choices, write_choices
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.scenarios.rows import row_html, table_html
from smartpick.ui.scenarios.shelf import try_changes
from smartpick.ui.sources import estimate_sources
from smartpick.ui.state import sitting
from smartpick.ui.theme import page_palette

_KEY, _CHOSEN = "lever_tornado", "lever_chosen"
_KEYS = (
    ("bar", "match anywhere"),
    ("bar-pacific", "on the Pacific Coast"),
    ("bar-assumed", "hollow: the size is assumed"),
    ("whisker", "80 % range"),
)
_REMARK = (
    "Each gain is the chance with this one change less the chance without it. Gains do not simply add up."
)


def all_levers(shown: Assessment, here: PageContext) -> None:
    """Draw the levers still open to this profile, and a way to try one as a scenario."""
    key = (shown.profile, here.assumed, sitting().evidence_version)
    with st.spinner("Working out what each change would bring …"):
        found = remembered("levers", key, lambda: levers(shown, here.engine))
    block(heading("What each change would bring"))
    closed = exam_is_closed(shown, here.engine)
    every, found = found, shown_levers(found)
    if not found:
        block(fine(nothing_moves_sentence(every, closed)))
        return
    rows = [_row(lever) for lever in found]
    figure = tornado_figure(rows, page_palette())
    block(
        fine(
            passing_first_sentence(found) or "One change at a time, from your profile as it stands.",
            "" if telling_levers(found) else nothing_moves_sentence(found, closed),
        )
    )
    left, right = st.columns([2, 3], gap="large")
    with left:
        block(chart_keys(_KEYS))
        st.plotly_chart(figure, theme=None, config=CONFIG, key=_KEY, alt=levers_in_words(found))
        sources = [*dict.fromkeys([*(lever.source_id for lever in found), *shown.sources])]
        with st.container(horizontal=True):
            chart_tools(
                figure,
                key=_KEY,
                shown=lambda: levers_table(found),
                full=None,
                sources=sources,
                title="What each change would bring",
                caption="Upper bars: match anywhere. Lower bars: Pacific Coast. Hollow: the size is assumed. "
                "Thin lines: 80 % range.",
            )
            estimate_sources(
                shown,
                here.engine,
                key="sources_all_levers",
                remark=_REMARK,
                also=[lever.source_id for lever in found],
                parameters=[field for lever in found for field in lever.changes],
            )
        _try_one(found)
    with right:
        block(f'<div class="sp-levers-table">{_table(found)}</div>')


def _table(found: Sequence[Lever]) -> str:
    return table_html(
        "Change of the chance in percentage points, with its 80 % range.",
        "Change",
        LEVER_COLUMNS,
        [row_html(lever.title, "", LEVER_COLUMNS, lever_cells(lever)) for lever in found],
    )


def _try_one(found: Sequence[Lever]) -> None:
    by_name = {lever.name: lever for lever in found}
    choices = [one_of("scenarios_lever", "change", _CHOSEN, {n: n for n in by_name}, found[0].name)]
    notice(open_choices("scenarios", choices))
    if st.session_state.get(_CHOSEN) not in by_name:
        st.session_state[_CHOSEN] = found[0].name
    one = kept(_CHOSEN, found[0].name)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "One of these changes",
            list(by_name),
            index=list(by_name).index(one.value),
            format_func=lambda name: by_name[name].title,
            key=one.key,
            on_change=one.on_change,
            width=360,
        )
        lever = by_name[chosen]
        st.button(
            "Try it as a scenario", on_click=try_changes, args=(lever.title, lever.changes), key="lever_try"
        )
    write_choices("scenarios", choices)


def _row(lever: Lever) -> LeverRow:
    return LeverRow(
        lever.title,
        _bar(lever.gain, lever_hover(lever, pacific=False)),
        _bar(lever.gain_pacific, lever_hover(lever, pacific=True)),
        lever.basis == "assumed",
    )


def _bar(gain: Estimate, hover: str) -> LeverBar:
    return LeverBar(100 * gain.point, 100 * gain.low, 100 * gain.high, hover)
