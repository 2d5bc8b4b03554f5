"""From a file to evidence: upload, columns, decisions, preview, accept."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace

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
    guess_mapping,
    match_programs,
    read_table,
    rejected_to_csv,
    to_evidence,
)
from smartpick.intake.columns import FIELD, RATE_FIELDS, Unit
from smartpick.intake.rows import column_readings
from smartpick.intake.table import MOST_BYTES
from smartpick.profile import SPECIALTY_NAMES, ApplicantType
from smartpick.web.blocks import block, fine, note
from smartpick.web.evidence_parts import DECIDED, GENERATION, MATCHES, TABLES, Panel, show_evidence
from smartpick.web.session import remembered

_HELP = (
    "One row for each program. A column with the program's ACGME code works best; name, state and specialty "
    "work too. Useful columns: the share of applicants of your type who were interviewed, the share of "
    "residents who are IMGs (international medical graduates), J-1 and H-1B."
)
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
        table = _table(stamp, upload.name, content)
    except UnreadableFileError as error:
        note(str(error), strong=True)
        return
    block(fine(f"{len(table.rows):,} rows and {len(table.headers)} columns were read.", *table.notes))
    file = f"{stamp}_{table.sheet or ''}"
    mapping = _mapping(table, file, panel.applicant_type)
    if not mapping.names_programs:
        note("Choose the column that holds the program's code or its name.", strong=True)
        return
    specialty = None if "specialty" in mapping.columns else _specialty_of_all(panel, file)
    result: MatchResult = remembered(
        MATCHES,
        (file, repr(mapping), specialty, panel.stamp),
        lambda: match_programs(table, mapping, panel.directory, specialty),
    )
    _preview(result, panel, file)


def _table(stamp: str, name: str, content: bytes) -> RawTable:
    first: RawTable = remembered(TABLES, (stamp, None), lambda: read_table(name, content))
    if len(first.sheets) < 2:
        return first
    sheets = list(first.sheets)
    # The sheet that was found stands first, so that nothing is read twice without need.
    sheet = st.selectbox("Sheet", sheets, index=sheets.index(first.sheet or sheets[0]), key=f"sheet_{stamp}")
    if sheet == first.sheet:
        return first
    return remembered(TABLES, (stamp, sheet), lambda: read_table(name, content, sheet))


def _mapping(table: RawTable, file: str, applicant_type: ApplicantType) -> ColumnMapping:
    """Show which column holds what, and return it as guessed and changed.

    Interview rates of other applicant types are recognised but not offered.
    """
    guess = guess_mapping(table.headers)
    offered = [f for f in FIELDS if RATE_FIELDS.get(f.name, applicant_type) == applicant_type]
    options = [None, *range(len(table.headers))]
    columns = dict(guess.columns)
    with st.expander(
        "Columns",
        expanded=not guess.names_programs,
        icon=":material/view_column:",
        key=f"evidence_columns_{file}",
    ):
        block(fine("These are guesses from the names of your columns. Change what is wrong."))
        grid = st.grid(3, min_column_width=180)
        for field in offered:
            chosen = grid.selectbox(
                field.label,
                options,
                index=options.index(guess.columns.get(field.name)),
                format_func=lambda i: _NOT_THERE if i is None else table.headers[i],
                key=f"evidence_column_{file}_{field.name}",
            )
            columns.pop(field.name, None)
            if chosen is not None:
                columns[field.name] = chosen
    mapping = _with_units(table, ColumnMapping(columns), file)
    readings = column_readings(table, mapping)
    read = [
        f"{FIELD[name].label}: '{table.headers[index]}'"
        + (f", in {_UNIT_NAMES[readings[name].unit]}" if name in readings else "")
        for name, index in mapping.columns.items()
        if not FIELD[name].is_text and FIELD[name] in offered
    ]
    block(fine(f"Read as {'; '.join(read)}." if read else "No column says anything we can use."))
    return mapping


def _with_units(table: RawTable, mapping: ColumnMapping, file: str) -> ColumnMapping:
    """Ask how the numbers of a column are meant where the column itself leaves it open."""
    units: dict[str, Unit] = {}
    choices = list(_UNIT_WORDS)
    for name, reading in column_readings(table, mapping).items():
        if not reading.sure:
            units[name] = st.selectbox(
                f"Numbers in '{table.headers[mapping.columns[name]]}' ({FIELD[name].label}) are",
                choices,
                index=choices.index(reading.unit),
                format_func=_UNIT_WORDS.__getitem__,
                key=f"evidence_unit_{file}_{name}_{mapping.columns[name]}",
            )
    return replace(mapping, units=units)


def _specialty_of_all(panel: Panel, file: str) -> str | None:
    preferred = list(panel.profile.specialties)
    others = [name for name in SPECIALTY_NAMES if name not in preferred]
    chosen = st.selectbox(
        "Specialty of the rows",
        [_EACH_ROW, *preferred, *others],
        key=f"evidence_specialty_{file}",
        help="Names can only be matched when the specialty is known.",
    )
    return None if chosen == _EACH_ROW else chosen


def _preview(result: MatchResult, panel: Panel, file: str) -> None:
    """Show matched, doubtful and rejected rows, and the button that takes the evidence."""
    counts = [f"{count:,} {_STATUS_WORDS[status]}" for status, count in result.counts.items() if count]
    note(f"Rows: {', '.join(counts)}.")
    doubtful = result.with_status("doubtful")
    accepted: dict[int, str] = {}
    if doubtful:
        title = f"For you to decide ({len(doubtful):,})"
        with st.expander(title, expanded=True, key=f"evidence_doubtful_{file}"):
            accepted |= _decisions(doubtful, file)
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
    if not evidence:
        note("Nothing in the table can be used yet. See the reasons above and the columns.")
    elif st.button(
        f"Use what the table says of {_counted(len(evidence), 'program')}",
        type="primary",
        key=f"evidence_accept_{file}",
    ):
        panel.use(evidence)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else f'{noun}s'}"


def _decisions(rows: list[MatchRow], file: str) -> dict[int, str]:
    """Ask which program each doubtful row is about; return the program id by row number for those decided.

    Decisions are kept by file, also while pages are turned.
    """
    decided: dict[int, str] = st.session_state.setdefault(f"{DECIDED}{file}", {})
    pages = -(-len(rows) // _DECISIONS_PER_PAGE)
    page = st.pagination(pages, key=f"evidence_page_{file}_{pages}") if pages > 1 else 1
    for row in rows[(page - 1) * _DECISIONS_PER_PAGE : page * _DECISIONS_PER_PAGE]:
        _decide(row, file, decided)
    if len(rows) > 1:
        chosen = sum(row.row.number in decided for row in rows)
        block(fine(f"{chosen} of {len(rows)} decided. Rows without a decision are left out."))
    numbers = {row.row.number for row in rows}
    return {number: program_id for number, program_id in decided.items() if number in numbers}


def _decide(row: MatchRow, file: str, decided: dict[int, str]) -> None:
    number = row.row.number
    labels = {each.program_id: f"{each.label} (fits {each.score:.0f} of 100)" for each in row.candidates}
    options = [None, *labels]
    before = decided.get(number)
    cells = ", ".join(cell.strip() for cell in row.row.cells[:4] if cell.strip())
    # Brackets and colons would be read as formatting in a label.
    words = re.sub(r"[\[\]:*_`$#~<>\\]", " ", cells)
    chosen = st.selectbox(
        f"Row {number}: {words if len(words) <= _LONGEST_LABEL else f'{words[: _LONGEST_LABEL - 1]}…'}",
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
            {"Row": row.row, "Why": row.reason, **dict(zip(result.table.headers, row.cells, strict=False))}
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
