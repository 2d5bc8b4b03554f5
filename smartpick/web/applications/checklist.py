"""What to find out next, what the answers do to the list, and everything to take along."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.export import CalendarEntry, Sheet, calendar_bytes, workbook_bytes
from smartpick.plan.look_up import RATE, look_up_next
from smartpick.prose import day_text
from smartpick.text.application_list import (
    ESTIMATED_COLUMNS,
    OWN_COLUMNS,
    Asked,
    Question,
    application_table,
    profile_table,
    questions,
)
from smartpick.text.list_changes import (
    Move,
    changed_answers,
    changes_sentence,
    list_changes,
    program_notices,
)
from smartpick.text.numbers import WORDS, percent, percent_range, worth_text
from smartpick.text.program_facts import program_labels
from smartpick.text.programs import Pages, program_rows
from smartpick.text.season import OPEN_DATES, SeasonDate, known_dates
from smartpick.text.sources import trust_words
from smartpick.web.applications.parts import section_heading
from smartpick.web.blocks import as_plain_text, block, estimate_sources, fine, heading, sources_popover
from smartpick.web.controls import control, kept
from smartpick.web.downloads import file_button, list_csv_button, list_file_name, report_popover
from smartpick.web.entered import LAST_DAY, Answered
from smartpick.web.loading import shared_pages
from smartpick.web.page import PageContext
from smartpick.web.session import sitting
from smartpick.web.templates import part

_BEFORE = "list_before_answer"
_MOST_QUESTIONS = 20
_YES, _NO = "Yes", "No"
_FIELDS = {"takes_j1": "sponsors J-1", "takes_h1b": "sponsors H-1B", "interview_rate": "interview rate"}


def checklist(assessment: Assessment, context: PageContext) -> None:
    """Draw the questions worth most; an answer becomes evidence and the list is made anew."""
    with st.container(key="checklist"):
        asked_now = context.remembered("look_up", assessment, lambda: look_up(assessment, context))
        block(section_heading("look-up"), fine(*_introduction(asked_now)))
        listed = tuple(assessment.plan.candidates.program_ids.tolist())
        for place, question in enumerate(asked_now):
            title = f"{question.title}: up to {worth_text(question.value)}"
            with st.expander(title, expanded=place == 0, key=f"question_{question.fact}"):
                st.caption(f"{question.hint} Tick a program when you have asked.")
                for asked in question.asked:
                    _ask(question, asked, listed)
        _answers(context, listed)
        estimate_sources(
            assessment,
            context.engine,
            key="sources_checklist",
            remark="The worth of an answer is our estimate: the worth of the best list after it, minus "
            "that of the list now.",
        )


def look_up(assessment: Assessment, context: PageContext) -> list[Question]:
    """Return the questions worth asking for this list."""
    facts = look_up_next(
        assessment.plan.choice, context.profile, context.engine.parameters, most=_MOST_QUESTIONS
    )
    return questions(facts, context.profile, context.engine.facts.programs)


def list_before_answer() -> tuple[str, ...] | None:
    """Return the list before the last answer, None if something else changed since."""
    listed, profile, version = st.session_state.get(_BEFORE, ((), None, 0))
    own = sitting()
    return listed if (profile, version) == (own.profile, own.evidence_version) else None


def _compare_with(listed: tuple[str, ...]) -> None:
    """Keep the list as it was before an answer, and the state that the answer led to."""
    st.session_state[_BEFORE] = (listed, sitting().profile, sitting().evidence_version)


def _introduction(asked_now: list[Question]) -> list[str]:
    if not asked_now:
        return ["No single unknown fact would change this list enough to be worth looking up."]
    total = sum(question.value for question in asked_now)
    return [
        "You can ask what nobody has published. The worth of a list is counted in points: 100 is a sure "
        "match at a place that you want most.",
        f"These {sum(len(question.asked) for question in asked_now)} answers are worth up to "
        f"{worth_text(total)} together. Each is valued as if it were the only one.",
    ]


def _ask(question: Question, asked: Asked, listed: tuple[str, ...]) -> None:
    program = f"{question.fact}_{asked.program_id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        name = as_plain_text(asked.name)
        where = "on your list" if asked.on_list else "not on your list"
        small = f"{worth_text(asked.value)}, {where}, {percent(asked.likely)} chance of good news"
        with st.container(width="stretch"):
            st.checkbox(
                f"{f'[{name}]({asked.website})' if asked.website else name} :small[:gray[{small}]]",
                **kept(f"asked_{program}", False).widget(),
            )
        _answer(question, asked, f"found_{program}", listed)


def _answer(question: Question, asked: Asked, name: str, listed: tuple[str, ...]) -> None:
    """Ask what was found out. It starts empty: a question that was answered is no longer asked."""

    def take(answer: str | float | None) -> None:
        if answer is not None:
            value = answer == _YES if isinstance(answer, str) else answer / 100
            sitting().learn(asked.program_id, question.field, value)
            _compare_with(listed)

    label, empty = f"Answer of {as_plain_text(asked.name)}", control(name, None, take)
    if question.fact == RATE:
        st.number_input(
            label,
            0.0,
            100.0,
            step=0.5,
            placeholder="invited, %",
            width=150,
            label_visibility="collapsed",
            **empty.widget(),
        )
    else:
        st.segmented_control(label, [_YES, _NO], label_visibility="collapsed", **empty.widget("default"))


def _answers(context: PageContext, listed: tuple[str, ...]) -> None:
    """Show what was answered, each with a way back."""
    answers = sitting().answered()
    if not answers:
        return
    names = program_labels(context.engine.facts.programs, [one.program_id for one in answers])
    with st.expander(f"Your answers so far ({len(answers)})", key="checklist_answers_shown"):
        for place, one in enumerate(answers):
            name = as_plain_text(names.get(one.program_id, one.program_id))
            st.button(
                f"Take back: {_FIELDS[one.field]}, {name}",
                key=f"take_back_{place}_{one.program_id}_{one.field}",
                type="tertiary",
                on_click=_take_back,
                args=(one, listed),
            )
        st.caption("Answers stay in this browser tab. To keep them longer, save everything to a file.")


def _take_back(answer: Answered, listed: tuple[str, ...]) -> None:
    sitting().take_back(answer)
    _compare_with(listed)


# Take the list along, as workbook, calendar and paper; and what the last change did to it.

_HEADINGS: dict[str, str] = WORDS["list_columns"]
_MOST_NAMED = 12
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
    assessment: Assessment,
    engine: Engine,
    pages: Pages,
    questions: list[Question],
    *,
    notes: dict[str, str],
    with_profile: bool,
    made: datetime,
) -> bytes:
    """Return the workbook with the sheets List, Look up, Profile (`with_profile`) and Sources.

    `pages` say where programs' statements stand, `questions` what to look up next, `notes` what the person
    wrote, by program id; `made` is its date.
    """
    plan = assessment.plan
    rows = program_rows(plan, pages)
    sheets = [
        Sheet(
            "List",
            application_table(plan, rows, engine.fee_schedules, engine.services, notes),
            headings=_HEADINGS,
            fills={
                column: _FILLS["estimated" if column in ESTIMATED_COLUMNS else "published"]
                for column in _HEADINGS
                if column not in OWN_COLUMNS
            },
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
        Sheet(
            "Sources",
            sources_table(assessment, engine, made),
            widths={"What": 30, "Title or note": 70, "Publisher": 30, "Link": 50},
            links=("Link",),
        ),
    ]
    if with_profile:
        answers = profile_table(assessment.profile)
        sheets.insert(2, Sheet("Profile", answers, widths={"question": 40, "answer": 50}))
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


def sources_table(assessment: Assessment, engine: Engine, made: datetime) -> pd.DataFrame:
    """Return what the file rests on: date, data, what is estimated and what published, every source."""
    chance, facts = assessment.match_probability, engine.facts
    notes = [
        ("Made on", f"{made:%Y-%m-%d}"),
        ("Data", facts.data_hash),
        (
            "Chance of matching with this list",
            assessment.too_few
            or f"{percent(chance.point)}, 80 % range {percent_range(chance.low, chance.high)}. Estimated.",
        ),
        ("Blue headings", "Estimated by SmartPick from the sources below. An estimate is not a promise."),
        ("Ochre headings", "Published: program directories, program pages and fee tables. Pages may be old."),
        *(
            ("Program that you named", notice.sentence)
            for notice in program_notices(assessment.profile, assessment.plan, facts.programs)
        ),
        ("Chance of an invitation", "With the signal in the same line, where there is one."),
        ("Resting on assumptions", f"{percent(assessment.assumed_share)} of the effect of your profile."),
        ("Groups", "Relative to this list: each group has about a third of the interviews to expect."),
        ("Empty cell", "Not known."),
        ("Independence", "SmartPick is affiliated with none of the publishers."),
    ]
    ids = list(dict.fromkeys(assessment.sources))
    used = facts.sources.set_index("source_id").reindex(ids).dropna(how="all")
    sources = pd.DataFrame(
        {
            "What": "Source",
            "Title or note": used["title"],
            "Publisher": used["publisher"],
            "Year": used["published_year"],
            "Figures": [trust_words(trust) for trust in used["trust"]],
            "Link": used["url"],
        }
    )
    return pd.concat([pd.DataFrame(notes, columns=["What", "Title or note"]), sources], ignore_index=True)


def downloads(assessment: Assessment, context: PageContext) -> None:
    """Draw the ways to take the list along. Files are made when they are asked for."""
    with st.container(key="list_downloads", horizontal=True, vertical_alignment="center"):
        files = st.container(horizontal=True, width="content")
        with_profile = st.checkbox(
            "Put my answers into the workbook",
            help="Adds a sheet with your profile. Leave it off if others will see the file. To print the "
            "list, use your browser's print command: it leaves the controls out.",
            **kept("workbook_with_profile", False).widget(),
        )
        with files:
            notes = sitting().notes
            list_csv_button(assessment.plan, context)
            file_button(
                "Workbook (XLSX)",
                lambda: list_workbook(
                    assessment,
                    context.engine,
                    shared_pages(),
                    look_up(assessment, context),
                    notes=notes,
                    with_profile=with_profile,
                    made=datetime.now(),
                ),
                f"{list_file_name()}.xlsx",
                key="download_xlsx",
                icon="grid_on",
            )
            report_popover(assessment, context, key="list_report")


def calendar(context: PageContext) -> None:
    """Draw the days of the season as a file of reminders, and the way to add those that are not known."""
    today = date.today()
    known = known_dates(context.profile, context.engine.facts.usmle_rules, sitting().own_dates, today)
    with st.container(key="list_calendar"):
        block(section_heading("calendar"), fine(*_known_sentences(known)))
        published = [one.source_id for one in known if one.source_id]
        if published:
            sources_popover(context.engine.facts.sources, published, key="sources_dates")
        with st.expander("Dates to take from the official calendars", key="open_dates"):
            st.caption(
                "These dates are not known here: look in the official calendar and enter what you find. "
                "They stay in this browser tab."
            )
            for event in OPEN_DATES:
                day = control(
                    f"own_date_{event.key}",
                    sitting().own_dates.get(event.key),
                    partial(sitting().enter_date, event.key),
                )
                st.date_input(
                    event.title,
                    min_value=min(today, day.value or today),
                    max_value=LAST_DAY,
                    format="YYYY-MM-DD",
                    width=420,
                    **day.widget(),
                )
                st.caption(f"Not known here. Official calendar: [{event.publisher}]({event.address})")
        entries = [CalendarEntry(one.day, one.title, one.note) for one in known]
        file_button(
            "Calendar file (ICS)",
            lambda: calendar_bytes(entries, datetime.now(UTC)),
            f"smartpick-dates-{today.isoformat()}.ics",
            key="download_ics",
            icon="event",
            disabled=not known,
            help=None if known else "There is no date to put into it yet.",
        )


def _known_sentences(known: list[SeasonDate]) -> list[str]:
    if not known:
        return [
            "Our data have no dates of the coming season. Enter the official dates below, and they go "
            "into the file."
        ]
    days = [f"{day_text(one.day)}: {one.title}." for one in known]
    return [*days, "Each has a reminder a week before and a day before."]


def changes(assessment: Assessment, context: PageContext) -> None:
    """Draw what the last change did to the list; nothing before the first one."""
    now = assessment.plan.candidates.program_ids.tolist()
    before, cause = _list_before(context)
    if before is None:
        return
    difference = list_changes(before, now)
    block(heading("What your last change did"), fine(cause, changes_sentence(difference)))
    if difference.nothing:
        return
    names = program_labels(context.engine.facts.programs, {*before, *now})

    def moves(moved: Sequence[Move]) -> list[tuple[str, str]]:
        return [(names[move.program_id], f"place {move.before} → {move.now}") for move in moved]

    columns = {
        "Added": [(names[one], "") for one in difference.came_in],
        "Removed": [(names[one], "") for one in difference.left],
        "Moved up": moves(difference.moved_up),
        "Moved down": moves(difference.moved_down),
    }
    with st.expander("Which programs", key="which_programs"):
        block(
            part(
                "applications.html",
                "columns",
                columns=[
                    (f"{title} ({len(lines)})", _cut(lines)) for title, lines in columns.items() if lines
                ],
            )
        )


def _cut(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    more = len(lines) - _MOST_NAMED
    return [*lines[:_MOST_NAMED], ("", f"and {more} more")] if more > 0 else lines


def _list_before(context: PageContext) -> tuple[list[str] | None, str]:
    """Return the list before the last change, and what the change was."""
    learned = list_before_answer()
    if learned is not None:
        return list(learned), "You added what you know of a program."
    earlier, before = context.list_before(), sitting().before
    return earlier, changed_answers(before, context.profile) if earlier is not None and before else ""
