"""From a file to evidence: upload, columns, decisions, preview, accept."""

import hashlib
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from smartpick.intake.columns import (
    FIELD,
    FIELDS,
    RATE_FIELDS,
    ColumnMapping,
    GroupNumbers,
    Unit,
    bare_groups,
    guess_mapping,
    with_groups,
)
from smartpick.intake.evidence import to_evidence
from smartpick.intake.matching import MatchResult, MatchRow, match_programs
from smartpick.intake.own_list import status_of_row
from smartpick.intake.reading import UnreadSheet, read_tables
from smartpick.intake.rows import column_readings, specialty_of_table
from smartpick.intake.table import MOST_BYTES, RawTable, UnreadableFileError, shortened
from smartpick.profile import SPECIALTY_NAMES, ApplicantType
from smartpick.programs.evidence import STATUSES, ListStatus
from smartpick.prose import plural
from smartpick.web.blocks import as_plain_text, block, fine, note
from smartpick.web.entered import OwnListText
from smartpick.web.evidence_parts import DECIDED, GENERATION, MATCHES, TABLES, Panel, show_evidence
from smartpick.web.evidence_preview import (
    TableReading,
    show_columns,
    show_rejected,
    show_sheets,
    summarise,
)
from smartpick.web.session import remembered, sitting

_HELP = (
    "One row for each program. A column with the program's ACGME code works best; name, state and specialty "
    "work too. Useful columns: the share of applicants of your type who were interviewed, the share of "
    "residents who are IMGs (international medical graduates), J-1 and H-1B."
)
_GROUP_WORDS: dict[GroupNumbers, str] = {
    "share": "shares of residents: who is in the program",
    "rate": "shares of applicants who were interviewed",
}
_NOT_SAID = "Not said yet: not used"
_EACH_ROW = "Each row names it, or has a code"
_NOT_THERE = "Not in the table"
_LEAVE_OUT = "Leave this row out"
_UNIT_WORDS: dict[Unit | None, str] = {
    "percent": "percentages: 5 means 5 in 100",
    "share": "shares of one: 0.05 means 5 in 100",
    None: "something else, such as numbers of people: leave them out",
}
_DECISIONS_PER_PAGE = 10
_LONGEST_LABEL = 90


def file_part(panel: Panel) -> None:
    """Show the upload and, once there is a file, all that follows from it."""
    upload = st.file_uploader(
        "Your table of programs (CSV, Excel or LibreOffice)",
        type=["csv", "tsv", "txt", "xlsx", "xlsm", "ods"],
        key=f"evidence_file_{st.session_state.setdefault(GENERATION, 0)}",
        help=_HELP,
        max_upload_size=MOST_BYTES // 1_000_000,
    )
    if upload is None:
        return
    content = upload.getvalue()
    stamp = hashlib.sha256(content + upload.name.encode()).hexdigest()[:16]
    try:
        sheets = remembered(TABLES, stamp, lambda: read_tables(upload.name, content))
    except UnreadableFileError as error:
        note(str(error), strong=True)
        return
    tables = [each for each in sheets if isinstance(each, RawTable)]
    unread = [each for each in sheets if isinstance(each, UnreadSheet)]
    numbers = _group_numbers(tables, stamp)
    if len(sheets) == 1:
        reads = [_table_part(tables[0], stamp, panel, numbers, alone=True)]
    else:
        overview = st.container()
        places = st.tabs(
            [as_plain_text(table.sheet or "Sheet") for table in tables], key=f"evidence_sheets_{stamp}"
        )
        reads = []
        for place, table in zip(places, tables, strict=True):
            with place:
                reads.append(_table_part(table, f"{stamp}_{table.sheet}", panel, numbers, alone=False))
        with overview:
            show_sheets(tables, reads, unread)
    _take(reads, panel, stamp)


def _group_numbers(tables: Sequence[RawTable], stamp: str) -> GroupNumbers | None:
    """Ask once for all sheets what the numbers are in columns that are called by a group alone."""
    names = dict.fromkeys(
        table.headers[index]
        for table in tables
        for index in bare_groups(table.headers, guess_mapping(table.headers)).values()
    )
    if not names:
        return None
    choices: list[GroupNumbers | None] = [None, *_GROUP_WORDS]
    return st.selectbox(
        f"What are the numbers in {', '.join(as_plain_text(repr(one)) for one in names)}?",
        choices,
        format_func=lambda one: _NOT_SAID if one is None else _GROUP_WORDS[one],
        key=f"evidence_groups_{stamp}",
    )


def _table_part(
    table: RawTable, file: str, panel: Panel, numbers: GroupNumbers | None, *, alone: bool
) -> TableReading | None:
    """Show what one table says; None while no column names the programs."""
    summary, questions = st.container(), st.container()
    columns = st.expander(
        f"Columns ({len(table.headers)})",
        expanded=False,
        icon=":material/view_column:",
        key=f"evidence_columns_{file}",
        on_change="rerun",
    )
    with columns:
        # With many sheets only what is open is drawn.
        mapping = _mapping(table, file, panel.applicant_type, drawn=alone or bool(columns.open))
    with questions:
        if numbers is not None:
            mapping = with_groups(mapping, bare_groups(table.headers, mapping), numbers)
        mapping = _with_units(table, mapping, file)
        if not mapping.names_programs:
            with summary:
                note("Choose the column that holds the program's code or its name.", strong=True)
            with columns:
                show_columns(table, mapping, file)
            return None
        specialty = None if "specialty" in mapping.columns else _specialty_of_all(table, panel, file)
    with columns:
        show_columns(table, mapping, file)
    result: MatchResult = remembered(
        MATCHES,
        (file, repr(mapping), specialty, panel.stamp),
        lambda: match_programs(table, mapping, panel.directory, specialty),
    )
    read = _preview(result, panel, file, specialty)
    with summary:
        summarise(result, read)
    return read


def _mapping(table: RawTable, file: str, applicant_type: ApplicantType, drawn: bool) -> ColumnMapping:
    """Return which column holds what, as guessed and as changed here.

    Interview rates of other applicant types are recognised but not offered. Choices are kept by file, also
    while the fields are not drawn.
    """
    guess = guess_mapping(table.headers)
    chosen: dict[str, int | None] = st.session_state.setdefault(f"{DECIDED}columns_{file}", {})
    if drawn:
        block(fine("These are guesses from the names of your columns. Change what is wrong."))
        options = [None, *range(len(table.headers))]
        grid = st.grid(3, min_column_width=180)
        for field in FIELDS:
            if RATE_FIELDS.get(field.name, applicant_type) != applicant_type:
                continue
            chosen[field.name] = grid.selectbox(
                field.label,
                options,
                index=options.index(chosen.get(field.name, guess.columns.get(field.name))),
                format_func=lambda i: _NOT_THERE if i is None else table.headers[i],
                key=f"evidence_column_{file}_{field.name}",
            )
    columns: dict[str, int | None] = {**guess.columns, **chosen}
    return ColumnMapping({name: i for name, i in columns.items() if i is not None})


def _with_units(table: RawTable, mapping: ColumnMapping, file: str) -> ColumnMapping:
    """Ask how the numbers of a column are meant where the column itself leaves it open."""
    units: dict[str, Unit] = {}
    columns = dict(mapping.columns)
    choices = list(_UNIT_WORDS)
    for name, reading in column_readings(table, mapping).items():
        if not reading.sure:
            unit = st.selectbox(
                f"Numbers in '{as_plain_text(table.headers[columns[name]])}' ({FIELD[name].label}) are",
                choices,
                index=choices.index(reading.unit),
                format_func=_UNIT_WORDS.__getitem__,
                key=f"evidence_unit_{file}_{name}_{columns[name]}",
            )
            if unit is None:
                del columns[name]
            else:
                units[name] = unit
    return ColumnMapping(columns, units)


def _specialty_of_all(table: RawTable, panel: Panel, file: str) -> str | None:
    named = specialty_of_table(table)
    preferred = list(panel.profile.specialties)
    options = [_EACH_ROW, *dict.fromkeys([*([named[0]] if named else []), *preferred, *SPECIALTY_NAMES])]
    chosen = st.selectbox(
        f"Specialty of the rows (from {as_plain_text(named[1])})" if named else "Specialty of the rows",
        options,
        index=1 if named else 0,
        key=f"evidence_specialty_{file}",
        help="Names can only be matched when the specialty is known.",
    )
    return None if chosen == _EACH_ROW else chosen


def _preview(result: MatchResult, panel: Panel, file: str, specialty: str | None) -> TableReading:
    """Show doubtful, ready and rejected rows; return what they come to."""
    table = result.table
    doubtful = result.with_status("doubtful")
    accepted: dict[int, str] = {}
    if doubtful:
        title = f"For you to decide ({len(doubtful):,})"
        with st.expander(title, expanded=True, key=f"evidence_doubtful_{file}"):
            accepted |= _decisions(doubtful, table, file)
    accepted |= _readable_cells_of_faulty(result, file)
    evidence, rejected = to_evidence(result, accepted, panel.applicant_type)
    if evidence:
        with st.expander(f"Ready to use ({len(evidence):,})", expanded=True, key=f"evidence_usable_{file}"):
            show_evidence(
                evidence, panel, key=f"evidence_ready_{file}", alt="What your table says of each program."
            )
            rows = result.with_status("matched", "doubtful")
            remarks = Counter(remark for row in rows for remark in row.row_values.notes)
            block(fine(*(f"{remark} ({plural(count, 'row')})" for remark, count in remarks.items())))
    if rejected:
        show_rejected(rejected, result, file)
    undecided = {row.row.number for row in doubtful} - accepted.keys()
    own: dict[str, ListStatus] = {}
    for row in result.rows:
        program_id = row.program_id or accepted.get(row.row.number)
        status = status_of_row(row.row, table.headers) if program_id else None
        if program_id and status:
            own[program_id] = max(status, own.get(program_id, status), key=STATUSES.index)
    of_rows = "specialty" in result.mapping.columns
    return TableReading(
        evidence=evidence,
        rejected=[row for row in rejected if row.row not in undecided],
        undecided=len(undecided),
        specialty=specialty or ("in each row" if of_rows else ""),
        own=own,
    )


def _take(reads: Sequence[TableReading | None], panel: Panel, stamp: str) -> None:
    """Offer what all tables of the file say, as evidence and as the applicant's own list."""
    evidence = [each for read in reads if read for each in read.evidence]
    own: dict[str, ListStatus] = {}
    for read in filter(None, reads):
        for program_id, status in read.own.items():
            own[program_id] = max(status, own.get(program_id, status), key=STATUSES.index)
    programs = Counter(each.program_id for each in evidence)
    repeated = len(evidence) - len(programs)
    if repeated:
        block(fine(f"{plural(repeated, 'program')} on more than one sheet: the later sheet counts."))
    grid = st.grid(2, min_column_width=220)
    if not evidence and any(reads):
        note("Nothing in the table can be used as evidence yet. See the reasons above and the columns.")
    elif evidence and grid.button(
        f"Use what the table says of {plural(len(programs), 'program')}",
        type="primary",
        key=f"evidence_accept_{stamp}",
    ):
        panel.use(evidence)
    if own:
        counts = Counter(own.values())
        said = ", ".join(f"{counts[status]} {status}" for status in reversed(STATUSES) if counts[status])
        if grid.button(
            f"Use as my list: {said}",
            key=f"evidence_own_list_{stamp}",
            help="The programs with a status become your list on the page Application list, in place of the "
            "one that is there.",
        ):
            lines = [f"{one} - {panel.name(one)} - {status}" for one, status in own.items()]
            sitting().own_list = OwnListText("\n".join(lines))
            note(f"Your list now has these {plural(len(own), 'program')}: see the application list.")


def _decisions(rows: list[MatchRow], table: RawTable, file: str) -> dict[int, str]:
    """Ask which program each doubtful row is about; return the program id by row number for those decided.

    Decisions are kept by file, also while pages are turned.
    """
    decided: dict[int, str] = st.session_state.setdefault(f"{DECIDED}{file}", {})
    pages = -(-len(rows) // _DECISIONS_PER_PAGE)
    page = st.pagination(pages, key=f"evidence_page_{file}_{pages}") if pages > 1 else 1
    for row in rows[(page - 1) * _DECISIONS_PER_PAGE : page * _DECISIONS_PER_PAGE]:
        _decide(row, table, file, decided)
    if len(rows) > 1:
        chosen = sum(row.row.number in decided for row in rows)
        block(fine(f"{chosen} of {len(rows)} decided. Rows without a decision are left out."))
    numbers = {row.row.number for row in rows}
    return {number: program_id for number, program_id in decided.items() if number in numbers}


def _decide(row: MatchRow, table: RawTable, file: str, decided: dict[int, str]) -> None:
    number, place = row.row.number, table.place(row.row.number)
    labels = {each.program_id: f"{each.label} (fits {each.score:.0f} of 100)" for each in row.candidates}
    options = [None, *labels]
    before = decided.get(number)
    cells = shortened(", ".join(cell for cell in row.row.cells[:4] if cell.strip()), _LONGEST_LABEL)
    chosen = st.selectbox(
        f"{place[0].upper()}{place[1:]}: {as_plain_text(cells)}",
        options,
        index=options.index(before) if before in options else 0,
        format_func=lambda program_id: _LEAVE_OUT if program_id is None else labels[program_id],
        key=f"evidence_decision_{file}_{number}",
    )
    block(fine(row.reason))
    if chosen is None:
        decided.pop(number, None)
    else:
        decided[number] = chosen


def _readable_cells_of_faulty(result: MatchResult, file: str) -> dict[int, str]:
    faulty = [row for row in result.with_status("faulty") if row.program_id and not row.row.fault]
    if not faulty:
        return {}
    wanted = st.checkbox(
        f"Use the readable cells of rows with a fault ({len(faulty):,})",
        key=f"evidence_faulty_{file}",
        help="The cells that cannot be read stay unknown.",
    )
    return {row.row.number: row.program_id for row in faulty if row.program_id} if wanted else {}
