"""How well the model agrees with what it should: counts, what differs, four figures, the table."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from smartpick.facts import Facts
from smartpick.presenters.calibration import calibration_summary
from smartpick.presenters.calibration_evidence import (
    EVIDENCE_WORDS,
    Disagreement,
    differing_first,
    disagreements,
    misses_by,
    verdict_counts,
)
from smartpick.ui.blocks import block, fine, heading, plain
from smartpick.ui.csv_file import csv_bytes
from smartpick.ui.method.agreement_charts import agreement_charts
from smartpick.ui.method.evidence import ShippedEvidence
from smartpick.ui.sources import sources_popover


def agreement(shipped: ShippedEvidence, facts: Facts) -> None:
    """Draw the view."""
    checks = shipped.checks
    block(
        heading("Does it agree with what is published?"),
        f'<div class="sp-read">{plain(calibration_summary(checks))}</div>',
    )
    _sources(checks, facts, "summary")
    block(
        heading("What differs, and why"),
        "".join(_disagreement(found, place == 0) for place, found in enumerate(disagreements(checks))),
    )
    _sources(checks[checks["verdict"] == "differs"], facts, "differences")
    block(heading("How hard each test is"), _counts(shipped))
    _sources(checks, facts, "counts")
    _by_specialty_and_place(checks)
    _sources(checks, facts, "places")
    agreement_charts(shipped, facts.sources)
    block(heading("Every comparison"), fine("Sort by a heading; search with the lens above the table."))
    table = differing_first(checks)
    st.dataframe(
        table,
        hide_index=True,
        key="method_checks",
        column_config={"Reason": st.column_config.TextColumn(width="large")},
        alt="Each comparison with the published and the model's figure, the limit, the verdict and the "
        "reason",
    )
    st.download_button(
        "Every comparison (CSV)",
        data=lambda: csv_bytes(checks),
        file_name="smartpick-calibration.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/table:",
        key="method_checks_file",
    )
    _sources(checks, facts, "comparisons")


def _by_specialty_and_place(checks: pd.DataFrame) -> None:
    block(
        heading("By specialty and by place"),
        fine(
            "The most missed first. By place: the mean invitation rate and the share of programs near zero."
        ),
    )
    for column, place in zip(("specialty", "place"), st.columns(2, gap="large"), strict=True):
        place.dataframe(
            misses_by(checks, column),
            hide_index=True,
            key=f"method_misses_{column}",
            alt=f"How many comparisons differ, by {column}, the most missed first",
        )


def _sources(checks: pd.DataFrame, facts: Facts, part: str) -> None:
    ids = [source for cell in checks["source_ids"].unique() for source in str(cell).split("|")]
    sources_popover(
        facts.sources, ids, key=f"sources_agreement_{part}", remark="The published side of each comparison."
    )


def _counts(shipped: ShippedEvidence) -> str:
    counts = verdict_counts(shipped.checks).to_dict("index")
    items = ""
    for evidence, (title, text) in EVIDENCE_WORDS.items():
        agree, differ = counts[evidence]["agrees"], counts[evidence]["differs"]
        items += (
            f'<li><b>{title}</b><span class="sp-number">{agree} agree, {differ} differ</span>'
            f'<span class="sp-fine">{text}</span></li>'
        )
    return f'<ul class="sp-verdicts">{items}</ul>'


def _disagreement(found: Disagreement, as_open: bool) -> str:
    reasons = {reason for _, _, reason in found.lines}
    # A reason that all share is said once.
    shared = f'<p class="sp-fine">{escape(reasons.pop())}</p>' if len(reasons) == 1 else ""
    items = "".join(
        f"<li>{escape(what)}: {escape(figures)}{'' if shared else f'<span>{escape(reason)}</span>'}</li>"
        for what, figures, reason in found.lines
    )
    identity = f"{found.identity[0].upper()}{found.identity[1:]}"
    count = f"<b>{len(found.lines)} of {found.compared}</b> differ"
    attribute = " open" if as_open else ""
    return (
        f'<details class="sp-differs"{attribute}><summary>{escape(identity)}: {count}</summary>'
        f"{shared}<ul>{items}</ul></details>"
    )
