"""How long the list is, where the next application stops paying, and where the list goes."""

from __future__ import annotations

import numpy as np
import streamlit as st
from markupsafe import Markup

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.scenarios import GainPicture, list_gain_figure
from smartpick.text.list_gain import (
    MixRow,
    fee_steps_sentence,
    gain_alternative_text,
    gain_hover,
    list_size_hover,
    list_size_table,
    mix_table,
    paying_sentence,
    region_mix,
    specialty_mix_rows,
)
from smartpick.text.numbers import fine_interviews_figure, percent, points_text
from smartpick.web.applications.parts import FIRST_WISH, WISH_KEY, WISHES, section_heading, write_list_choices
from smartpick.web.blocks import block, estimate_sources, fine, heading, notice, plain
from smartpick.web.charts import chart_tools
from smartpick.web.controls import ask, kept
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.session import sitting
from smartpick.web.templates import part
from smartpick.web.theme import page_palette
from smartpick.whatif.list_size import ListSizes, list_sizes, stops_paying

_BUSY = "Working out shorter lists ..."


def limits() -> None:
    """Draw the limits, where their effect shows, and take changed ones into the profile."""
    with st.container(key="list_limits"):
        block(heading("Your limits"))
        notice(*sitting().notices)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for field in ("max_applications", "budget_usd", "pacific_min", "pacific_max"):
                with st.container(width=210):
                    ask(field)
        ask("pacific_weight")


@st.fragment
@safely
def gain() -> None:
    """Draw chance and cost by number of applications, with the applicant's own measure of what pays.

    A fragment: moving the measure draws nothing else.
    """
    context = page_context()
    assessment = context.assessment
    if not assessment.plan.size:
        return
    block(
        section_heading("gain"),
        fine("You say what $100 more must add to your chance. Everything else follows from your list."),
    )
    wish = st.select_slider(
        "$100 more must add, in percentage points",
        WISHES,
        format_func=lambda points: points_text(points / 100),
        help="One percentage point takes a chance of 20 % to 21 %.",
        **kept(WISH_KEY, FIRST_WISH).widget(),
    )
    sizes = context.remembered("list_sizes", assessment, lambda: _sizes(assessment, context))
    stop = stops_paying(sizes, wish / 100)
    sentence = paying_sentence(sizes, stop, wish / 100)
    figure = list_gain_figure(_picture(sizes, wish, stop), page_palette())
    block(plain(sentence))
    st.plotly_chart(
        figure, theme=None, config=CONFIG, key="list_gain", alt=gain_alternative_text(sizes, sentence)
    )
    block(
        fine(
            fee_steps_sentence(context.engine.fee_schedules, assessment.plan.cost.by_specialty),
            "Filled bars add at least what you ask for. The tallest bars at the start are cut off.",
            "Programs are in the order of your list, which weighs the West Coast as you do. So a step may "
            "add little to the chance and still add a place that you want more.",
        )
    )
    write_list_choices()
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key="list_gain",
            shown=lambda: list_size_table(sizes),
            full=None,
            sources=assessment.sources,
            title="Chance of matching and fees by number of applications",
        )
        estimate_sources(
            assessment,
            context.engine,
            key="sources_gain",
            remark="Each point is our estimate for the first programs of your list; fees are as published.",
        )


def _sizes(assessment: Assessment, context: PageContext) -> ListSizes:
    with st.empty():
        bar = st.progress(0.0, _BUSY)
        sizes = list_sizes(assessment, context.engine, lambda done: bar.progress(done, _BUSY))
        bar.empty()
    return sizes


def _picture(sizes: ListSizes, wish: float, stop: int | None) -> GainPicture:
    gained = sizes.gain_per_100_usd
    return GainPicture(
        sizes=sizes.sizes.astype(float),
        chance=sizes.match.point.round(5),
        low=sizes.match.low.round(5),
        high=sizes.match.high.round(5),
        gain=np.where(np.isfinite(gained), 100 * gained, np.nan).round(4),
        chance_hover=list_size_hover(sizes),
        gain_hover=gain_hover(sizes),
        least_gain=wish,
        stop=stop,
    )


def mix(assessment: Assessment, context: PageContext) -> None:
    """Draw the list by region and, with several specialties, by specialty."""
    plan = assessment.plan
    several = len(assessment.profile.specialties) > 1
    block(
        section_heading("mix"),
        _mix_table("Region", region_mix(plan)),
        _mix_table("Specialty", specialty_mix_rows(plan)) if several else "",
        fine(
            "Regions are the census divisions, with the three West Coast states apart. Where a region has "
            "a larger share of the interviews than of the applications, an application there brings more "
            "interviews."
        ),
    )
    with st.container(horizontal=True):
        chart_tools(
            None,
            key="list_mix",
            shown=lambda: mix_table(plan),
            full=None,
            sources=assessment.sources,
            title="Applications and interviews by region and specialty",
        )
        estimate_sources(
            assessment,
            context.engine,
            key="sources_mix",
            remark="Applications are counted; interviews to expect are our estimate.",
            also=("us_census_divisions",),
        )


def _mix_table(kind: str, rows: list[MixRow]) -> Markup:
    cells = [
        (
            row.name,
            row.pacific,
            (
                (str(row.programs), "applications", f"{percent(row.share)} of the list", row.share),
                (
                    fine_interviews_figure(row.interviews),
                    "interviews",
                    f"{percent(row.interviews_share)} of them",
                    row.interviews_share,
                ),
            ),
        )
        for row in rows
    ]
    return part("applications.html", "mix_table", kind=kind, rows=cells)
