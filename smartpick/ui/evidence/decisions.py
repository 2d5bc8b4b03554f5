"""Rows that fit more than one program, or none for sure: the person decides, one by one."""

from __future__ import annotations

import re

import streamlit as st

from smartpick.intake import Candidate, MatchRow
from smartpick.ui.blocks import block, fine
from smartpick.ui.evidence.setting import DECIDED

_PER_PAGE = 10
_LEAVE_OUT = "Leave this row out"


def decide(rows: list[MatchRow], file: str) -> dict[int, str]:
    """Ask which program each row is about; return the program id by row number for those decided.

    Args:
        rows: Doubtful rows.
        file: Identifies the file: decisions are kept while pages are turned.
    """
    decided: dict[int, str] = st.session_state.setdefault(f"{DECIDED}{file}", {})
    pages = -(-len(rows) // _PER_PAGE)
    page = st.pagination(pages, key=f"evidence_page_{file}_{pages}") if pages > 1 else 1
    for row in rows[(page - 1) * _PER_PAGE : page * _PER_PAGE]:
        _decide(row, file, decided)
    if len(rows) > 1:
        chosen = sum(row.row.number in decided for row in rows)
        block(fine(f"{chosen} of {len(rows)} decided. Rows without a decision are left out."))
    numbers = {row.row.number for row in rows}
    return {number: program_id for number, program_id in decided.items() if number in numbers}


def _decide(row: MatchRow, file: str, decided: dict[int, str]) -> None:
    number = row.row.number
    labels = {each.program_id: _label(each) for each in row.candidates}
    options = [None, *labels]
    before = decided.get(number)
    chosen = st.selectbox(
        f"Row {number}: {_in_short(row)}",
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


def _label(candidate: Candidate) -> str:
    return f"{candidate.label} (fits {candidate.score:.0f} of 100)"


def _in_short(row: MatchRow) -> str:
    said = ", ".join(cell.strip() for cell in row.row.cells[:4] if cell.strip())
    # Brackets and colons would be read as formatting in a label.
    plain = re.sub(r"[\[\]:*_`$#~<>\\]", " ", said)
    return plain if len(plain) <= 90 else f"{plain[:89]}…"
