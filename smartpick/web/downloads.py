"""Files that several pages offer: tables and the recommended list as CSV, and the one-page report."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.intake.table import guarded
from smartpick.plan.plan import Plan
from smartpick.report import report_html, report_pdf
from smartpick.text.application_list import application_table
from smartpick.text.programs import program_rows
from smartpick.web.loading import shared_pages
from smartpick.web.page import PageContext
from smartpick.web.session import sitting
from smartpick.whatif.levers import Lever

# Spreadsheet programs read a CSV as UTF-8 only when it begins with this mark.
_ENCODING = "utf-8-sig"
_KINDS = {
    "csv": "text/csv",
    "html": "text/html",
    "ics": "text/calendar",
    "json": "application/json",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A table, or what makes it when somebody asks for the file.
Table = pd.DataFrame | Callable[[], pd.DataFrame]


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


def file_button(label: str, content: Any, name: str, *, key: str, icon: str = "", **settings: Any) -> None:
    """Draw a button that saves a file; a function as its `content` is called when somebody asks for it.

    `icon` is the name of a Material icon, `settings` are those of `st.download_button`.
    """
    settings |= {"icon": f":material/{icon}:"} if icon else {}
    st.download_button(
        label, content, name, _KINDS[name.rpartition(".")[2]], key=key, on_click="ignore", **settings
    )


def csv_button(label: str, table: Table, name: str, *, key: str, **settings: Any) -> None:
    """Draw a button that saves a table; see `file_button`."""

    def content() -> bytes:
        return csv_bytes(table if isinstance(table, pd.DataFrame) else table())

    file_button(label, content, name, key=key, icon="table", **settings)


def list_file_name() -> str:
    """Return the name of a file of the list, without its ending."""
    return f"smartpick-applications-{date.today().isoformat()}"


def list_csv_button(plan: Plan, context: PageContext) -> None:
    """Draw the button that takes a list along. The file is made when it is asked for."""
    # The file is made outside of the session's run, which has no sitting of its own.
    engine, notes = context.engine, sitting().notes

    def table() -> pd.DataFrame:
        rows = program_rows(plan, shared_pages())
        return application_table(plan, rows, engine.fee_schedules, engine.services, notes)

    csv_button("List (CSV)", table, f"{list_file_name()}.csv", key="download_csv")


def report_popover(
    assessment: Assessment,
    context: PageContext,
    *,
    key: str,
    found: Sequence[Lever] | None = None,
) -> None:
    """Draw the button with the one-page report as PDF, for both papers, and as HTML.

    Each is made when it is asked for, from the assessment that the page shows with what the person knows.

    Args:
        assessment: Where the applicant stands.
        context: The page's context.
        key: Unique name on the page.
        found: See `report_pdf`.
    """
    # The files are made outside of the session's run, which has no sitting of its own.
    engine, day = context.engine, date.today()
    on_it: dict[str, Any] = {"next_steps": sitting().next_steps, "day": day, "found": found}
    pdf = partial(report_pdf, assessment, engine, **on_it)
    files = (
        ("PDF for A4 paper", partial(pdf, paper="a4"), "-a4.pdf"),
        ("PDF for US Letter paper", partial(pdf, paper="letter"), "-letter.pdf"),
        ("HTML, to read on any screen", partial(report_html, assessment, engine, **on_it), ".html"),
    )
    with st.popover("One-page report", type="tertiary", icon=":material/picture_as_pdf:", key=key):
        st.caption(
            "Profile, chance, tier, what would help, the list in short and next steps on one page. Making "
            "it takes a few seconds. It contains your answers, so be careful who sees it."
        )
        for label, make, ending in files:
            file_button(label, make, f"smartpick-report-{day.isoformat()}{ending}", key=f"{key}_{ending}")
