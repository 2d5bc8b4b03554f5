"""Which program each row of a person's table is about.

A code decides where there is one and nothing in the row speaks against it. Otherwise the name does, within
the row's state and specialty, if it fits one program well and no other nearly as well. All else is doubtful
and left to the person, with the best three candidates.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from smartpick.intake.columns import Mapping
from smartpick.intake.directory import Directory
from smartpick.intake.name_matching import Candidate, NamedRow, candidates_by_name, verdict_by_name
from smartpick.intake.program_codes import acgme_code, code_in_name, looks_rounded, nrmp_code
from smartpick.intake.row_place import is_preliminary, specialty_of
from smartpick.intake.row_values import ColumnReading, RowValues, column_readings, row_values
from smartpick.intake.table import RawRow, RawTable

Status = Literal["matched", "doubtful", "unmatched", "faulty", "duplicate"]


@dataclass(frozen=True)
class MatchRow:
    """One row and the program it is about.

    Attributes:
        row: The row as it stands in the file.
        said: What it says.
        status: matched; doubtful (the person decides); unmatched; faulty (a cell or the row cannot be
            read); duplicate (another row is about the same program and season).
        reason: Why, in a sentence.
        program_id: The program, for matched and duplicate rows and for faulty ones whose program is sure.
        candidates: Programs it may be about, best first, at most three.
    """

    row: RawRow
    said: RowValues
    status: Status
    reason: str
    program_id: str | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class MatchResult:
    """All rows of a table, in its order, with how its columns were read."""

    table: RawTable
    mapping: Mapping
    rows: tuple[MatchRow, ...]
    readings: dict[str, ColumnReading]

    @property
    def counts(self) -> dict[Status, int]:
        """Number of rows by status; statuses without a row are 0."""
        counts = Counter(row.status for row in self.rows)
        statuses: tuple[Status, ...] = ("matched", "doubtful", "unmatched", "faulty", "duplicate")
        return {status: counts[status] for status in statuses}

    def with_status(self, *statuses: Status) -> list[MatchRow]:
        """Return the rows of some statuses."""
        return [row for row in self.rows if row.status in statuses]


def match_programs(
    table: RawTable,
    mapping: Mapping,
    programs: pd.DataFrame | Directory,
    specialty: str | None = None,
) -> MatchResult:
    """Find the program of each row.

    Args:
        table: The person's table.
        mapping: What its columns hold.
        programs: `facts.programs`; or its `Directory`, where one is kept between calls.
        specialty: What all rows are about, for a table without a column of specialties.
    """
    directory = programs if isinstance(programs, Directory) else Directory.of(programs)
    readings = column_readings(table, mapping)
    rows = [_Row.of(row, table, mapping, directory, readings, specialty) for row in table.rows]
    unsettled = [i for i, row in enumerate(rows) if row.place is None and row.named.name.strip()]
    found = dict(
        zip(unsettled, candidates_by_name([rows[i].named for i in unsettled], directory), strict=True)
    )
    matches = [_matched(row, found.get(i, ()), directory) for i, row in enumerate(rows)]
    return MatchResult(table, mapping, tuple(_without_duplicates(matches, rows)), readings)


@dataclass(frozen=True)
class _Row:
    """A row with its code looked up: `place` is the position of the program that the code names."""

    raw: RawRow
    said: RowValues
    named: NamedRow
    code: str
    place: int | None
    objection: str | None

    @classmethod
    def of(
        cls,
        row: RawRow,
        table: RawTable,
        mapping: Mapping,
        directory: Directory,
        readings: dict[str, ColumnReading],
        specialty: str | None,
    ) -> _Row:
        def cell(name: str) -> str:
            index = mapping.columns.get(name)
            return "" if index is None else row.cells[index].strip()

        own_specialty = specialty_of(cell("specialty"))
        city, state_in_city = directory.state_names.split_place(cell("city"))
        state = directory.state_names.code(cell("state")) if cell("state") else state_in_city
        named = NamedRow(
            name=cell("program_name"),
            city=city,
            state=state,
            state_unread=cell("state") if cell("state") and state is None else "",
            specialty=own_specialty if cell("specialty") else specialty,
            specialty_unread="" if own_specialty else cell("specialty"),
            preliminary=is_preliminary(cell("specialty")),
        )
        text = cell("program_id")
        code = acgme_code(text) or nrmp_code(text) or code_in_name(text) or code_in_name(named.name)
        place = directory.place_of.get(text, directory.place_of.get(code or ""))
        if place is None and code:
            place = directory.place_of.get(f"NRMP:{code}")
        objection = None
        if place is not None:
            # A specialty said of the whole table does not speak against a row's own code.
            objection = _objection(replace(named, specialty=own_specialty), place, directory)
        said = row_values(row, table, mapping, readings)
        return cls(row, said, named, text or code or "", place, objection)


def _objection(named: NamedRow, place: int, directory: Directory) -> str | None:
    """Return what in a row speaks against the program that its code names."""
    if named.state and named.state != directory.states[place]:
        return f"The code is that of a program in {directory.states[place]}, the row says {named.state}."
    if named.specialty and named.specialty != directory.specialties[place]:
        specialty = directory.specialties[place]
        return f"The code is that of a program in {specialty}, the row says {named.specialty}."
    if named.preliminary:
        return "The row is about preliminary positions."
    return None


def _matched(row: _Row, candidates: tuple[Candidate, ...], directory: Directory) -> MatchRow:
    faults = ([row.raw.fault] if row.raw.fault else []) + list(row.said.faults)
    if row.place is not None and not row.objection:
        program_id = str(directory.ids[row.place])
        if faults:
            return MatchRow(row.raw, row.said, "faulty", " ".join(faults), program_id)
        return MatchRow(row.raw, row.said, "matched", "By its code.", program_id)
    status: Status
    if row.objection and row.place is not None:
        candidates = (Candidate(str(directory.ids[row.place]), str(directory.labels[row.place]), 100.0),)
        status, reason, found = "doubtful", row.objection, None
    else:
        status, reason, found = verdict_by_name(row.named, candidates)
        if row.code:
            said = "was rounded by a spreadsheet" if looks_rounded(row.code) else "is not in our directory"
            reason = f"The code '{row.code}' {said}. {reason}"
            # A code we do not have may be that of a program we do not have.
            if status == "matched" and not looks_rounded(row.code):
                status, found = "doubtful", None
    if faults:
        return MatchRow(row.raw, row.said, "faulty", " ".join(faults), found, candidates)
    return MatchRow(row.raw, row.said, status, reason, found, candidates)


def _without_duplicates(matches: list[MatchRow], rows: list[_Row]) -> list[MatchRow]:
    """Let one row stand for a program and season; rows with a code come before those found by name."""
    order = sorted(range(len(matches)), key=lambda i: rows[i].place is None)
    first: dict[tuple[str | None, str | None], int] = {}
    named_as: dict[str, str] = {}
    settled = list(matches)
    for i in order:
        match = matches[i]
        if match.status != "matched" or match.program_id is None:
            continue
        key = (match.program_id, match.said.season)
        name = rows[i].named.name.lower()
        other_name = named_as.setdefault(match.program_id, name)
        earlier = first.setdefault(key, i)
        if rows[i].place is None and other_name != name:
            settled[i] = replace(
                match,
                status="doubtful",
                program_id=None,
                reason="A row of another name is about the program that this name fits best.",
            )
        elif earlier != i:
            same = replace(match.said, notes=()) == replace(matches[earlier].said, notes=())
            settled[i] = replace(
                match,
                status="duplicate",
                reason=f"The same program as in row {matches[earlier].row.number}, with "
                + ("the same values." if same else "other values; those of that row are used."),
            )
    return settled
