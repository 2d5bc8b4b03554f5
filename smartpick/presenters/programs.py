"""Why a program is on the list and what is not known about it, in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from smartpick.plan.eligibility import MET, UNKNOWN, UNMET
from smartpick.plan.plan import Plan
from smartpick.presenters.wording import percent

# What its pages say, if the applicant meets it and if not. Visa first: it decides most.
_MET_WORDS = {
    "visa_j1": "takes J-1",
    "visa_h1b": "sponsors H-1B",
    "accepts_imgs": "takes IMGs",
    "max_years_since_graduation": "graduation limit met",
    "max_attempts": "attempt limit met",
    "min_step2": "score minimum met",
    "usce_required": "US experience rule met",
    "usce_months": "US experience length met",
}
_UNMET_WORDS = {
    "visa_j1": "pages say no J-1",
    "visa_h1b": "pages say no H-1B",
    "accepts_imgs": "pages say no IMGs",
    "max_years_since_graduation": "prefers more recent graduates",
    "max_attempts": "prefers fewer attempts",
    "min_step2": "prefers a higher Step 2 CK",
    "usce_required": "prefers US experience",
    "usce_months": "prefers more US experience",
}
_ASK_WORDS = {
    "visa_j1": "J-1",
    "visa_h1b": "H-1B",
    "max_years_since_graduation": "graduation limit",
    "max_attempts": "attempt limit",
    "min_step2": "score minimum",
    "usce_required": "US experience",
}


@dataclass(frozen=True)
class Page:
    """Where a statement stands. `year` is None where the page has no date."""

    url: str | None
    year: int | None
    by_sponsor: bool


Pages = Mapping[str, Mapping[str, Page]]


@dataclass(frozen=True)
class Statement:
    """Something that a program's or its sponsor's pages say, and whether it speaks for the applicant."""

    text: str
    favourable: bool
    page: Page | None


@dataclass(frozen=True)
class ProgramRow:
    """One line of the list.

    `invitation` is 0 to 1; `invites_at_all` is the chance that it is not one of the programs that invite
    fewer than 1 in 200 of the type, and `evidence` names the place whose figures that comes from.
    """

    program_id: str
    name: str
    place: str
    pacific: bool
    specialty: str
    invitation: float
    invites_at_all: float
    evidence: str
    statements: tuple[Statement, ...]
    unknown: tuple[str, ...]
    signal: str
    website: str | None


def statement_pages(said: pd.DataFrame) -> Pages:
    """Return where each leading statement stands: program, then requirement, to its page.

    Args:
        said: `Engine.statements`, indexed by (program_id, requirement).
    """
    pages: dict[str, dict[str, Page]] = {}
    rows = said[["url", "as_of_year", "scope"]].itertuples(index=False)
    for (program, requirement), (url, year, scope) in zip(said.index, rows, strict=True):
        page = Page(_website(url), None if pd.isna(year) else int(year), scope == "institution")
        pages.setdefault(str(program), {})[str(requirement)] = page
    return pages


def program_rows(plan: Plan, pages: Pages, most: int | None = None) -> list[ProgramRow]:
    """Return the first `most` programs of the list in the order in which they add most.

    Args:
        plan: The list.
        pages: Where programs' statements stand, as returned by `statement_pages`.
        most: How many rows; all by default.
    """
    shown = plan.candidates.take(np.arange(plan.size if most is None else min(most, plan.size)))
    answers = shown.eligibility.answers
    cells, pacific = shown.cells, shown.pacific
    rows = []
    for i, program in enumerate(shown.programs.to_dict("records")):
        found = pages.get(str(program["program_id"]), {})
        rows.append(
            ProgramRow(
                program_id=str(program["program_id"]),
                name=str(program["name"]),
                place=_place(program),
                pacific=bool(pacific[i]),
                specialty=str(program["specialty"]),
                invitation=float(plan.interview_probability[i]),
                invites_at_all=float(1 - shown.near_zero[i]),
                evidence=_evidence(cells[i].level, program),
                statements=tuple(
                    Statement((_MET_WORDS if met else _UNMET_WORDS)[r], met, found.get(r))
                    for r, met in ((r, answers[r][i] == MET) for r in _MET_WORDS if r in answers)
                    if answers[r][i] != UNKNOWN
                ),
                unknown=tuple(_ASK_WORDS[r] for r in _ASK_WORDS if r in answers and answers[r][i] == UNKNOWN),
                signal=plan.signal[i],
                website=_website(program["website"]),
            )
        )
    return rows


def program_reasons(plan: Plan) -> list[list[str]]:
    """Return, for each program of the list, short reasons in its favour and against."""
    c = plan.candidates
    programs = c.programs.to_dict("records")
    reasons: list[list[str]] = []
    for i in range(plan.size):
        said = [_MET_WORDS[r] for r, v in c.eligibility.answers.items() if v[i] == MET]
        said += [_UNMET_WORDS[r] for r, v in c.eligibility.answers.items() if v[i] == UNMET]
        said.append(invites_at_all_text(float(1 - c.near_zero[i]), _evidence(c.cells[i].level, programs[i])))
        if c.pacific[i]:
            said.append("on the Pacific Coast")
        reasons.append(said)
    return reasons


def invites_at_all_text(chance: float, evidence: str) -> str:
    """Say how likely a program is to invite applicants of the type at all."""
    return f"{percent(chance)} likely to invite your applicant type at all ({evidence} figures)"


def _place(program: Mapping[Hashable, Any]) -> str:
    parts = [program["city"], program["state"]]
    return ", ".join(str(part) for part in parts if not pd.isna(part))


def _evidence(level: str, program: Mapping[Hashable, Any]) -> str:
    places = {"state": program["state_name"], "division": program["census_division"]}
    return str(places.get(level, "national"))


def _website(address: object) -> str | None:
    text = str(address)
    return text if text.startswith(("https://", "http://")) else None
