"""Text files: encoding and delimiter are told from the content."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from smartpick.intake.grid import Grid
from smartpick.intake.safe_cells import plain
from smartpick.intake.table import UnreadableFileError, check_column_count, check_row_count

_DELIMITERS = (",", ";", "\t", "|")
_ROWS_TO_JUDGE = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_NOT_A_TABLE = "The file is not a table of text. Save it as .csv or .xlsx and try again."
_LONGEST_CELL = 131_072


def csv_grid(content: bytes) -> Grid:
    """Return the records of a delimited text file.

    Raises:
        UnreadableFileError: if it is not text, or a quotation mark never closes.
    """
    text = decoded(content)
    if re.match(r"\s*<(!doctype|html|\?xml)", text, re.IGNORECASE):
        raise UnreadableFileError("The file is a web page. Save the table as .csv or .xlsx and try again.")
    first, _, rest = text.partition("\n")
    # Excel's own first line in some countries: "sep=;".
    named = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    delimiter = named.group(1) if named else delimiter_of(text)
    records = _records(rest if named else text, delimiter)
    skipped = 1 if named else 0
    grid = [
        (number + skipped, tuple(plain(cell) for cell in record)) for number, record in enumerate(records, 1)
    ]
    check_row_count(sum(any(cell.strip() for cell in cells) for _, cells in grid) - 1)
    check_column_count(max((len(cells) for _, cells in grid), default=0))
    return Grid(grid, surplus_is_fault=True)


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 (with or without a mark) or Windows-1252.

    Raises:
        UnreadableFileError: if it is none of these or holds control characters, as programs and pictures do.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text.removeprefix("\ufeff")
    raise UnreadableFileError(_NOT_A_TABLE)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    start = content[:2000]
    if b"\x00" in start:
        # Western text in UTF-16 has a zero in every other byte.
        return ("utf-16-le",) if start[1::2].count(0) > start[::2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits the most of the first records into the same number of cells."""

    def evenness(delimiter: str) -> float:
        records = islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _ROWS_TO_JUDGE)
        try:
            widths = [len(record) for record in records if any(cell.strip() for cell in record)]
        except csv.Error:
            return 0.0
        if not widths:
            return 0.0
        width, count = max(Counter(widths).items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
        return (width - 1) * count / len(widths) if width > 1 else 0.0

    return max(_DELIMITERS, key=evenness)


def _records(text: str, delimiter: str) -> list[list[str]]:
    _check_quotes(text, delimiter)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise UnreadableFileError(
            f"A cell is longer than {_LONGEST_CELL:,} characters. A quotation mark may be missing there."
        ) from None


def _check_quotes(text: str, delimiter: str) -> None:
    """Refuse a file in which an open quotation mark swallows the rows after it."""
    if text.count('"') % 2 == 0:
        return
    opened, reader = 1, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            opened = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UnreadableFileError(
                f"A quotation mark opens in line {opened} and never closes. Close it and try again."
            ) from None
