"""Whether scores are the only weak point or one of several: what the guide's table is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from smartpick.guidance.self_assessment import Line

Standing = Literal["none", "only_exams", "exams_and_others", "only_others"]


@dataclass(frozen=True)
class WeakPoints:
    """Titles of the lines by label: liabilities in the exams and elsewhere, strengths, unknown ones."""

    exams: tuple[str, ...]
    others: tuple[str, ...]
    strengths: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """Where the liabilities are."""
        if self.exams:
            return "exams_and_others" if self.others else "only_exams"
        return "only_others" if self.others else "none"


def weak_points(lines: Sequence[Line]) -> WeakPoints:
    """Sort the lines by what they mean for the application."""
    return WeakPoints(
        exams=tuple(x.title for x in lines if x.label == "liability" and x.column == "exams"),
        others=tuple(x.title for x in lines if x.label == "liability" and x.column != "exams"),
        strengths=tuple(x.title for x in lines if x.label == "strong_advantage"),
        unknown=tuple(x.title for x in lines if x.label == "not_known"),
    )
