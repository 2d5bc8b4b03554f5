"""A few programs side by side, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from smartpick.explore.directory import Directory
from smartpick.explore.invitation_estimates import InvitationEstimates
from smartpick.explore.standing import ProgramStanding
from smartpick.presenters.program_estimate import fine_range
from smartpick.presenters.program_facts import NOT_KNOWN, place_words, program_facts, tracks
from smartpick.presenters.program_results import ELIGIBILITY_WORDS
from smartpick.presenters.program_statements import REQUIREMENT_NAMES, statement_words
from smartpick.presenters.wording import fine_percent, percent

_FACTS = ("Positions in the first year", "Kind of hospital", "Listed last")
_NO_ESTIMATE = "no estimate"
YOUR_NOTE = "Your note"


@dataclass(frozen=True)
class Comparison:
    """Programs as columns: `lines` maps a line's name to one text for each program."""

    program_ids: tuple[str, ...]
    names: tuple[str, ...]
    lines: dict[str, tuple[str, ...]]
    source_ids: tuple[str, ...]


def compare_programs(
    directory: Directory,
    rows: Sequence[int],
    estimates: InvitationEstimates,
    standings: Sequence[ProgramStanding],
    requirements: pd.DataFrame,
    notes: Mapping[str, str] | None = None,
) -> Comparison:
    """Put the programs at `rows` side by side; what is not known says so.

    Args:
        directory: All programs.
        rows: Their rows.
        estimates: Our estimates for the applicant.
        standings: Where the applicant stands with each.
        requirements: `facts.program_requirements`.
        notes: The person's own notes by program id; a line for them where any of these programs has one.
    """
    programs = [directory.programs.iloc[row].to_dict() for row in rows]
    facts = [
        {f.name: f for f in program_facts(p, str(directory.setting[r]), bool(directory.setting_stated[r]))}
        for p, r in zip(programs, rows, strict=True)
    ]
    entries = [estimates.place_of(str(p["program_id"])) for p in programs]
    lines: dict[str, tuple[str, ...]] = {
        "Specialty": tuple(str(p["specialty"]) for p in programs),
        "Place": tuple(place_words(p) for p in programs),
        "Chance of an invitation (ours)": tuple(_chance(estimates, e) for e in entries),
        "Invites almost nobody of your type (ours)": tuple(_near_zero(estimates, e) for e in entries),
        "Your requirements": tuple(ELIGIBILITY_WORDS[s.state] for s in standings),  # type: ignore[index]
        "Tracks": tuple(tracks(p["nrmp_codes"]) or NOT_KNOWN for p in programs),
    }
    for name in _FACTS:
        lines[name] = tuple(_dated(f[name].value, f[name].year) for f in facts)
    filled, offered = directory.fill.filled_years, directory.fill.offered_years
    lines["All positions filled, 2014 to 2020"] = tuple(
        f"{filled[r]} of {offered[r]} years" if offered[r] else NOT_KNOWN for r in rows
    )
    said = requirements[requirements["program_id"].isin([p["program_id"] for p in programs])]
    for requirement, name in REQUIREMENT_NAMES.items():
        texts = tuple(_said(said, str(p["program_id"]), requirement) for p in programs)
        if any(text != NOT_KNOWN for text in texts):
            lines[name] = texts
    written = tuple((notes or {}).get(str(p["program_id"]), "") for p in programs)
    if any(written):
        lines[YOUR_NOTE] = written
    sources = [source for p in programs for source in str(p["source_ids"]).split("|")]
    cells = [
        estimates.candidates.cells[e].source_id for e in entries if e is not None and estimates.candidates
    ]
    return Comparison(
        tuple(str(p["program_id"]) for p in programs),
        tuple(str(p["name"]) for p in programs),
        lines,
        tuple(dict.fromkeys([*sources, *said["source_id"].astype(str), *cells])),
    )


def comparison_file(compared: Comparison) -> pd.DataFrame:
    """Return the comparison as a table with a row for each program."""
    return pd.DataFrame({"Program": compared.names, "Program id": compared.program_ids, **compared.lines})


def _chance(estimates: InvitationEstimates, entry: int | None) -> str:
    if entry is None:
        return _NO_ESTIMATE
    estimate = estimates.estimate(entry)
    return f"{fine_percent(estimate.point)} (range {fine_range(estimate)})"


def _near_zero(estimates: InvitationEstimates, entry: int | None) -> str:
    if entry is None or estimates.candidates is None:
        return _NO_ESTIMATE
    return percent(float(estimates.candidates.near_zero[entry]))


def _said(statements: pd.DataFrame, program_id: str, requirement: str) -> str:
    rows = statements[(statements["program_id"] == program_id) & (statements["requirement"] == requirement)]
    if rows.empty:
        return NOT_KNOWN
    words = [
        f"{'preferred: ' if r['strength'] == 'preferred' else ''}"
        f"{statement_words(requirement, r['value'], r['value_number'], r['value_as_stated'])}"
        f"{' (sponsor)' if r['scope'] == 'institution' else ''}"
        for r in rows.to_dict("records")
    ]
    return "; ".join(dict.fromkeys(words))


def _dated(value: str, year: str) -> str:
    return f"{value} ({year})" if year and year != value else value
