"""How well the model agrees with what it should agree with: in words, as tables, for pages and JSON."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from smartpick.facts import TYPE_WORDS
from smartpick.prose import read_prose

_ALL = "All specialties"
_NATION = "United States"
NO_REASON = "Not explained yet."
# Of an identity with more comparisons than this, only what differs is printed line by line.
_MOST_LINES = 100
# What the names of the identities of places have in common.
_OF_A_PLACE = "published place"


@dataclass(frozen=True)
class Evidence:
    """What agreement of one kind is worth: its name, what is compared, and how hard the test is."""

    name: str
    compared: str
    worth: str


EVIDENCE = {kind: Evidence(**words) for kind, words in read_prose(__file__, "method")["evidence"].items()}


def calibration_text(identities: pd.DataFrame) -> str:
    """Return what `smartpick calibrate` prints of its comparisons: a block for each identity, then counts."""
    blocks = []
    for identity, rows in identities.groupby("identity", sort=False):
        evidence = EVIDENCE[str(rows["evidence"].iloc[0])].name
        lines = [_line(row) for row in rows.to_dict("records")]
        if len(rows) > _MOST_LINES:
            # Hundreds that agree say no more than their number.
            differing = rows[rows["verdict"] != "agrees"]
            lines = [_line(row) for row in differing.to_dict("records")]
            lines.append(f"  and {len(rows) - len(differing):,} more that agree")
        blocks.append("\n".join([f"{identity} ({evidence[0].lower()}{evidence[1:]})", *lines]))
    return "\n\n".join([*blocks, calibration_summary(identities)])


def calibration_summary(identities: pd.DataFrame) -> str:
    """Return how many comparisons agree, the hardest test first, and whether each difference has a reason."""
    counts = verdict_counts(identities)
    parts = [
        f"{agree:,} of {agree + differ:,} {EVIDENCE[str(evidence)].compared}"
        for evidence, agree, differ in counts.itertuples()
        if agree + differ
    ]
    unexplained = int((identities.loc[identities["verdict"] == "differs", "reason"] == "").sum())
    reasons = f"all but {unexplained} with a reason" if unexplained else "each with its reason"
    agreeing = f"These agree: {'; '.join(parts)}. " if parts else ""
    informing = int((identities["verdict"] == "for information").sum())
    return f"{agreeing}{counts['differs'].sum()} differ, {reasons}. {informing} more are for information."


def verdict_counts(checks: pd.DataFrame) -> pd.DataFrame:
    """Return how many agree and differ (columns agrees, differs) by kind of `EVIDENCE`, in its order."""
    counts = pd.crosstab(checks["evidence"], checks["verdict"])
    return counts.reindex(index=list(EVIDENCE), columns=["agrees", "differs"], fill_value=0)


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
    applicants = TYPE_WORDS[row["applicant_type"]]
    where = applicants if row["specialty"] == _ALL else f"{row['specialty']}, {applicants}"
    place = "" if row["place"] == _NATION else f", {row['place']}"
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


# For the page: what differs, and the numbers of its figures. `checks` is the table `calibration_checks`, with
# empty texts as "".


@dataclass(frozen=True)
class Disagreement:
    """One identity with the comparisons that differ.

    Attributes:
        identity: What must agree.
        lines: (what, published and model, reason) of each, worst first.
        compared: How many of the identity's comparisons have a limit.
        evidence: How much agreement would be worth, of `EVIDENCE`.
    """

    identity: str
    lines: tuple[tuple[str, str, str], ...]
    compared: int
    evidence: str


def disagreements(checks: pd.DataFrame) -> list[Disagreement]:
    """Return what differs, by identity, with its reasons; the hardest tests and those most missed first."""
    table = calibration_table(checks).assign(
        excess=((checks["difference"].abs() - checks["limit"]) / checks["limit"]).to_numpy(),
        evidence=checks["evidence"].to_numpy(),
    )
    found = []
    for identity, rows in table[table["Verdict"] != "for information"].groupby("Identity", sort=False):
        differing = rows[rows["Verdict"] == "differs"].sort_values("excess", ascending=False)
        lines = tuple(
            (
                str(row["What"]),
                f"published {row['Published']}, model {row['Model']}, limit {row['Limit']}",
                f"{reason[0].upper()}{reason[1:].rstrip('.')}." if reason else NO_REASON,
            )
            for row, reason in zip(differing.to_dict("records"), differing["Reason"], strict=True)
        )
        if lines:
            found.append(Disagreement(str(identity), lines, len(rows), str(rows["evidence"].iloc[0])))
    order = list(EVIDENCE)
    return sorted(found, key=lambda one: (order.index(one.evidence), -len(one.lines) / one.compared))


def misses_by(checks: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return how many comparisons differ by `specialty` or `place`, the most missed first.

    By place only the figures of places are counted.
    """
    judged = checks[checks["verdict"] != "for information"]
    if column == "place":
        judged = judged[judged["identity"].str.contains(_OF_A_PLACE)]
    differs, unseen = judged["verdict"] == "differs", judged["evidence"] == "not seen by the fit"
    misses = pd.DataFrame({column.capitalize(): judged[column], "Compared": 1, "Differ": differs.astype(int)})
    if column != "place":
        misses["Not seen by the fit"] = unseen.astype(int)
        misses["Of these differ"] = (differs & unseen).astype(int)
    totals = misses.groupby(column.capitalize(), as_index=False).sum()
    share = totals["Differ"] / totals["Compared"]
    order = share.sort_values(ascending=False, kind="stable").index
    return totals.loc[order].reset_index(drop=True)


def differing_first(checks: pd.DataFrame) -> pd.DataFrame:
    """Return all comparisons as a table to read, what differs before what agrees or only informs."""
    order = checks["verdict"].map({"differs": 0, "agrees": 1, "for information": 2})
    return calibration_table(checks.loc[order.sort_values(kind="stable").index].reset_index(drop=True))


def compared_points(checks: pd.DataFrame) -> pd.DataFrame:
    """Return the published shares of real applicants beside the model's: what, published, model, agrees.

    Differences and coverages, whose published side is what must be, are no such shares and are left out; so
    are the figures of places, which agree by construction.
    """
    shares = checks[
        (checks["unit"] == "share")
        & (checks["published"] > 0)
        & ~checks["identity"].str.contains(f"coverage|inside the|{_OF_A_PLACE}", regex=True)
    ]
    return pd.DataFrame(
        {
            "what": [
                f"{row['specialty']}, {TYPE_WORDS[row['applicant_type']]}: {row['identity']}"
                for row in shares.to_dict("records")
            ],
            "published": shares["published"].to_numpy(float),
            "model": shares["model"].to_numpy(float),
            "agrees": (shares["verdict"] == "agrees").to_numpy(),
        }
    )


def coverage_lines(recovery: pd.DataFrame) -> pd.DataFrame:
    """Return the mean coverage over all truths: rows numbers of applicants, a column for each part."""
    return recovery.pivot_table(index="applicants_count", columns="part", values="coverage").sort_index()
