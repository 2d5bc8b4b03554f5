"""The list of programs that a person has: pasted line by line or brought as a table, nothing dropped.

A line holds a code, a name, or a name with place and specialty, and may say how far the person is there
(applied, invited, ranked). Programs are found as in a table of evidence (`matching`); what is not sure is
left to the person with its candidates, and what is not found is handed back with the reason. All sheets of a
workbook are one list.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from smartpick.intake.columns import ColumnMapping, StatusColumn, guess_mapping, status_column
from smartpick.intake.matching import (
    NO_STATE,
    SURE_FROM,
    SURE_MARGIN,
    Candidate,
    MatchRow,
    ProgramIndex,
    match_programs,
)
from smartpick.intake.names import WORDS, acgme_code, code_in_name, nrmp_code, words_in
from smartpick.intake.reading import UnreadSheet, read_tables
from smartpick.intake.rows import specialty_of, specialty_of_table
from smartpick.intake.table import MOST_BYTES, NO_HEADER, RawRow, RawTable, UnreadableFileError, shortened
from smartpick.programs.evidence import MOST_PROGRAMS, STATUSES, ListStatus
from smartpick.prose import first_of

_IDENTITY = ("program_id", "program_name", "specialty", "city", "state")
_COLUMNS = (*_IDENTITY, "name_suffix", "institution")
_NO = frozenset(WORDS["status_columns"]["no"])
_SILENT, _UNDONE = (words_in(WORDS["list_statuses"][kind]) for kind in ("silent", "undone"))
_LONGEST_STATUS, _STATUSES_NAMED = 40, 5
# What says yes in a column about one status: a word, or the day on which it happened.
_SAYS_SO = re.compile(
    r"(yes|y|x|true|1|✓|✔|done|received|scheduled|accepted)\b.*|[✓✔]|[^a-z]*\d{1,4}[/.-]\d.*|.*\b20\d\d\b.*"
)
_PLACE_ON_A_LIST = re.compile(r"(no\.? ?|#)?\d{1,3}(st|nd|rd|th)?")
# A status that follows a code or a name with nothing but a blank between.
_AT_THE_END = re.compile(
    r"(.*\S)\s+((?:ranked|invited|applied|planned|rejected|waitlisted|interviewed)(?:\s*#?\d+)?)",
    re.IGNORECASE,
)
# What stands between a program and a status too, the last of a line.
_SIGN = re.compile(r":|→|->|[✅✔✓☑❌✘✗]")
_PLACE = re.compile(r"\(([^()]*)\)\s*$")
_BETWEEN_PARTS = re.compile(r"[\t;|]|,\s|\s[-–—]\s")
_LONGEST_LINE = 120
_EMPTY = "The list is empty. Paste one program a line, by name or code."


@dataclass(frozen=True)
class Line:
    """Where something stands on a list, and what is written there.

    Attributes:
        row: Its number, 1 for the first line or the first row of a spreadsheet.
        text: What is written there, in one line.
        sheet: The sheet, where there are several.
    """

    row: int
    text: str
    sheet: str = ""

    @property
    def key(self) -> str:
        """Its number, and its sheet where there are several; no two of a list have the same."""
        return f"{self.row} of the sheet '{self.sheet}'" if self.sheet else str(self.row)

    @property
    def place(self) -> str:
        """What it is called: "row 3", or "row 3 of the sheet 'Psychiatry'"."""
        return f"row {self.key}"


@dataclass(frozen=True, kw_only=True)
class ListedProgram(Line):
    """A program on the list: its id, and how far the applicant is there."""

    program_id: str
    status: ListStatus


@dataclass(frozen=True, kw_only=True)
class ListedRow(Line):
    """A row that is no program of the list.

    Attributes:
        reason: Why it is not on the list, in a sentence.
        candidates: Programs it may be about, best first; empty where none is near.
        status: How far the applicant is there.
    """

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
        notes: What its owner should know of the reading: lines that are no rows too.
        sheets: The sheets it was read from, in their order.
    """

    programs: tuple[ListedProgram, ...]
    undecided: tuple[ListedRow, ...]
    unused: tuple[ListedRow, ...]
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def program_ids(self) -> tuple[str, ...]:
        """Ids of the recognised programs, in the order of the list."""
        return tuple(one.program_id for one in self.programs)

    def with_status(self, *statuses: ListStatus) -> tuple[str, ...]:
        """Return the ids of programs with one of these statuses."""
        return tuple(one.program_id for one in self.programs if one.status in statuses)

    def decided(self, decisions: Mapping[str, str]) -> "OwnList":
        """Return the list with rows settled by the person.

        `decisions` has a program id by the `key` of undecided rows; an empty id rejects all candidates.
        """
        programs, unused = list(self.programs), list(self.unused)
        undecided = []
        for row in self.undecided:
            chosen, line = decisions.get(row.key), (row.row, row.text, row.sheet)
            if chosen is None:
                undecided.append(row)
            elif chosen:
                programs.append(ListedProgram(*line, program_id=chosen, status=row.status))
            else:
                reason = "You said that it is none of these."
                unused.append(ListedRow(*line, reason=reason, status=row.status))
        return _each_once(programs, undecided, unused, sheets=self.sheets, notes=self.notes)


def read_own_list(
    content: bytes | str, index: ProgramIndex, specialty: str | None = None, name: str = "your list"
) -> OwnList:
    """Read a list (pasted text, or the bytes of a file) and find its programs.

    Args:
        content: Pasted text, or the bytes of a CSV file or workbook, of which all sheets are read.
        index: The programs known here.
        specialty: What rows are about that name no specialty, on a sheet that names none either.
        name: Where it is from, such as a file's name.

    Raises:
        UnreadableFileError: if nothing can be read as a list; the message is for its owner.
    """
    programs: list[ListedProgram] = []
    undecided: list[ListedRow] = []
    unused: list[ListedRow] = []
    notes: list[str] = []
    parts = _parts_of(content, name, index)
    sheets = tuple(part.sheet if isinstance(part, UnreadSheet) else part[0].sheet or "" for part in parts)
    for sheet, part in zip(sheets, parts, strict=True):
        there = f" of the sheet '{sheet}'" if len(parts) > 1 else ""
        if isinstance(part, UnreadSheet):
            notes.append(f"Nothing{there} could be read: {part.reason}")
            continue
        table, mapping, statuses = part
        notes += [f"Sheet '{sheet}': {note}" if there else note for note in table.notes if note != NO_HEADER]
        notes += [
            f"{each.kind.capitalize()} in row {each.number}{there}: {shortened(each.text, _LONGEST_LINE)}"
            for each in table.asides
            if each.kind != "column names"
        ]
        notes += unread_statuses(table)
        named = specialty_of_table(table)
        matched = match_programs(table, mapping, index, named[0] if named else specialty)
        for row, status in zip(matched.rows, statuses, strict=True):
            program_id = (
                row.program_id if row.status in ("matched", "duplicate") else _sure_by_name_alone(row)
            )
            cells = (" ".join(cell.split()) for cell in row.row.cells if cell.strip())
            text = shortened(", ".join(cells), _LONGEST_LINE)
            line = (row.row.number, text, sheet if there else "")
            if program_id:
                programs.append(ListedProgram(*line, program_id=program_id, status=status))
            elif row.candidates:
                candidates = row.candidates
                undecided.append(ListedRow(*line, reason=row.reason, candidates=candidates, status=status))
            else:
                unused.append(ListedRow(*line, reason=row.reason, status=status))
    own_list = _each_once(programs, undecided, unused, sheets=sheets, notes=tuple(notes))
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
    *,
    sheets: tuple[str, ...],
    notes: tuple[str, ...],
) -> OwnList:
    """Keep each program once, with the furthest of its statuses; the other rows are handed back."""

    def in_file(line: Line) -> tuple[int, int]:
        return sheets.index(line.sheet) if line.sheet else 0, line.row

    kept: dict[str, ListedProgram] = {}
    repeated = []
    for one in sorted(programs, key=in_file):
        first = kept.setdefault(one.program_id, one)
        if first is one:
            continue
        kept[one.program_id] = replace(first, status=max(first.status, one.status, key=STATUSES.index))
        reason = f"The same program as in {first.place}."
        repeated.append(ListedRow(one.row, one.text, one.sheet, reason=reason, status=one.status))
    rows = sorted([*unused, *repeated], key=in_file)
    return OwnList(tuple(kept.values()), tuple(undecided), tuple(rows), notes, sheets)


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


# A table of programs, what its columns hold, and the status of each row.
_Part = tuple[RawTable, ColumnMapping, list[ListStatus]]


def _parts_of(content: bytes | str, name: str, index: ProgramIndex) -> list[_Part | UnreadSheet]:
    """Return the list as tables, one for each sheet that is not empty."""
    if isinstance(content, str):
        text, content = content, content.encode()
        if len(content) > MOST_BYTES:
            raise UnreadableFileError("The list is too long. Paste only the programs, one a line.")
        if not text.strip():
            raise UnreadableFileError(_EMPTY)
        first = next(line for line in text.splitlines() if line.strip())
        if not _names_columns(first):
            return [_from_lines(list(enumerate(text.splitlines(), 1)), name, index)]
    tables = read_tables(name, content)
    return [table if isinstance(table, UnreadSheet) else _part_of(table, index) for table in tables]


def _part_of(table: RawTable, index: ProgramIndex) -> _Part:
    mapping = _identity_columns(table.headers)
    if mapping.names_programs:
        return table, mapping, [status_of_row(row, table.headers) or "planned" for row in table.rows]
    # A table without column names: each row is a line, and so is what was taken for names or a title.
    named = [aside.number for aside in table.asides if aside.kind == "column names"]
    header = (
        [] if all(h.startswith("Column ") for h in table.headers) else [((named or [1])[0], table.headers)]
    )
    rows = [*header, *((row.number, row.cells) for row in table.rows)]
    lines = [(number, ", ".join(c for c in cells if c.strip())) for number, cells in rows]
    lines += [(aside.number, aside.text) for aside in table.asides if aside.kind != "column names"]
    lines.sort()
    read, columns, statuses = _from_lines(lines, table.name, index)
    return replace(read, sheet=table.sheet, notes=table.notes), columns, statuses


def _identity_columns(headers: Sequence[str]) -> ColumnMapping:
    columns = guess_mapping(headers).columns
    return ColumnMapping({field: columns[field] for field in _COLUMNS if field in columns})


def _names_columns(line: str) -> bool:
    cells = [cell.strip(' "') for cell in re.split(r"[,;\t|]", line)]
    alone = cells[0].lower() in ("program", "program name", "code")
    return _identity_columns(cells).names_programs and (len(cells) > 1 or alone)


def status_of_row(row: RawRow, headers: Sequence[str]) -> ListStatus | None:
    """Return the furthest that a row says its owner is with the program; None if it says nothing of it."""
    said = (_status_in_cell(cell, about) for _, about, cell in _status_cells(row, headers))
    return max((status for status in said if status), key=STATUSES.index, default=None)


def unread_statuses(table: RawTable) -> tuple[str, ...]:
    """Say which cells of the columns of own status were not understood, and what to write."""
    unread: dict[str, Counter[str]] = defaultdict(Counter)
    for row in table.rows:
        for header, about, cell in _status_cells(row, table.headers):
            if _status_in_cell(cell, about) is None:
                unread[header][shortened(cell, _LONGEST_STATUS)] += 1
    notes = []
    for header, cells in unread.items():
        named = first_of([f"'{cell}'" for cell in cells], _STATUSES_NAMED)
        notes.append(
            f"Not understood in '{header}' ({cells.total()}): {named}. "
            "Write planned, applied, invited or ranked, or leave the cell empty."
        )
    return tuple(notes)


def _status_cells(row: RawRow, headers: Sequence[str]) -> Iterator[tuple[str, StatusColumn, str]]:
    """Give the cells that say how far the owner is: the column's name, what it is about, and the cell."""
    for header, cell in zip(headers, row.cells, strict=False):
        about = status_column(header)
        if about and " ".join(cell.lower().split()) not in _NO:
            yield header, about, cell


def _status_in_cell(cell: str, about: StatusColumn) -> ListStatus | None:
    tidy = " ".join(cell.lower().split())
    if own := _status_in(cell):
        return own
    says_so = _SAYS_SO.fullmatch(tidy) or (about == "ranked" and _PLACE_ON_A_LIST.fullmatch(tidy))
    return about if about != "any" and says_so else None


def _status_in(text: str) -> ListStatus | None:
    """Return the furthest status that a text names; None where a part of it is not understood."""
    if len(text) > _LONGEST_LINE:
        return None
    parts = re.split(r"[,;/|+→]|->|\s[-–—]\s|\bthen\b|\band\b", text.lower())
    phrases = [words for part in parts if (words := _status_words(part))]
    if len(phrases) > 1 and any(set(words) & _UNDONE for words in phrases):
        return None
    found = [_named_status(" ".join(words)) for words in phrases]
    known = [status for status in found if status is not None]
    return max(known, key=STATUSES.index) if known and len(known) == len(found) else None


def _status_words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text) if word not in _SILENT]


def _named_status(phrase: str) -> ListStatus | None:
    return next((s for s in reversed(STATUSES) if re.fullmatch(WORDS["list_statuses"][s], phrase)), None)


def _from_lines(lines: Sequence[tuple[int, str]], name: str, index: ProgramIndex) -> _Part:
    """Return lines of text as a table of code, name, specialty, city and state."""
    read = [(number, *_parts_of_line(line, index)) for number, line in lines if line.strip()]
    if not read:
        raise UnreadableFileError(_EMPTY)
    mapping = ColumnMapping({field: place for place, field in enumerate(_IDENTITY)})
    headers = ("Code", "Program", "Specialty", "City", "State")
    rows = tuple(RawRow(number, cells) for number, cells, _ in read)
    return RawTable(name, headers, rows), mapping, [status for *_, status in read]


def _around_the_last_sign(line: str) -> tuple[str, str]:
    ends = [(sign.start(), sign.end()) for sign in _SIGN.finditer(line)]
    return (line[: ends[-1][0]], line[ends[-1][1] :]) if ends else (line, "")


def _parts_of_line(line: str, index: ProgramIndex) -> tuple[tuple[str, str, str, str, str], ListStatus]:
    """Return (code, name, specialty, city, state) of a line, and the status that it says."""
    # Numbers and bullets that lists begin with; a code is longer.
    text = re.sub(r"^\s*(?:\d{1,3}[.)]\s+|[-*•]\s+)", "", line).strip()
    last = _AT_THE_END.fullmatch(text)
    before, after = (last[1], last[2]) if last else _around_the_last_sign(text)
    if _status_in(after):
        text = f"{before.rstrip(' :-–—')}; {after}"
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
