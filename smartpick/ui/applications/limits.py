"""The limits of the list, to be changed where their effect shows."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.blocks import block, heading, notice
from smartpick.ui.controls import form
from smartpick.ui.state import sitting


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
