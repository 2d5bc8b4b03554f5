"""What a column of a person's table can hold, and which column holds what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from smartpick.profile import ApplicantType

Kind = Literal["text", "share", "yes_no", "count"]
Unit = Literal["auto", "percent", "share"]


@dataclass(frozen=True)
class Field:
    """Something a column can hold: its name here, its label for people and the kind of its values."""

    name: str
    label: str
    kind: Kind


RATE_FIELDS: dict[str, ApplicantType] = {
    "interview_rate_non_us_img": "non_us_img",
    "interview_rate_us_img": "us_img",
    "interview_rate_us_do": "us_do_senior",
    "interview_rate_us_md": "us_md_senior",
}
ANY_RATE = "interview_rate"

FIELDS: tuple[Field, ...] = (
    Field("program_id", "Program ID (ACGME code)", "text"),
    Field("program_name", "Program name", "text"),
    Field("specialty", "Specialty", "text"),
    Field("city", "City", "text"),
    Field("state", "State", "text"),
    Field("interview_rate_non_us_img", "Interview rate, non-US IMGs", "share"),
    Field("interview_rate_us_img", "Interview rate, US IMGs", "share"),
    Field("interview_rate_us_do", "Interview rate, US DO", "share"),
    Field("interview_rate_us_md", "Interview rate, US MD", "share"),
    Field(ANY_RATE, "Interview rate, applicants like you", "share"),
    Field("non_us_img_share", "Non-US IMGs among residents", "share"),
    Field("img_share", "IMGs among residents", "share"),
    Field("takes_j1", "Takes J-1", "yes_no"),
    Field("takes_h1b", "Sponsors H-1B", "yes_no"),
    Field("visas", "Visas (both in one column)", "yes_no"),
    Field("visa_this_season", "Visa answers are this season's", "yes_no"),
    Field("season", "Season or year", "text"),
    Field("seasons", "Number of seasons", "count"),
    Field("origin", "Where it is from", "text"),
)
FIELD = {each.name: each for each in FIELDS}


@dataclass(frozen=True)
class Mapping:
    """Which column holds what.

    Attributes:
        columns: Column index by field name; a field without a column is missing.
        units: How the numbers of a share column are to be read, by field name; "auto" where missing.
    """

    columns: dict[str, int] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def with_column(self, name: str, index: int | None) -> Mapping:
        """Return the mapping with another column for a field, or none."""
        columns = {n: i for n, i in self.columns.items() if n != name}
        return replace(self, columns=columns if index is None else {**columns, name: index})

    def unit(self, name: str) -> Unit:
        """Return how the numbers of a share column are to be read."""
        return self.units.get(name, "auto")

    @property
    def names_programs(self) -> bool:
        """Whether a row can be told to be about a program."""
        return "program_id" in self.columns or "program_name" in self.columns
