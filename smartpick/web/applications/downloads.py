"""Take the list along, as workbook, calendar and paper; and what the last change did to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from html import escape

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.export.calendar_file import CalendarEntry, calendar_text
from smartpick.export.workbook import Sheet, workbook_bytes
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.text.application_list import COLUMN_BASIS, application_table, profile_table
from smartpick.text.list_changes import (
    ListChanges,
    Move,
    changed_answers,
    changes_sentence,
    list_changes,
    program_notices,
)
from smartpick.text.look_up import Question, program_with_place
from smartpick.text.numbers import percent, percent_range
from smartpick.text.programs import Pages, program_rows
from smartpick.text.season import OPEN_DATES, SeasonDate, known_dates
from smartpick.text.sources import trust_words
from smartpick.web.applications.checklist import list_before_answer, look_up
from smartpick.web.applications.parts import section_heading
from smartpick.web.blocks import block, fine, heading, sources_popover
from smartpick.web.controls import kept
from smartpick.web.downloads import list_csv_button, list_file_name
from smartpick.web.loading import shared_pages
from smartpick.web.page import PageContext
from smartpick.web.session import program_notes, sitting

# The list's workbook: which sheets it has and what they say.

_HEADINGS = {
    "place": "No.",
    "group": "Group",
    "program": "Program",
    "specialty": "Specialty",
    "city": "City",
    "state": "State",
    "pacific_coast": "Pacific Coast",
    "interview_probability": "Chance of an invitation (estimated)",
    "marginal_gain": "Adds to the list (estimated)",
    "signal": "Signal to give",
    "application_fee_usd": "Fee (US dollars)",
    "requirements": "Stated rules",
    "remark": "Remark",
    "its_pages_say": "Its pages say",
    "ask_about": "Ask about",
    "website": "Website",
    "application_service": "Apply through",
    "program_id": "Program code",
    "your_note": "Your note",
}
# The paler shades of our colours: what we estimate, and what others published.
_FILLS = {"estimated": "B9DAEF", "published": "F3D9A8"}
_WIDTHS = {
    "program": 46,
    "its_pages_say": 40,
    "remark": 40,
    "ask_about": 26,
    "website": 34,
    "city": 16,
    "specialty": 20,
}


def list_workbook(
    shown: Assessment,
    engine: Engine,
    pages: Pages,
    questions: list[Question],
    with_profile: bool,
    made: datetime,
) -> bytes:
    """Return the workbook with the sheets List, Look up, Profile (if wanted) and Sources.

    Args:
        shown: The applicant with the list.
        engine: The fitted data.
        pages: Where programs' statements stand.
        questions: What to look up next.
        with_profile: Whether the applicant's answers are in it.
        made: When it is made.
    """
    rows = program_rows(shown.plan, pages)
    sheets = [
        Sheet(
            "List",
            application_table(shown.plan, rows, engine.fee_schedules, engine.services, program_notes()),
            headings=_HEADINGS,
            fills={column: _FILLS[basis] for column, basis in COLUMN_BASIS.items() if basis in _FILLS},
            formats={
                "interview_probability": "0.0%",
                "marginal_gain": "0.000%",
                "application_fee_usd": "$#,##0",
            },
            widths=_WIDTHS,
            links=("website",),
        ),
        Sheet(
            "Look up",
            look_up_table(questions),
            formats={"Worth": "0.000%", "Chance of good news": "0%"},
            widths={"Question": 46, "Program": 52, "Website": 34},
            links=("Website",),
        ),
    ]
    if with_profile:
        sheets.append(Sheet("Profile", profile_table(shown.profile), widths={"question": 40, "answer": 50}))
    sheets.append(
        Sheet(
            "Sources",
            sources_table(shown, engine, made),
            widths={"What": 30, "Title or note": 70, "Publisher": 30, "Link": 50},
            links=("Link",),
        )
    )
    return workbook_bytes(sheets, "SmartPick application list", made)


def look_up_table(questions: list[Question]) -> pd.DataFrame:
    """Return the checklist as a table with room for the answers."""
    return pd.DataFrame(
        [
            {
                "Question": question.title,
                "Program": asked.name,
                "Website": asked.website or "",
                "Worth": round(asked.value, 7),
                "Chance of good news": round(asked.likely, 3),
                "On the list": "yes" if asked.on_list else "no",
                "Answer": "",
            }
            for question in questions
            for asked in question.asked
        ],
        columns=["Question", "Program", "Website", "Worth", "Chance of good news", "On the list", "Answer"],
    )


def sources_table(shown: Assessment, engine: Engine, made: datetime) -> pd.DataFrame:
    """Return what the file rests on: date, data, what is estimated and what published, every source."""
    chance, facts = shown.match_probability, engine.facts
    notes = [
        ("Made on", f"{made:%Y-%m-%d}"),
        ("Data", facts.data_hash),
        (
            "Chance of matching with this list",
            shown.too_few
            or f"{percent(chance.point)}, 80 % range {percent_range(chance.low, chance.high)}. Estimated.",
        ),
        ("Blue headings", "Estimated by SmartPick from the sources below. An estimate is not a promise."),
        ("Ochre headings", "Published: program directories, program pages and fee tables. Pages may be old."),
        *(
            ("Program that you named", notice.sentence)
            for notice in program_notices(shown.profile, shown.plan, facts.programs)
        ),
        ("Chance of an invitation", "With the signal that stands in the same line, where there is one."),
        ("Resting on assumptions", f"{percent(shown.assumed_share)} of what the profile moves."),
        ("Groups", "Relative to this list: each group carries about a third of the interviews to expect."),
        ("Empty cell", "Not known."),
        ("Independence", "SmartPick is affiliated with none of the publishers."),
    ]
    head = pd.DataFrame([{"What": what, "Title or note": text} for what, text in notes])
    used = facts.sources.set_index("source_id").reindex(list(dict.fromkeys(shown.sources))).dropna(how="all")
    return pd.concat(
        [
            head,
            pd.DataFrame(
                {
                    "What": "Source",
                    "Title or note": used["title"],
                    "Publisher": used["publisher"],
                    "Year": used["published_year"],
                    "Figures": [trust_words(trust) for trust in used["trust"]],
                    "Link": used["url"],
                }
            ),
        ],
        ignore_index=True,
    )


# Take the list along: CSV and a formatted workbook where the list starts, calendar reminders, paper.

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


# What the last change did to the list.

_MOST_NAMED = 12


def changes(shown: Assessment, here: PageContext) -> None:
    """Draw the difference from the list before the last change; nothing before the first one."""
    now = shown.plan.candidates.program_ids.tolist()
    before, cause = _list_before(here)
    if before is None:
        return
    found = list_changes(before, now)
    block(heading("What your last change did"), fine(cause, changes_sentence(found)))
    if found.nothing:
        return
    with st.expander("Which programs", key="which_programs"):
        names = _names(here, {*before, *now})
        block(_columns(found, names))


def _list_before(here: PageContext) -> tuple[list[str] | None, str]:
    """Return the list before the last change, and what the change was."""
    learned = list_before_answer()
    if learned is not None:
        return list(learned), "You added what you know of a program."
    before = sitting().before
    if before is None or before == here.profile:
        return None, ""
    try:
        earlier = here.assessment_of(before).plan.candidates.program_ids.tolist()
    except NoPublishedOutcomes:
        return None, ""
    return earlier, changed_answers(before, here.profile)


def _names(here: PageContext, ids: set[str]) -> dict[str, str]:
    programs = here.engine.facts.programs
    rows = programs[programs["program_id"].isin(ids)].to_dict("records")
    return {str(row["program_id"]): program_with_place(row) for row in rows}


def _columns(found: ListChanges, names: dict[str, str]) -> str:
    parts = [
        _column("Came in", [(names[one], "") for one in found.came_in]),
        _column("Left", [(names[one], "") for one in found.left]),
        _column("Moved up", _moves(found.moved_up, names)),
        _column("Moved down", _moves(found.moved_down, names)),
    ]
    return f'<div class="sp-changes">{"".join(parts)}</div>'


def _moves(moves: Sequence[Move], names: dict[str, str]) -> list[tuple[str, str]]:
    return [(names[move.program_id], f"place {move.before} → {move.now}") for move in moves]


def _column(title: str, programs: list[tuple[str, str]]) -> str:
    if not programs:
        return ""
    shown = programs[:_MOST_NAMED]
    items = "".join(f"<li>{escape(name)} <small>{escape(small)}</small></li>" for name, small in shown)
    more = len(programs) - len(shown)
    items += f"<li><small>and {more} more</small></li>" if more else ""
    return f'<div><h3 class="sp-subheading">{title} ({len(programs)})</h3><ul>{items}</ul></div>'
