"""From a file to evidence: upload, columns, preview, accept."""

from __future__ import annotations

import hashlib

import streamlit as st

from smartpick.intake import MatchResult, RawTable, UnreadableFileError, match_programs, read_table
from smartpick.intake.table import MOST_BYTES
from smartpick.profile import SPECIALTY_NAMES
from smartpick.ui.blocks import block, fine, note
from smartpick.ui.evidence.columns import chosen_mapping
from smartpick.ui.evidence.preview import preview
from smartpick.ui.evidence.setting import GENERATION, MATCHES, TABLES, Setting
from smartpick.ui.memory import remembered

_HELP = (
    "One row for each program. A column with the program's ACGME code works best; name, state and specialty "
    "work too. Useful columns: the share of applicants of your type who were interviewed, the share of "
    "residents who are IMGs (international medical graduates), J-1 and H-1B."
)
_EACH_ROW = "Each row says it, or has a code"


def file_part(setting: Setting) -> None:
    """Show the upload and, once there is a file, all that follows from it."""
    generation = st.session_state.setdefault(GENERATION, 0)
    upload = st.file_uploader(
        "Your table of programs (CSV or Excel)",
        type=["csv", "tsv", "txt", "xlsx", "xlsm"],
        key=f"evidence_file_{generation}",
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
    read = f"{len(table.rows):,} rows and {len(table.headers)} columns were read."
    block(fine(read, *table.notes))
    file = f"{stamp}_{table.sheet or ''}"
    mapping = chosen_mapping(table, file, setting.applicant_type)
    if not mapping.names_programs:
        note("Choose the column that holds the program's code or its name.", strong=True)
        return
    specialty = None if "specialty" in mapping.columns else _specialty_of_all(setting, file)
    key = (file, repr(mapping), specialty, setting.stamp)
    result: MatchResult = remembered(
        MATCHES, key, lambda: match_programs(table, mapping, setting.directory, specialty)
    )
    preview(result, setting, file)


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


def _specialty_of_all(setting: Setting, file: str) -> str | None:
    preferred = list(setting.profile.specialties)
    others = [name for name in SPECIALTY_NAMES if name not in preferred]
    chosen = st.selectbox(
        "Specialty of the rows",
        [_EACH_ROW, *preferred, *others],
        key=f"evidence_specialty_{file}",
        help="Names can only be matched when the specialty is known.",
    )
    return None if chosen == _EACH_ROW else chosen
