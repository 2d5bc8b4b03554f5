"""The day on which applications open: not in the data, so the person tells it. Other pages share it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from smartpick.ui.action_plan.linked import OPENING, OPENING_KEY
from smartpick.ui.action_plan.sections import section_heading
from smartpick.ui.blocks import block, fine
from smartpick.ui.in_force import kept


def opening_day() -> date | None:
    """Draw the heading of the timeline and the question for the day; return the day, None if not told."""
    block(
        section_heading("when"),
        fine(
            "Different kinds of work run side by side. Each bar ends where the next one of its kind begins."
        ),
    )
    told, today = kept(OPENING_KEY, None), date.today()
    day: date | None = st.date_input(
        "Day on which applications open",
        value=told.value,
        min_value=min(today, told.value or today),
        key=told.key,
        format="YYYY-MM-DD",
        on_change=told.on_change,
        help="ERAS, the application service, opens for submission on one day a year. The day is not in our "
        "data: take it from the official calendar.",
        width=320,
    )
    st.caption(f"Not known here. Official calendar: [{OPENING.publisher}]({OPENING.address})")
    return day
