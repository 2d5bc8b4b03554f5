"""Evidence as a table for reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from smartpick.plan.evidence import ProgramEvidence
from smartpick.ui.evidence.setting import Setting

UNKNOWN = "unknown"


def evidence_frame(evidence: Iterable[ProgramEvidence], setting: Setting) -> pd.DataFrame:
    """Return one row for each program, shares in percent; what no row says has no column."""
    rows = [
        {
            "Program": setting.label(each.program_id),
            "Interview rate": _percent(each.interview_rate),
            "Seasons": each.seasons if each.interview_rate is not None else None,
            "Non-US IMG residents": _percent(each.non_us_img_share),
            "IMG residents": _percent(each.img_share),
            "J-1": _yes_no(each.takes_j1),
            "H-1B": _yes_no(each.takes_h1b),
            "Visas asked this season": _yes_no(each.visa_this_season or None),
            "From": each.origin,
        }
        for each in evidence
    ]
    frame = pd.DataFrame(rows)
    numbers = ("Interview rate", "Non-US IMG residents", "IMG residents")
    frame = frame.astype(dict.fromkeys(numbers, "float64") | {"Seasons": "Int64"})
    # A column about which nothing is said only takes room.
    return frame.dropna(axis="columns", how="all")


def show_evidence(evidence: list[ProgramEvidence], setting: Setting, key: str) -> None:
    """Show evidence; `evidence` must not be empty."""
    st.dataframe(
        evidence_frame(evidence, setting),
        hide_index=True,
        key=key,
        column_config=column_config(),
        placeholder=UNKNOWN,
        alt="What your table says of each program.",
    )


def column_config() -> dict[str, Any]:
    """Return how the columns of `evidence_frame` are shown."""
    number, shown = st.column_config.NumberColumn, "%.4g %%"
    meaning = "Share of applicants of your type whom the program interviewed."
    return {
        "Program": st.column_config.TextColumn(width="medium"),
        "Interview rate": number(help=meaning, format=shown),
        "Non-US IMG residents": number(format=shown),
        "IMG residents": number(format=shown),
    }


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else "Yes" if answer else "No"
