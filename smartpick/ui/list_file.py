"""The recommended list as a CSV file, from the first page and from its own."""

from __future__ import annotations

from datetime import date

import streamlit as st

from smartpick.plan.planning import Plan
from smartpick.presenters.application_table import application_table
from smartpick.presenters.programs import program_rows
from smartpick.ui.csv_file import csv_bytes
from smartpick.ui.loading import shared_pages
from smartpick.ui.page import PageContext
from smartpick.ui.program_notes import program_notes


def list_file_name() -> str:
    """Return the name of a file of the list, without its ending."""
    return f"smartpick-applications-{date.today().isoformat()}"


def list_csv_button(plan: Plan, here: PageContext) -> None:
    """Draw the button that takes a list along. The file is made when it is asked for."""
    engine = here.engine

    def table() -> bytes:
        rows = program_rows(plan, shared_pages())
        return csv_bytes(
            application_table(plan, rows, engine.fee_schedules, engine.services, program_notes())
        )

    st.download_button(
        "List (CSV)",
        table,
        f"{list_file_name()}.csv",
        "text/csv",
        key="download_csv",
        on_click="ignore",
        icon=":material/table:",
    )
