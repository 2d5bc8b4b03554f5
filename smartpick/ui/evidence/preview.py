"""What a table would bring, before any of it is used."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from smartpick.intake import MatchResult, Rejected, Status, rejected_to_csv, to_evidence
from smartpick.plan.evidence import ProgramEvidence
from smartpick.ui.blocks import block, fine, note
from smartpick.ui.evidence.decisions import decide
from smartpick.ui.evidence.evidence_table import show_evidence
from smartpick.ui.evidence.setting import Setting

_STATUS_WORDS: dict[Status, str] = {
    "matched": "matched",
    "doubtful": "for you to decide",
    "unmatched": "not found",
    "faulty": "with a fault",
    "duplicate": "repeated",
}


def preview(result: MatchResult, setting: Setting, file: str) -> None:
    """Show matched, doubtful and rejected rows, and the button that takes the evidence."""
    said = [f"{count:,} {_STATUS_WORDS[status]}" for status, count in result.counts.items() if count]
    note(f"Rows: {', '.join(said)}.")
    doubtful = result.with_status("doubtful")
    accepted: dict[int, str] = {}
    if doubtful:
        with st.expander(
            f"For you to decide ({len(doubtful):,})", expanded=True, key=f"evidence_doubtful_{file}"
        ):
            accepted |= decide(doubtful, file)
    accepted |= _readable_cells_of_faulty(result, file)
    evidence, rejected = to_evidence(result, accepted, setting.applicant_type)
    if evidence:
        with st.expander(f"Ready to use ({len(evidence):,})", expanded=True, key=f"evidence_usable_{file}"):
            show_evidence(evidence, setting, key=f"evidence_ready_{file}")
            _notes(result)
    if rejected:
        _show_rejected(rejected, result, file)
    if not evidence:
        note("Nothing in the table can be used yet. See the reasons above and the columns.")
        return
    _accept(evidence, setting, file)


def _accept(evidence: list[ProgramEvidence], setting: Setting, file: str) -> None:
    count = len(evidence)
    words = f"Use what the table says of {count:,} {'program' if count == 1 else 'programs'}"
    if st.button(words, type="primary", key=f"evidence_accept_{file}"):
        setting.use(evidence)


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


def _notes(result: MatchResult) -> None:
    noted = Counter(note for row in result.with_status("matched", "doubtful") for note in row.said.notes)
    block(fine(*(f"{said} ({count:,} {'row' if count == 1 else 'rows'})" for said, count in noted.items())))


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
