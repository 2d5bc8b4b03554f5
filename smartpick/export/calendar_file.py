"""Dates as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST_LINE = 75  # octets


@dataclass(frozen=True)
class CalendarEntry:
    """One day to remember.

    Attributes:
        day: The day.
        title: What is on.
        note: Where the date comes from.
        days_before: A reminder that many days earlier each.
    """

    day: date
    title: str
    note: str
    days_before: tuple[int, ...] = (7, 1)


def calendar_text(entries: Sequence[CalendarEntry], made: datetime) -> str:
    """Return the file's text: an all-day entry with reminders for each day.

    The same day and title always have the same id, so that a second import replaces and does not double.

    Args:
        entries: The days.
        made: When it was made, with a time zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//SmartPick//Application list//EN",
        "CALSCALE:GREGORIAN",
    ]
    for entry in entries:
        lines += _entry(entry, made)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _entry(entry: CalendarEntry, made: datetime) -> list[str]:
    name = re.sub(r"[^a-z0-9]+", "-", entry.title.lower()).strip("-")
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.day:%Y%m%d}-{name}@smartpick",
        f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(entry.title)}",
        f"DESCRIPTION:{_escaped(entry.note)}",
        "TRANSP:TRANSPARENT",
    ]
    for days in entry.days_before:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(entry.title)}",
            f"TRIGGER:-P{days}D",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def _folded(line: str) -> str:
    """Break a line of more than 75 octets; what follows a break starts with a space."""
    pieces, piece, octets = [], "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > _LONGEST_LINE:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + sign, octets + size
    return "\r\n".join([*pieces, piece])
