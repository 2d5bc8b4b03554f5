"""Tables and the recommended list as CSV files."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from smartpick.intake.table import guarded
from smartpick.plan.plan import Plan
from smartpick.text.application_list import application_table
from smartpick.text.programs import program_rows
from smartpick.web.loading import shared_pages
from smartpick.web.page import PageContext
from smartpick.web.session import sitting

# Spreadsheet programs read a CSV as UTF-8 only when it begins with this mark.
_ENCODING = "utf-8-sig"


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return the table as CSV without its index.

    Text that a spreadsheet program would take for a formula is guarded, in the column names too; numbers
    stay as they are, also negative ones. Unknown is an empty cell.
    """
    safe = table.rename(columns=lambda name: guarded(str(name)))
    for position in range(table.shape[1]):
        column = table.iloc[:, position]
        if not pd.api.types.is_numeric_dtype(column):
            cells = [guarded(cell) if isinstance(cell, str) else cell for cell in column]
            safe.isetitem(position, cells)
    return safe.to_csv(index=False, lineterminator="\r\n").encode(_ENCODING)


def list_file_name() -> str:
    """Return the name of a file of the list, without its ending."""
    return f"smartpick-applications-{date.today().isoformat()}"


def list_csv_button(plan: Plan, context: PageContext) -> None:
    """Draw the button that takes a list along. The file is made when it is asked for."""
    # The file is made outside of the session's run, which has no sitting of its own.
    engine, notes = context.engine, sitting().notes

    def table() -> bytes:
        rows = program_rows(plan, shared_pages())
        return csv_bytes(application_table(plan, rows, engine.fee_schedules, engine.services, notes))

    st.download_button(
        "List (CSV)",
        table,
        f"{list_file_name()}.csv",
        "text/csv",
        key="download_csv",
        on_click="ignore",
        icon=":material/table:",
    )
