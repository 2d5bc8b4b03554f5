"""What a program's pages say, requirement by requirement, and what it means for the applicant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.explore.standing import ProgramStanding

REQUIREMENT_NAMES = {
    "visa_j1": "J-1 visa",
    "visa_h1b": "H-1B visa",
    "step3_needed_for_h1b": "Step 3 for an H-1B",
    "accepts_imgs": "IMG applicants",
    "max_years_since_graduation": "Years since graduation",
    "max_attempts": "Exam attempts",
    "min_step2": "Step 2 CK score",
    "min_step1": "Step 1 score",
    "usce_required": "US clinical experience",
    "usce_months": "Length of US experience",
    "setting": "Kind of hospital",
}
FOR_YOU = {
    "met": "you meet this",
    "rule": "you do not meet this",
    "preference": "you may not meet this: ask",
    "unknown": "not known for you",
    "": "",
}
SETTING_WORDS = {
    "university": "University",
    "university_affiliated": "Community, affiliated with a university",
    "community": "Community",
    "military": "Military: trains members of the armed forces",
    "other": "Other than a university hospital",
}
_VISA = {"yes": "sponsored", "no": "not sponsored", "limited": "sponsored in some cases"}
_WORDS: dict[str, dict[str, str]] = {
    "visa_j1": _VISA,
    "visa_h1b": _VISA,
    "step3_needed_for_h1b": {"yes": "needed", "no": "not needed"},
    # A page that names ECFMG certification is read as a yes, so the words promise no more than that.
    "accepts_imgs": {"yes": "may apply", "no": "are not considered"},
    "usce_required": {"yes": "required", "no": "not required", "conditional": "required in some cases"},
    "setting": SETTING_WORDS,
}


def _plural(number: float, one: str, several: str) -> str:
    return f"{number:g} {one if number == 1 else several}"


_LIMITS: dict[str, Callable[[float], str]] = {
    "max_years_since_graduation": lambda n: f"graduated within {_plural(n, 'year', 'years')}",
    "max_attempts": lambda n: "passed at the first attempt" if n == 1 else f"at most {n:g} attempts",
    "min_step2": lambda n: f"{n:g} or more",
    "min_step1": lambda n: f"{n:g} or more",
    "usce_months": lambda n: f"at least {_plural(n, 'month', 'months')}",
}


@dataclass(frozen=True)
class StatementLine:
    """One statement on one page. `when` says how old it is, `whose` whose word it is."""

    says: str
    when: str
    whose: str
    sure: bool
    url: str | None


@dataclass(frozen=True)
class RequirementGroup:
    """What pages say on one requirement; `for_you` is empty where it does not apply to the applicant."""

    name: str
    for_you: str
    answer: str
    lines: tuple[StatementLine, ...]
    conflicting: bool


def requirement_groups(statements: pd.DataFrame, standing: ProgramStanding) -> list[RequirementGroup]:
    """Return what pages say, visas first, each with all its statements, also those that conflict.

    Args:
        statements: Rows of `facts.program_requirements` of one program.
        standing: Where the applicant stands with it.
    """
    groups = []
    for requirement, name in REQUIREMENT_NAMES.items():
        rows = statements[statements["requirement"] == requirement]
        if rows.empty:
            continue
        answer = standing.answer(requirement)
        said = rows["value"].dropna()
        groups.append(
            RequirementGroup(
                name,
                FOR_YOU[answer],
                answer,
                tuple(_line(row) for row in rows.to_dict("records")),
                len(set(said)) > 1,
            )
        )
    return groups


def not_said(statements: pd.DataFrame, standing: ProgramStanding) -> list[str]:
    """Return the names of the requirements that would matter to the applicant and that no page speaks of."""
    spoken = set(statements["requirement"])
    return [
        name
        for requirement, name in REQUIREMENT_NAMES.items()
        if requirement in standing.unknown and requirement not in spoken
    ]


def statement_words(requirement: str, value: object, number: object, as_stated: object) -> str:
    """Return a statement in plain words; what fits no value is given as the page has it."""
    limit = _LIMITS.get(requirement)
    if not pd.isna(value):  # type: ignore[call-overload]
        word = _WORDS.get(requirement, {}).get(str(value))
        if word:
            return word
        if value == "none":
            return "no limit"
    if limit and not pd.isna(number):  # type: ignore[call-overload]
        return limit(float(number))  # type: ignore[arg-type]
    return str(as_stated)


def _line(row: Mapping[Any, Any]) -> StatementLine:
    says = statement_words(str(row["requirement"]), row["value"], row["value_number"], row["value_as_stated"])
    if row["strength"] == "preferred":
        says = f"preferred: {says}"
    as_of, url = str(row["as_of"]), str(row["url"])
    return StatementLine(
        says,
        "undated" if as_of == "undated" else as_of,
        "the sponsor's page" if row["scope"] == "institution" else "the program's page",
        row["confidence"] == "high",
        url if url.startswith(("https://", "http://")) else None,
    )
