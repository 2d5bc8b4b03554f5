"""Which program each row of a person's table is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.intake.columns import Mapping
from smartpick.intake.names import NameIndex, acgme_code, code_in_name, looks_rounded, name_words, nrmp_code
from smartpick.intake.rows import (
    ColumnReading,
    RowValues,
    States,
    column_readings,
    is_preliminary,
    row_values,
    specialty_of,
)
from smartpick.intake.table import RawRow, RawTable

# Our directory of programs, laid out for finding the one a row is about.


@dataclass(frozen=True)
class Directory:
    """Programs by id, by code and by name; arrays have one entry for each program.

    Attributes:
        ids: Program ids.
        labels: Name, place and specialty in one line.
        names: Program names.
        cities: City in lower case, empty where unknown.
        states: Postal codes.
        specialties: Specialties.
        doubtful_identity: Whether the row's identity is of low confidence.
        place_of: Position by id and, for codes one program alone has, by NRMP code.
        state_names: Postal codes by spelling.
        name_index: Similarity of names.
    """

    ids: NDArray[np.object_]
    labels: NDArray[np.object_]
    names: NDArray[np.object_]
    cities: NDArray[np.object_]
    states: NDArray[np.object_]
    specialties: NDArray[np.object_]
    doubtful_identity: NDArray[np.bool_]
    place_of: dict[str, int]
    state_names: States
    name_index: NameIndex

    @classmethod
    def of(cls, programs: pd.DataFrame) -> Directory:
        """Lay out `facts.programs`, or any rows of it."""
        text = {
            c: _text(programs, c) for c in ("program_id", "name", "institution", "specialty", "city", "state")
        }
        state_names = States(zip(text["state"], _text(programs, "state_name"), strict=True))
        read = {place: name_words(place) for place in {*text["city"], *text["specialty"]}}
        contexts = [
            (*read[city], *state_names.words(state), *read[specialty])
            for city, state, specialty in zip(text["city"], text["state"], text["specialty"], strict=True)
        ]
        labels = [
            f"{name} ({', '.join(part for part in (city, state) if part)}), {specialty}"
            for name, city, state, specialty in zip(
                text["name"], text["city"], text["state"], text["specialty"], strict=True
            )
        ]
        return cls(
            ids=np.array(text["program_id"], dtype=object),
            labels=np.array(labels, dtype=object),
            names=np.array(text["name"], dtype=object),
            cities=np.array([city.lower() for city in text["city"]], dtype=object),
            states=np.array(text["state"], dtype=object),
            specialties=np.array(text["specialty"], dtype=object),
            doubtful_identity=np.array([c == "low" for c in _text(programs, "row_confidence")], dtype=bool),
            place_of=_places(text["program_id"], _text(programs, "nrmp_codes")),
            state_names=state_names,
            name_index=NameIndex(text["name"], text["institution"], contexts),
        )


def _text(programs: pd.DataFrame, column: str) -> list[str]:
    if column not in programs:
        return [""] * len(programs)
    return [str(value) for value in programs[column].astype(object).where(programs[column].notna(), "")]


def _places(ids: Sequence[str], nrmp_codes: Sequence[str]) -> dict[str, int]:
    by_code = [(code, i) for i, codes in enumerate(nrmp_codes) for code in codes.split("|") if code]
    holders = Counter(code for code, _ in by_code)
    places = {code: i for code, i in by_code if holders[code] == 1}
    places.update({program_id: i for i, program_id in enumerate(ids)})
    return places


# Candidates for a row that has no code we know, and when one of them is good enough.

Array = NDArray[np.float64]

# Chosen on names from our own directory, perturbed and with the right program left out (tests/intake).
SURE_FROM = 90.0
SURE_MARGIN = 5.0
WORTH_SHOWING_FROM = 45.0
MOST_CANDIDATES = 3
NO_STATE = "The row does not say in which state the program is."
_OTHER_CITY = 12.0
_LOW_CONFIDENCE = 2.0


@dataclass(frozen=True)
class Candidate:
    """A program that a row may be about; `score` is 0 to 100."""

    program_id: str
    label: str
    score: float


@dataclass(frozen=True)
class NamedRow:
    """What a row says of which program it is about.

    `state` is a postal code and `specialty` our name, None where unknown; the `_unread` texts are what the
    row says there that we could not read.
    """

    name: str
    city: str = ""
    state: str | None = None
    state_unread: str = ""
    specialty: str | None = None
    specialty_unread: str = ""
    preliminary: bool = False


def candidates_by_name(rows: Sequence[NamedRow], directory: Directory) -> list[tuple[Candidate, ...]]:
    """Return the best candidates of each row, best first, within its state and specialty."""
    distinct = list(dict.fromkeys(rows))
    found: dict[NamedRow, tuple[Candidate, ...]] = {}
    for start in range(0, len(distinct), 256):
        block = distinct[start : start + 256]
        contexts = [_context(row, directory) for row in block]
        scores = directory.name_index.similarity([row.name for row in block], contexts)
        scores -= _LOW_CONFIDENCE * directory.doubtful_identity
        for row, own in zip(block, scores, strict=True):
            found[row] = _best(row, own, directory)
    return [found[row] for row in rows]


def _context(row: NamedRow, directory: Directory) -> tuple[str, ...]:
    state = directory.state_names.words(row.state) if row.state else ()
    return (*name_words(row.city), *state, *name_words(row.specialty or ""))


def _best(row: NamedRow, scores: Array, directory: Directory) -> tuple[Candidate, ...]:
    possible = np.ones(len(scores), dtype=bool)
    if row.state:
        possible &= directory.states == row.state
    if row.specialty:
        possible &= directory.specialties == row.specialty
    if row.city:
        # Hospitals go by their town or by its suburb: another city weakens, it does not exclude.
        elsewhere = (directory.cities != row.city.lower()) & (directory.cities != "")
        scores = scores - _OTHER_CITY * elsewhere
    places = np.flatnonzero(possible & (scores >= WORTH_SHOWING_FROM))
    best = places[np.argsort(-scores[places], kind="stable")[:MOST_CANDIDATES]]
    return tuple(
        Candidate(str(directory.ids[i]), str(directory.labels[i]), round(float(scores[i]), 1)) for i in best
    )


def verdict_by_name(
    row: NamedRow, candidates: Sequence[Candidate]
) -> tuple[Literal["matched", "doubtful", "unmatched"], str, str | None]:
    """Return (status, reason, program id) of a row by its name."""
    if not row.name.strip():
        return "unmatched", "The row names no program.", None
    if not candidates:
        where = " of that specialty" if row.specialty else ""
        return (
            "unmatched",
            f"No program{where}{f' in {row.state}' if row.state else ''} has a name like it.",
            None,
        )
    doubt = _doubt(row, candidates)
    if doubt:
        return "doubtful", doubt, None
    return "matched", "By name, state and specialty.", candidates[0].program_id


def _doubt(row: NamedRow, candidates: Sequence[Candidate]) -> str | None:
    best = candidates[0].score
    if row.state_unread:
        return f"We do not know the state '{row.state_unread}'."
    if row.specialty_unread:
        return f"We do not know the specialty '{row.specialty_unread}'."
    if row.preliminary:
        return "The row is about preliminary positions."
    if row.state is None:
        return NO_STATE
    if row.specialty is None:
        return "The row does not say which specialty it is about."
    if best < SURE_FROM:
        return "The name is only near."
    if len(candidates) > 1 and best - candidates[1].score < SURE_MARGIN:
        return "The name fits more than one program."
    return None


# Which program each row of a person's table is about.
#
# A code decides where there is one and nothing in the row speaks against it. Otherwise the name does, within
# the row's state and specialty, if it fits one program well and no other nearly as well. All else is doubtful
# and left to the person, with the best three candidates.

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
