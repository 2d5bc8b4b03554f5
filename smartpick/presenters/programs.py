"""Why a program is on the list and what is not known about it, in words."""

from __future__ import annotations

from dataclasses import dataclass

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
class Statement:
    """Something that a program's or its sponsor's pages say.

    `favourable` tells whether it speaks for the applicant; `year` is None where the page has no date.
    """

    text: str
    favourable: bool
    url: str | None
    year: int | None
    by_sponsor: bool


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


def program_rows(plan: Plan, said: pd.DataFrame, most: int | None = None) -> list[ProgramRow]:
    """Return the first `most` programs of the list in the order in which they add most.

    Args:
        plan: The list.
        said: The leading statements, indexed by (program_id, requirement), as `Engine.statements`.
        most: How many rows; all by default.
    """
    c = plan.candidates
    size = plan.size if most is None else min(most, plan.size)
    answers = c.eligibility.answers
    cells, pacific = c.cells, c.pacific
    pages = _pages(said, c.program_ids[:size].tolist())
    rows = []
    for i, program in enumerate(c.programs.iloc[:size].to_dict("records")):
        found = pages.get(str(program["program_id"]), {})
        rows.append(
            ProgramRow(
                program_id=str(program["program_id"]),
                name=str(program["name"]),
                place=_place(program),
                pacific=bool(pacific[i]),
                specialty=str(program["specialty"]),
                invitation=float(plan.interview_probability[i]),
                invites_at_all=float(1 - c.near_zero[i]),
                evidence=_evidence(cells[i].level, program),
                statements=tuple(
                    _statement(r, answers[r][i] == MET, found.get(r))
                    for r in _MET_WORDS
                    if r in answers and answers[r][i] != UNKNOWN
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


def unknown_facts(plan: Plan) -> list[str]:
    """Return, for each program of the list, which requirements nobody has stated, in a few words."""
    answers = {r: v for r, v in plan.candidates.eligibility.answers.items() if r in _ASK_WORDS}
    unknown = {r: v == UNKNOWN for r, v in answers.items()}
    return [", ".join(_ASK_WORDS[r] for r in unknown if unknown[r][i]) for i in range(plan.size)]


def known_share(plan: Plan) -> float:
    """Return the share of the list's programs of which at least one requirement is known."""
    if not plan.size:
        return 0.0
    answers = np.array(list(plan.candidates.eligibility.answers.values()))
    return float((answers != UNKNOWN).any(axis=0).mean())


def _pages(said: pd.DataFrame, program_ids: list[str]) -> dict[str, dict[str, dict[str, object]]]:
    rows = said[said.index.get_level_values("program_id").isin(program_ids)]
    found: dict[str, dict[str, dict[str, object]]] = {}
    columns = rows[["url", "as_of_year", "scope"]].to_dict("records")
    for (program, requirement), row in zip(rows.index, columns, strict=True):
        found.setdefault(str(program), {})[str(requirement)] = row
    return found


def _statement(requirement: str, met: bool, page: dict[str, object] | None) -> Statement:
    words = (_MET_WORDS if met else _UNMET_WORDS)[requirement]
    page = page or {}
    year = page.get("as_of_year")
    return Statement(
        words,
        met,
        _website(page.get("url")),
        int(str(year)) if year is not None and not pd.isna(year) else None,  # type: ignore[call-overload]
        page.get("scope") == "institution",
    )


def _place(program: dict[str, object]) -> str:
    parts = [program["city"], program["state"]]
    return ", ".join(str(part) for part in parts if not pd.isna(part))  # type: ignore[call-overload]


def _evidence(level: str, program: dict[str, object]) -> str:
    places = {"state": program["state_name"], "division": program["census_division"]}
    return str(places.get(level, "national"))


def _website(address: object) -> str | None:
    text = str(address)
    return text if text.startswith(("https://", "http://")) else None
