"""A person's table as it was read: text cells under unique column names, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_BYTES = 5_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 1_000


class UnreadableFileError(ValueError):
    """The file cannot be read; the message says why and what to do, in words for its owner."""


@dataclass(frozen=True)
class RawRow:
    """One row of the file.

    Attributes:
        number: Its number in the file, 1 for the first row of a spreadsheet or the first record of a CSV.
        cells: Text as it stands there; at least as many cells as the table has headers.
        fault: What is wrong with the row as a whole, None for nothing.
    """

    number: int
    cells: tuple[str, ...]
    fault: str | None = None


@dataclass(frozen=True)
class RawTable:
    """A table as text.

    Attributes:
        name: The file's name.
        headers: Column names, each one once: a repeated name is followed by its count.
        rows: The rows below the header that are not blank.
        sheet: The sheet read, None for text files.
        sheets: All sheets of the file.
        notes: What its owner should know of the reading.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[RawRow, ...]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def column(self, index: int) -> list[str]:
        """Return the cells of one column, top to bottom."""
        return [row.cells[index] for row in self.rows]


def is_blank(cells: Sequence[str]) -> bool:
    """Return whether a row holds nothing but white space."""
    return not any(cell.strip() for cell in cells)


def check_row_count(count: int) -> None:
    """Raise `UnreadableFileError` if there are more rows than we read."""
    if count > MOST_ROWS:
        raise UnreadableFileError(
            f"The table has more than {MOST_ROWS:,} rows. Keep those you need and try again."
        )


def check_column_count(count: int) -> None:
    """Raise `UnreadableFileError` if there are more columns than we read."""
    if count > MOST_COLUMNS:
        raise UnreadableFileError(
            f"The table has more than {MOST_COLUMNS:,} columns. Keep those you need and try again."
        )
