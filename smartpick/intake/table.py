"""A person's table as it was read: text cells, the row that names the columns, cells safe to open."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from openpyxl.utils import get_column_letter

from smartpick.intake.columns import bare_group, guess_mapping

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
class Aside:
    """A line of the file that is no row of the table: a title, column names, a heading, a remark below."""

    number: int
    kind: Literal["title", "column names", "heading", "remark"]
    text: str


@dataclass(frozen=True)
class RawRow:
    """One row of the table.

    Attributes:
        number: Its number in the file, 1 for the first row of a spreadsheet or the first record of a CSV; in
            a turned table the number of its column, 1 for the first.
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
        asides: Lines of the file that are no rows, in its order. With the rows (in a turned table, with the
            fields) they are all lines that are not blank.
        turned: Whether each program was a column of the file, and each field a row.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[RawRow, ...]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()
    turned: bool = False

    def place(self, number: int) -> str:
        """Return what a row is called in the file: "row 3", or in a turned table "column C"."""
        return f"column {get_column_letter(number)}" if self.turned else f"row {number}"

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
_MOST_FIELDS = 300
_LONG_REMARK = 120
NO_HEADER = "No row of column names was found: choose the columns yourself."
_SPECIALTY_LABEL = r"special(i)?ty( name)?:?"
_NO_LABEL = re.compile(
    r"(field|metric|item|criteri(on|a)|attribute|category|question|info(rmation)?|data|characteristic|feature)?s?",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"(sources?|notes?|data|disclaimer|legend|copyright|generated|downloaded|exported|retrieved|last updated|"
    r"last modified|as of|please)\b|[©†‡]|\*+\s*\w|https?://|\(c\)",
    re.IGNORECASE,
)
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
    """Return the table in a grid: blank rows are left out, titles and remarks kept aside.

    A table with a program in each column and a field in each row, as exports that compare programs have it,
    is turned.

    Raises:
        UnreadableFileError: if there is nothing below the header.
    """
    rows = [(number, cells) for number, cells in grid.rows if not is_blank(cells)]
    if not rows:
        raise UnreadableFileError("The file is empty.")
    label = _label_column(rows)
    if label is not None:
        return _turned(name, grid, rows, label)
    header, first, header_notes = _header(rows)
    names = _tidy(header)
    widest = max(len(_tidy(cells)) for _, cells in rows[first:]) if rows[first:] else 0
    width = len(header) if grid.surplus_is_fault else max(widest, len(header))
    asides = [_aside(row, "title") for row in rows[:first]]
    if first and header_notes != [NO_HEADER]:
        of_names = 2 if header_notes else 1
        asides = [
            *asides[: first - of_names],
            *(
                Aside(number, "column names", _line(cells))
                for number, cells in rows[first - of_names : first]
            ),
        ]
    below = []
    for row in rows[first:]:
        if _tidy(row[1]) == names:
            asides.append(_aside(row, "column names"))
        elif is_remark(row[1], width):
            asides.append(_aside(row, "remark"))
        else:
            below.append(row)
    if not below:
        raise UnreadableFileError("The file has column names but no row below them.")
    notes = [*grid.notes, *header_notes]
    repeated = sum(aside.kind == "column names" for aside in asides) - (2 if len(header_notes) else 1)
    if first and repeated > 0:
        notes.append(
            f"The column names are repeated {repeated} more time(s) in the table; those rows were left out."
        )
    header += ("",) * (width - len(header))
    headers = _unique(header)
    raw = tuple(_row(number, cells, width) for number, cells in below)
    used = [i for i in range(width) if header[i].strip() or any(r.cells[i].strip() for r in raw)]
    if len(used) < width and not any(r.fault for r in raw):
        raw = tuple(RawRow(r.number, tuple(r.cells[i] for i in used)) for r in raw)
        headers = tuple(headers[i] for i in used)
    return RawTable(name, headers, raw, grid.sheet, grid.sheets, tuple(notes), tuple(asides))


def _label_column(rows: list[tuple[int, Cells]]) -> int | None:
    """Return the column that names the fields of a turned table, None for a table as usual.

    It must name the program, and more fields than any row does.
    """
    if len(rows) > _MOST_FIELDS:
        return None
    in_rows = max(_known_names(cells) for _, cells in rows[:_HEADER_WITHIN])
    for place in (0, 1):
        labels = [cells[place] for _, cells in rows if len(cells) > place + 1 and cells[place].strip()]
        found = guess_mapping(labels)
        if found.names_programs and len(found.columns) > max(in_rows, 1):
            return place
    # The names of the programs may stand above their columns, with no more than "Field" beside them.
    top, *others = (cells[0].strip() for _, cells in rows)
    if _NO_LABEL.fullmatch(top) and len(guess_mapping(list(filter(None, others))).columns) > max(in_rows, 1):
        return 0
    return None


def _turned(name: str, grid: Grid, rows: list[tuple[int, Cells]], label: int) -> RawTable:
    width = max(len(cells) for _, cells in rows)
    full = [(number, cells + ("",) * (width - len(cells))) for number, cells in rows]
    programs = [i for i in range(label + 1, width) if any(cells[i].strip() for _, cells in full)]
    asides: list[Aside] = []
    fields: list[tuple[str, Cells]] = []
    section = ""
    labels = [cells[label].strip() for _, cells in full]
    above = "" if guess_mapping(labels).names_programs else "Program name"
    for number, cells in full:
        label_text = (above if cells is full[0][1] else "") or cells[label].strip()
        filled = sum(bool(cells[i].strip()) for i in programs)
        of_all = filled == 1 and len(programs) > 1 and re.fullmatch(_SPECIALTY_LABEL, label_text.lower())
        if filled and not of_all:
            if section and bare_group(label_text):
                # "Non-US IMG" below "Applicants interviewed" is their rate, below "Residents" their share.
                label_text = f"{section}: {label_text}"
            fields.append((label_text or f"Row {number}", cells))
        else:
            section = label_text
            kind: Literal["heading", "title", "remark"] = "heading" if fields else "title"
            asides.append(Aside(number, "remark" if _REMARK.match(_line(cells)) else kind, _line(cells)))
    headers = _unique([text for text, _ in fields])
    raw = tuple(RawRow(i + 1, tuple(cells[i] for _, cells in fields)) for i in programs)
    return RawTable(name, headers, raw, grid.sheet, grid.sheets, grid.notes, tuple(asides), turned=True)


def _aside(row: tuple[int, Cells], kind: Literal["title", "column names", "remark"]) -> Aside:
    return Aside(row[0], kind, _line(row[1]))


def _line(cells: Cells) -> str:
    return " ".join(cell.strip() for cell in cells if cell.strip())


def is_remark(cells: Cells, width: int) -> bool:
    """Return whether a row below the names is a remark such as "Source: ...", not a row of the table."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return width > 1 and len(filled) == 1 and bool(_REMARK.match(filled[0]) or len(filled[0]) > _LONG_REMARK)


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
    in_one_column = max(len(_tidy(cells)) for cells in head) == 1
    for i, cells in enumerate(head):
        known = _known_names(cells)
        if known > most_known and (_count(cells) >= 2 or (in_one_column and known)):
            best, most_known = i, known
    # One row of groups above one of names, as merged cells give: both together may say more.
    for i in range(len(head) - 1):
        if _is_all_names(head[i]) and _is_all_names(head[i + 1]):
            both = joined(head[i], head[i + 1])
            if _known_names(both) > most_known:
                return both, i + 2, ["Two rows of column names were read together."]
    if most_known > 0 or _is_all_names(head[best]):
        return head[best], best + 1, []
    named = next((i for i, cells in enumerate(head) if _is_all_names(cells)), None)
    if named is not None:
        return head[named], named + 1, []
    width = max(len(cells) for cells in head)
    return ("",) * width, 0, [NO_HEADER]


def _known_names(cells: Cells) -> int:
    values = sum(bool(_VALUE.fullmatch(cell.strip())) for cell in cells)
    return 0 if 2 * values > _count(cells) else len(guess_mapping(cells).columns)


def _is_all_names(cells: Cells) -> bool:
    return _count(cells) >= 2 and not any(_VALUE.fullmatch(cell.strip()) for cell in cells)


def joined(upper: Cells, lower: Cells) -> Cells:
    """Return the names in a row of groups and one of names below it, each with its group before it."""
    names, group = [], ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        group = above.strip() or group
        if above.strip() == below.strip():
            # A cell that stands for both rows.
            names.append(above.strip())
            continue
        names.append(f"{group} {below.strip()}".strip() if below.strip() else above.strip())
    return tuple(names)


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
