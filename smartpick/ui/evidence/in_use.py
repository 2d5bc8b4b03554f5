"""The evidence in use now: look, save, drop."""

from __future__ import annotations

import streamlit as st

from smartpick.intake import evidence_to_csv
from smartpick.ui.blocks import block, fine, plain
from smartpick.ui.evidence.evidence_table import UNKNOWN, column_config, evidence_frame
from smartpick.ui.evidence.setting import Setting, forget_files
from smartpick.ui.state import sitting


def evidence_in_use(setting: Setting) -> None:
    """Show what is in use, with a way to save it, to drop some of it and to drop all."""
    evidence = list(sitting().evidence_of(setting.applicant_type).values())
    if not evidence and not sitting().told.rates_of_others(setting.applicant_type):
        block(fine("Nothing is in use yet. Programs you say nothing about keep their published figures."))
        return
    count = len(evidence)
    block(
        plain(f"In use now: {count:,} {'program' if count == 1 else 'programs'}."),
        _about_other_types(setting),
    )
    chosen: list[str] = []
    if evidence:
        table = st.dataframe(
            evidence_frame(evidence, setting),
            hide_index=True,
            # Another key for other rows: marks must not pass to rows that come in their place.
            key=f"evidence_in_use_{hash(tuple(each.program_id for each in evidence))}",
            on_select="rerun",
            selection_mode="multi-row",
            column_config=column_config(),
            placeholder=UNKNOWN,
            alt="The evidence in use, one row for each program.",
        )
        chosen = [evidence[i].program_id for i in table.selection.rows if i < count]
    labels = {each.program_id: setting.label(each.program_id) for each in evidence}
    grid = st.grid(3, min_column_width=180)
    grid.download_button(
        "Save what is in use",
        evidence_to_csv(evidence, setting.applicant_type, labels),
        "program-evidence.csv",
        "text/csv",
        key="evidence_save",
        help="A CSV file that you can bring back here another time.",
        on_click="ignore",
    )
    if grid.button("Drop the marked rows", key="evidence_drop", disabled=not chosen):
        setting.forget(chosen)
    if grid.button("Clear all", key="evidence_clear", help="Drops all evidence and the file."):
        forget_files()
        setting.clear()


def _about_other_types(setting: Setting) -> str:
    others = sitting().told.rates_of_others(setting.applicant_type)
    if not others:
        return ""
    return fine(f"{others:,} interview rates are of another applicant type and do not count now.")
