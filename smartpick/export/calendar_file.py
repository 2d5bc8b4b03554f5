"""Dates as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

_REMINDERS = (timedelta(days=-7), timedelta(days=-1))


@dataclass(frozen=True)
class CalendarEntry:
    """One day to remember: what is on, and a note on where the date comes from."""

    day: date
    title: str
    note: str


def calendar_bytes(entries: Sequence[CalendarEntry], made: datetime) -> bytes:
    """Return the file: an all-day entry for each day, with reminders a week and a day before.

    The same day and title always have the same id, so that a second import replaces and does not double.
    `made` is when it was made, with a time zone.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//SmartPick//Application list//EN")
    calendar.add("calscale", "GREGORIAN")
    for entry in entries:
        calendar.add_component(_event(entry, made))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, made: datetime) -> Event:
    name = re.sub(r"[^a-z0-9]+", "-", entry.title.lower()).strip("-")
    event = Event()
    event.add("uid", f"{entry.day:%Y%m%d}-{name}@smartpick")
    event.add("dtstamp", made.astimezone(UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.note)
    # A day to remember keeps nobody busy.
    event.add("transp", "TRANSPARENT")
    for before in _REMINDERS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event
