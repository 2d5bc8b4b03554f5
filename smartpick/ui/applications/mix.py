"""Where the list goes: regions and specialties."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.presenters.list_mix import (
    MixRow,
    interviews_number,
    mix_table,
    region_mix,
    specialty_mix_rows,
)
from smartpick.presenters.wording import percent
from smartpick.ui.applications.sections import section_heading
from smartpick.ui.blocks import block, fine
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.page import PageContext
from smartpick.ui.sources import estimate_sources


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
