"""Workbooks, XLSX and ODS: values as they are shown, formulas never run, macros never looked at."""

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import WorkSheetParser

from smartpick.intake.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cells,
    Grid,
    UnreadableFileError,
    check_size,
    plain,
)

_MOST_UNPACKED = 60_000_000
_MOST_PARTS = 2_000
# Marks of XML, which reading takes its time for: about six for a cell. Only sheets and their texts are long.
_MOST_MARKS, _MOST_OTHER_MARKS = 4_000_000, 200_000
_MOST_CELLS = 500_000
_MOST_SHEETS = 100
_MOST_GAP = 100_000
_FORBIDDEN_XML = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_DAMAGED = "The workbook is damaged or of another kind. Save it again as .xlsx or .csv and try again."
_TOO_LARGE = "The workbook unpacks to far more than its size. Copy the table to a new workbook and try again."
_NOT_A_WORKBOOK = (
    "The file is a zip archive but not a workbook. Save the table as .xlsx, .ods or .csv and try again."
)
_FAR_BELOW = "The sheet has cells far below the table. Delete them first."
_UNCALCULATED = "Cells with formulas that were never calculated are shown as they are written."

Rows = list[tuple[int, Cells]]
# The number of a row in its sheet, and its cells that are not empty by the index of their column.
FilledRow = tuple[int, dict[int, str]]
_MOST_MERGED = 20_000


@dataclass
class _Layout:
    """What a sheet says beside its cells: cells that stand for several rows, and what it does not show.

    `merged` has the last row of such a cell by its row and the index of its column.
    """

    merged: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def notes(self, rows: Rows) -> list[str]:
        """Say what was read although the sheet does not show it."""
        width = max(len(cells) for _, cells in rows)
        counts = (
            ("row", sum(number in self.hidden_rows for number, _ in rows)),
            ("column", sum(place < width for place in self.hidden_columns)),
        )
        hidden = [f"{count} hidden {name}{'' if count == 1 else 's'}" for name, count in counts if count]
        if not hidden:
            return []
        alone = sum(count for _, count in counts) == 1
        them = "was read too. Delete it if it" if alone else "were read too. Delete them if they"
        return [f"{' and '.join(hidden)} {them} should not count."]


SheetReader = Callable[[str, _Layout], Iterator[FilledRow]]


def _merged(rows: Rows, layout: _Layout) -> Rows:
    """Return the rows with a cell that stands for several of them in each."""
    if not layout.merged:
        return rows
    texts = {number: list(cells) for number, cells in rows}
    covered = (
        (first, place, number)
        for (first, place), last in layout.merged.items()
        if place < len(texts.get(first, ()))
        for number in range(first + 1, min(last, first + MOST_ROWS) + 1)
    )
    # No sheet that we read has more cells, so overlapping ranges cost no more than they do.
    for first, place, number in islice(covered, _MOST_CELLS):
        cells = texts.get(number)
        if cells is not None:
            cells += [""] * (place + 1 - len(cells))
            cells[place] = cells[place] or texts[first][place]
    return [(number, tuple(texts[number])) for number, _ in rows]


def workbook_grids(
    content: bytes, sheet: str | None = None
) -> Iterator[Grid | tuple[str, UnreadableFileError]]:
    """Give the cells of each sheet that is not empty, or its title and why it cannot be read.

    `sheet` is the only one to give.

    Raises:
        UnreadableFileError: if the workbook as a whole cannot be read or has no such sheet.
    """
    try:
        content = _unpacked(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive, ExitStack() as opened:
            titles, rows_of = _opened(archive, content, opened)
            if len(titles) > _MOST_SHEETS:
                raise UnreadableFileError(
                    f"The workbook has more than {_MOST_SHEETS} sheets. Copy those you need to a new one."
                )
            if sheet is not None and sheet not in titles:
                raise UnreadableFileError(f"The workbook has no sheet named '{sheet}'.")
            for title in titles if sheet is None else [sheet]:
                layout = _Layout()
                try:
                    rows = _merged(_laid_out(rows_of(title, layout)), layout)
                except UnreadableFileError as error:
                    yield title, error
                    continue
                if rows:
                    uncalculated = any(cell.startswith("=") for _, cells in rows for cell in cells)
                    notes = [*([_UNCALCULATED] if uncalculated else []), *layout.notes(rows)]
                    yield Grid(rows, title, tuple(titles), tuple(notes))
    except UnreadableFileError:
        raise
    except Exception:
        # A damaged workbook makes the readers of zip and XML fail in more ways than can be listed; whatever
        # it was, the person can only save the file anew.
        raise UnreadableFileError(_DAMAGED) from None


def _unpacked(content: bytes) -> bytes:
    """Return the same archive with its parts unpacked.

    An archive may say that a part is small and unpack it to gigabytes, and whoever reads a part as a whole
    gets all of them. Here no more than the said size is ever unpacked, and what is read from then on is as
    large as it says.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as copy:
        parts = {part.filename: part for part in archive.infolist()}
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts.values()) > _MOST_UNPACKED:
            raise UnreadableFileError(_TOO_LARGE)
        for name, part in parts.items():
            # Of the other methods Python unpacks all at once; no spreadsheet program uses them.
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise UnreadableFileError(_DAMAGED)
            with archive.open(part) as source:
                copy.writestr(zipfile.ZipInfo(name), source.read(part.file_size))
    return out.getvalue()


def _opened(archive: zipfile.ZipFile, content: bytes, opened: ExitStack) -> tuple[list[str], SheetReader]:
    """Return the titles of the sheets and what reads one of them."""
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return _xlsx(content, _inspect(archive, "xl/worksheets/", "xl/sharedStrings"), opened)
    if "content.xml" in names:
        if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFileError("The workbook has a password. Save it without one and try again.")
        _inspect(archive, _ODS_SHEETS)
        return _ods(archive)
    raise UnreadableFileError(_NOT_A_WORKBOOK)


def _inspect(archive: zipfile.ZipFile, sheets: str, texts: str = "") -> bool:
    """Refuse what is dangerous to unpack; return whether a sheet holds formulas.

    `sheets` and `texts` are how the names of those parts begin that may be long.
    """
    formulas, marks, other_marks = False, 0, 0
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        xml = archive.read(part)
        if any(mark in xml for mark in _FORBIDDEN_XML):
            raise UnreadableFileError(_DAMAGED)
        opened = xml.count(b"<")
        marks += opened
        if part.filename.startswith(sheets):
            # Before any is read; those that are written in a rarer way are counted as they come.
            _check_cell_count(sum(xml.count(start) for start in _CELL_STARTS))
            formulas = formulas or b"<f" in xml
        elif not (texts and part.filename.startswith(texts)):
            other_marks += opened
        if marks > _MOST_MARKS or other_marks > _MOST_OTHER_MARKS:
            raise UnreadableFileError(_TOO_LARGE)
    return formulas


def _check_cell_count(count: int) -> None:
    if count > _MOST_CELLS:
        raise UnreadableFileError(
            f"The sheet has more than {_MOST_CELLS:,} cells. Copy the table to a new workbook and try again."
        )


def _laid_out(filled: Iterator[FilledRow]) -> Rows:
    rows: Rows = []
    last = 0
    for number, texts in filled:
        width = max(texts) + 1
        check_size(rows=len(rows), columns=width)
        if number - last > _MOST_GAP:
            raise UnreadableFileError(_FAR_BELOW)
        last = number
        rows.append((number, tuple(texts.get(place, "") for place in range(width))))
    return rows


# XLSX


def _xlsx(content: bytes, has_formulas: bool, opened: ExitStack) -> tuple[list[str], SheetReader]:
    def sheets(values: bool) -> dict[str, Any]:
        with warnings.catch_warnings():
            # Unknown extensions and styles do not matter to us.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
        opened.callback(book.close)
        return {each.title: each for each in book.worksheets}

    shown = sheets(values=True)
    written = sheets(values=False) if has_formulas else {}

    def rows_of(title: str, layout: _Layout) -> Iterator[FilledRow]:
        # A formula that was never calculated is shown as it is written.
        formulas = {
            (number, place): cell.value
            for number, cells in (_cells_in(written[title], _Layout()) if written else ())
            for place, cell in cells
            if cell.data_type == "f" and isinstance(cell.value, str)
        }
        for number, cells in _cells_in(shown[title], layout):
            texts = {place: _text(cell) or formulas.get((number, place), "") for place, cell in cells}
            if texts := {place: text for place, text in texts.items() if text.strip()}:
                yield number, texts

    return list(shown), rows_of


def _cells_in(sheet: Any, layout: _Layout) -> Iterator[tuple[int, list[tuple[int, ReadOnlyCell]]]]:
    """Give the number of each row and its cells, each with its column's index, that the sheet really holds.

    `iter_rows` would fill the way to a cell far right, and to one far below, with empty ones: a small file
    could cost minutes.
    """
    count = 0
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=sheet.parent.data_only,
            epoch=sheet.parent.epoch,
            date_formats=sheet.parent._date_formats,
            timedelta_formats=sheet.parent._timedelta_formats,
        )
        for number, cells in parser.parse():
            count += len(cells)
            _check_cell_count(count)
            yield number, [(cell["column"] - 1, ReadOnlyCell(sheet, **cell)) for cell in cells]
    ranges = [each.ref for each in parser.merged_cells.mergeCell] if parser.merged_cells else []
    for left, top, _, bottom in map(range_boundaries, ranges[:_MOST_MERGED]):
        if bottom > top:
            layout.merged[top, left - 1] = bottom
    layout.hidden_rows |= {int(row) for row, its in parser.row_dimensions.items() if _is_hidden(its)}
    for its in parser.column_dimensions.values():
        if _is_hidden(its):
            layout.hidden_columns |= set(range(int(its["min"]) - 1, min(int(its["max"]), MOST_COLUMNS)))


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true")


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float)):
        # Text in quotation marks inside a number format is decoration: 0.0" % of all" is no percentage.
        shown_format = re.sub(r'"[^"]*"|\\.', "", str(cell.number_format or ""))
        return _percent(value) if "%" in shown_format else _number(value)
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else plain(str(value))


def _percent(value: int | float) -> str:
    return f"{_number(round(100 * value, 10))}%"


def _number(value: int | float) -> str:
    return str(int(value)) if isinstance(value, int) or value.is_integer() else repr(value)


# ODS, read as a stream: a cell or a row that stands for a million empty ones costs nothing.

_ODS_SHEETS = "content.xml"
_OFFICE, _TABLE, _WORDS = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text")
)
_ODS_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_CELL_STARTS = (b"<c ", b"<c>", b"<c/>", b"<table:table-cell", b"<table:covered-table-cell")


def _ods(archive: zipfile.ZipFile) -> tuple[list[str], SheetReader]:
    sheets: dict[str, list[FilledRow]] = {}
    layouts: dict[str, _Layout] = defaultdict(_Layout)
    title = ""
    rows: list[FilledRow] | None = None
    inside: list[Element] = []
    cells = number = 0
    with archive.open(_ODS_SHEETS) as source:
        for event, element in iterparse(source, ("start", "end")):
            if event == "start":
                inside.append(element)
                if element.tag == f"{_TABLE}table":
                    title = element.get(f"{_TABLE}name", "")
                    rows, number = sheets.setdefault(title, []), 0
                continue
            inside.pop()
            if element.tag == f"{_TABLE}table":
                rows = None
            elif element.tag == f"{_TABLE}table-row" and rows is not None:
                cells += len(element)
                _check_cell_count(cells)
                repeated = int(element.get(f"{_TABLE}number-rows-repeated", 1))
                layout = layouts[title]
                if element.get(f"{_TABLE}visibility") in ("collapse", "filter") and repeated <= MOST_ROWS:
                    layout.hidden_rows |= set(range(number + 1, number + repeated + 1))
                if texts := _ods_texts(element, number + 1, layout):
                    # Enough to be refused where there are too many.
                    kept = min(repeated, MOST_ROWS + 2 - len(rows))
                    rows += [(number + i, texts) for i in range(1, kept + 1)]
                number += repeated
                inside[-1].remove(element)

    def rows_of(title: str, layout: _Layout) -> Iterator[FilledRow]:
        vars(layout).update(vars(layouts[title]))
        return iter(sheets[title])

    return list(sheets), rows_of


def _ods_texts(row: Element, number: int, layout: _Layout) -> dict[int, str]:
    texts: dict[int, str] = {}
    place = 0
    for cell in row:
        if cell.tag in _ODS_CELLS:
            repeated = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            text = _ods_text(cell)
            spanned = int(cell.get(f"{_TABLE}number-rows-spanned", 1))
            if spanned > 1 and len(layout.merged) < _MOST_MERGED:
                layout.merged[number, place] = number + spanned - 1
            if text.strip():
                texts |= dict.fromkeys(range(place, place + min(repeated, MOST_COLUMNS + 1)), text)
            place += repeated
    return texts


def _ods_text(cell: Element) -> str:
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value")
    if value is not None and kind in ("float", "currency", "percentage"):
        return _percent(float(value)) if kind == "percentage" else _number(float(value))
    if kind == "boolean":
        return "Yes" if cell.get(f"{_OFFICE}boolean-value") == "true" else "No"
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
    # Only what stands in the cell itself: a comment has paragraphs of its own.
    paragraphs = cell.findall(f"{_WORDS}p")
    for paragraph in paragraphs:
        for mark in ("s", "tab", "line-break"):
            for space in paragraph.iter(f"{_WORDS}{mark}"):
                space.text = " "
    text = "\n".join("".join(paragraph.itertext()) for paragraph in paragraphs)
    formula = cell.get(f"{_TABLE}formula")
    return plain(text) if text or formula is None else f"={formula.partition('=')[2]}"
