"""Why a program is on the list, where its estimate comes from, and what is not known about it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartpick.plan.candidates import Candidates
from smartpick.plan.eligibility import MET, UNKNOWN
from smartpick.plan.plan import Plan
from smartpick.programs.evidence import ProgramEvidence
from smartpick.programs.traces import Traces
from smartpick.text.numbers import (
    WORDS,
    fine_percent,
    fine_range,
    percent,
    plural,
    stated_percent,
    web_address,
)
from smartpick.text.program_facts import REQUIREMENTS, Row, short_place
from smartpick.whatif.invitations import InvitationEstimates

# The programs of a list, each with what speaks for it, what against it, and what to ask it.


@dataclass(frozen=True)
class Page:
    """Where a statement was found. `year` is None where the page has no date."""

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


@dataclass(frozen=True, kw_only=True)
class ProgramRow:
    """One line of the list.

    `invitation` is 0 to 1; `invites_at_all` is the chance that it is not one of the programs that invite
    fewer than 1 in 200 of the type, and `figures_from` names the place whose figures that comes from.
    """

    program_id: str
    name: str
    place: str
    pacific: bool
    specialty: str
    invitation: float
    invites_at_all: float
    figures_from: str
    statements: tuple[Statement, ...]
    unknown: tuple[str, ...]
    signal: str
    website: str | None


def statement_pages(statements: pd.DataFrame) -> Pages:
    """Return where each of `Engine.statements` was found: program, then requirement, to its page."""
    pages: dict[str, dict[str, Page]] = {}
    rows = statements[["url", "as_of_year", "scope"]].itertuples(index=False)
    for (program, requirement), (url, year, scope) in zip(statements.index, rows, strict=True):
        page = Page(web_address(url), None if pd.isna(year) else int(year), scope == "institution")
        pages.setdefault(str(program), {})[str(requirement)] = page
    return pages


def program_rows(plan: Plan, pages: Pages, most: int | None = None) -> list[ProgramRow]:
    """Return the first `most` programs of the list, all by default, in the order in which they add most."""
    listed = plan.candidates.take(np.arange(plan.size if most is None else min(most, plan.size)))
    answers = listed.eligibility.answers
    cells, pacific = listed.cells, listed.pacific
    stated = [(r, words) for r, words in REQUIREMENTS.items() if r in answers and "met" in words]
    asked = [(r, words["ask"]) for r, words in REQUIREMENTS.items() if r in answers and "ask" in words]
    rows = []
    for i, program in enumerate(listed.records()):
        program_id = str(program["program_id"])
        found_on = pages.get(program_id, {})
        verdicts = [(r, words, int(answers[r][i])) for r, words in stated]
        rows.append(
            ProgramRow(
                program_id=program_id,
                name=str(program["name"]),
                place=short_place(program),
                pacific=bool(pacific[i]),
                specialty=str(program["specialty"]),
                invitation=float(plan.interview_probability[i]),
                invites_at_all=float(1 - listed.near_zero[i]),
                figures_from=_figures_from(cells[i].level, program),
                statements=tuple(
                    Statement(words["met" if verdict == MET else "not_met"], verdict == MET, found_on.get(r))
                    for r, words, verdict in verdicts
                    if verdict != UNKNOWN
                ),
                unknown=tuple(ask for r, ask in asked if answers[r][i] == UNKNOWN),
                signal=plan.signal[i],
                website=web_address(program["website"]),
            )
        )
    return rows


def program_reasons(plan: Plan) -> list[list[str]]:
    """Return, for each program of the list, short reasons in its favour and then against it."""
    reasons = []
    for row in program_rows(plan, {}):
        of_row = [statement.text for statement in row.statements if statement.favourable]
        of_row += [statement.text for statement in row.statements if not statement.favourable]
        of_row.append(invites_at_all_text(row))
        if row.pacific:
            of_row.append("on the West Coast")
        reasons.append(of_row)
    return reasons


def invites_at_all_text(row: ProgramRow) -> str:
    """Say how likely a program is to invite applicants of the type at all."""
    return (
        f"{percent(row.invites_at_all)} likely to invite your applicant type at all "
        f"({row.figures_from} figures)"
    )


def _figures_from(level: str, program: Row) -> str:
    places = {"state": program["state_name"], "division": program["census_division"]}
    return str(places.get(level, "national"))


# How one program comes to its estimate: its published place, what is public about it, what you know, you.

# A trace that moves the rate by less than this part is not worth a line.
_WORTH_A_LINE = 0.03
_MOST_TRACES = 6


@dataclass(frozen=True)
class WhyStep:
    """One step from the published figure to the estimate; `rate` is a share 0-1."""

    title: str
    rate: float


def why_steps(
    now: InvitationEstimates, before: InvitationEstimates, entry: int, place: str, known: bool
) -> list[WhyStep]:
    """Return the steps of the program at `entry`: place, public traces, own figures, and the applicant.

    `now` counts what the applicant knows of programs and `before` does not; `known` tells whether anything is
    known of this one. `place` names the place whose published figure it starts from.
    """
    candidates = _candidates(now)
    near_zero_rate = now.models[int(candidates.specialty_index[entry])].near_zero_rate

    def average_rate(c: Candidates) -> float:
        """Return the rate at which the program is expected to invite the average applicant of the type."""
        near_zero = float(c.near_zero[entry])
        return near_zero * near_zero_rate + (1 - near_zero) * float(c.mean_rest[entry])

    steps = [
        WhyStep(f"All programs of its specialty in {place}, published", candidates.cells[entry].mean),
        WhyStep("This program, by what is public about it", average_rate(_candidates(before))),
    ]
    if known:
        steps.append(WhyStep("With what you know about it", average_rate(candidates)))
    return [*steps, WhyStep("For you, by your profile", float(now.invitation[entry]))]


def trace_sentences(traces: Traces, c: Candidates, entry: int) -> list[str]:
    """Return what is public about the program at `entry` and moves it against the others of its place.

    The trace that moves it most comes first.
    """
    pool, row = c.pool, int(c.rows[entry])
    program_id = str(pool.program_ids[row])
    steepness = float(pool.slope_rest[row] - pool.slope_zero[row] * pool.near_zero[row])
    in_same_cell = [
        i
        for i, cell in enumerate(pool.cells)
        if cell == pool.cells[row] and pool.specialty_index[i] == pool.specialty_index[row]
    ]
    parts = traces.parts.reindex(pool.program_ids[in_same_cell])
    own = parts.loc[program_id] - parts.mean()
    moved = {str(name): float(np.expm1(value * steepness)) for name, value in own.items()}
    features = traces.features.loc[program_id].to_dict()
    sentences = []
    for name, change in sorted(moved.items(), key=lambda item: -abs(item[1])):
        if abs(change) >= _WORTH_A_LINE and float(features[name]):
            word = "raises" if change > 0 else "lowers"
            sentences.append(f"{WORDS['trace'][name]} ({word} it by about {abs(100 * change):.0f} %)")
    return sentences[:_MOST_TRACES]


def estimate_words(estimates: InvitationEstimates, entry: int) -> tuple[str, str]:
    """Return the chance of an invitation to the program at `entry`, and in words what lies behind it."""
    c, invitation = _candidates(estimates), estimates.estimate(entry)
    return fine_percent(invitation.point), (
        f"range {fine_range(invitation)}; {percent(float(c.near_zero[entry]))} that it invites almost nobody "
        f"of your type, otherwise {fine_percent(float(c.mean_rest[entry]))} of your type on average"
    )


def place_sentence(estimates: InvitationEstimates, entry: int, place: str) -> str:
    """Say whose figures the estimate starts from."""
    cell = _candidates(estimates).cells[entry]
    return (
        f"The estimate starts from the {cell.programs} programs of the specialty that report in {place}: "
        f"{percent(cell.near_zero_share)} of them invite almost nobody of your applicant type, and the "
        f"average program invites {fine_percent(cell.mean)}. The program's pages, your visa need, your "
        "score and your other answers then change it."
    )


def evidence_sentence(known: ProgramEvidence | None) -> str:
    """Say what the applicant has entered on the program; empty if nothing."""
    if known is None:
        return ""
    facts = []
    if known.interview_rate is not None:
        seasons = plural(known.seasons, "season")
        facts.append(f"it invited {stated_percent(known.interview_rate)} of your applicant type ({seasons})")
    if known.img_share is not None:
        facts.append(f"{stated_percent(known.img_share)} of its residents are IMGs")
    if known.non_us_img_share is not None:
        facts.append(f"{stated_percent(known.non_us_img_share)} of its residents are non-US IMGs")
    for visa, accepted in (("J-1", known.takes_j1), ("H-1B", known.takes_h1b)):
        if accepted is not None:
            facts.append(f"it {'accepts' if accepted else 'does not accept'} {visa}")
    origin = f" Origin: {known.origin}." if known.origin else ""
    return f"You know that {'; '.join(facts)}.{origin}" if facts else ""


def _candidates(estimates: InvitationEstimates) -> Candidates:
    assert estimates.candidates is not None, "a program with an entry is a candidate"
    return estimates.candidates
