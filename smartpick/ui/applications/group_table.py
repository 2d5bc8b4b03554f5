"""The programs of the list as an HTML table: a card for each program on a phone, all of them on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import isnan

from smartpick.presenters.application_groups import GROUP_NAMES
from smartpick.presenters.look_up_questions import worth_text
from smartpick.presenters.programs import ProgramRow
from smartpick.presenters.signal_words import signal_label
from smartpick.presenters.wording import dollars, fine_percent

_HEAD = ("#", "Program", "Invitation", "Adds, and costs", "Its pages say", "Ask about")


@dataclass(frozen=True)
class Application:
    """One application of the list.

    Attributes:
        number: Its place on the list, from 1.
        row: The program in words.
        group: `safer`, `target` or `reach`.
        gain: What it adds to the worth of the list, 0-1.
        fee_usd: What it costs in its place, NaN where that is not known.
        firm: Whether its place on the list is firm.
    """

    number: int
    row: ProgramRow
    group: str
    gain: float
    fee_usd: float
    firm: bool


def group_table(lines: Sequence[Application], most: int | None, several_specialties: bool) -> str:
    """Return the table's HTML.

    Args:
        lines: The applications to show.
        most: How many to show on screen, all by default; on paper all are shown.
        several_specialties: Whether each line names its specialty.
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _HEAD)
    largest = max((line.row.invitation for line in lines), default=1.0) or 1.0
    body = "".join(
        _line(line, largest, several_specialties, most is not None and place >= most)
        for place, line in enumerate(lines)
    )
    return f'<table class="sp-list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _line(line: Application, largest: float, several_specialties: bool, later: bool) -> str:
    row = line.row
    place = row.place + (f" · {row.specialty}" if several_specialties else "")
    said = "; ".join(statement.text for statement in row.statements) or "nothing known"
    return (
        f'<tr{" class=sp-later" if later else ""}><td class="sp-rank">{line.number}</td>'
        f'<th scope="row">{_name(row)} {_tags(line)}'
        f'<span class="sp-place{" sp-pacific" if row.pacific else ""}">{escape(place)}</span></th>'
        f'<td class="sp-chance">{fine_percent(row.invitation)}'
        f'<small class="sp-with-signal">{escape(signal_label(row.signal))}</small>'
        f'<span class="sp-bar" style="width:{100 * row.invitation / largest:.0f}%" aria-hidden="true"></span>'
        "</td>"
        f'<td class="sp-number"><span class="sp-label">adds </span>{escape(worth_text(line.gain))} '
        f"<small>{escape(_fee(line.fee_usd))}</small></td>"
        f'<td class="sp-why"><span class="sp-label">Its pages say: </span>{escape(said)}</td>'
        f'<td class="sp-ask"><span class="sp-label">Ask about: </span>{escape(", ".join(row.unknown) or "—")}'
        "</td></tr>"
    )


def _fee(fee_usd: float) -> str:
    if isnan(fee_usd):
        return "fee not known"
    return f"costs {dollars(fee_usd)}" if fee_usd else "no extra fee"


def _name(row: ProgramRow) -> str:
    if row.website is None:
        return escape(row.name)
    return f'<a href="{escape(row.website)}" target="_blank" rel="noopener noreferrer">{escape(row.name)}</a>'


def _tags(line: Application) -> str:
    tags = [GROUP_NAMES[line.group], *(["firm"] if line.firm else [])]
    if line.row.signal:
        tags.append("signal" if line.row.signal == "signal" else f"{line.row.signal} signal")
    return " ".join(f'<span class="sp-signal">{escape(tag)}</span>' for tag in tags)
