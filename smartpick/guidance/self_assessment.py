"""The guide's self-assessment: a table of four columns whose lines are labelled by rules read from data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

import pandas as pd

from smartpick.facts import Facts
from smartpick.guidance.self_answers import answer_of
from smartpick.guidance.self_quantities import self_quantities
from smartpick.profile import ApplicantProfile
from smartpick.tiers.rules import Condition, Quantities

Column = Literal["exams", "clinical", "research", "personal"]
Label = Literal["strong_advantage", "neutral", "liability", "not_known"]
COLUMNS: tuple[Column, ...] = get_args(Column)
LABELS: tuple[Label, ...] = get_args(Label)

_NOT_TOLD = "Not known yet."
_GRADUATES_FROM_ABROAD = ("non_us_img", "us_img")


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        column: Column of the guide's table.
        item: Row name in `data/rules/self_assessment.csv`.
        title: What the line is about.
        answer: What the profile says, in a few words; empty where nothing is known.
        label: How the line counts.
        reason: Why it has this label.
        clause: Place in the guide.
        reading: How we read the guide there; empty where it is explicit.
        source_id: Where the rule comes from.
        editable: Whether the profile does not hold the answer, so that the applicant fills it in.
        own: Whether the applicant chose the label.
    """

    column: Column
    item: str
    title: str
    answer: str
    label: Label
    reason: str
    clause: str
    reading: str
    source_id: str
    editable: bool
    own: bool = False


def self_assessment(profile: ApplicantProfile, facts: Facts) -> list[Line]:
    """Return the table for a profile, in the order of `facts.self_assessment`.

    The first rule of an item that holds gives its label. An answer that is not known fits no rule and stays
    `not_known`; nothing is guessed.
    """
    quantities = self_quantities(profile, facts)
    abroad = profile.applicant_type in _GRADUATES_FROM_ABROAD
    table = facts.self_assessment
    return [
        _line(str(item), rows, profile, quantities)
        for item, rows in table.groupby("item", sort=False)
        if abroad or rows["applies_to"].iloc[0] == "all"
    ]


def relabelled(lines: Sequence[Line], labels: Mapping[str, Label], answers: Mapping[str, str]) -> list[Line]:
    """Return the lines with the applicant's own labels and, where the profile holds none, own answers."""
    changed = []
    for line in lines:
        label = labels.get(line.item, line.label)
        answer = answers.get(line.item, "").strip() if line.editable else ""
        changed.append(replace(line, label=label, answer=answer or line.answer, own=label != line.label))
    return changed


def _line(item: str, rows: pd.DataFrame, profile: ApplicantProfile, quantities: Quantities) -> Line:
    first = rows.iloc[0]
    asked = str(first["comparison"]) == "is_asked"
    found = first if asked else _rule_that_holds(rows, quantities)
    shown = first if found is None else found
    return Line(
        column=cast(Column, first["column_of_table"]),
        item=item,
        title=str(first["title"]),
        answer=answer_of(item, profile),
        label="not_known" if found is None else cast(Label, found["label"]),
        reason=_NOT_TOLD if found is None else str(found["reason"]),
        clause=str(shown["clause"]),
        reading="" if pd.isna(shown["reading"]) else str(shown["reading"]),
        source_id=str(shown["source_id"]),
        editable=asked,
    )


def _rule_that_holds(rows: pd.DataFrame, quantities: Quantities) -> pd.Series | None:
    for _, row in rows.iterrows():
        limit = None if pd.isna(row["value"]) else float(row["value"])
        if Condition(str(row["quantity"]), str(row["comparison"]), limit).holds(quantities):
            return row
    return None
