"""Text files: encoding and delimiter are told from the content, and no row is lost to a stray quotation mark.

Limits count row by row, before a table is held in memory.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from smartpick.intake.grid import Grid
from smartpick.intake.safe_cells import plain
from smartpick.intake.table import UnreadableFileError, check_column_count, check_row_count, is_blank

_DELIMITERS = (",", ";", "\t", "|")
_ROWS_TO_JUDGE = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_NOT_A_TABLE = "The file is not a table of text. Save it as .csv or .xlsx and try again."
_LONGEST_CELL = 131_072
_TOO_LONG = f"A cell is longer than {_LONGEST_CELL:,} characters. A quotation mark may be missing there."
_LINES_NAMED = 5


def csv_grid(content: bytes) -> Grid:
    """Return the records of a delimited text file.

    Raises:
        UnreadableFileError: if it is not text, or larger than what we read.
    """
    text, notes = _text_of(content)
    if re.match(r"\s*<(!doctype|html|\?xml)", text, re.IGNORECASE):
        raise UnreadableFileError("The file is a web page. Save the table as .csv or .xlsx and try again.")
    first, _, rest = text.partition("\n")
    # Excel's own first line in some countries: "sep=;".
    named = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    records = _Records(rest if named else text, named.group(1) if named else delimiter_of(text))
    skipped = 1 if named else 0
    grid: list[tuple[int, tuple[str, ...]]] = []
    for number, record in enumerate(records, 1 + skipped):
        if is_blank(record):
            continue
        check_column_count(len(record))
        check_row_count(len(grid))
        grid.append((number, tuple(plain(cell) for cell in record)))
    if records.stray:
        notes.append(_about_quotes([line + skipped for line in records.stray]))
    return Grid(grid, notes=tuple(notes), surplus_is_fault=True)


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
            return _CONTROL.sub("", text), [_about_control_characters(text, strays)]
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


def delimiter_of(text: str) -> str:
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
    the rows between: its line is then read as it stands, with the mark as part of the text, and noted.

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
            yield self._first_line_as_it_stands()

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

    def _first_line_as_it_stands(self) -> list[str]:
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
            # Perhaps a delimiter stands between marks: "A, Inc" ,CA.
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


def _about_quotes(lines: list[int]) -> str:
    return (
        f"{_in_lines(lines)} a quotation mark opens a cell and does not close it where the cell ends. "
        "It was read as part of the text, so that no row is lost."
    )


def _about_control_characters(text: str, places: list[int]) -> str:
    lines = [text.count("\n", 0, place) + 1 for place in places]
    kinds = sorted({"NUL" if text[place] == "\0" else f"code {ord(text[place])}" for place in places})
    return f"{_in_lines(lines)} characters that are no text ({', '.join(kinds)}) were left out."


def _in_lines(lines: list[int]) -> str:
    numbers = list(dict.fromkeys(lines))
    named = ", ".join(str(number) for number in numbers[:_LINES_NAMED])
    more = f" and {len(numbers) - _LINES_NAMED:,} more" if len(numbers) > _LINES_NAMED else ""
    return f"In line{'s' if len(numbers) > 1 else ''} {named}{more}"
