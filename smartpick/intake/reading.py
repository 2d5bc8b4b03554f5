"""Reading a file that a person brings: a workbook's values, text in any encoding, whatever its name says."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

from smartpick.intake.table import (
    MOST_BYTES,
    Grid,
    RawTable,
    UnreadableFileError,
    check_size,
    is_blank,
    plain,
    table_of,
)

_ZIP = b"PK\x03\x04"
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file or a workbook with a password"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_SAVE_AS = "Open it in your spreadsheet program, save it as .xlsx or .csv without a password, and try again."


def read_table(name: str, content: bytes, sheet: str | None = None) -> RawTable:
    """Return the table in a CSV or XLSX file.

    The kind is recognised by the content, not by the name. Encoding, delimiter and header row are found;
    formulas are never run and macros are never looked at.

    Args:
        name: The file's name, kept as the origin of what it says.
        content: Its bytes, at most 5 MB.
        sheet: Which sheet of a workbook; by default the first one that is not empty.

    Raises:
        UnreadableFileError: if there is no table in it that can be read; the message is for the file's owner.
    """
    return table_of(name, read_grid(content, sheet))


def read_grid(content: bytes, sheet: str | None = None) -> Grid:
    """Return the cells of a CSV or XLSX file, whatever they are about.

    Raises:
        UnreadableFileError: as `read_table`, but the grid may be empty.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB. Keep only the columns you need "
            "and try again."
        )
    if not content.strip():
        raise UnreadableFileError("The file is empty.")
    for start, kind in _OTHER_KINDS:
        if content.startswith(start):
            raise UnreadableFileError(f"The file is {kind}. {_SAVE_AS}")
    return _xlsx_grid(content, sheet) if content.startswith(_ZIP) else _csv_grid(content)


# Text files: encoding and delimiter are found from the content, and no row is lost to a stray quotation mark.
# Limits count row by row, before a table is held in memory.

_DELIMITERS = (",", ";", "\t", "|")
_ROWS_TO_JUDGE = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_NOT_A_TABLE = "The file is not a table of text. Save it as .csv or .xlsx and try again."
_LONGEST_CELL = 131_072
_TOO_LONG = f"A cell is longer than {_LONGEST_CELL:,} characters. A quotation mark may be missing there."
_LINES_NAMED = 5


def _csv_grid(content: bytes) -> Grid:
    text, notes = _text_of(content)
    if re.match(r"\s*<(!doctype|html|\?xml)", text, re.IGNORECASE):
        raise UnreadableFileError("The file is a web page. Save the table as .csv or .xlsx and try again.")
    first, _, rest = text.partition("\n")
    # Excel's own first line in some countries: "sep=;".
    named = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    skipped = 1 if named else 0
    records = _Records(rest, named.group(1)) if named else _Records(text, _delimiter_of(text))
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, record in enumerate(records, 1 + skipped):
        if is_blank(record):
            continue
        rows.append((number, tuple(plain(cell) for cell in record)))
        check_size(rows=len(rows) - 1, columns=len(record))
    if records.stray:
        notes.append(
            f"{_in_lines([line + skipped for line in records.stray])} a quotation mark opens a cell and does "
            "not close it where the cell ends. It was read as part of the text, so that no row is lost."
        )
    return Grid(rows, notes=tuple(notes), surplus_is_fault=True)


def _text_of(content: bytes) -> tuple[str, list[str]]:
    """Return the text of a file and what was left out: UTF-8, UTF-16 (marked or not) or Windows-1252.

    Raises:
        UnreadableFileError: if it is none of these or full of control characters, as a picture is.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        strays = [match.start() for match in islice(_CONTROL.finditer(text), len(text) // 50 + 4)]
        if not strays:
            return text, []
        # A slip of some program leaves a few in a text; of a picture or program they are a large part.
        if len(strays) <= max(3, len(text) // 100) and 4 * len(strays) < len(text):
            lines = [text.count("\n", 0, place) + 1 for place in strays]
            codes = {"NUL" if text[place] == "\0" else f"code {ord(text[place])}" for place in strays}
            note = (
                f"{_in_lines(lines)} characters that are not text ({', '.join(sorted(codes))}) were left out."
            )
            return _CONTROL.sub("", text), [note]
    raise UnreadableFileError(_NOT_A_TABLE)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    start = content[:2000]
    # Western text in UTF-16 has a zero in nearly every other byte; one zero alone says nothing.
    for places, encoding in ((start[1::2], "utf-16-le"), (start[::2], "utf-16-be")):
        if len(places) and places.count(0) > len(places) / 2 and start.count(0) < 0.9 * len(start):
            return (encoding,)
    return ("utf-8-sig", "cp1252")


def _delimiter_of(text: str) -> str:
    """Return the delimiter that splits the most of the first records into the same number of cells."""

    def evenness(delimiter: str) -> float:
        width, share = _usual_width(text, delimiter)
        return (width - 1) * share if width > 1 else 0.0

    return max(_DELIMITERS, key=evenness)


def _usual_width(text: str, delimiter: str) -> tuple[int, float]:
    """Return the number of cells that most of the first records have, and the share of records that do."""
    records = islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _ROWS_TO_JUDGE)
    try:
        widths = [len(record) for record in records if any(cell.strip() for cell in record)]
    except csv.Error:
        return 0, 0.0
    if not widths:
        return 0, 0.0
    width, count = max(Counter(widths).items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
    return width, count / len(widths)


class _Records:
    """The records of a text, one after the other.

    A quotation mark that opens a cell and is closed nowhere, or in the middle of another cell, would swallow
    the rows between: its line is then read as it is, with the mark as part of the text, and noted.

    Attributes:
        stray: Numbers of the lines that were read so; complete once all records have been taken.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self._text, self._delimiter = text, delimiter
        self._width = _usual_width(text, delimiter)[0]
        # Lines of the record that is being read, and those that are to be read once more.
        self._taken: list[str] = []
        self._again: list[str] = []
        self._lines = iter(io.StringIO(text, newline=""))
        self._line_number = 0
        self.stray: list[int] = []

    def __iter__(self) -> Iterator[list[str]]:
        if '"' not in self._text:
            yield from self._without_marks()
            return
        while True:
            reader = csv.reader(self._fed(), delimiter=self._delimiter, strict=True)
            try:
                for record in reader:
                    if len(self._taken) > 1 and self._are_rows_by_themselves(self._taken):
                        break
                    self._taken.clear()
                    yield record
                else:
                    return
            except csv.Error:
                if len(self._taken[0]) > _LONGEST_CELL:
                    raise UnreadableFileError(_TOO_LONG) from None
            yield self._first_line_as_it_is()

    def _without_marks(self) -> Iterator[list[str]]:
        try:
            yield from csv.reader(self._lines, delimiter=self._delimiter)
        except csv.Error:
            raise UnreadableFileError(_TOO_LONG) from None

    def _fed(self) -> Iterator[str]:
        while True:
            line = self._again.pop() if self._again else next(self._lines, None)
            if line is None:
                return
            self._line_number += 1
            self._taken.append(line)
            yield line

    def _first_line_as_it_is(self) -> list[str]:
        first, *others = self._taken
        self._again.extend(reversed(others))
        self._line_number -= len(others)
        self._taken.clear()
        self.stray.append(self._line_number)
        first = first.rstrip("\r\n")
        pieces = [piece.strip() for piece in first.split(self._delimiter)]
        cells = [
            piece[1:-1] if len(piece) > 1 and piece[0] == piece[-1] == '"' else piece for piece in pieces
        ]
        if len(cells) != self._width:
            # Perhaps there is a delimiter between marks: "A, Inc" ,CA.
            [lenient] = csv.reader([first], delimiter=self._delimiter)
            return lenient if len(lenient) == self._width else cells
        return cells

    def _are_rows_by_themselves(self, lines: list[str]) -> bool:
        """Return whether lines that one pair of marks holds together look like rows of the table.

        They have as many cells as the table, and no delimiter is followed by a space, as it is in prose.
        """
        return self._width > 1 and all(
            line.count(self._delimiter) == self._width - 1 and f"{self._delimiter} " not in line
            for line in lines
        )


def _in_lines(lines: list[int]) -> str:
    numbers = list(dict.fromkeys(lines))
    named = ", ".join(str(number) for number in numbers[:_LINES_NAMED])
    more = f" and {len(numbers) - _LINES_NAMED:,} more" if len(numbers) > _LINES_NAMED else ""
    return f"In line{'s' if len(numbers) > 1 else ''} {named}{more}"


# Workbooks: values only. Formulas are not run, macros not looked at, bombs not unpacked.

_MOST_UNPACKED = 60_000_000
_MOST_PARTS = 2_000
# Marks of XML, which reading takes its time for: about six for a cell. Only sheets and their texts are long.
_MOST_MARKS, _MOST_OTHER_MARKS = 4_000_000, 200_000
_MOST_CELLS = 500_000
_MOST_GAP = 100_000
_FORBIDDEN_XML = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_DAMAGED = "The workbook is damaged or of another kind. Save it again as .xlsx or .csv and try again."
_TOO_LARGE = "The workbook unpacks to far more than its size. Copy the table to a new workbook and try again."


def _xlsx_grid(content: bytes, sheet: str | None) -> Grid:
    try:
        return _sheet(content, sheet, has_formulas=_inspect(content))
    except UnreadableFileError:
        raise
    except Exception:
        # A damaged workbook makes the readers of zip and XML fail in more ways than can be listed; whatever
        # it was, the person can only save the file anew.
        raise UnreadableFileError(_DAMAGED) from None


def _inspect(content: bytes) -> bool:
    """Refuse what is dangerous to unpack; return whether a sheet holds formulas."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        # A part is never unpacked beyond its declared size, so the declared sizes can be relied on.
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise UnreadableFileError(_TOO_LARGE)
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            raise UnreadableFileError(
                "The file is a zip archive but not an Excel workbook. Save the table as .xlsx or .csv and "
                "try again."
            )
        formulas, marks, other_marks = False, 0, 0
        for part in parts:
            if not part.filename.endswith((".xml", ".rels")):
                continue
            xml = archive.read(part)
            if any(mark in xml for mark in _FORBIDDEN_XML):
                raise UnreadableFileError(_DAMAGED)
            opened = xml.count(b"<")
            marks += opened
            if part.filename.startswith("xl/worksheets/"):
                # Before any is read; `_cells_in` counts those that are written in a rarer way.
                _check_cell_count(xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b"<c/>"))
                formulas = formulas or b"<f" in xml
            elif not part.filename.startswith("xl/sharedStrings"):
                other_marks += opened
            if marks > _MOST_MARKS or other_marks > _MOST_OTHER_MARKS:
                raise UnreadableFileError(_TOO_LARGE)
        return formulas


def _check_cell_count(count: int) -> None:
    if count > _MOST_CELLS:
        raise UnreadableFileError(
            f"The sheet has more than {_MOST_CELLS:,} cells. Copy the table to a new workbook and try again."
        )


def _sheet(content: bytes, sheet: str | None, has_formulas: bool) -> Grid:
    """Return one sheet's cells as they are shown; a formula that was never calculated, as it is written."""
    with ExitStack() as opened:

        def sheets(values: bool) -> dict[str, Any]:
            with warnings.catch_warnings():
                # Unknown extensions and styles do not matter to us.
                warnings.simplefilter("ignore")
                book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
            opened.callback(book.close)
            return {each.title: each for each in book.worksheets}

        shown = sheets(values=True)
        written = sheets(values=False) if has_formulas else {}
        if sheet is not None and sheet not in shown:
            raise UnreadableFileError(f"The workbook has no sheet named '{sheet}'.")
        for title in [sheet] if sheet is not None else shown:
            formulas = {
                (number, place): cell.value
                for number, cells in (_cells_in(written[title]) if written else ())
                for place, cell in cells
                if cell.data_type == "f" and isinstance(cell.value, str)
            }
            rows = _rows(shown[title], formulas)
            if rows:
                note = "Cells with formulas that were never calculated are shown as they are written."
                uncalculated = any(cell.startswith("=") for _, cells in rows for cell in cells)
                return Grid(rows, title, tuple(shown), (note,) if uncalculated else ())
    raise UnreadableFileError("The workbook has no cell with anything in it.")


def _rows(sheet: Any, formulas: dict[tuple[int, int], str]) -> list[tuple[int, tuple[str, ...]]]:
    rows: list[tuple[int, tuple[str, ...]]] = []
    last = 0
    for number, cells in _cells_in(sheet):
        texts = {place: _text(cell) or formulas.get((number, place), "") for place, cell in cells}
        texts = {place: text for place, text in texts.items() if text.strip()}
        if not texts:
            continue
        width = max(texts) + 1
        check_size(rows=len(rows), columns=width)
        if number - last > _MOST_GAP:
            raise UnreadableFileError("The sheet has cells far below the table. Delete them first.")
        last = number
        rows.append((number, tuple(texts.get(place, "") for place in range(width))))
    return rows


def _cells_in(sheet: Any) -> Iterator[tuple[int, list[tuple[int, ReadOnlyCell]]]]:
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


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float)):
        # Text in quotation marks inside a number format is decoration: 0.0" % of all" is no percentage.
        shown_format = re.sub(r'"[^"]*"|\\.', "", str(cell.number_format or ""))
        return f"{_number(round(100 * value, 10))}%" if "%" in shown_format else _number(value)
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else plain(str(value))


def _number(value: int | float) -> str:
    return str(int(value)) if isinstance(value, int) or value.is_integer() else repr(value)
