"""Where the next application stops paying."""

from __future__ import annotations

import numpy as np
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.list_gain import GainPicture, list_gain_figure
from smartpick.explore.list_size import ListSizes, list_sizes, stops_paying
from smartpick.presenters.list_gain import (
    fee_steps_sentence,
    gain_alternative_text,
    gain_hover,
    list_size_hover,
    list_size_table,
    paying_sentence,
    points_text,
)
from smartpick.ui.applications.linked import FIRST_WISH, WISH_KEY, WISHES, write_list_choices
from smartpick.ui.applications.sections import section_heading
from smartpick.ui.blocks import block, fine, plain
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.in_force import kept
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext, page_context, safely
from smartpick.ui.sources import estimate_sources
from smartpick.ui.theme import page_palette

_KEY = "list_gain"
_BUSY = "Working out shorter lists ..."


@st.fragment
@safely
def gain() -> None:
    """Draw chance and cost by number of applications, with the applicant's own measure of what pays.

    A fragment: moving the measure draws nothing else.
    """
    here = page_context()
    shown = here.assessment
    if not shown.plan.size:
        return
    block(
        section_heading("gain"),
        fine("You say what $100 more must add to your chance. Everything else follows from your list."),
    )
    wished = kept(WISH_KEY, FIRST_WISH)
    wish = st.select_slider(
        "$100 more must add, in percentage points",
        WISHES,
        value=wished.value,
        format_func=lambda points: points_text(points / 100),
        key=wished.key,
        on_change=wished.on_change,
        help="One percentage point takes a chance of 20 % to 21 %.",
    )
    sizes = _sizes(shown, here)
    least = wish / 100
    stop = stops_paying(sizes, least)
    said = paying_sentence(sizes, stop, least)
    figure = list_gain_figure(_picture(sizes, wish, stop), page_palette())
    block(plain(said))
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_KEY, alt=gain_alternative_text(sizes, said))
    counts = shown.plan.cost.by_specialty
    block(
        fine(
            fee_steps_sentence(here.engine.fee_schedules, counts),
            "Filled bars pay by your measure; the steepest first steps are cut off.",
            "Programs come in the order of your list, which weighs the coast as you do, so a step may add "
            "little to the chance and still bring a place you want more.",
        )
    )
    write_list_choices()
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: list_size_table(sizes),
            full=None,
            sources=shown.sources,
            title="Chance of matching and fees by number of applications",
        )
        estimate_sources(
            shown,
            here.engine,
            key="sources_gain",
            remark="Each point is our estimate for the first programs of your list; fees are as published.",
        )


def _sizes(shown: Assessment, here: PageContext) -> ListSizes:
    def work_out() -> tuple[Assessment, ListSizes]:
        with st.empty():
            bar = st.progress(0.0, "Working out shorter lists ...")
            found = list_sizes(
                shown, here.engine, lambda done: bar.progress(done, "Working out shorter lists ...")
            )
            bar.empty()
        return shown, found

    # The assessment is kept beside the result: its id stays its own as long as it is kept.
    return remembered("list_sizes", id(shown), work_out)[1]


def _picture(sizes: ListSizes, wish: float, stop: int | None) -> GainPicture:
    gained = sizes.gain_per_100_usd
    return GainPicture(
        sizes.sizes.astype(float),
        sizes.match.point.round(5),
        sizes.match.low.round(5),
        sizes.match.high.round(5),
        np.where(np.isfinite(gained), 100 * gained, np.nan).round(4),
        list_size_hover(sizes),
        gain_hover(sizes),
        wish,
        stop,
    )
