"""Reading a roster: the profile of each row, and what its owner should know of the reading."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq

from smartpick.cohort.answers import STAGE_OF, AnswerReader
from smartpick.cohort.columns import (
    GRADUATION_YEAR,
    Columns,
    columns_of,
    holds_names,
    quoted,
    recognise,
)
from smartpick.intake.reading import read_grids
from smartpick.intake.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cells,
    Grid,
    UnreadableFileError,
    is_remark,
    joined,
    shortened,
)
from smartpick.profile import FORM, ApplicantProfile, ProfileFaults, question, questions_of

# What tells one applicant from another; the rest is about the list they want and the season.
_ABOUT_A_PERSON = (
    "applicant_type",
    "specialties",
    "step2_ck_score",
    *(name for section in FORM if section not in ("goal", "season") for name in questions_of(section)),
)
_DETAILS = frozenset({"step1_score", "step3_score", "step2_ck_date", "languages"})
_HEADER_WITHIN = 25
# Of a table with an applicant in each column.
_MOST_FIELDS, _LEAST_LABELS = 100, 3
_LONGEST_REMARK = 60


class RosterFault(Exception):  # noqa: N818 - a finding about the file, not a failure of ours
    """The roster cannot be used at all; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """One row of a roster.

    Attributes:
        number: The row's number in the file, 1 for the first one.
        code: What stands for the applicant: their own code, or one by their place ("A07").
        cells: The cells that are carried along, one for each column of `Roster.carried`.
        profile: Their answers; None where the row has a fault.
        started: Fields whose cell is empty although they need an answer: the starting value stands there.
        gaps: Fields about the applicant that the roster does not answer, in the order of the form.
        fault: What is wrong with the row and what to do; empty for nothing.
    """

    number: int
    code: str
    cells: tuple[str, ...]
    profile: ApplicantProfile | None
    started: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Roster:
    """A roster as it was read.

    Attributes:
        name: The file's name.
        columns: What its columns hold, and what is open about them.
        carried: Indices of the columns that a result keeps; names of people are not among them.
        rows: Number and cells of each applicant, one cell for each column.
        row_faults: What is wrong with a row as a whole, by its number.
        match_year: The Match its years of graduation are counted to, None where it has none.
        reader: What reads its rows.
        notes: What its owner should know of the reading, in sentences.
    """

    name: str
    columns: Columns
    carried: tuple[int, ...]
    rows: Sequence[tuple[int, Cells]]
    reader: AnswerReader = field(repr=False, compare=False)
    row_faults: Mapping[int, str] = field(default_factory=dict)
    match_year: int | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def clear(self) -> Roster:
        """Return the roster if nothing is open about its columns.

        Raises:
            RosterFault: with every question at once.
        """
        if self.columns.questions:
            sentences = " ".join(question.sentence for question in self.columns.questions)
            raise RosterFault(f"{self.name}: {sentences}")
        return self

    def applicants(self, first: int = 0, last: int | None = None) -> Iterator[Applicant]:
        """Give the applicants in their order, from the index `first` on and up to `last`."""
        for index in range(first, len(self.rows) if last is None else min(last, len(self.rows))):
            yield self._applicant(index)

    def own(self, index: int) -> tuple[str, tuple[str, ...]]:
        """Return what stands for an applicant, and the cells that are carried along."""
        cells, code = self.rows[index][1], self.columns.code
        given = "" if code is None else cells[code].strip()
        width = len(str(len(self.rows)))
        return given or f"A{index + 1:0{width}d}", tuple(cells[place] for place in self.carried)

    def _applicant(self, index: int) -> Applicant:
        number, cells = self.rows[index]
        profile, fault = None, self.row_faults.get(number, "")
        answers: Mapping[str, object] = {}
        started: tuple[str, ...] = ()
        if not fault:
            try:
                profile, answers, started = self.reader.profile(cells)
            except ProfileFaults as error:
                fault = " ".join(str(error).split())
        code, carried = self.own(index)
        return Applicant(
            number=number,
            code=code,
            cells=carried,
            profile=profile,
            started=started,
            gaps=() if profile is None else data_gaps(profile, answers),
            fault=fault,
        )


def read_roster(
    content: bytes,
    name: str = "The roster",
    *,
    match_year: int | None = None,
    meanings: Mapping[int, str] | None = None,
    keep_names: bool = False,
) -> Roster:
    """Read a roster: CSV in any usual encoding and with any usual separator, XLSX, ODS or Parquet.

    Args:
        content: The file's bytes.
        name: Its name, for messages.
        match_year: The Match that its applicants are in, such as 2027: with it a year of graduation is turned
            into years since graduation.
        meanings: Answers to the questions about its columns, as `columns_of` takes them.
        keep_names: Whether columns with names and addresses of people are carried along; a code stands for
            each applicant otherwise.

    Raises:
        RosterFault: if it is no table, holds no applicant, or has no column of the profile. What is open
            about single columns is in `Roster.columns.questions`.
    """
    try:
        grids = [_parquet_grid(content)] if content.startswith(b"PAR1") else read_grids(content)
    except UnreadableFileError as error:
        raise RosterFault(f"{name}: {error}") from None
    # Sheets of notes may come first.
    grid = max(grids, key=_known_names)
    rows = [(number, cells) for number, cells in grid.rows if any(cell.strip() for cell in cells)]
    if not rows:
        raise RosterFault(f"{name} is empty. Give it a row of column names and a row for each applicant.")
    turned = _is_turned(rows)
    if turned:
        rows = _turned(rows)
    header, first = _header(rows)
    below = rows[first:]
    if not below:
        raise RosterFault(f"{name} has column names but no applicant. Add a row for each.")
    below, asides = _without_asides(header, below)
    if not below:
        raise RosterFault(f"{name} has column names but no applicant. Add a row for each.")
    header, below, faults = _filled(header, below, grid.surplus_is_fault)
    columns = columns_of(header, (cells for _, cells in below), match_year, meanings or {})
    if not columns.fields and not columns.questions:
        raise RosterFault(f"{name} has no column named as a field of the profile, such as step2_ck_score.")
    notes = list(grid.notes)
    if turned:
        notes.append("Each applicant is a column of the file. The table was turned, so that each is a row.")
    above = first - (2 if header != rows[first - 1][1] else 1)
    if above > 0:
        notes.append(f"{above} row(s) above the column names were skipped.")
    notes += asides
    if len(grid.sheets) > 1:
        others = quoted(each for each in grid.sheets if each != grid.sheet)
        notes.append(f"Sheet '{grid.sheet}' was read, and not {others}.")
    dropped = () if keep_names else columns.personal
    reader = AnswerReader(columns, match_year)
    number, top = below[0]
    if len(below) > 1 and reader.explains(top):
        below = below[1:]
        said = shortened(", ".join(cell for cell in top if cell.strip()), _LONGEST_REMARK)
        notes.append(f"Row {number} was taken as an explanation of the columns: '{said}'.")
    sound = (cells for number, cells in below if number not in faults)
    return Roster(
        name=name,
        columns=columns,
        carried=tuple(place for place in range(len(columns.names)) if place not in dropped),
        rows=below,
        reader=reader,
        row_faults=faults,
        match_year=match_year if GRADUATION_YEAR in columns.fields.values() else None,
        notes=(
            *notes,
            *_about_columns(columns, keep_names),
            *reader.notes(sound),
            *_about_codes(columns, below),
        ),
    )


_NUMBER = re.compile(r"(?=\D*\d)[\d.,%\s]+")


def _known(cells: Cells) -> int:
    """Return how many cells are surely names of fields."""
    return sum(recognise(cell).field is not None for cell in cells)


def _whole_names(cells: Cells) -> int:
    """Return how many cells are names that are known as a whole, be it which field one is or not."""
    return sum(recognise(cell).whole_name for cell in cells)


def _known_names(grid: Grid) -> int:
    """Return how many names of fields the best row or column of names in a sheet has."""
    rows = grid.rows[:_HEADER_WITHIN]
    labels = tuple(cells[0] for _, cells in grid.rows[:_MOST_FIELDS] if cells)
    return max([_known(labels), *(_known(cells) for _, cells in rows)], default=0)


def _is_turned(rows: Sequence[tuple[int, Cells]]) -> bool:
    """Return whether the first column names fields with cells beside them: more than any row, and three."""
    if len(rows) > _MOST_FIELDS:
        return False
    labels = _known(tuple(cells[0] for _, cells in rows if any(cell.strip() for cell in cells[1:])))
    return labels >= _LEAST_LABELS and labels > max(_known(cells) for _, cells in rows[:_HEADER_WITHIN])


def _turned(rows: Sequence[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
    width = max(len(cells) for _, cells in rows)
    # A line with nothing beside its label is a title or a heading.
    kept = [cells + ("",) * (width - len(cells)) for _, cells in rows if any(c.strip() for c in cells[1:])]
    columns = enumerate(zip(*kept, strict=True), 1)
    return [(number, cells) for number, cells in columns if any(cell.strip() for cell in cells)]


def _header(rows: Sequence[tuple[int, Cells]]) -> tuple[Cells, int]:
    """Return the row with the most names of fields, the first where none has any, and the index below it.

    A row of groups above one of names ("Step 1" above "Result" and "Attempts") is read together with it,
    where that says more.
    """
    head = [cells for _, cells in rows[:_HEADER_WITHIN]]
    known = [_known(cells) for cells in head]
    best = known.index(max(known))
    for i, (upper, lower) in enumerate(pairwise(head)):
        if any(_NUMBER.fullmatch(cell) for cell in (*upper, *lower)):
            continue
        both = joined(upper, lower)
        if _whole_names(both) > _whole_names(head[best]):
            return both, i + 2
    return head[best], best + 1


_SUMMARY = re.compile(
    r"((grand )?totals?|averages?|avg\.?|means?|medians?|sums?|counts?|std\.?( dev\.?)?|minimum|maximum|"
    r"range)\s*([:=(].*|\d*)|n\s*[:=].*",
    re.IGNORECASE,
)


def _is_heading(name: str, cell: str) -> bool:
    """Return whether the only cell of a row heads others: words without a digit, where no names stand."""
    words = cell.split()
    return (
        len(words) > 1
        and not any(map(str.isdigit, cell))
        and not (holds_names(name) or is_remark((cell, ""), 2))
    )


def _without_asides(
    header: Cells, below: Sequence[tuple[int, Cells]]
) -> tuple[list[tuple[int, Cells]], list[str]]:
    """Return the rows about applicants, and what was left out: repeated names, totals, remarks."""
    names = [cell.strip().casefold() for cell in header if cell.strip()]
    answers = {place for place, name in enumerate(header) if recognise(name).field}
    kept: list[tuple[int, Cells]] = []
    notes: list[str] = []
    for number, cells in below:
        filled = [place for place, cell in enumerate(cells) if cell.strip()]
        first = cells[filled[0]].strip()
        if len(names) > 1 and [cells[place].strip().casefold() for place in filled] == names:
            notes.append(f"Row {number} repeats the column names and was left out.")
        elif (
            filled[0] not in answers
            and _SUMMARY.fullmatch(first)
            and all(_NUMBER.fullmatch(cells[place]) for place in filled[1:])
        ):
            notes.append(
                f"Row {number} sums up others and was left out: '{shortened(first, _LONGEST_REMARK)}'."
            )
        elif (
            len(filled) == 1
            and len(names) > 1
            and filled[0] not in answers
            and _is_heading(header[filled[0]], first)
        ):
            notes.append(f"Row {number} was taken as a heading: '{shortened(first, _LONGEST_REMARK)}'.")
        elif is_remark(cells, len(header)):
            notes.append(f"Row {number} was taken as a remark: '{shortened(first, _LONGEST_REMARK)}'.")
        else:
            kept.append((number, cells))
    return kept, notes


def _filled(
    names: Cells, below: Sequence[tuple[int, Cells]], surplus_is_fault: bool
) -> tuple[Cells, list[tuple[int, Cells]], dict[int, str]]:
    """Return names and rows of one width, and faults by row.

    Cells past the header get columns of their own; in a CSV they are a fault.
    """
    faults = {
        number: f"The row has {len(cells)} cells but there are {len(names)} columns. "
        "A cell with a comma in it needs quotation marks."
        for number, cells in below
        if surplus_is_fault and any(cell.strip() for cell in cells[len(names) :])
    }
    used = (max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0) for _, cells in below)
    width = max(len(names), *used, 0)
    names += ("",) * (width - len(names))
    rows = [(number, cells[:width] + ("",) * (width - len(cells))) for number, cells in below]
    # Columns with neither a name nor a cell.
    kept = [i for i in range(width) if names[i].strip() or any(cells[i].strip() for _, cells in rows)]
    return (
        tuple(names[i] for i in kept),
        [(number, tuple(cells[i] for i in kept)) for number, cells in rows],
        faults,
    )


def _about_columns(columns: Columns, keep_names: bool) -> list[str]:
    names, fields = columns.names, columns.fields
    renamed = [f"'{names[i]}' as {each}" for i, each in fields.items() if names[i] != each]
    notes = [f"Read {', '.join(renamed)}."] if renamed else []
    if "season_stage" not in fields.values():
        notes += [
            f"Who has an answer in '{names[i]}' is taken as {STAGE_OF[each]} (season_stage). A column "
            "season_stage says it otherwise."
            for i, each in fields.items()
            if each in STAGE_OF
        ]
    carried = [name for i, name in enumerate(names) if i in columns.unused or i == columns.code]
    if carried:
        notes.append(f"Kept but not read: {quoted(carried)}.")
    if columns.personal and not keep_names:
        code = "A code stands" if columns.code is None else f"'{names[columns.code]}' stands"
        left_out = quoted(names[place] for place in columns.personal)
        notes.append(f"Left out, for they say who somebody is: {left_out}. {code} for each applicant.")
    return notes


def _about_codes(columns: Columns, rows: Sequence[tuple[int, Cells]]) -> list[str]:
    if columns.code is None:
        return []
    codes = [cells[columns.code].strip() for _, cells in rows]
    twice = (
        sorted({code for code in codes if code and codes.count(code) > 1})
        if len(set(codes)) < len(codes)
        else []
    )
    return [f"Codes that stand for more than one row: {quoted(twice[:5])}."] if twice else []


def data_gaps(profile: ApplicantProfile, answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the fields about the applicant that these answers leave out.

    A field that the form would not ask for, such as failed attempts at an exam that was passed at once, is
    none.
    """
    told = vars(profile)
    return tuple(
        name
        for name in _ABOUT_A_PERSON
        if name not in _DETAILS
        and answers.get(name) is None
        and (name == "step2_ck_score" or question(name).when(told))
    )


# Parquet: values as they would stand in a CSV.

_MOST_PARQUET_BYTES = 200_000_000


def _parquet_grid(content: bytes) -> Grid:
    try:
        file = pq.ParquetFile(io.BytesIO(content))
        shape = file.metadata
        unpacked = sum(shape.row_group(i).total_byte_size for i in range(shape.num_row_groups))
        if shape.num_rows > MOST_ROWS or shape.num_columns > MOST_COLUMNS or unpacked > _MOST_PARQUET_BYTES:
            raise UnreadableFileError(
                f"The table has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns, or is very large. "
                "Keep those you need and try again."
            )
        names = tuple(file.schema_arrow.names)
        columns = [column.to_pylist() for column in file.read().columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise UnreadableFileError("The Parquet file is damaged. Write it again and try again.") from None
    rows = [tuple(map(_as_text, cells)) for cells in zip(*columns, strict=True)]
    return Grid([(number, cells) for number, cells in enumerate([names, *rows], 1)])


def _as_text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "|".join(map(_as_text, value))
    return str(value)
