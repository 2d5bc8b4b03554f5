"""A person's table as it was read: text cells, the row that names the columns, cells safe to open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from smartpick.intake.columns import guess_mapping

# A cell that a spreadsheet program would take for a formula is written with an apostrophe before it, which
# such programs take as "this is text". `guarded` and `plain` are each other's inverse.
_TAKEN_FOR_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """Return the cell as it is safe to write into a CSV."""
    return f"'{cell}" if _TAKEN_FOR_FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Return what was meant by a cell, without the apostrophe that guards it."""
    return cell[1:] if _GUARDED.match(cell) else cell


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
        cells: Text as it is in the file; at least as many cells as the table has headers.
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


def shortened(text: str, most: int) -> str:
    """Return a text in one line and at most so long."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def is_blank(cells: Sequence[str]) -> bool:
    """Return whether a row holds nothing but white space."""
    return not any(cell.strip() for cell in cells)


def check_size(rows: int = 0, columns: int = 0) -> None:
    """Raise `UnreadableFileError` if there are more rows or columns than we read."""
    for count, most, name in ((rows, MOST_ROWS, "rows"), (columns, MOST_COLUMNS, "columns")):
        if count > most:
            raise UnreadableFileError(
                f"The table has more than {most:,} {name}. Keep those you need and try again."
            )


Cells = tuple[str, ...]
_HEADER_WITHIN = 25
_VALUE = re.compile(
    r"[<>~]?\s*-?[\d.,]+\s*%?|yes|no|y|n|true|false|n/?a|--?|\*|\d{3}[\d\-. ]{6,}", re.IGNORECASE
)


@dataclass(frozen=True)
class Grid:
    """The cells of a file as text, before it is known which row names the columns.

    Attributes:
        rows: Each row with its number in the file.
        sheet, sheets, notes: As in `RawTable`.
        surplus_is_fault: Whether cells past the header mean that a row is shifted, as in a CSV.
    """

    rows: list[tuple[int, Cells]]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    surplus_is_fault: bool = False


def table_of(name: str, grid: Grid) -> RawTable:
    """Return the table in a grid: titles above the header are passed over, blank rows left out.

    Raises:
        UnreadableFileError: if there is nothing below the header.
    """
    rows = [(number, cells) for number, cells in grid.rows if not is_blank(cells)]
    if not rows:
        raise UnreadableFileError("The file is empty.")
    header, first, header_notes = _header(rows)
    below = [(number, cells) for number, cells in rows[first:] if _tidy(cells) != _tidy(header)]
    if not below:
        raise UnreadableFileError("The file has column names but no row below them.")
    notes = [*grid.notes, *header_notes]
    repeated = len(rows) - first - len(below)
    if repeated:
        notes.append(
            f"The column names are repeated {repeated} more time(s) in the table; those rows were left out."
        )
    widest = max(len(cells) for _, cells in below)
    width = len(header) if grid.surplus_is_fault else max(widest, len(header))
    header += ("",) * (width - len(header))
    headers = _unique(header)
    raw = tuple(_row(number, cells, width) for number, cells in below)
    used = [i for i in range(width) if header[i].strip() or any(r.cells[i].strip() for r in raw)]
    if len(used) < width and not any(r.fault for r in raw):
        raw = tuple(RawRow(r.number, tuple(r.cells[i] for i in used)) for r in raw)
        headers = tuple(headers[i] for i in used)
    return RawTable(name, headers, raw, grid.sheet, grid.sheets, tuple(notes))


def _row(number: int, cells: Cells, width: int) -> RawRow:
    fault = None
    if any(cell.strip() for cell in cells[width:]):
        fault = (
            f"The row has {len(cells)} cells but there are {width} columns. "
            "A name with a comma in it needs quotation marks."
        )
    kept = cells if fault else cells[:width]
    return RawRow(number, kept + ("",) * (width - len(kept)), fault)


def _header(rows: list[tuple[int, Cells]]) -> tuple[Cells, int, list[str]]:
    """Return (column names, index of the first row below them, notes)."""
    head = [cells for _, cells in rows[:_HEADER_WITHIN]]
    best, most_known = 0, -1
    for i, cells in enumerate(head):
        known = _known_names(cells)
        if known > most_known and _count(cells) >= 2:
            best, most_known = i, known
    # One row of groups above one of names, as merged cells give: both together may say more.
    for i in range(len(head) - 1):
        if _is_all_names(head[i]) and _is_all_names(head[i + 1]):
            both = _joined(head[i], head[i + 1])
            if _known_names(both) > most_known:
                return both, i + 2, ["Two rows of column names were read together."]
    if most_known > 0 or _is_all_names(head[best]):
        return head[best], best + 1, []
    named = next((i for i, cells in enumerate(head) if _is_all_names(cells)), None)
    if named is not None:
        return head[named], named + 1, []
    width = max(len(cells) for cells in head)
    return ("",) * width, 0, ["No row of column names was found: choose the columns yourself."]


def _known_names(cells: Cells) -> int:
    values = sum(bool(_VALUE.fullmatch(cell.strip())) for cell in cells)
    return 0 if 2 * values > _count(cells) else len(guess_mapping(cells).columns)


def _is_all_names(cells: Cells) -> bool:
    return _count(cells) >= 2 and not any(_VALUE.fullmatch(cell.strip()) for cell in cells)


def _joined(upper: Cells, lower: Cells) -> Cells:
    joined, group = [], ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        group = above.strip() or group
        joined.append(f"{group} {below.strip()}".strip() if below.strip() else above.strip())
    return tuple(joined)


def _count(cells: Cells) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _tidy(cells: Cells) -> tuple[str, ...]:
    texts = [cell.strip().lower() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _unique(names: Sequence[str]) -> Cells:
    """Return names for all columns, each one once."""
    named = [" ".join(name.split()) or f"Column {i}" for i, name in enumerate(names, 1)]
    seen: Counter[str] = Counter()
    taken, unique = set(named), []
    for name in named:
        seen[name] += 1
        label = name
        while seen[name] > 1 and label in taken:
            label = f"{name} ({seen[name]})"
            seen[name] += label in taken
        taken.add(label)
        unique.append(label)
    return tuple(unique)
