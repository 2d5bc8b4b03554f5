"""The recommended list with its cost, its West Coast part and the chance of no interview."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.grounds import program_sources
from smartpick.text.application_list import empty_list_sentences, ruled_out_sentence, summary_figures
from smartpick.text.list_changes import (
    NEW,
    UP,
    ListChanges,
    changes_sentence,
    list_changes,
    notices_shown,
    program_notices,
)
from smartpick.text.list_gain import signal_label, signal_name
from smartpick.text.numbers import fine_percent
from smartpick.text.programs import ProgramRow, Statement, invites_at_all_text, program_rows
from smartpick.web.blocks import block, estimate_sources, fine, heading, note_html
from smartpick.web.cockpit.live import current_sources, live_list, titled
from smartpick.web.controls import kept
from smartpick.web.downloads import list_csv_button, report_popover
from smartpick.web.loading import shared_pages
from smartpick.web.page import PageContext
from smartpick.web.templates import part

_MARKS = {NEW: "new", UP: "moved up", "": ""}


def program_table(rows: Sequence[ProgramRow], moves: ListChanges, several_specialties: bool) -> str:
    """Return the HTML of the list, in order: read by screen readers, a card for each program on a phone.

    `moves` says which programs are marked; each names its specialty where there are several.
    """
    largest = max((row.invitation for row in rows), default=1.0) or 1.0
    lines = [
        {
            "name": row.name,
            "website": row.website,
            "mark": _MARKS[moves.marks.get(row.program_id, "")],
            "signal": signal_name(row.signal) if row.signal else "",
            "place": " · ".join([row.place, row.specialty] if several_specialties else [row.place]),
            "pacific": row.pacific,
            "chance": fine_percent(row.invitation),
            "with_signal": signal_label(row.signal),
            "bar": 100 * row.invitation / largest,
            "statements": [_statement(statement) for statement in row.statements],
            "invites_at_all": invites_at_all_text(row),
            "ask_about": ", ".join(row.unknown) or "—",
        }
        for row in rows
    ]
    return part("cockpit.html", "program_table", rows=lines)


def _statement(statement: Statement) -> tuple[str, str | None, str]:
    """Return what a page says, its address, and whose and of which year it is."""
    page = statement.page
    if page is None:
        return statement.text, None, ""
    remarks = ["sponsor's page" if page.by_sponsor else "", str(page.year or "")]
    return statement.text, page.url, ", ".join(filter(None, remarks))


_FIRST_SHOWN = 20
_ALL = "show_whole_list"


_REMARK = (
    "Chances of an invitation come from published rates by specialty and place, adjusted for your profile. "
    "What a program's own pages say is linked in its line. Most pages are undated: check them before you "
    "apply."
)


def first_programs(here: PageContext) -> None:
    """Draw the first of the list, which follows the thumb, beside the curve."""
    with titled("first", heading("Where to apply first")):
        current_sources(
            "sources_first", _REMARK, lambda now: program_sources(now.assessment.plan, now.engine)
        )
    live_list(several=len(here.profile.specialties) > 1)


def program_list(anchor: Assessment, here: PageContext) -> None:
    """Draw the list with its reasons, and what it rests on.

    Args:
        anchor: Where the applicant stands.
        here: The page's context.
    """
    _list(anchor, here)
    estimate_sources(
        anchor,
        here.engine,
        key="sources_list",
        remark=_REMARK,
        also=program_sources(anchor.plan, here.engine),
    )


def _list(assessment: Assessment, here: PageContext) -> None:
    """Draw the list; programs that are new or moved up since the last change are marked."""
    plan = assessment.plan
    if not plan.size:
        block(
            heading("Recommended list", "recommended-list"),
            note_html(" ".join(empty_list_sentences(assessment))),
        )
        return
    before = here.list_before()
    now = plan.candidates.program_ids.tolist()
    moves = ListChanges() if before is None else list_changes(before, now)
    whole = kept(_ALL, False)
    rows = program_rows(plan, shared_pages(), None if whole.value else _FIRST_SHOWN)
    block(
        heading("Recommended list", "recommended-list"),
        part("cockpit.html", "figures", rows=summary_figures(assessment)),
        fine(ruled_out_sentence(assessment), "" if moves.nothing else changes_sentence(moves)),
        fine(*notices_shown(program_notices(assessment.profile, plan, here.engine.facts.programs))),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        list_csv_button(plan, here)
        report_popover(assessment, here, key="cockpit_report")
        st.page_link(
            "pages/applications.py", label="Its groups, signals and cost", icon=":material/checklist:"
        )
    block(program_table(rows, moves, several_specialties=len(assessment.profile.specialties) > 1))
    if plan.size > _FIRST_SHOWN:
        st.toggle(
            f"Show all {plan.size} programs", value=whole.value, key=whole.key, on_change=whole.on_change
        )
