"""How long the list is, where the next application stops paying, and where the list goes."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.scenarios import GainPicture, list_gain_figure
from smartpick.text.list_gain import (
    MixRow,
    fee_steps_sentence,
    gain_alternative_text,
    gain_hover,
    interviews_number,
    list_size_hover,
    list_size_table,
    mix_table,
    paying_sentence,
    points_text,
    region_mix,
    specialty_mix_rows,
)
from smartpick.text.numbers import percent
from smartpick.web import controls as form
from smartpick.web.applications.parts import FIRST_WISH, WISH_KEY, WISHES, section_heading, write_list_choices
from smartpick.web.blocks import block, estimate_sources, fine, heading, notice, plain
from smartpick.web.charts import chart_tools
from smartpick.web.controls import kept
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.session import remembered, sitting
from smartpick.web.theme import page_palette
from smartpick.whatif.list_size import ListSizes, list_sizes, stops_paying

# The limits of the list, to be changed where their effect shows.


def limits() -> None:
    """Draw the limits and take changed ones into the profile."""
    with st.container(key="list_limits"):
        block(heading("Your limits"))
        notice(*sitting().notices)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _numbers()
        form.percentage(
            "pacific_weight",
            "Weight of the Pacific Coast",
            "How much more you want a place in California, Oregon or Washington than one elsewhere. At 0 % "
            "every place counts the same, at 100 % only the Pacific Coast counts.",
        )


def _numbers() -> None:
    with st.container(width=210):
        form.number(
            "max_applications",
            "Most applications",
            "One application goes to one program.",
            most=700,
            least=1,
            step=5,
        )
    with st.container(width=210):
        form.optional_number(
            "budget_usd",
            "Budget for fees, US dollars",
            "The most you would spend on application fees. Leave it empty for no limit. Travel, exams and "
            "certification are not part of it.",
            most=50_000,
            step=50,
            placeholder="no limit",
        )
    with st.container(width=210):
        form.optional_number(
            "pacific_min",
            "Fewest Pacific programs",
            "The list holds at least this many in California, Oregon and Washington, if that many are open "
            "to you.",
            most=700,
            step=1,
            placeholder="no minimum",
        )
    with st.container(width=210):
        form.optional_number(
            "pacific_max",
            "Most Pacific programs",
            "The list holds at most this many of them.",
            most=700,
            step=1,
            placeholder="no maximum",
        )


# Where the next application stops paying.

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


# Where the list goes: regions and specialties.


def mix(shown: Assessment, here: PageContext) -> None:
    """Draw the list by region and, with several specialties, by specialty."""
    plan = shown.plan
    block(
        section_heading("mix"),
        _table("Region", region_mix(plan)),
        _table("Specialty", specialty_mix_rows(plan)) if len(shown.profile.specialties) > 1 else "",
        fine(
            "Regions are the census divisions, with the three states of the Pacific Coast apart. Where the "
            "part of the interviews is above the part of the applications, an application goes further."
        ),
    )
    with st.container(horizontal=True):
        chart_tools(
            None,
            key="list_mix",
            shown=lambda: mix_table(plan),
            full=None,
            sources=shown.sources,
            title="Applications and interviews by region and specialty",
        )
        estimate_sources(
            shown,
            here.engine,
            key="sources_mix",
            remark="Applications are counted; interviews to expect are our estimate.",
            also=("us_census_divisions",),
        )


def _table(kind: str, rows: list[MixRow]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in (kind, "Applications", "Interviews to expect"))
    body = "".join(_line(row) for row in rows)
    return f'<table class="sp-list sp-compare"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _line(row: MixRow) -> str:
    bar = "sp-share sp-share-pacific" if row.pacific else "sp-share"
    return (
        f'<tr><th scope="row">{escape(row.name)}</th>'
        + _cell(str(row.programs), "applications", f"{percent(row.share)} of the list", row.share, bar)
        + _cell(
            interviews_number(row.interviews),
            "interviews",
            f"{percent(row.interviews_share)} of them",
            row.interviews_share,
            bar,
        )
        + "</tr>"
    )


def _cell(number: str, unit: str, small: str, share: float, bar: str) -> str:
    return (
        f'<td class="sp-number">{escape(number)} <span class="sp-label">{unit}, </span>'
        f"<small>{escape(small)}</small>"
        f'<span class="{bar}" style="width:{100 * share:.0f}%" aria-hidden="true"></span></td>'
    )
