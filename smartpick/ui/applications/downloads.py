"""Take the list along: CSV and a formatted workbook where the list starts, calendar reminders, paper."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.export.calendar_file import CalendarEntry, calendar_text
from smartpick.presenters.season_dates import OPEN_DATES, SeasonDate, known_dates
from smartpick.ui.applications.checklist import look_up
from smartpick.ui.applications.sections import section_heading
from smartpick.ui.applications.workbook import list_workbook
from smartpick.ui.blocks import block, fine
from smartpick.ui.in_force import kept
from smartpick.ui.list_file import list_csv_button, list_file_name
from smartpick.ui.loading import shared_pages
from smartpick.ui.page import PageContext
from smartpick.ui.sources import sources_popover

_WITH_PROFILE = "workbook_with_profile"
_OWN_DATE = "own_date_"


def downloads(shown: Assessment, here: PageContext) -> None:
    """Draw the ways to take the list along. Files are made when they are asked for."""
    with st.container(key="list_downloads", horizontal=True, vertical_alignment="center"):
        files = st.container(horizontal=True, width="content")
        answers = kept(_WITH_PROFILE, False)
        with_profile = st.checkbox(
            "Put my answers into the workbook",
            value=answers.value,
            key=answers.key,
            on_change=answers.on_change,
            help="Adds a sheet with your profile. Leave it off if others will see the file. To print the "
            "list, use your browser's print command: it leaves the controls out.",
        )
        with files:
            _files(shown, here, with_profile)


def calendar(here: PageContext) -> None:
    """Draw the days of the season as a file of reminders, and the way to add those that are not known."""
    with st.container(key="list_calendar"):
        _dates(here, date.today())


def _files(shown: Assessment, here: PageContext, with_profile: bool) -> None:
    engine = here.engine
    list_csv_button(shown.plan, here)
    st.download_button(
        "Workbook (XLSX)",
        lambda: list_workbook(
            shown, engine, shared_pages(), look_up(shown, here), with_profile, datetime.now()
        ),
        f"{list_file_name()}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="download_xlsx",
        on_click="ignore",
        icon=":material/grid_on:",
    )


def _dates(here: PageContext, today: date) -> None:
    own = {event.key: st.session_state.get(_OWN_DATE + event.key) for event in OPEN_DATES}
    given = {key: day for key, day in own.items() if day is not None}
    known = known_dates(here.profile, here.engine.facts.usmle_rules, given, today)
    block(section_heading("calendar"), _known(known))
    published = [one.source_id for one in known if one.source_id]
    if published:
        sources_popover(here.engine.facts.sources, published, key="sources_dates")
    with st.expander("Days to take from the official calendars", key="open_dates"):
        st.caption(
            "These days are not known here: check the official calendar and enter what you find. They stay "
            "in this browser tab."
        )
        for event in OPEN_DATES:
            day = kept(_OWN_DATE + event.key, None)
            st.date_input(
                event.title,
                value=day.value,
                min_value=min(today, day.value or today),
                key=day.key,
                format="YYYY-MM-DD",
                on_change=day.on_change,
                width=420,
            )
            st.caption(f"Not known here. Official calendar: [{event.publisher}]({event.address})")
    st.download_button(
        "Calendar file (ICS)",
        lambda: calendar_text([_entry(one) for one in known], datetime.now(UTC)).encode(),
        f"smartpick-dates-{today.isoformat()}.ics",
        "text/calendar",
        key="download_ics",
        on_click="ignore",
        icon=":material/event:",
        disabled=not known,
        help=None if known else "There is no day to put into it yet.",
    )


def _known(known: list[SeasonDate]) -> str:
    if not known:
        return fine(
            "No day of the coming season is in our data. Enter the official ones below and they go into the "
            "file."
        )
    said = [f"{one.day.day} {one.day:%B} {one.day.year}: {one.title}." for one in known]
    return fine(*said, "Each gets a reminder a week and a day before.")


def _entry(one: SeasonDate) -> CalendarEntry:
    return CalendarEntry(one.day, one.title, one.note)
