"""Which program each row of a person's table is about.

A code decides where there is one and nothing in the row speaks against it. Otherwise the name does, within
the row's state and specialty, if it fits one program well and no other nearly as well. All else is doubtful
and left to the person, with the best three candidates.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.intake.columns import ColumnMapping
from smartpick.intake.names import (
    NameIndex,
    acgme_code,
    code_in_name,
    looks_rounded,
    name_words,
    nrmp_code,
    places_of_codes,
    preliminary_codes,
    track_letter,
)
from smartpick.intake.rows import (
    OTHER_VALUES,
    ColumnReading,
    RowValues,
    Section,
    States,
    column_readings,
    holds_preliminary,
    is_generic,
    is_preliminary,
    row_values,
    specialty_in_title,
    specialty_of,
    without_specialty,
)
from smartpick.intake.table import RawRow, RawTable

Status = Literal["matched", "doubtful", "unmatched", "faulty", "duplicate", "heading"]

# Chosen on names from our own directory, perturbed and with the right program left out (tests/intake).
SURE_FROM = 90.0
SURE_MARGIN = 5.0
# From so many rows on whose codes are those of the names above or below them, a column is said to be shifted.
_SHIFTED_FROM = 3
_TRACKS = {"P": "preliminary", "C": "categorical", "A": "advanced"}
_PRELIMINARY = "The row is about preliminary positions: no evidence about the categorical program."
NO_STATE = "The row does not say in which state the program is."
_WORTH_SHOWING_FROM = 45.0
_MOST_CANDIDATES = 3
_OTHER_CITY = 12.0
_LOW_CONFIDENCE = 2.0
_ROWS_AT_ONCE = 256


@dataclass(frozen=True)
class Candidate:
    """A program that a row may be about; `score` is 0 to 100."""

    program_id: str
    label: str
    score: float


@dataclass(frozen=True, kw_only=True)
class ProgramIndex:
    """Our programs, laid out for finding the one a row is about; arrays have one entry for each program.

    Attributes:
        ids: Program ids.
        labels: Name, place and specialty in one line.
        names: Program names.
        cities: City in lower case, empty where unknown.
        states: Postal codes.
        specialties: Specialties.
        doubtful_identity: Whether the row's identity is of low confidence.
        place_of: Position by id and, for codes one program alone has, by NRMP code.
        preliminary_codes: NRMP codes of the preliminary tracks of programs that have other tracks too.
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
    preliminary_codes: frozenset[str]
    state_names: States
    name_index: NameIndex

    @classmethod
    def of(cls, programs: pd.DataFrame) -> Self:
        """Lay out `facts.programs`, or any rows of it."""
        ids, names, sponsors, specialties, cities, states = (
            _text(programs, column)
            for column in ("program_id", "name", "institution", "specialty", "city", "state")
        )
        state_names = States(zip(states, _text(programs, "state_name"), strict=True))
        read = {place: name_words(place) for place in {*cities, *specialties}}
        contexts = [
            (*read[city], *state_names.words(state), *read[specialty])
            for city, state, specialty in zip(cities, states, specialties, strict=True)
        ]
        labels = [
            f"{name} ({', '.join(part for part in (city, state) if part)}), {specialty}"
            for name, city, state, specialty in zip(names, cities, states, specialties, strict=True)
        ]
        return cls(
            ids=np.array(ids, dtype=object),
            labels=np.array(labels, dtype=object),
            names=np.array(names, dtype=object),
            cities=np.array([city.lower() for city in cities], dtype=object),
            states=np.array(states, dtype=object),
            specialties=np.array(specialties, dtype=object),
            doubtful_identity=np.array([c == "low" for c in _text(programs, "row_confidence")], dtype=bool),
            place_of=places_of_codes(ids, _text(programs, "nrmp_codes")),
            preliminary_codes=preliminary_codes(_text(programs, "nrmp_codes")),
            state_names=state_names,
            name_index=NameIndex(names, sponsors, contexts),
        )

    def candidate(self, place: int, score: float) -> Candidate:
        """Return the program at a position as a candidate."""
        return Candidate(str(self.ids[place]), str(self.labels[place]), round(float(score), 1))


def _text(programs: pd.DataFrame, column: str) -> list[str]:
    if column not in programs:
        return [""] * len(programs)
    return [str(value) for value in programs[column].astype(object).where(programs[column].notna(), "")]


@dataclass(frozen=True, kw_only=True)
class NamedRow:
    """What a row says of which program it is about.

    `state` is a postal code and `specialty` our name, None where unknown; the `_unread` texts are what the
    row says there that we could not read.
    """

    name: str
    city: str
    state: str | None
    state_unread: str
    specialty: str | None
    specialty_unread: str
    preliminary: bool


@dataclass(frozen=True)
class MatchRow:
    """One row and the program it is about.

    Attributes:
        row: The row as it is in the file.
        row_values: What it says.
        status: matched; doubtful (the person decides); unmatched; faulty (a cell or the row cannot be
            read); duplicate (another row is about the same program and season); heading (of rows below it).
        reason: Why, in a sentence.
        program_id: The program, for matched and duplicate rows and for faulty ones whose program is sure.
        candidates: Programs it may be about, best first, at most three.
    """

    row: RawRow
    row_values: RowValues
    status: Status
    reason: str
    program_id: str | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class MatchResult:
    """All rows of a table, in its order, how its columns were read, and what is odd about it as a whole."""

    table: RawTable
    mapping: ColumnMapping
    rows: tuple[MatchRow, ...]
    readings: dict[str, ColumnReading]
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[Status, int]:
        """Number of rows by status; statuses without a row are 0."""
        return {status: len(self.with_status(status)) for status in get_args(Status)}

    def with_status(self, *statuses: Status) -> list[MatchRow]:
        """Return the rows of some statuses."""
        return [row for row in self.rows if row.status in statuses]


def match_programs(
    table: RawTable,
    mapping: ColumnMapping,
    programs: pd.DataFrame | ProgramIndex,
    specialty: str | None = None,
) -> MatchResult:
    """Find the program of each row.

    Args:
        table: The person's table.
        mapping: What its columns hold.
        programs: `facts.programs`; or its `ProgramIndex`, where one is kept between calls.
        specialty: What all rows are about, for a table without a column of specialties.
    """
    index = programs if isinstance(programs, ProgramIndex) else ProgramIndex.of(programs)
    readings = column_readings(table, mapping)
    rows = []
    section = Section.of(table, specialty, index.state_names)
    for raw in table.rows:
        values = row_values(raw, table, mapping, readings)
        section = section.under(raw, index.state_names) if not table.turned else section
        rows.append(_identified(raw, values, mapping, index, section))
    if holds_preliminary(table):
        rows = [_as_preliminary(row) for row in rows]
    by_name = [row.named for row in rows if row.named.name.strip()]
    fits = _candidates_by_name(list(dict.fromkeys(by_name)), index)
    rows = [_checked_against_name(row, fits.get(row.named, ()), index) for row in rows]
    shifted = _shifted(rows)
    if shifted:
        rows = [_where_shifted(row, fits.get(row.named, ()), index) for row in rows]
    matches = [_matched(row, fits.get(row.named, ()), index) for row in rows]
    settled = _without_duplicates(matches, rows, table)
    return MatchResult(table, mapping, tuple(settled), readings, (*shifted, *_contradictions(settled)))


@dataclass(frozen=True)
class _IdentifiedRow:
    """A row with its code looked up.

    `place` is the position of the program that the code names, `other` that of another that its name fits;
    `heads` is what a heading says of the rows below it, empty for a row about a program.
    """

    raw: RawRow
    row_values: RowValues
    named: NamedRow
    code: str
    place: int | None
    objection: str | None
    other: int | None = None
    heads: str = ""


def _identified(
    row: RawRow, values: RowValues, mapping: ColumnMapping, index: ProgramIndex, section: Section
) -> _IdentifiedRow:
    def cell(name: str) -> str:
        column = mapping.columns.get(name)
        return "" if column is None else row.cells[column].strip()

    name = " ".join(filter(None, (cell("program_name"), cell("name_suffix"))))
    institution, titled = cell("institution"), None
    if institution and (is_generic(name) or specialty_in_title(name)):
        # "Internal Medicine Residency" at an institution: its specialty may stand in the name alone.
        name, titled = institution, specialty_in_title(name)
    # A column "Program type" may hold tracks as well as specialties.
    own_specialty = (
        specialty_of(cell("specialty")) if cell("specialty") else titled or specialty_of(cell("track"))
    )
    city, state_in_city = index.state_names.split_place(cell("city"))
    if state_in_city is None and re.search(r"\d", city):
        # A street, or a ZIP code.
        city = ""
    state = index.state_names.code(cell("state")) if cell("state") else state_in_city
    if not cell("state") and state is None:
        name, city_in_name, state = index.state_names.split_name(name)
        city = city or city_in_name
        # A heading or the sheet's name counts where the row itself names no state.
        state = state or (None if cell("state") else section.state)
    in_name = None
    if not (own_specialty or cell("specialty")):
        # "Kern Medical - FM" is Family Medicine on whatever sheet.
        name, in_name = without_specialty(name)
    text = cell("program_id")
    track = track_letter(text)
    code = acgme_code(text) or nrmp_code(text) or code_in_name(text) or code_in_name(name) or ""
    named = NamedRow(
        name=name,
        city=city,
        state=state,
        state_unread=cell("state") if state is None else "",
        specialty=own_specialty or in_name or (None if cell("specialty") else section.specialty),
        specialty_unread="" if own_specialty else cell("specialty"),
        preliminary=section.preliminary
        or code in index.preliminary_codes
        or "P" in (track, cell("track").upper())
        or any(map(is_preliminary, (cell("track"), cell("specialty"), cell("program_name"), name, text))),
    )
    place = next((index.place_of[c] for c in (text, code, f"NRMP:{code}") if c in index.place_of), None)
    # A specialty given for the whole table does not speak against a row's own code.
    objection = None
    if place is not None:
        # Combined programs go by one of their specialties too.
        of_name = None if in_name in str(index.specialties[place]).split("/") else in_name
        objection = _objection(replace(named, specialty=own_specialty or of_name), place, index)
    if place is not None and objection is None and track and track not in _TRACKS:
        objection = f"The letter {track} after the code is that of a special track, with figures of its own."
    heads = " ".join(row.cells).strip() if section.heading is row else ""
    return _IdentifiedRow(row, values, named, text or code, place, objection, heads=heads)


def _objection(named: NamedRow, place: int, index: ProgramIndex) -> str | None:
    """Return what in a row speaks against the program that its code names."""
    for own, its in ((named.state, index.states[place]), (named.specialty, index.specialties[place])):
        if own and own != its:
            return f"The code is that of a program in {its}, but the row says {own}."
    return _PRELIMINARY if named.preliminary else None


def _where_shifted(row: _IdentifiedRow, fits: Sequence[Candidate], index: ProgramIndex) -> _IdentifiedRow:
    """Doubt the code of a row in a shifted column, unless the name fits no other program better."""
    if row.place is None or row.objection or (fits and fits[0].program_id == index.ids[row.place]):
        return row
    return replace(row, objection="The codes of the table seem to be shifted by one row.")


def _as_preliminary(row: _IdentifiedRow) -> _IdentifiedRow:
    objection = row.objection if row.objection or row.place is None else _PRELIMINARY
    return replace(row, named=replace(row.named, preliminary=True), objection=objection)


def _checked_against_name(
    row: _IdentifiedRow, fits: Sequence[Candidate], index: ProgramIndex
) -> _IdentifiedRow:
    """Note where the name of a row with a code fits another program well, and that of the code less."""
    if row.place is None or row.objection or not fits or fits[0].score < SURE_FROM:
        return row
    its_id, its_specialty = index.ids[row.place], index.specialties[row.place]
    own = next((fit.score for fit in fits if fit.program_id == its_id), 0.0)
    # A name stands for all specialties of a hospital: only those of the code's own speak against it.
    others = [fit for fit in fits if index.specialties[index.place_of[fit.program_id]] == its_specialty]
    if own >= SURE_FROM or not others or others[0].score - own < SURE_MARGIN:
        return row
    objection = f"The code is that of {index.labels[row.place]}, but the name is that of another program."
    return replace(row, objection=objection, other=index.place_of[others[0].program_id])


def _shifted(rows: Sequence[_IdentifiedRow]) -> tuple[str, ...]:
    """Say where a whole column of codes stands a row too high or too low."""
    odd = [i for i, row in enumerate(rows) if row.other is not None]
    for step, direction in ((1, "below"), (-1, "above")):
        fitting = [i for i in odd if 0 <= i + step < len(rows) and rows[i].place == rows[i + step].other]
        # The last one of a shifted column has nothing to fit to.
        if len(fitting) >= _SHIFTED_FROM and 2 * len(fitting) > len(odd):
            return (
                f"The codes seem to be shifted by one row: in {len(fitting)} rows the code is that of the "
                f"program named in the row {direction}. Mend the column in your file and bring it again.",
            )
    return ()


def _candidates_by_name(
    rows: Sequence[NamedRow], index: ProgramIndex
) -> dict[NamedRow, tuple[Candidate, ...]]:
    """Return the best candidates of each row, best first, within its state and specialty."""
    candidates: dict[NamedRow, tuple[Candidate, ...]] = {}
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        block = rows[start : start + _ROWS_AT_ONCE]
        contexts = [
            (
                *name_words(row.city),
                *index.state_names.words(row.state or ""),
                *name_words(row.specialty or ""),
            )
            for row in block
        ]
        scores = index.name_index.similarity([row.name for row in block], contexts)
        scores -= _LOW_CONFIDENCE * index.doubtful_identity
        for row, own in zip(block, scores, strict=True):
            candidates[row] = _best(row, own, index)
    return candidates


def _best(row: NamedRow, scores: NDArray[np.float64], index: ProgramIndex) -> tuple[Candidate, ...]:
    possible = np.ones(len(scores), dtype=bool)
    if row.state:
        possible &= index.states == row.state
    if row.specialty:
        possible &= index.specialties == row.specialty
    if row.city:
        # Hospitals go by their town or by its suburb: another city weakens, it does not exclude.
        elsewhere = (index.cities != row.city.lower()) & (index.cities != "")
        scores = scores - _OTHER_CITY * elsewhere
    places = np.flatnonzero(possible & (scores >= _WORTH_SHOWING_FROM))
    best = places[np.argsort(-scores[places], kind="stable")[:_MOST_CANDIDATES]]
    return tuple(index.candidate(i, scores[i]) for i in best)


def _matched(row: _IdentifiedRow, candidates: tuple[Candidate, ...], index: ProgramIndex) -> MatchRow:
    status: Status
    if row.heads:
        reason = f"A heading: '{row.heads}' counts for the rows below it that do not say otherwise."
        return MatchRow(row.raw, row.row_values, "heading", reason)
    if row.place is None:
        status, reason, program_id = _verdict_by_name(row.named, candidates)
        if row.code:
            rounded = looks_rounded(row.code)
            problem = "was rounded by a spreadsheet" if rounded else "is not in our directory"
            reason = f"The code '{row.code}' {problem}. {reason}"
            # A code we do not have may be that of a program we do not have.
            if status == "matched" and not rounded:
                status, program_id = "doubtful", None
    elif row.objection:
        status, reason, program_id = "doubtful", row.objection, None
        other = () if row.other is None else (index.candidate(row.other, 100.0),)
        candidates = (index.candidate(row.place, 100.0), *other)
    else:
        status, reason, program_id = "matched", "By its code.", str(index.ids[row.place])
        candidates = ()
    faults = ([row.raw.fault] if row.raw.fault else []) + list(row.row_values.faults)
    if faults:
        status, reason = "faulty", " ".join(faults)
    return MatchRow(row.raw, row.row_values, status, reason, program_id, candidates)


def _verdict_by_name(row: NamedRow, candidates: Sequence[Candidate]) -> tuple[Status, str, str | None]:
    """Return (status, reason, program id) of a row by its name."""
    if not row.name.strip():
        return "unmatched", "The row names no program.", None
    if not candidates:
        where = (" of that specialty" if row.specialty else "") + (f" in {row.state}" if row.state else "")
        return "unmatched", f"No program{where} has a name like it.", None
    doubt = _doubt(row, candidates)
    if doubt:
        return "doubtful", doubt, None
    return "matched", "By name, state and specialty.", candidates[0].program_id


def _doubt(row: NamedRow, candidates: Sequence[Candidate]) -> str | None:
    if row.state_unread:
        return f"We do not know the state '{row.state_unread}'."
    if row.specialty_unread:
        return f"We do not know the specialty '{row.specialty_unread}'."
    if row.preliminary:
        return _PRELIMINARY
    if row.state is None:
        return NO_STATE
    if row.specialty is None:
        return "The row does not say which specialty it is about."
    if candidates[0].score < SURE_FROM:
        return "The name is only similar."
    if len(candidates) > 1 and candidates[0].score - candidates[1].score < SURE_MARGIN:
        return "The name fits more than one program."
    return None


def _without_duplicates(
    matches: list[MatchRow], rows: list[_IdentifiedRow], table: RawTable
) -> list[MatchRow]:
    """Use one row for each program and season; rows with a code come before those found by name.

    What the row leaves open is taken from the others.
    """
    first: dict[tuple[str, str | None], int] = {}
    named_as: dict[str, str] = {}
    settled = list(matches)
    for i in sorted(range(len(matches)), key=lambda i: rows[i].place is None):
        match = matches[i]
        if match.status != "matched" or match.program_id is None:
            continue
        name = rows[i].named.name.lower()
        other_name = named_as.setdefault(match.program_id, name)
        earlier = first.setdefault((match.program_id, match.row_values.season), i)
        if rows[i].place is None and other_name != name:
            reason = "A row with another name is about the program that this name fits best."
            settled[i] = replace(match, status="doubtful", program_id=None, reason=reason)
        elif earlier != i:
            before = settled[earlier]
            both, said = before.row_values.completed_by(match.row_values)
            settled[earlier] = replace(before, row_values=both)
            reason = f"The same program as in {table.place(before.row.number)}, with {said}"
            settled[i] = replace(match, status="duplicate", reason=reason)
    return settled


def _contradictions(rows: Sequence[MatchRow]) -> tuple[str, ...]:
    """Say how many rows contradict an earlier one about the same program."""
    count = sum(row.status == "duplicate" and OTHER_VALUES in row.reason for row in rows)
    if not count:
        return ()
    several = "row says" if count == 1 else "rows say"
    return (
        f"{count} {several} something else of a program than an earlier row; the earlier one is used. "
        "Delete in your file what is no longer true, or add a column with the season.",
    )
