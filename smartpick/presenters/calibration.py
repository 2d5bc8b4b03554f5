"""The calibration evidence as text, as JSON values and as a short summary to read."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from smartpick.presenters.score_place import TYPE_WORDS

_ALL = "All specialties"
NATION = "United States"
_EVIDENCE_WORDS = {
    "by construction": "holds by construction: a difference would be a mistake in the program",
    "same report": "two figures of one report against each other",
    "not seen by the fit": "the fit has not seen these figures",
}


_COUNTED = {
    "not seen by the fit": "figures that the fit has not seen",
    "same report": "pairs of figures of one report",
    "by construction": "that must agree by construction",
}
# Of an identity with more comparisons, only what differs is printed line by line.
_MOST_LINES = 100


def calibration_text(identities: pd.DataFrame) -> str:
    """Return what `smartpick calibrate` prints: a block for each identity, then the count.

    Args:
        identities: `Calibration.identities`.
    """
    blocks = []
    for identity, rows in identities.groupby("identity", sort=False):
        evidence = _EVIDENCE_WORDS[str(rows["evidence"].iloc[0])]
        lines = [_line(row) for row in rows.to_dict("records")]
        if len(rows) > _MOST_LINES:
            # Hundreds that agree tell no more than their number.
            differing = rows[rows["verdict"] != "agrees"]
            lines = [_line(row) for row in differing.to_dict("records")]
            lines.append(f"  and {len(rows) - len(differing):,} more that agree")
        blocks.append("\n".join([f"{identity} ({evidence})", *lines]))
    return "\n\n".join([*blocks, calibration_summary(identities)])


def calibration_summary(identities: pd.DataFrame) -> str:
    """Return how many comparisons agree, the hardest test first, and whether each difference has a reason."""
    parts = []
    for evidence, words in _COUNTED.items():
        counts = identities.loc[identities["evidence"] == evidence, "verdict"].value_counts()
        agree, differ = int(counts.get("agrees", 0)), int(counts.get("differs", 0))
        if agree + differ:
            parts.append(f"{agree:,} of {agree + differ:,} {words}")
    differing = identities[identities["verdict"] == "differs"]
    unexplained = int((differing["reason"] == "").sum())
    reasons = f"all but {unexplained} with a reason" if unexplained else "each with its reason"
    agreeing = f"These agree: {'; '.join(parts)}. " if parts else ""
    informing = int((identities["verdict"] == "for information").sum())
    return f"{agreeing}{len(differing)} differ, {reasons}. {informing} more are for information."


def calibration_table(identities: pd.DataFrame) -> pd.DataFrame:
    """Return the comparisons as text to show: one row each, figures in their own unit."""
    rows = identities.to_dict("records")
    return pd.DataFrame(
        {
            "Identity": identities["identity"],
            "What": [_subject(row) for row in rows],
            "Published": [_figure(row["published"], row["unit"]) for row in rows],
            "Model": [_figure(row["model"], row["unit"]) for row in rows],
            "Limit": [_figure(row["limit"], row["unit"]) for row in rows],
            "Verdict": identities["verdict"],
            "Reason": [_reason(row) for row in rows],
        }
    )


def calibration_record(
    identities: pd.DataFrame, band_summary: pd.DataFrame, bands: pd.DataFrame, recovery: pd.DataFrame
) -> dict[str, Any]:
    """Return what `smartpick calibrate --json` prints; a figure that is not published is null."""
    tables = {"identities": identities, "band_summary": band_summary, "bands": bands, "recovery": recovery}
    values = {name: json.loads(t.to_json(orient="records", double_precision=5)) for name, t in tables.items()}
    return {"summary": calibration_summary(identities), **values}


def _line(row: dict[Any, Any]) -> str:
    published, model = (_figure(row[side], row["unit"]) for side in ("published", "model"))
    line = f"  {published:>8} {model:>8}  {row['verdict']:15}  {_subject(row)}"
    reason = _reason(row)
    return f"{line}\n{'':37}{reason}" if reason else line


def _subject(row: dict[Any, Any]) -> str:
    applicants = TYPE_WORDS[str(row["applicant_type"])]
    where = applicants if row["specialty"] == _ALL else f"{row['specialty']}, {applicants}"
    place = "" if row["place"] == NATION else f", {row['place']}"
    return f"{where}{place}: {row['quantity']}"


def _reason(row: dict[Any, Any]) -> str:
    borrowed = f"borrowed: {row['borrowed']}" if row["borrowed"] else ""
    return "; ".join(part for part in (str(row["reason"]).rstrip("."), borrowed) if part)


def _figure(value: float, unit: str) -> str:
    if not np.isfinite(value):
        return "-"
    if unit == "share":
        return f"{value:.1%}"
    return f"{value:.0f}" if unit in ("applications", "shapes") else f"{value:.2f}"
