"""The list as an HTML table: read by screen readers, a card for each program on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from smartpick.presenters.list_moves import NEW, UP, ListMoves
from smartpick.presenters.programs import ProgramRow, Statement, invites_at_all_text
from smartpick.presenters.signal_words import signal_label
from smartpick.presenters.wording import fine_percent

_MARKS = {NEW: "new", UP: "moved up"}
_HEAD = ("#", "Program", "Invitation", "Why it is here", "Ask the program about")


def program_table(rows: Sequence[ProgramRow], moves: ListMoves, several_specialties: bool) -> str:
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
        kind = "signal" if row.signal == "signal" else f"{row.signal} signal"
        tags += f'<span class="sp-signal">{escape(kind)}</span>'
    return tags


def _place(row: ProgramRow, several_specialties: bool) -> str:
    parts = [row.place] + ([row.specialty] if several_specialties else [])
    return " · ".join(parts)


def _why(row: ProgramRow) -> str:
    said = ["on the Pacific Coast"] if row.pacific else []
    said += [_statement(statement) for statement in row.statements]
    said.append(escape(invites_at_all_text(row.invites_at_all, row.evidence)))
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
