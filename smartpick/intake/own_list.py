"""The list of programs that a person has: pasted line by line or brought as a table, nothing dropped.

A line may be a code, a name, or a name with place and specialty, and how far the person is there (applied,
invited, ranked). Programs are found as in a table of evidence (`matching`); what is not sure is left to the
person with its candidates, and what is not found is handed back with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Decisions
from collections.abc import Sequence
from dataclasses import dataclass, replace

from smartpick.intake.columns import Mapping, guess_mapping
from smartpick.intake.matching import (
    NO_STATE,
    SURE_FROM,
    SURE_MARGIN,
    Candidate,
    Directory,
    MatchRow,
    match_programs,
)
from smartpick.intake.names import acgme_code, code_in_name, nrmp_code
from smartpick.intake.reading import read_table
from smartpick.intake.rows import specialty_of
from smartpick.intake.table import MOST_BYTES, RawRow, RawTable, UnreadableFileError
from smartpick.plan.own_list import MOST_PROGRAMS, STATUSES, ListStatus

_IDENTITY = ("program_id", "program_name", "specialty", "city", "state")
_STATUS_HEADERS = re.compile(
    r"(my |own |application |interview )?(status|stage|outcome|result)", re.IGNORECASE
)
_YES_HEADERS: dict[str, ListStatus] = {
    "applied": "applied",
    "invited": "invited",
    "invitation": "invited",
    "interview": "invited",
    "interviewed": "invited",
    "iv": "invited",
    "ranked": "ranked",
    "rank": "ranked",
}
_WORDS: tuple[tuple[ListStatus, str], ...] = (
    ("ranked", r"(?:ranked|rank|ranking|rol)(?: *#? *\d+)?"),
    ("invited", r"invited|invitation|invite|interview(?:ed)?|iv|interview (?:done|scheduled)"),
    ("applied", r"applied|sent|submitted|pending|waiting|no answer|silent|rejected|declined"),
    ("planned", r"planned|plan|to apply|not yet|maybe"),
)
_NO = frozenset({"", "no", "n", "false", "0", "-", "--", "none", "na", "n/a", "not yet"})
# A status that follows a code or a name with nothing but a blank between.
_AT_THE_END = re.compile(r"(.*\S)\s+((?:ranked|invited|applied|planned)(?:\s*#?\d+)?)", re.IGNORECASE)
_PLACE = re.compile(r"\(([^()]*)\)\s*$")


@dataclass(frozen=True)
class ListedProgram:
    """A program on the list: its id, how far the applicant is there, and the row it stands in, as written."""

    program_id: str
    status: ListStatus
    row: int
    text: str


@dataclass(frozen=True)
class ListedRow:
    """A row that is no program of the list.

    Attributes:
        row: Its number, 1 for the first line or the first row of a spreadsheet.
        text: What stands there, in one line.
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
        unused: Rows that name no program known here, or one that stands there already.
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

    def decided(self, decisions: Decisions[int, str]) -> OwnList:
        """Return the list with rows settled by the person.

        Args:
            decisions: Program id by row number of undecided rows; an empty id says that it is none of them.
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
        programs.sort(key=lambda one: one.row)
        return _each_once(programs, undecided, unused, self.notes)


def read_own_list(
    content: bytes | str, directory: Directory, specialty: str | None = None, name: str = "your list"
) -> OwnList:
    """Read a list and find its programs.

    Args:
        content: Pasted text, or the bytes of a CSV or XLSX file.
        directory: The programs known here.
        specialty: What rows are about that name no specialty.
        name: Where it is from, such as a file's name.

    Raises:
        UnreadableFileError: if nothing can be read as a list; the message is for its owner.
    """
    table, mapping, statuses = _table_of(content, name, directory)
    result = match_programs(table, mapping, directory, specialty)
    programs: list[ListedProgram] = []
    undecided: list[ListedRow] = []
    unused: list[ListedRow] = []
    for row, status in zip(result.rows, statuses, strict=True):
        found = row.program_id if row.status in ("matched", "duplicate") else _sure_by_name_alone(row)
        text = _one_line(row.row.cells)
        if found:
            programs.append(ListedProgram(found, status, row.row.number, text))
            continue
        said = ListedRow(row.row.number, text, row.reason, row.candidates, status)
        (undecided if row.candidates else unused).append(said)
    found_list = _each_once(programs, undecided, unused, table.notes)
    if len(found_list.programs) > MOST_PROGRAMS:
        raise UnreadableFileError(
            f"The list names {len(found_list.programs)} programs; at most {MOST_PROGRAMS} can be counted. "
            "Leave out those you would not apply to."
        )
    return found_list


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
        further = max(first.status, one.status, key=STATUSES.index)
        kept[one.program_id] = replace(first, status=further)
        repeated.append(
            ListedRow(one.row, one.text, f"The same program as in row {first.row}.", (), one.status)
        )
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
    content: bytes | str, name: str, directory: Directory
) -> tuple[RawTable, Mapping, list[ListStatus]]:
    """Return the list as a table, what its columns hold, and the status of each row."""
    if isinstance(content, str):
        encoded = content.encode()
        if len(encoded) > MOST_BYTES:
            raise UnreadableFileError("The list is too long. Paste the programs alone, one a line.")
        if not content.strip():
            raise UnreadableFileError("The list is empty. Paste one program a line, by name or code.")
        first = next(line for line in content.splitlines() if line.strip())
        if not _names_columns(first):
            return _from_lines(list(enumerate(content.splitlines(), 1)), name, directory)
        content = encoded
    table = read_table(name, content)
    guessed = guess_mapping(table.headers)
    mapping = Mapping({field: guessed.columns[field] for field in _IDENTITY if field in guessed.columns})
    if not mapping.names_programs:
        # A file without column names: each row is a line of the list, the first one too.
        header = [] if all(h.startswith("Column ") for h in table.headers) else [(1, table.headers)]
        rows = [*header, *((row.number, row.cells) for row in table.rows)]
        lines = [(number, ", ".join(c for c in cells if c.strip())) for number, cells in rows]
        return _from_lines(lines, name, directory)
    return table, mapping, [_status_of_row(row, table.headers) for row in table.rows]


def _names_columns(line: str) -> bool:
    cells = [cell.strip(' "') for cell in re.split(r"[,;\t|]", line)]
    known = Mapping({n: i for n, i in guess_mapping(cells).columns.items() if n in _IDENTITY})
    alone = cells[0].lower() in ("program", "program name", "code")
    return known.names_programs and (len(cells) > 1 or alone)


def _status_of_row(row: RawRow, headers: Sequence[str]) -> ListStatus:
    found: ListStatus = "planned"
    for header, cell in zip(headers, row.cells, strict=False):
        said: ListStatus | None = None
        if _STATUS_HEADERS.fullmatch(header.strip()):
            said = _status_in(cell)
        elif header.strip().lower() in _YES_HEADERS and cell.strip().lower() not in _NO:
            said = _YES_HEADERS[header.strip().lower()]
        if said:
            found = max(found, said, key=STATUSES.index)
    return found


def _status_in(text: str) -> ListStatus | None:
    tidy = " ".join(re.findall(r"[a-z#\d]+", text.lower()))
    return next((status for status, words in _WORDS if re.fullmatch(words, tidy)), None)


def _from_lines(
    lines: Sequence[tuple[int, str]], name: str, directory: Directory
) -> tuple[RawTable, Mapping, list[ListStatus]]:
    """Return lines of text as a table of code, name, specialty, city and state."""
    rows, statuses = [], []
    for number, line in lines:
        if line.strip():
            cells, status = _parts_of_line(line, directory)
            rows.append(RawRow(number, cells))
            statuses.append(status)
    if not rows:
        raise UnreadableFileError("The list is empty. Paste one program a line, by name or code.")
    mapping = Mapping({field: place for place, field in enumerate(_IDENTITY)})
    headers = ("Code", "Program", "Specialty", "City", "State")
    return RawTable(name, headers, tuple(rows)), mapping, statuses


def _parts_of_line(line: str, directory: Directory) -> tuple[tuple[str, str, str, str, str], ListStatus]:
    """Return (code, name, specialty, city, state) of a line, and the status that it says."""
    # Numbers and bullets that lists begin with; a code is longer.
    text = re.sub(r"^\s*(?:\d{1,3}[.)]\s+|[-*•]\s+)", "", line).strip()
    last = _AT_THE_END.fullmatch(text)
    text = f"{last[1]}; {last[2]}" if last else text
    code = ""
    parts = [part.strip() for part in re.split(r"[\t;|]|,\s|\s[-–—]\s", text)]
    inside = _PLACE.search(parts[0]) if parts else None
    place = _PLACE.search(text)
    if place and not inside:
        # "Name (City, ST)" may have a comma within the brackets.
        before = text[: place.start()]
        parts = [p.strip() for p in re.split(r"[\t;|]|,\s|\s[-–—]\s", before)] + [
            p.strip() for p in place.group(1).split(",")
        ]
    status: ListStatus = "planned"
    specialty = city = state = ""
    names: list[str] = []
    for part in filter(None, (p.strip(" ()") for p in parts)):
        said = _status_in(part)
        if said:
            status = max(status, said, key=STATUSES.index)
        elif not code and (acgme_code(part) or nrmp_code(part) or part in directory.place_of):
            code = part
        elif names and not state and directory.state_names.code(part):
            state = part
        elif names and not specialty and specialty_of(part):
            specialty = part
        else:
            names.append(part)
    if not code and names:
        code = code_in_name(names[0]) or ""
    # What stands right before the state is its city.
    if state and len(names) > 1:
        city = names.pop()
    return (code, ", ".join(names), specialty, city, state), status


def _one_line(cells: Sequence[str]) -> str:
    text = ", ".join(" ".join(cell.split()) for cell in cells if cell.strip())
    return text if len(text) <= 120 else f"{text[:119]}…"
