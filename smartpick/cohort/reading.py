"""Reading a roster: the reader of evidence files gives the cells, the names of columns say what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from smartpick.cohort.column_names import GRADUATION_YEAR, recognise
from smartpick.intake import UnreadableFileError, read_grid
from smartpick.intake.grid import Cells

_HEADER_WITHIN = 25


class RosterFault(Exception):  # noqa: N818 - a finding about the file, not a failure of ours
    """The roster cannot be used at all; the message says what to do."""


@dataclass(frozen=True)
class Roster:
    """A roster as text.

    Attributes:
        columns: The names of its columns as they stand there; a column without a name is called by its place.
        fields: Field of the profile by index of the column that holds it.
        rows: The cells of each applicant, one for each column.
        row_faults: What is wrong with a row as a whole, by its index.
        match_year: The Match its years of graduation are counted to, None where it has none.
        notes: What its owner should know of the reading.
    """

    columns: tuple[str, ...]
    fields: dict[int, str]
    rows: tuple[tuple[str, ...], ...]
    row_faults: dict[int, str]
    match_year: int | None
    notes: tuple[str, ...]


def read_roster(path: Path, match_year: int | None = None) -> Roster:
    """Read a roster, CSV or XLSX.

    Args:
        path: The file.
        match_year: The Match that its applicants are in, such as 2027: with it a year of graduation is turned
            into years since graduation.

    Raises:
        RosterFault: if the file is missing or no table, holds no applicant, or a column's name leaves open
            what it holds; the message names every such column.
    """
    try:
        grid = read_grid(path.read_bytes())
    except FileNotFoundError:
        raise RosterFault(f"There is no file {path}. Give the path of a roster in CSV or XLSX.") from None
    except UnreadableFileError as error:
        raise RosterFault(f"{path}: {error}") from None
    rows = [(number, cells) for number, cells in grid.rows if any(cell.strip() for cell in cells)]
    if not rows:
        raise RosterFault(f"{path} is empty. Give it a row of column names and a row for each applicant.")
    first = _header(rows)
    columns, fields = _columns(rows[first][1], path, match_year)
    below = rows[first + 1 :]
    if not below:
        raise RosterFault(f"{path} has a header but no applicant. Add a row for each.")
    notes = list(grid.notes)
    if first:
        notes.append(f"Above the column names {first} row(s) were passed over.")
    if len(grid.sheets) > 1:
        others = _quoted([name for name in grid.sheets if name != grid.sheet])
        notes.append(f"Sheet '{grid.sheet}' was read, and not {others}.")
    roster = _filled(columns, fields, below, grid.surplus_is_fault)
    year = match_year if GRADUATION_YEAR in fields.values() else None
    return replace(roster, match_year=year, notes=(*notes, *_about_columns(roster)))


def _header(rows: Sequence[tuple[int, Cells]]) -> int:
    """Return the index of the row with the most names of fields, the first one where none has any."""
    known = [sum(recognise(cell).field is not None for cell in cells) for _, cells in rows[:_HEADER_WITHIN]]
    return known.index(max(known))


def _columns(header: Cells, path: Path, match_year: int | None) -> tuple[tuple[str, ...], dict[int, str]]:
    columns = tuple(" ".join(name.split()) or f"Column {place}" for place, name in enumerate(header, 1))
    faults, fields = [], {}
    holders: dict[str, list[str]] = defaultdict(list)
    for place, name in enumerate(columns):
        said = recognise(name)
        if said.doubt:
            faults.append(
                f"Column '{name}' may be meant for {said.doubt}. Call it so if it is that, or "
                f"'note {name}' if it is something else."
            )
        elif said.field:
            fields[place] = said.field
            holders[_answer(said.field)].append(name)
    faults += [
        f"Columns {_quoted(names, ' and ')} hold the same, {field}. Keep one of them."
        for field, names in holders.items()
        if len(names) > 1
    ]
    if GRADUATION_YEAR in fields.values() and match_year is None:
        [name] = [columns[place] for place, field in fields.items() if field == GRADUATION_YEAR][:1]
        faults.append(
            f"Column '{name}' is a year: say which Match it is for, such as --match-year 2027, or give "
            "years_since_graduation instead."
        )
    if faults:
        raise RosterFault(f"{path}: {' '.join(faults)}")
    if not fields:
        raise RosterFault(f"{path} has no column named as a field of the profile, such as step2_ck_score.")
    return columns, fields


def _answer(field: str) -> str:
    """Return the field of the profile that a column answers."""
    return "years_since_graduation" if field == GRADUATION_YEAR else field


def _filled(
    columns: tuple[str, ...],
    fields: dict[int, str],
    below: Sequence[tuple[int, Cells]],
    surplus_is_fault: bool,
) -> Roster:
    """Return rows of one width. Cells past the header get columns of their own; in a CSV they are a fault."""
    named = len(columns)
    faults = {
        index: f"The row has {len(cells)} cells but there are {named} columns. "
        "A cell with a comma in it needs quotation marks."
        for index, (_, cells) in enumerate(below)
        if surplus_is_fault and any(cell.strip() for cell in cells[named:])
    }
    used = [max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0) for _, cells in below]
    width = max(named, *used)
    columns += tuple(f"Column {place}" for place in range(named + 1, width + 1))
    rows = tuple(cells[:width] + ("",) * (width - len(cells)) for _, cells in below)
    return Roster(columns, fields, rows, faults, None, ())


def _about_columns(roster: Roster) -> list[str]:
    renamed = [
        f"'{roster.columns[place]}' as {field}"
        for place, field in roster.fields.items()
        if roster.columns[place] != field
    ]
    carried = [name for place, name in enumerate(roster.columns) if place not in roster.fields]
    notes = [f"Read {', '.join(renamed)}."] if renamed else []
    return notes + ([f"Carried along unread: {_quoted(carried)}."] if carried else [])


def _quoted(names: Sequence[str], between: str = ", ") -> str:
    return between.join(f"'{name}'" for name in names)
