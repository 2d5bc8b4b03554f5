"""Why a program is on the list, where its estimate comes from, and what is not known about it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from smartpick.estimate import Estimate
from smartpick.plan.candidates import Candidates
from smartpick.plan.eligibility import MET, UNKNOWN, UNMET
from smartpick.plan.plan import Plan
from smartpick.programs.evidence import ProgramEvidence
from smartpick.programs.traces import Traces
from smartpick.text.numbers import NARROW_SPACE, fine_percent, percent
from smartpick.whatif.invitations import InvitationEstimates

# Why a program is on the list and what is not known about it, in words.

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


# Why a program stands where it stands: its published place, what is public about it, what you know, you.

# How each public trace reads in a sentence about one program.
_TRACES = {
    "kaiser": "it belongs to Kaiser",
    "county_or_city_hospital": "it is a county or city hospital",
    "osteopathic": "it is of osteopathic origin",
    "rural": "it is a rural program",
    "federal": "it belongs to the federal government",
    "sponsor_is_medical_school": "its sponsor runs a medical school",
    "sponsor_is_medical_school_surgery": "its sponsor runs a medical school (counted apart in surgery)",
    "competitive_siblings": "its sponsor also trains in the most competitive specialties",
    "size": "its number of first-year positions",
    "state_non_us_share": "the share of non-US IMGs among those who match in its state",
    "new_york_outer_borough": "it lies in Brooklyn, the Bronx, Queens or Staten Island",
    "states_no_j1": "a page says that it takes no J-1",
    "states_accepts_imgs": "a page says that it accepts IMGs",
    "programs_near_family": "how many programs lie around it",
    "new_code_psychiatry": "it was accredited about 2013 or later",
    "reported_non_us": "applicants reported invitations of non-US IMGs",
    "reports_without_img": "applicants reported invitations, and none of an IMG",
    "has_reports": "applicants reported invitations at all",
    "sibling_reported_non_us": "non-US IMGs reported invitations by other programs of its sponsor",
    "sibling_reports_without_img": "other programs of its sponsor were reported, without an IMG",
}
# A trace that moves the rate by less than this part is not worth a line.
_WORTH_SAYING = 0.03
_MOST_TRACES = 6


@dataclass(frozen=True)
class WhyStep:
    """One step from the published figure to the estimate; `rate` is a share 0-1."""

    title: str
    rate: float


def average_rate(c: Candidates, entry: int, near_zero_rate: float) -> float:
    """Return the rate that a program is expected to invite the average applicant of the type at."""
    zero = float(c.near_zero[entry])
    return zero * near_zero_rate + (1 - zero) * float(c.mean_rest[entry])


def why_steps(
    now: InvitationEstimates, before: InvitationEstimates, entry: int, place: str, known: bool
) -> list[WhyStep]:
    """Return the steps: place, public traces, own figures, and the applicant.

    Args:
        now: With what the applicant knows.
        before: Without it.
        entry: The program.
        place: Name of the place whose published figure it starts from.
        known: Whether the applicant knows anything of the program.
    """
    assert now.candidates is not None and before.candidates is not None
    rate = now.models[int(now.candidates.specialty_index[entry])].near_zero_rate
    cell = now.candidates.cells[entry]
    steps = [
        WhyStep(f"All its specialty's programs in {place}, published", cell.mean),
        WhyStep("This program, by what is public about it", average_rate(before.candidates, entry, rate)),
    ]
    if known:
        steps.append(WhyStep("With what you know of it", average_rate(now.candidates, entry, rate)))
    return [*steps, WhyStep("For you, by your profile", float(now.invitation[entry]))]


def trace_sentences(traces: Traces, c: Candidates, entry: int) -> list[str]:
    """Return what is public about a program and moves it against the others of its place, the largest first.

    Args:
        traces: The public traces of all programs.
        c: The candidates.
        entry: The program.
    """
    pool, row = c.pool, int(c.rows[entry])
    steep = float(pool.slope_rest[row] - pool.slope_zero[row] * pool.near_zero[row])
    cell = pool.cells[row]
    same = [
        i
        for i, other in enumerate(pool.cells)
        if other == cell and pool.specialty_index[i] == pool.specialty_index[row]
    ]
    parts = traces.parts.reindex(pool.program_ids[same])
    own = parts.loc[str(pool.program_ids[row])] - parts.mean()
    told = traces.features.loc[str(pool.program_ids[row])]
    moved = np.expm1(own * steep)
    names = sorted(own.index, key=lambda name: -abs(float(moved[name])))
    said = []
    for name in names:
        if abs(float(moved[name])) < _WORTH_SAYING or not float(told[name]):
            continue
        word = "raises" if moved[name] > 0 else "lowers"
        said.append(f"{_TRACES[name]} ({word} it by about {abs(100 * float(moved[name])):.0f} %)")
    return said[:_MOST_TRACES]


# Our estimate for one program in words, before and after what the applicant knows of it.


@dataclass(frozen=True)
class EstimateStep:
    """What is expected of a program from one state of knowledge. All shares 0-1."""

    title: str
    invitation: Estimate
    near_zero: float
    mean_rest: float


def estimate_step(title: str, estimates: InvitationEstimates, entry: int) -> EstimateStep:
    """Return what is expected of the program at `entry`."""
    c = estimates.candidates
    assert c is not None
    return EstimateStep(
        title, estimates.estimate(entry), float(c.near_zero[entry]), float(c.mean_rest[entry])
    )


def fine_range(estimate: Estimate) -> str:
    """Return an estimate's range with decimals where it is small: "0.1 % to 6.2 %"."""
    return f"{fine_percent(estimate.low)} to {fine_percent(estimate.high)}"


def place_sentence(estimates: InvitationEstimates, entry: int, place: str) -> str:
    """Say from whose figures the estimate starts."""
    c = estimates.candidates
    assert c is not None
    cell = c.cells[entry]
    return (
        f"It starts from the {cell.programs} programs of the specialty that report in {place}: "
        f"{percent(cell.near_zero_share)} of them invite almost nobody of your applicant type, and on "
        f"average they invite {fine_percent(cell.mean)}. What its pages say, your visa need, your score and "
        "your other answers move that."
    )


def evidence_sentence(known: ProgramEvidence | None) -> str:
    """Say what the applicant has entered on the program; empty if nothing."""
    if known is None:
        return ""
    said = []
    if known.interview_rate is not None:
        seasons = "one season" if known.seasons == 1 else f"{known.seasons} seasons"
        said.append(f"it invited {_told(known.interview_rate)} of your applicant type ({seasons})")
    if known.img_share is not None:
        said.append(f"{_told(known.img_share)} of its residents are IMGs")
    if known.non_us_img_share is not None:
        said.append(f"{_told(known.non_us_img_share)} of its residents are non-US IMGs")
    for name, answer in (("J-1", known.takes_j1), ("H-1B", known.takes_h1b)):
        if answer is not None:
            said.append(f"it {'takes' if answer else 'does not take'} {name}")
    origin = f" Origin: {known.origin}." if known.origin else ""
    return f"You know that {'; '.join(said)}.{origin}" if said else ""


def _told(share: float) -> str:
    """Return a share as the applicant gave it; a told zero is zero."""
    return f"{round(100 * share, 1):g}{NARROW_SPACE}%"
