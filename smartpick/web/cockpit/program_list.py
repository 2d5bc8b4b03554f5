"""The recommended list with its cost, its Pacific part and the chance of no interview."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.plan.grounds import program_sources
from smartpick.profile import ApplicantProfile
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
from smartpick.web.cockpit.live import live_list, titled
from smartpick.web.controls import kept
from smartpick.web.downloads import list_csv_button
from smartpick.web.loading import shared_pages
from smartpick.web.page import PageContext
from smartpick.web.session import sitting

# The list as an HTML table: read by screen readers, a card for each program on a phone.

_MARKS = {NEW: "new", UP: "moved up"}
_HEAD = ("#", "Program", "Invitation", "Why it is here", "Ask the program about")


def program_table(rows: Sequence[ProgramRow], moves: ListChanges, several_specialties: bool) -> str:
    """Return the table's HTML.

    Args:
        rows: The programs in order.
        moves: Which of them are marked.
        several_specialties: Whether each line names its specialty.
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _HEAD)
    largest = max((row.invitation for row in rows), default=1.0) or 1.0
    body = "".join(
        _line(number, row, moves.marks.get(row.program_id, ""), largest, several_specialties)
        for number, row in enumerate(rows, start=1)
    )
    return f'<table class="sp-list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _line(number: int, row: ProgramRow, mark: str, largest: float, several_specialties: bool) -> str:
    bar = 100 * row.invitation / largest
    place = escape(_place(row, several_specialties))
    ask = escape(", ".join(row.unknown) or "—")
    return (
        f'<tr><td class="sp-rank">{number}</td>'
        f'<th scope="row">{_name(row)} {_tags(row, mark)}'
        f'<span class="sp-place{" sp-pacific" if row.pacific else ""}">{place}</span></th>'
        f'<td class="sp-chance">{fine_percent(row.invitation)}'
        f'<small class="sp-with-signal">{escape(signal_label(row.signal))}</small>'
        f'<span class="sp-bar" style="width:{bar:.0f}%" aria-hidden="true"></span></td>'
        f'<td class="sp-why">{_why(row)}</td>'
        f'<td class="sp-ask"><span class="sp-label">Ask about: </span>{ask}</td></tr>'
    )


def _name(row: ProgramRow) -> str:
    if row.website is None:
        return escape(row.name)
    return _link(row.website, row.name)


def _tags(row: ProgramRow, mark: str) -> str:
    tags = f'<span class="sp-mark">{_MARKS[mark]}</span> ' if mark else ""
    if row.signal:
        tags += f'<span class="sp-signal">{escape(signal_name(row.signal))}</span>'
    return tags


def _place(row: ProgramRow, several_specialties: bool) -> str:
    parts = [row.place] + ([row.specialty] if several_specialties else [])
    return " · ".join(parts)


def _why(row: ProgramRow) -> str:
    said = ["on the West Coast"] if row.pacific else []
    said += [_statement(statement) for statement in row.statements]
    said.append(escape(invites_at_all_text(row)))
    return "; ".join(said)


def _statement(statement: Statement) -> str:
    page = statement.page
    if page is None:
        return escape(statement.text)
    text = _link(page.url, statement.text) if page.url else escape(statement.text)
    notes = [said for said in ("sponsor's page" if page.by_sponsor else "", str(page.year or "")) if said]
    return f"{text} ({escape(', '.join(notes))})" if notes else text


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


# The recommended list with its cost, its Pacific part and the chance of no interview.

_FIRST_SHOWN = 20
_ALL = "show_whole_list"


def first_programs(anchor: Assessment, here: PageContext) -> None:
    """Draw the first of the list, which follows the thumb, beside the curve."""
    with titled("first", heading("Where to apply first")):
        _list_sources(anchor, here, key="sources_first")
    if not anchor.plan.size:
        block(note_html(" ".join(empty_list_sentences(anchor))))
        return
    live_list(anchor, here)


def program_list(anchor: Assessment, here: PageContext) -> None:
    """Draw the list with its reasons, and what it rests on.

    Args:
        anchor: Where the applicant stands.
        here: The page's context.
    """
    _list(anchor, here)
    _list_sources(anchor, here, key="sources_list")


def _list_sources(anchor: Assessment, here: PageContext, key: str) -> None:
    estimate_sources(
        anchor,
        here.engine,
        key=key,
        remark="Chances of an invitation come from published rates by specialty and place, moved by your "
        "profile; what a program's own pages say is linked in its line. Most pages are undated: check them "
        "before you apply.",
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
    moves = _moves(assessment, sitting().before, here)
    whole = kept(_ALL, False)
    rows = program_rows(plan, shared_pages(), None if whole.value else _FIRST_SHOWN)
    block(
        heading("Recommended list", "recommended-list"),
        _figures(assessment),
        fine(ruled_out_sentence(assessment), "" if moves.nothing else changes_sentence(moves)),
        fine(*notices_shown(program_notices(assessment.profile, plan, here.engine.facts.programs))),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        list_csv_button(plan, here)
        st.page_link(
            "pages/applications.py", label="Its groups, signals and cost", icon=":material/checklist:"
        )
    block(program_table(rows, moves, several_specialties=len(assessment.profile.specialties) > 1))
    if plan.size > _FIRST_SHOWN:
        st.toggle(
            f"Show all {plan.size} programs", value=whole.value, key=whole.key, on_change=whole.on_change
        )


def _figures(assessment: Assessment) -> str:
    figures = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(figure)}<small>{escape(small)}</small></dd></div>"
        for name, figure, small in summary_figures(assessment)
    )
    return f'<dl class="sp-figures">{figures}</dl>'


def _moves(assessment: Assessment, before: ApplicantProfile | None, here: PageContext) -> ListChanges:
    now = assessment.plan.candidates.program_ids.tolist()
    if before is None or before == assessment.profile:
        return ListChanges()
    try:
        earlier = here.assessment_of(before).plan.candidates.program_ids.tolist()
    except NoPublishedOutcomes:
        return ListChanges()
    return list_changes(earlier, now)
