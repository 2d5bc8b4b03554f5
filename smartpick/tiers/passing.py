"""The Step 2 CK passing score in force on an exam date, and what "low" means for a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

import pandas as pd

_EXAM = "Step 2 CK"


class MissingRuleError(Exception):
    """The data lack a rule without which no tier can be told."""


@dataclass(frozen=True)
class PassingStandard:
    """The passing score in force on an exam date.

    `effective_from` is None where the table gives no day. `standard_error` is the exam's standard error of
    measurement in score points. `earlier` holds the standards before it, oldest first; `next` the one after.
    """

    score: int
    effective_from: date | None
    source_id: str
    standard_error: float
    exam_date: date | None = None
    earlier: tuple[PassingStandard, ...] = ()
    next: PassingStandard | None = None

    def passed_if_taken_before(self, score: float) -> date | None:
        """Return the latest day before which a score under this standard was a pass, None if it never was."""
        standards = (*self.earlier, self)
        for standard, successor in zip(reversed(self.earlier), reversed(standards), strict=False):
            if standard.score <= score < successor.score:
                return successor.effective_from
        return None


def passing_standard(exam_date: date | None, usmle_rules: pd.DataFrame) -> PassingStandard:
    """Return the Step 2 CK standard in force on `exam_date`; without a date the newest one.

    `usmle_rules` is as `passing_standards` takes it. A date before every known standard gets the oldest.
    """
    return standard_in_force(exam_date, passing_standards(usmle_rules))


def standard_in_force(exam_date: date | None, standards: Sequence[PassingStandard]) -> PassingStandard:
    """Do what `passing_standard` does, with standards already read."""
    in_force = [
        position
        for position, standard in enumerate(standards)
        if exam_date is None or standard.effective_from is None or standard.effective_from <= exam_date
    ]
    position = in_force[-1] if in_force else 0
    following = standards[position + 1] if position + 1 < len(standards) else None
    return replace(
        standards[position], exam_date=exam_date, earlier=tuple(standards[:position]), next=following
    )


def passing_standards(usmle_rules: pd.DataFrame) -> tuple[PassingStandard, ...]:
    """Return all Step 2 CK standards, oldest first.

    `usmle_rules` has the columns exam, rule, value, effective_from, source_id; a day may be missing or
    written in part. Raises `MissingRuleError` if the table names no standard or no standard error of
    measurement; `smartpick build` lets no such table pass.
    """
    standard_error = float(_rows(usmle_rules, "standard error of measurement")["value"].iloc[0])
    by_start: dict[tuple[int, date | None], PassingStandard] = {}
    for row in _rows(usmle_rules, "passing score").to_dict("records"):
        standard = PassingStandard(
            score=int(row["value"]),
            effective_from=_day(row["effective_from"]),
            source_id=str(row["source_id"]),
            standard_error=standard_error,
        )
        # Two publishers may state the same standard; the first one stands for both.
        by_start.setdefault((standard.score, standard.effective_from), standard)
    return tuple(sorted(by_start.values(), key=lambda standard: standard.effective_from or date.min))


def _rows(usmle_rules: pd.DataFrame, rule: str) -> pd.DataFrame:
    rows = usmle_rules[(usmle_rules["exam"] == _EXAM) & (usmle_rules["rule"] == rule)]
    if rows.empty:
        raise MissingRuleError(f"usmle_rules has no {_EXAM} row for '{rule}'.")
    return rows


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return None if pd.isna(cell) else cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(cell) if isinstance(cell, str) else None
    except ValueError:
        return None


# What "low" means for a score: it depends on the group of specialties and on the region.

ScorePosition = Literal["under", "within", "over", "no_number"]


@dataclass(frozen=True)
class ScoreStanding:
    """Where a score stands to one of the guide's ranges; low and high in points, None without a number."""

    guide_group: str
    region: str
    role: str
    low: int | None
    high: int | None
    position: ScorePosition
    clause: str


def score_standings(score: float, guide_group: str, score_groups: pd.DataFrame) -> list[ScoreStanding]:
    """Return where `score` stands to each range of a specialty group, in the order of the table.

    An unknown group (a specialty the guide does not name) gives an empty list.
    """
    standings = []
    for row in score_groups[score_groups["guide_group"] == guide_group].to_dict("records"):
        low = None if pd.isna(row["score_low"]) else int(row["score_low"])
        high = None if pd.isna(row["score_high"]) else int(row["score_high"])
        standings.append(
            ScoreStanding(
                guide_group=guide_group,
                region=str(row["region"]),
                role=str(row["role"]),
                low=low,
                high=high,
                position=_position(score, low, high),
                clause=str(row["clause"]),
            )
        )
    return standings


def _position(score: float, low: int | None, high: int | None) -> ScorePosition:
    if low is None or high is None:
        return "no_number"
    if score < low:
        return "under"
    return "within" if score <= high else "over"
