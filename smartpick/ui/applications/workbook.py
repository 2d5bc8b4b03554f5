"""The list's workbook: which sheets it has and what they say."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.export.workbook import Sheet, workbook_bytes
from smartpick.presenters.application_table import COLUMN_BASIS, application_table, profile_table
from smartpick.presenters.look_up_questions import Question
from smartpick.presenters.program_notices import program_notices
from smartpick.presenters.programs import Pages, program_rows
from smartpick.presenters.sources import trust_words
from smartpick.presenters.wording import percent, percent_range
from smartpick.ui.program_notes import program_notes

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
