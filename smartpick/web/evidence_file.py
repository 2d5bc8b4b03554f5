"""From a file to evidence: upload, columns, decisions, preview, accept."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from smartpick.intake import (
    FIELDS,
    ColumnMapping,
    MatchResult,
    MatchRow,
    RawTable,
    Rejected,
    Status,
    UnreadableFileError,
    UnreadSheet,
    bare_groups,
    column_uses,
    guess_mapping,
    match_programs,
    read_tables,
    rejected_to_csv,
    specialty_of_table,
    to_evidence,
    with_groups,
)
from smartpick.intake.columns import FIELD, RATE_FIELDS, GroupNumbers, Unit, UseKind
from smartpick.intake.own_list import status_of_row
from smartpick.intake.rows import column_readings
from smartpick.intake.table import MOST_BYTES, shortened
from smartpick.profile import SPECIALTY_NAMES, ApplicantType
from smartpick.programs.evidence import STATUSES, ListStatus, ProgramEvidence
from smartpick.web.blocks import block, figures, fine, note
from smartpick.web.entered import OwnListText
from smartpick.web.evidence_parts import DECIDED, GENERATION, MATCHES, TABLES, Panel, show_evidence
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
_USE_WORDS: dict[UseKind, str] = {
    "identity": "finds the program",
    "used": "used",
    "asked": "waits for your answer above",
    "status": "for your own list",
    "aside": "read, not used",
    "unknown": "not used",
}
_USE_COUNTS: dict[UseKind, str] = {
    "identity": "to find the program",
    "used": "used",
    "asked": "waiting for your answer",
    "status": "for your own list",
    "aside": "read, not used",
    "unknown": "not recognised",
}
_ASIDE_WORDS = {
    "column names": "line of column names",
    "title": "title",
    "heading": "heading without values",
    "remark": "remark",
}
_MOST_NAMED = 8
_EACH_ROW = "Each row names it, or has a code"
_NOT_THERE = "Not in the table"
_LEAVE_OUT = "Leave this row out"
_UNIT_WORDS: dict[Unit, str] = {
    "percent": "percentages: 5 means 5 in 100",
    "share": "shares of one: 0.05 means 5 in 100",
}
_UNIT_NAMES: dict[Unit, str] = {"percent": "percent", "share": "shares of one"}
_STATUS_WORDS: dict[Status, str] = {
    "matched": "matched",
    "doubtful": "for you to decide",
    "unmatched": "not found",
    "faulty": "with a fault",
    "duplicate": "repeated",
}
_DECISIONS_PER_PAGE = 10
_LONGEST_LABEL = 90


@dataclass(frozen=True)
class _Read:
    """What a table comes to as it stands: evidence, rows that are not used, and the applicant's own list."""

    evidence: list[ProgramEvidence]
    rejected: list[Rejected]
    undecided: int
    specialty: str
    own: dict[str, ListStatus]


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
    if len(sheets) == 1:
        reads = [_table_part(tables[0], stamp, panel, alone=True)]
    else:
        overview = st.container()
        places = st.tabs([_tab_label(table.sheet or "") for table in tables], key=f"evidence_sheets_{stamp}")
        reads = []
        for place, table in zip(places, tables, strict=True):
            with place:
                reads.append(_table_part(table, f"{stamp}_{table.sheet}", panel, alone=False))
        with overview:
            _show_sheets(tables, reads, unread)
    _take(reads, panel, stamp)


def _tab_label(sheet: str) -> str:
    return re.sub(r"[\[\]:*_`$#~<>\\]", " ", sheet).strip() or "Sheet"


def _show_sheets(
    tables: Sequence[RawTable], reads: Sequence[_Read | None], unread: Sequence[UnreadSheet]
) -> None:
    """Show all sheets of a workbook in one table, those that cannot be read with the reason."""
    rows: list[dict[str, object]] = []
    for table, read in zip(tables, reads, strict=True):
        row: dict[str, object] = {"Sheet": table.sheet, "Specialty": "", "Rows": len(table.rows)}
        if read is None:
            rows.append(row | {"Remark": "Say which column names the programs."})
        else:
            counts = {
                "Ready": len(table.rows) - read.undecided - len(read.rejected),
                "To decide": read.undecided,
                "Not used": len(read.rejected),
            }
            rows.append(row | {"Specialty": read.specialty} | counts)
    rows += [{"Sheet": each.sheet, "Remark": each.reason} for each in unread]
    frame = pd.DataFrame(rows).astype(
        {name: "Int64" for name in ("Rows", "Ready", "To decide", "Not used") if any(name in r for r in rows)}
    )
    note(f"All {len(rows)} sheets were read. Each has its preview below; all are taken together.")
    st.dataframe(
        frame,
        hide_index=True,
        key="evidence_sheets_overview",
        alt="The sheets of your workbook, each with how many of its rows are ready, to decide and not used.",
    )


def _table_part(table: RawTable, file: str, panel: Panel, alone: bool) -> _Read | None:
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
        mapping = _mapping(table, file, panel.applicant_type, drawn=alone or columns.open)
    with questions:
        mapping = _with_answers(table, mapping, file)
        if not mapping.names_programs:
            with summary:
                note("Choose the column that holds the program's code or its name.", strong=True)
            with columns:
                _show_columns(table, mapping, file)
            return None
        specialty = None if "specialty" in mapping.columns else _specialty_of_all(table, panel, file)
    with columns:
        _show_columns(table, mapping, file)
    result: MatchResult = remembered(
        MATCHES,
        (file, repr(mapping), specialty, panel.stamp),
        lambda: match_programs(table, mapping, panel.directory, specialty),
    )
    read = _preview(result, panel, file, specialty)
    with summary:
        _summarise(result, read)
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


def _with_answers(table: RawTable, mapping: ColumnMapping, file: str) -> ColumnMapping:
    """Ask what the columns leave open: what groups' numbers are, and how numbers are meant."""
    groups = bare_groups(table.headers, mapping)
    if groups:
        names = ", ".join(f"'{table.headers[index]}'" for index in groups.values())
        choices: list[GroupNumbers | None] = [None, *_GROUP_WORDS]
        numbers = st.selectbox(
            f"What are the numbers in {names}?",
            choices,
            format_func=lambda one: _NOT_SAID if one is None else _GROUP_WORDS[one],
            key=f"evidence_groups_{file}",
        )
        if numbers is not None:
            mapping = with_groups(mapping, groups, numbers)
    units: dict[str, Unit] = {}
    unit_choices = list(_UNIT_WORDS)
    for name, reading in column_readings(table, mapping).items():
        if not reading.sure:
            units[name] = st.selectbox(
                f"Numbers in '{table.headers[mapping.columns[name]]}' ({FIELD[name].label}) are",
                unit_choices,
                index=unit_choices.index(reading.unit),
                format_func=_UNIT_WORDS.__getitem__,
                key=f"evidence_unit_{file}_{name}_{mapping.columns[name]}",
            )
    return replace(mapping, units=units)


def _show_columns(table: RawTable, mapping: ColumnMapping, file: str) -> None:
    """Show what becomes of each column."""
    readings = column_readings(table, mapping)
    unit_of = {mapping.columns[name]: _UNIT_NAMES[r.unit] for name, r in readings.items() if r.unit != "auto"}
    uses = column_uses(table.headers, mapping)
    frame = pd.DataFrame(
        {
            "Your column": use.header,
            "What it is": use.meaning + (f", in {unit_of[i]}" if i in unit_of else ""),
            "What becomes of it": _USE_WORDS[use.kind],
            "Remark": use.remark,
        }
        for i, use in enumerate(uses)
    )
    st.dataframe(
        frame,
        hide_index=True,
        key=f"evidence_uses_{file}",
        alt="Every column of your table: what it is, whether it is used, and why not.",
    )


def _specialty_of_all(table: RawTable, panel: Panel, file: str) -> str | None:
    named = specialty_of_table(table)
    preferred = list(panel.profile.specialties)
    options = [_EACH_ROW, *dict.fromkeys([*([named[0]] if named else []), *preferred, *SPECIALTY_NAMES])]
    chosen = st.selectbox(
        f"Specialty of the rows (from {named[1]})" if named else "Specialty of the rows",
        options,
        index=1 if named else 0,
        key=f"evidence_specialty_{file}",
        help="Names can only be matched when the specialty is known.",
    )
    return None if chosen == _EACH_ROW else chosen


def _preview(result: MatchResult, panel: Panel, file: str, specialty: str | None) -> _Read:
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
            block(fine(*(f"{remark} ({_counted(count, 'row')})" for remark, count in remarks.items())))
    if rejected:
        _show_rejected(rejected, result, file)
    undecided = {row.row.number for row in doubtful} - accepted.keys()
    own: dict[str, ListStatus] = {}
    for row in result.rows:
        program_id = row.program_id or accepted.get(row.row.number)
        status = status_of_row(row.row, table.headers) if program_id else None
        if program_id and status:
            own[program_id] = max(status, own.get(program_id, status), key=STATUSES.index)
    of_rows = "specialty" in result.mapping.columns
    return _Read(
        evidence=evidence,
        rejected=[row for row in rejected if row.row not in undecided],
        undecided=len(undecided),
        specialty=specialty or ("in each row" if of_rows else ""),
        own=own,
    )


def _summarise(result: MatchResult, read: _Read) -> None:
    """Say in one look what was understood, what is doubtful and what is not used, with counts that add up."""
    table, uses = result.table, column_uses(result.table.headers, result.mapping)
    rows, kinds = len(table.rows), Counter(use.kind for use in uses)
    ready = rows - read.undecided - len(read.rejected)
    said = [use.meaning for use in uses if use.kind == "used"]
    left = [f"'{shortened(use.header, 40)}'" for use in uses if use.kind in ("aside", "unknown")]
    lines, fields = ("columns", "fields") if table.turned else ("rows", "columns")
    block(
        figures(
            [
                ("Understood", f"{ready:,}", f"of {rows:,} {lines} ready to use"),
                (
                    "For you to say",
                    f"{read.undecided:,}",
                    f"{lines} and {_counted(kinds['asked'], fields[:-1])}",
                ),
                ("Not used", f"{len(read.rejected):,}", f"{lines}, and {_counted(len(left), fields[:-1])}"),
            ]
        )
    )
    counts = [f"{count:,} {_STATUS_WORDS[status]}" for status, count in result.counts.items() if count]
    note(" ".join([f"Rows: {', '.join(counts)}.", *result.notes]), strong=bool(result.notes))
    asides = Counter(aside.kind for aside in table.asides)
    beside = [_counted(count, _ASIDE_WORDS[kind]) for kind, count in asides.items()]
    parts = [f"{kinds[kind]} {words}" for kind, words in _USE_COUNTS.items() if kinds[kind]]
    block(
        fine(
            f"Used: {', '.join(dict.fromkeys(said))}." if said else "No column says anything we can use.",
            f"Read, not used: {', '.join(left[:_MOST_NAMED])}{_and_more(len(left))}." if left else "",
        ),
        fine(
            f"All {_counted(len(uses), fields[:-1])}: {', '.join(parts)}.",
            f"Besides these your file has {', '.join(beside)}." if beside else "",
            *table.notes,
        ),
    )


def _and_more(count: int) -> str:
    return f" and {count - _MOST_NAMED} more, listed under Columns" if count > _MOST_NAMED else ""


def _take(reads: Sequence[_Read | None], panel: Panel, stamp: str) -> None:
    """Offer what all tables of the file say, as evidence and as the applicant's own list."""
    evidence = [each for read in reads if read for each in read.evidence]
    own: dict[str, ListStatus] = {}
    for read in filter(None, reads):
        for program_id, status in read.own.items():
            own[program_id] = max(status, own.get(program_id, status), key=STATUSES.index)
    programs = Counter(each.program_id for each in evidence)
    repeated = len(evidence) - len(programs)
    if repeated:
        block(fine(f"{_counted(repeated, 'program')} on more than one sheet: the later sheet counts."))
    grid = st.grid(2, min_column_width=220)
    if not evidence and any(reads):
        note("Nothing in the table can be used as evidence yet. See the reasons above and the columns.")
    elif evidence and grid.button(
        f"Use what the table says of {_counted(len(programs), 'program')}",
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
            help="The programs with a status become your list on the page Application list, in place of the one "
            "that is there.",
        ):
            lines = [f"{one} - {panel.name(one)} - {status}" for one, status in own.items()]
            sitting().own_list = OwnListText("\n".join(lines))
            note(f"Your list now has these {_counted(len(own), 'program')}: see the application list.")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else f'{noun}s'}"


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
    cells = ", ".join(cell.strip() for cell in row.row.cells[:4] if cell.strip())
    # Brackets and colons would be read as formatting in a label.
    words = re.sub(r"[\[\]:*_`$#~<>\\]", " ", cells)
    if len(words) > _LONGEST_LABEL:
        words = f"{words[: _LONGEST_LABEL - 1]}…"
    chosen = st.selectbox(
        f"{place[0].upper()}{place[1:]}: {words}",
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


def _show_rejected(rejected: list[Rejected], result: MatchResult, file: str) -> None:
    with st.expander(f"Not used ({len(rejected):,})", key=f"evidence_rejected_{file}"):
        cells = [
            {
                "Column" if result.table.turned else "Row": result.table.place(row.row).split()[1],
                "Why": row.reason,
                **dict(zip(result.table.headers, row.cells, strict=False)),
            }
            for row in rejected
        ]
        st.dataframe(
            pd.DataFrame(cells),
            hide_index=True,
            key=f"evidence_rejected_{file}",
            column_config={"Why": st.column_config.TextColumn(width="large")},
            alt="Rows of your table that are not used, each with its reason.",
        )
        st.download_button(
            "Save these rows with their reasons",
            rejected_to_csv(rejected, result.table),
            "not-used.csv",
            "text/csv",
            key=f"evidence_save_rejected_{file}",
            on_click="ignore",
        )
