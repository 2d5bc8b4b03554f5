"""Reading a file that a person brings: a workbook's values, text in any encoding, whatever its name says."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

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
from smartpick.intake.workbooks import workbook_grids
from smartpick.prose import first_of

_ZIP = b"PK\x03\x04"
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file or a workbook with a password"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_NO_CELL = "The workbook has no cell with anything in it."
_SAVE_AS = "Open it in your spreadsheet program, save it as .xlsx or .csv without a password, and try again."


def read_table(name: str, content: bytes, sheet: str | None = None) -> RawTable:
    """Return the table in a CSV, XLSX or ODS file.

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


@dataclass(frozen=True)
class UnreadSheet:
    """A sheet that cannot be read, and why, in words for its owner."""

    sheet: str
    reason: str


def read_tables(name: str, content: bytes) -> tuple[RawTable | UnreadSheet, ...]:
    """Return the table of each sheet that is not empty, as `read_table`; a text file has one.

    Raises:
        UnreadableFileError: if the file as a whole cannot be read, or its only sheet.
    """
    tables: list[RawTable | UnreadSheet] = []
    for grid in _grids(content):
        title, table = (grid.sheet or "", grid) if isinstance(grid, Grid) else grid
        try:
            if isinstance(table, UnreadableFileError):
                raise table
            tables.append(table_of(name, table))
        except UnreadableFileError as error:
            tables.append(UnreadSheet(title, str(error)))
    if not tables:
        raise UnreadableFileError(_NO_CELL)
    if len(tables) == 1 and isinstance(tables[0], UnreadSheet):
        raise UnreadableFileError(tables[0].reason)
    return tuple(tables)


def read_grids(content: bytes) -> list[Grid]:
    """Return the cells of each sheet of a file that can be read, whatever they are about.

    Raises:
        UnreadableFileError: as `read_grid`, if none can be read.
    """
    grids = list(_grids(content))
    readable = [grid for grid in grids if isinstance(grid, Grid)]
    if not readable:
        raise next((grid[1] for grid in grids if not isinstance(grid, Grid)), UnreadableFileError(_NO_CELL))
    return readable


def read_grid(content: bytes, sheet: str | None = None) -> Grid:
    """Return the cells of a CSV, XLSX or ODS file, whatever they are about.

    Raises:
        UnreadableFileError: as `read_table`, but the grid may be empty.
    """
    for grid in _grids(content, sheet):
        if isinstance(grid, Grid):
            return grid
        raise grid[1]
    raise UnreadableFileError(_NO_CELL)


def _grids(content: bytes, sheet: str | None = None) -> Iterator[Grid | tuple[str, UnreadableFileError]]:
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
    return workbook_grids(content, sheet) if content.startswith(_ZIP) else iter([_csv_grid(content)])


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
    numbers = list(map(str, dict.fromkeys(lines)))
    return f"In line{'s' if len(numbers) > 1 else ''} {first_of(numbers, _LINES_NAMED)}"
