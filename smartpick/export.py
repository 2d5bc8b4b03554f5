"""Files to take away: tables as a workbook, and dates for a calendar."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pandas as pd
from icalendar import Alarm, Calendar, Event
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from smartpick.intake.table import guarded
from smartpick.prose import web_address

# Dates as a calendar file (iCalendar, RFC 5545).

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


# Tables as a formatted spreadsheet (XLSX).

_HEAD_FONT = Font(bold=True, color="16202A")
_LINK_FONT = Font(color="0068A6", underline="single")
_PLAIN_FILL = PatternFill("solid", fgColor="F4F6F8")
_WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet: a table under one row of headings, which are the columns' names by default.

    By column: `fills` is the colour of a heading (`RRGGBB`), `formats` the number format, `widths` a width in
    characters (the rest take the width of their text). `links` are the columns that hold addresses.
    """

    name: str
    table: pd.DataFrame
    _: KW_ONLY
    headings: Mapping[str, str] = field(default_factory=dict)
    fills: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    widths: Mapping[str, float] = field(default_factory=dict)
    links: Sequence[str] = ()


def workbook_bytes(sheets: Sequence[Sheet], title: str, made: datetime) -> bytes:
    """Return a workbook of these sheets.

    No cell holds a formula: text that a spreadsheet program would take for one is written with an
    apostrophe before it, as text. Unknown is an empty cell. `title` and `made` (without a time zone) go into
    the file's properties.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    book.properties.title = title
    book.properties.creator = "SmartPick"
    book.properties.created = book.properties.modified = made
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Worksheet, sheet: Sheet) -> None:
    columns = [str(name) for name in sheet.table.columns]
    for place, name in enumerate(columns, start=1):
        head = page.cell(1, place)
        _text(head, sheet.headings.get(name, name))
        head.font = _HEAD_FONT
        head.fill = PatternFill("solid", fgColor=sheet.fills[name]) if name in sheet.fills else _PLAIN_FILL
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(place)].width = _width(sheet, name)
    for line, row in enumerate(sheet.table.itertuples(index=False), start=2):
        for place, (name, value) in enumerate(zip(columns, row, strict=True), start=1):
            _fill(page.cell(line, place), value, sheet, name)
    page.freeze_panes = "A2"
    if len(sheet.table):
        page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _fill(cell: Cell, value: object, sheet: Sheet, column: str) -> None:
    cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str) and column in sheet.widths)
    if pd.isna(value) or value == "":  # type: ignore[call-overload]
        return
    if isinstance(value, str):
        _text(cell, value)
        if column in sheet.links and web_address(value):
            cell.hyperlink = value
            cell.font = _LINK_FONT
        return
    cell.value = value.item() if hasattr(value, "item") else value
    if column in sheet.formats:
        cell.number_format = sheet.formats[column]


def _text(cell: Cell, text: str) -> None:
    """Write a text as text: signs that no file of this kind may hold are left out."""
    kept = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t\r")
    cell.value = guarded(kept)
    cell.data_type = "s"


def _width(sheet: Sheet, name: str) -> float:
    if name in sheet.widths:
        return sheet.widths[name]
    heading = max(len(word) for word in sheet.headings.get(name, name).split() or [""]) + 4
    texts = sheet.table[name].dropna().astype(str).str.len()
    return float(min(max(heading, int(texts.max()) + 2 if len(texts) else 0), _WIDEST))
