"""Reading a roster: which field of the profile each column holds, and the profile of each row.

Columns are recognised by name, whatever its case, spaces, underscores and hyphens; `names.toml` has what
people call the fields. A name that is near a field's but not surely it is asked about, never guessed: a
column that is ignored would leave a starting value in the place of an answer.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from smartpick.intake import UnreadableFileError, read_grid
from smartpick.intake.table import Cells
from smartpick.profile import ApplicantProfile

GRADUATION_YEAR = "graduation_year"
_NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
_NEAR = 0.86
_HEADER_WITHIN = 25


@dataclass(frozen=True)
class Recognised:
    """What a name says: the field it surely is, or in `doubt` what it may be; neither for others."""

    field: str | None = None
    doubt: str | None = None


def bare(name: str) -> str:
    """Return a name without case, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9$]+", "", plain)


def recognise(name: str) -> Recognised:
    """Return what a column's name says. Names that begin with "note" are always a roster's own."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    key = bare(name)
    if not key or words[:1] in (["note"], ["notes"]) or key in _NAMES["others"]["names"]:
        return Recognised()
    for spelling in (key, bare(re.sub(r"\([^)]*\)", "", name))):
        if spelling in _SURE:
            return Recognised(field=_SURE[spelling])
        if spelling in _OPEN:
            return Recognised(doubt=_OPEN[spelling])
    near = get_close_matches(key, _SURE, n=1, cutoff=_NEAR) if len(key) > 4 else []
    if near:
        return Recognised(doubt=_SURE[near[0]])
    return Recognised(doubt=next((meant for w, meant in _NAMES["telling_words"].items() if w in words), None))


_FIELDS = ApplicantProfile.model_fields
_TITLES = {name: field.title or name for name, field in _FIELDS.items()} | {GRADUATION_YEAR: GRADUATION_YEAR}
_SURE = {
    bare(spelling): name
    for name, title in _TITLES.items()
    for spelling in (name, title, *_NAMES["usual_names"].get(name, ()))
}
_OPEN = {bare(name): field for field, names in _NAMES["open_names"].items() for name in names}


class RosterFault(Exception):  # noqa: N818 - a finding about the file, not a failure of ours
    """The roster cannot be used at all; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Roster:
    """A roster as text.

    Attributes:
        columns: The names of its columns as written; a column without a name is called by its place.
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
    """Read a roster, CSV, XLSX or ODS.

    `match_year` is the Match that its applicants are in, such as 2027: with it a year of graduation is turned
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
        raise RosterFault(f"{path} has column names but no applicant. Add a row for each.")
    notes = list(grid.notes)
    if first:
        notes.append(f"{first} row(s) above the column names were skipped.")
    if len(grid.sheets) > 1:
        others = _quoted([name for name in grid.sheets if name != grid.sheet])
        notes.append(f"Sheet '{grid.sheet}' was read, and not {others}.")
    columns, cells, faults = _filled(columns, below, grid.surplus_is_fault)
    return Roster(
        columns=columns,
        fields=fields,
        rows=cells,
        row_faults=faults,
        match_year=match_year if GRADUATION_YEAR in fields.values() else None,
        notes=(*notes, *_about_columns(columns, fields)),
    )


def _header(rows: Sequence[tuple[int, Cells]]) -> int:
    """Return the index of the row with the most names of fields, the first one where none has any."""
    known = [sum(recognise(cell).field is not None for cell in cells) for _, cells in rows[:_HEADER_WITHIN]]
    return known.index(max(known))


def _columns(header: Cells, path: Path, match_year: int | None) -> tuple[tuple[str, ...], dict[int, str]]:
    columns = tuple(" ".join(name.split()) or f"Column {place}" for place, name in enumerate(header, 1))
    faults, fields = [], {}
    holders: dict[str, list[str]] = defaultdict(list)
    for place, name in enumerate(columns):
        recognised = recognise(name)
        if recognised.doubt:
            faults.append(
                f"Column '{name}' may be meant for {recognised.doubt}. Give it that name if it is, or "
                f"'note {name}' if it is something else."
            )
        elif recognised.field:
            fields[place] = recognised.field
            holders[answer_to(recognised.field)].append(name)
    faults += [
        f"Columns {_quoted(names, ' and ')} hold the same field, {field}. Keep one of them."
        for field, names in holders.items()
        if len(names) > 1
    ]
    if GRADUATION_YEAR in fields.values() and match_year is None:
        name = next(columns[place] for place, field in fields.items() if field == GRADUATION_YEAR)
        faults.append(
            f"Column '{name}' is a year. Say which Match it is for, such as --match-year 2027, or give "
            "years_since_graduation instead."
        )
    if faults:
        raise RosterFault(f"{path}: {' '.join(faults)}")
    if not fields:
        raise RosterFault(f"{path} has no column named as a field of the profile, such as step2_ck_score.")
    return columns, fields


def answer_to(field: str) -> str:
    """Return the field of the profile that a column answers."""
    return "years_since_graduation" if field == GRADUATION_YEAR else field


def _filled(
    columns: Cells, below: Sequence[tuple[int, Cells]], surplus_is_fault: bool
) -> tuple[Cells, tuple[Cells, ...], dict[int, str]]:
    """Return names and rows of one width, and faults by row.

    Cells past the header get columns of their own; in a CSV they are a fault.
    """
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
    return columns, tuple(cells[:width] + ("",) * (width - len(cells)) for _, cells in below), faults


def _about_columns(columns: Cells, fields: dict[int, str]) -> list[str]:
    renamed = [f"'{columns[i]}' as {field}" for i, field in fields.items() if columns[i] != field]
    carried = [name for i, name in enumerate(columns) if i not in fields]
    notes = [f"Read {', '.join(renamed)}."] if renamed else []
    return notes + ([f"Kept but not read: {_quoted(carried)}."] if carried else [])


def _quoted(names: Sequence[str], between: str = ", ") -> str:
    return between.join(f"'{name}'" for name in names)
