"""The list of programs that a person has: pasted line by line or brought as a table, nothing dropped.

A line holds a code, a name, or a name with place and specialty, and may say how far the person is there
(applied, invited, ranked). Programs are found as in a table of evidence (`matching`); what is not sure is
left to the person with its candidates, and what is not found is handed back with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smartpick.intake.columns import ColumnMapping, guess_mapping, status_column
from smartpick.intake.matching import (
    NO_STATE,
    SURE_FROM,
    SURE_MARGIN,
    Candidate,
    MatchRow,
    ProgramIndex,
    match_programs,
)
from smartpick.intake.names import acgme_code, code_in_name, nrmp_code
from smartpick.intake.reading import read_table
from smartpick.intake.rows import specialty_of, specialty_of_table
from smartpick.intake.table import MOST_BYTES, RawRow, RawTable, UnreadableFileError, shortened
from smartpick.intake.words import WORDS
from smartpick.programs.evidence import MOST_PROGRAMS, STATUSES, ListStatus

_IDENTITY = ("program_id", "program_name", "specialty", "city", "state")
_COLUMNS = (*_IDENTITY, "name_suffix", "institution")
_NO = frozenset(WORDS["status_columns"]["no"])
# What says yes in a column about one status: a word, or the day on which it happened.
_SAYS_SO = re.compile(
    r"(yes|y|x|true|1|✓|✔|done|received|scheduled|accepted)\b.*|[✓✔]|[^a-z]*\d{1,4}[/.-]\d.*|.*\b20\d\d\b.*"
)
_PLACE_ON_A_LIST = re.compile(r"(no\.? ?|#)?\d{1,3}(st|nd|rd|th)?")
# A status that follows a code or a name with nothing but a blank between.
_AT_THE_END = re.compile(r"(.*\S)\s+((?:ranked|invited|applied|planned)(?:\s*#?\d+)?)", re.IGNORECASE)
_PLACE = re.compile(r"\(([^()]*)\)\s*$")
_BETWEEN_PARTS = re.compile(r"[\t;|]|,\s|\s[-–—]\s")
_LONGEST_LINE = 120
_EMPTY = "The list is empty. Paste one program a line, by name or code."


@dataclass(frozen=True)
class ListedProgram:
    """A program on the list: its id, how far the applicant is there, and its row as it was written."""

    program_id: str
    status: ListStatus
    row: int
    text: str


@dataclass(frozen=True)
class ListedRow:
    """A row that is no program of the list.

    Attributes:
        row: Its number, 1 for the first line or the first row of a spreadsheet.
        text: What is written there, in one line.
        reason: Why it is not on the list, in a sentence.
        candidates: Programs it may be about, best first; empty where none is near.
        status: How far the applicant is there.
    """

    row: int
    text: str
    reason: str
    candidates: tuple[Candidate, ...] = ()
    status: ListStatus = "planned"


@dataclass(frozen=True)
class OwnList:
    """A person's list; every row that is not blank is in one of the three.

    Attributes:
        programs: Programs that were recognised, each once, in the order of the list.
        undecided: Rows with candidates, for the person to decide.
        unused: Rows that name no program known here, or one that is already on the list.
        notes: What its owner should know of the reading.
    """

    programs: tuple[ListedProgram, ...]
    undecided: tuple[ListedRow, ...]
    unused: tuple[ListedRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def program_ids(self) -> tuple[str, ...]:
        """Ids of the recognised programs, in the order of the list."""
        return tuple(one.program_id for one in self.programs)

    def with_status(self, *statuses: ListStatus) -> tuple[str, ...]:
        """Return the ids of programs with one of these statuses."""
        return tuple(one.program_id for one in self.programs if one.status in statuses)

    def decided(self, decisions: Mapping[int, str]) -> OwnList:
        """Return the list with rows settled by the person.

        `decisions` has a program id by row number of undecided rows; an empty id rejects all candidates.
        """
        programs, unused = list(self.programs), list(self.unused)
        undecided = []
        for row in self.undecided:
            chosen = decisions.get(row.row)
            if chosen is None:
                undecided.append(row)
            elif chosen:
                programs.append(ListedProgram(chosen, row.status, row.row, row.text))
            else:
                reason = "You said that it is none of these."
                unused.append(ListedRow(row.row, row.text, reason, (), row.status))
        return _each_once(sorted(programs, key=lambda one: one.row), undecided, unused, self.notes)


def read_own_list(
    content: bytes | str, index: ProgramIndex, specialty: str | None = None, name: str = "your list"
) -> OwnList:
    """Read a list (pasted text, or the bytes of a file) and find its programs.

    Args:
        content: Pasted text, or the bytes of a CSV file or workbook.
        index: The programs known here.
        specialty: What rows are about that name no specialty.
        name: Where it is from, such as a file's name.

    Raises:
        UnreadableFileError: if nothing can be read as a list; the message is for its owner.
    """
    table, mapping, statuses = _table_of(content, name, index)
    programs: list[ListedProgram] = []
    undecided: list[ListedRow] = []
    unused: list[ListedRow] = []
    named = specialty_of_table(table)
    specialty = named[0] if named else specialty
    for row, status in zip(match_programs(table, mapping, index, specialty).rows, statuses, strict=True):
        program_id = row.program_id if row.status in ("matched", "duplicate") else _sure_by_name_alone(row)
        number = row.row.number
        cells = (" ".join(cell.split()) for cell in row.row.cells if cell.strip())
        text = shortened(", ".join(cells), _LONGEST_LINE)
        if program_id:
            programs.append(ListedProgram(program_id, status, number, text))
        elif row.candidates:
            undecided.append(ListedRow(number, text, row.reason, row.candidates, status))
        else:
            unused.append(ListedRow(number, text, row.reason, (), status))
    own_list = _each_once(programs, undecided, unused, table.notes)
    if len(own_list.programs) > MOST_PROGRAMS:
        raise UnreadableFileError(
            f"The list names {len(own_list.programs)} programs; at most {MOST_PROGRAMS} can be counted. "
            "Leave out those you would not apply to."
        )
    return own_list


def _each_once(
    programs: Sequence[ListedProgram],
    undecided: Sequence[ListedRow],
    unused: Sequence[ListedRow],
    notes: tuple[str, ...],
) -> OwnList:
    """Keep each program once, with the furthest of its statuses; the other rows are handed back."""
    kept: dict[str, ListedProgram] = {}
    repeated = []
    for one in programs:
        first = kept.setdefault(one.program_id, one)
        if first is one:
            continue
        kept[one.program_id] = replace(first, status=max(first.status, one.status, key=STATUSES.index))
        reason = f"The same program as in row {first.row}."
        repeated.append(ListedRow(one.row, one.text, reason, (), one.status))
    rows = sorted([*unused, *repeated], key=lambda row: row.row)
    return OwnList(tuple(kept.values()), tuple(undecided), tuple(rows), notes)


def _sure_by_name_alone(row: MatchRow) -> str | None:
    """Return the program of a row that names no state, where its name fits one and no other nearly as well.

    A table of evidence asks the person then, since a wrong figure misleads; a list is shown back by name.
    """
    if row.status != "doubtful" or row.reason != NO_STATE or not row.candidates:
        return None
    best, *others = row.candidates
    if best.score < SURE_FROM or (others and best.score - others[0].score < SURE_MARGIN):
        return None
    return best.program_id


def _table_of(
    content: bytes | str, name: str, index: ProgramIndex
) -> tuple[RawTable, ColumnMapping, list[ListStatus]]:
    """Return the list as a table, what its columns hold, and the status of each row."""
    if isinstance(content, str):
        text, content = content, content.encode()
        if len(content) > MOST_BYTES:
            raise UnreadableFileError("The list is too long. Paste only the programs, one a line.")
        if not text.strip():
            raise UnreadableFileError(_EMPTY)
        first = next(line for line in text.splitlines() if line.strip())
        if not _names_columns(first):
            return _from_lines(list(enumerate(text.splitlines(), 1)), name, index)
    table = read_table(name, content)
    if len(table.sheets) > 1:
        note = f"Only the sheet '{table.sheet}' was read. Bring the others in files of their own."
        table = replace(table, notes=(*table.notes, note))
    mapping = _identity_columns(table.headers)
    if not mapping.names_programs:
        # A file without column names: each row is a line of the list, the first one too.
        header = [] if all(h.startswith("Column ") for h in table.headers) else [(1, table.headers)]
        rows = [*header, *((row.number, row.cells) for row in table.rows)]
        lines = [(number, ", ".join(c for c in cells if c.strip())) for number, cells in rows]
        return _from_lines(lines, name, index)
    return table, mapping, [status_of_row(row, table.headers) or "planned" for row in table.rows]


def _identity_columns(headers: Sequence[str]) -> ColumnMapping:
    columns = guess_mapping(headers).columns
    return ColumnMapping({field: columns[field] for field in _COLUMNS if field in columns})


def _names_columns(line: str) -> bool:
    cells = [cell.strip(' "') for cell in re.split(r"[,;\t|]", line)]
    alone = cells[0].lower() in ("program", "program name", "code")
    return _identity_columns(cells).names_programs and (len(cells) > 1 or alone)


def status_of_row(row: RawRow, headers: Sequence[str]) -> ListStatus | None:
    """Return the furthest that a row says its owner is with the program; None if it says nothing of it."""
    said: list[ListStatus] = []
    for header, cell in zip(headers, row.cells, strict=False):
        about = status_column(header)
        tidy = " ".join(cell.lower().split())
        if about is None or tidy in _NO:
            continue
        own = _status_in(cell)
        if own:
            said.append(own)
        elif about != "any" and (
            _SAYS_SO.fullmatch(tidy) or (about == "ranked" and _PLACE_ON_A_LIST.fullmatch(tidy))
        ):
            said.append(about)
    return max(said, key=STATUSES.index, default=None)


def _status_in(text: str) -> ListStatus | None:
    tidy = " ".join(re.findall(r"[a-z#\d]+", text.lower()))
    return next((s for s in reversed(STATUSES) if re.fullmatch(WORDS["list_statuses"][s], tidy)), None)


def _from_lines(
    lines: Sequence[tuple[int, str]], name: str, index: ProgramIndex
) -> tuple[RawTable, ColumnMapping, list[ListStatus]]:
    """Return lines of text as a table of code, name, specialty, city and state."""
    read = [(number, *_parts_of_line(line, index)) for number, line in lines if line.strip()]
    if not read:
        raise UnreadableFileError(_EMPTY)
    mapping = ColumnMapping({field: place for place, field in enumerate(_IDENTITY)})
    headers = ("Code", "Program", "Specialty", "City", "State")
    rows = tuple(RawRow(number, cells) for number, cells, _ in read)
    return RawTable(name, headers, rows), mapping, [status for *_, status in read]


def _parts_of_line(line: str, index: ProgramIndex) -> tuple[tuple[str, str, str, str, str], ListStatus]:
    """Return (code, name, specialty, city, state) of a line, and the status that it says."""
    # Numbers and bullets that lists begin with; a code is longer.
    text = re.sub(r"^\s*(?:\d{1,3}[.)]\s+|[-*•]\s+)", "", line).strip()
    last = _AT_THE_END.fullmatch(text)
    text = f"{last[1]}; {last[2]}" if last else text
    parts = _BETWEEN_PARTS.split(text)
    place = _PLACE.search(text)
    if place and not _PLACE.search(parts[0].strip()):
        # "Name (City, ST)" may have a comma within the brackets.
        parts = [*_BETWEEN_PARTS.split(text[: place.start()]), *place.group(1).split(",")]
    status: ListStatus = "planned"
    code = specialty = city = state = ""
    names: list[str] = []
    for part in filter(None, (p.strip().strip(" ()") for p in parts)):
        part_status = _status_in(part)
        if part_status:
            status = max(status, part_status, key=STATUSES.index)
        elif not code and (acgme_code(part) or nrmp_code(part) or part in index.place_of):
            code = part
        elif names and not state and index.state_names.code(part):
            state = part
        elif names and not specialty and specialty_of(part):
            specialty = part
        else:
            names.append(part)
    if not code and names:
        code = code_in_name(names[0]) or ""
    # The city is right before the state.
    if state and len(names) > 1:
        city = names.pop()
    return (code, ", ".join(names), specialty, city, state), status
