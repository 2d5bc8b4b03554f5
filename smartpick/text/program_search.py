"""The found programs as tables, side by side, and on maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.explore.places import SHARE_YEAR
from smartpick.explore.search import Directory
from smartpick.plan.eligibility import Eligibility
from smartpick.profile import ApplicantProfile
from smartpick.programs.kinds import (
    CLOSED,
    JOINT_MILITARY,
    MERGED,
    MILITARY,
    NEEDS_SPANISH,
    PRELIMINARY_ONLY,
    RESERVED_ONLY,
    ProgramKind,
)
from smartpick.text.numbers import NARROW_SPACE, fine_percent, percent, whole_number
from smartpick.text.program_facts import (
    NOT_KNOWN,
    REQUIREMENT_NAMES,
    place_words,
    program_facts,
    statement_words,
    tracks,
)
from smartpick.text.programs import fine_range
from smartpick.whatif.invitations import InvitationEstimates, ProgramStanding

# The found programs as a table to read and as a table to keep.

ELIGIBILITY_WORDS = {
    Eligibility.MEETS: "met, as far as stated",
    Eligibility.UNKNOWN: "not fully known",
    Eligibility.FAILS: "not met",
}


# What a program is goes before what it states: nobody need read its pages for it.
BARRED_WORDS = {
    MILITARY: "service members only",
    CLOSED: "closed",
    MERGED: "merged into another",
    JOINT_MILITARY: "military, few civilians",
    PRELIMINARY_ONLY: "preliminary year only",
    RESERVED_ONLY: "for trained physicians only",
    NEEDS_SPANISH: "needs Spanish",
}


def results_table(
    directory: Directory,
    profile: ApplicantProfile,
    rows: NDArray[np.intp],
    invitation: Array,
    eligibility: NDArray[np.object_],
    marks: Mapping[str, str],
    miles: Array,
) -> pd.DataFrame:
    """Return one row for each found program, in the order given.

    Args:
        directory: All programs.
        profile: The applicant.
        rows: The rows found.
        invitation: P(invitation) of every program of the directory, NaN where there is no estimate.
        eligibility: Overall answer for the applicant of every program.
        marks: Words on a program ("pinned") by program id.
        miles: Distance of every program from the chosen place, NaN without one.

    Returns:
        Program, Place, Specialty, Invitation (%, ours), Requirements, Positions, Filled, Marked, Miles.
        Unknown is missing.
    """
    found = directory.programs.iloc[rows]
    filled, offered = directory.fill.filled_years[rows], directory.fill.offered_years[rows]
    return pd.DataFrame(
        {
            "Program": found["name"].to_numpy(str),
            "Place": _places(found),
            "Specialty": found["specialty"].to_numpy(str),
            "Invitation": 100 * invitation[rows],
            "Requirements": [
                _requirements(directory.kinds.barring(name, profile), state)
                for name, state in zip(directory.program_ids[rows], eligibility[rows], strict=True)
            ],
            "Positions": found["positions_pgy1"].astype("Float64").to_numpy(float, na_value=np.nan),
            "Filled": [f"{a} of {b} years" if b else None for a, b in zip(filled, offered, strict=True)],
            "Marked": [marks.get(name, "") for name in directory.program_ids[rows]],
            "Miles": miles[rows],
        }
    )


def results_file(directory: Directory, rows: NDArray[np.intp], shown: pd.DataFrame) -> pd.DataFrame:
    """Return the found programs with their codes, links and sources, to keep as a file."""
    found = directory.programs.iloc[rows].reset_index(drop=True)
    facts = found[
        [
            "program_id",
            "nrmp_codes",
            "nrmp_quota",
            "nrmp_matched",
            "nrmp_quota_year",
            "website",
            "row_confidence",
            "last_confirmed_year",
            "source_ids",
        ]
    ]
    named = shown.rename(
        columns={
            "Program": "name",
            "Place": "place",
            "Specialty": "specialty",
            "Invitation": "our_interview_probability_pct",
            "Requirements": "your_requirements",
            "Positions": "positions_pgy1",
            "Filled": "filled_2014_to_2020",
            "Marked": "marked",
            "Miles": "miles",
        }
    )
    return pd.concat([named.reset_index(drop=True), facts], axis=1)


def count_sentence(
    found: int, hidden: int, without_figures: tuple[str, ...], counts_only: tuple[str, ...] = ()
) -> str:
    """Say how many programs were found, and what is not shown or not known.

    Args:
        found: Programs found.
        hidden: More that are left out, being less sure.
        without_figures: Specialties of which no source prints outcomes.
        counts_only: Specialties of which counts are printed, but nothing by score and no interview rates.
    """
    said = f"{found:,} program{'' if found == 1 else 's'} found."
    if hidden:
        said += f" {hidden:,} more that we are less sure of {'is' if hidden == 1 else 'are'} left out."
    if without_figures:
        names = " or ".join(without_figures)
        said += f" No source prints outcomes of your applicant type in {names}: facts only."
    if counts_only:
        said += (
            f" No source prints scores or interview rates of {' or '.join(counts_only)}: the invitations "
            "shown there are those of all specialties together."
        )
    return said


def _requirements(barring: ProgramKind | None, state: Eligibility) -> str:
    return ELIGIBILITY_WORDS[state] if barring is None else BARRED_WORDS[barring.kind]


def _places(found: pd.DataFrame) -> list[str]:
    cities = found["city"].astype("str").fillna("")
    return [f"{c}, {s}" if c else str(s) for c, s in zip(cities, found["state"], strict=True)]


# A few programs side by side, as text.

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


# What the maps say: titles, hover texts, keys, and the same as tables.

PROGRAMS, SHARE, CHANCE = "Programs found", f"IMG share, {SHARE_YEAR} (published)", "Chance by state (ours)"
STATES_HELP = "Choose a state to list its programs; by keyboard, with State or region above."
SHARE_REMARK = (
    "Share of non-US IMGs among all who matched in a state's programs, {year}, all specialties together. It "
    "says who matched there, not how likely an application is to work. Match rates after 2022 are not "
    "published by state."
)
CHANCE_REMARK = (
    "The mean of our estimates over the programs open to you. Places differ less than they seem to: each "
    "state's figure is drawn towards that of its region."
)


def city_hover(row: Mapping[Any, Any]) -> str:
    """Return what is said of one dot."""
    programs = int(row["programs"])
    count = f"{programs} program{'' if programs == 1 else 's'}"
    chance = (
        ""
        if pd.isna(row["invitation"])
        else f"<br>mean chance of an invitation {fine_percent(row['invitation'])}"
    )
    names = "<br>".join(str(row["names"]).split("; "))
    return f"<b>{row['label']}</b>: {count}{chance}<br>{names}"


def programs_sentence(placed: int, found: int, places: int) -> str:
    """Say what the dots are, and how many programs have no place."""
    missing = found - placed
    said = (
        f"{whole_number(placed)} programs in {whole_number(places)} places. The larger the dot, the more "
        "programs; teal is the Pacific Coast. Choose a dot to list its programs."
    )
    return said if not missing else f"{said} The place of {missing} more is not known."


def programs_alternative(clusters: pd.DataFrame) -> str:
    """Return the map of programs in words."""
    largest = ", ".join(f"{row.label} ({row.programs})" for row in clusters.head(5).itertuples())
    return f"Map of the United States with a dot for each place with programs. Most programs: {largest}."


def cities_table(clusters: pd.DataFrame) -> pd.DataFrame:
    """Return the dots as a table."""
    return pd.DataFrame(
        {
            "Place": clusters["label"],
            "Programs": clusters["programs"],
            "Mean chance of an invitation, % (ours)": (100 * clusters["invitation"]).round(2),
        }
    )


def states_title(published: bool, specialties: str) -> str:
    """Return what the shaded map shows."""
    if published:
        return f"Share of non-US IMGs among those who matched in a state, all specialties, {SHARE_YEAR}"
    return f"Our mean chance of an invitation for you, {specialties}, by state"


def state_hover(name: str, values: pd.DataFrame, state: str, published: bool) -> str:
    """Return what is said of one state."""
    row = values[values["state"] == state]
    if row.empty:
        return f"<b>{name}</b>: no figure"
    value, count = float(row["value"].iloc[0]), int(row["count"].iloc[0])
    if published:
        return f"<b>{name}</b>: {share(value)} of {whole_number(count)} filled positions"
    programs = "program" if count == 1 else "programs"
    return f"<b>{name}</b>: {fine_percent(value)}, mean over {count} {programs} open to you"


def class_words(bounds: Array) -> list[str]:
    """Return the classes between the bounds in words, the lowest first."""
    shown = [f"{100 * bound:.2g}" for bound in bounds]
    middle = [f"{low} to {high}{NARROW_SPACE}%" for low, high in pairwise(shown)]
    return [f"under {shown[0]}{NARROW_SPACE}%", *middle, f"{shown[-1]}{NARROW_SPACE}% and more"]


def states_alternative(title: str, values: pd.DataFrame, names: Mapping[Any, Any]) -> str:
    """Return the shaded map in words."""
    ordered = values.sort_values("value", ascending=False)
    ends = [
        ", ".join(
            f"{names[row['state']]} {100 * row['value']:.1f} percent" for row in part.to_dict("records")
        )
        for part in (ordered.head(3), ordered.tail(3))
    ]
    return f"{title}. Highest: {ends[0]}. Lowest: {ends[1]}."


def states_table(values: pd.DataFrame, names: Mapping[Any, Any], published: bool) -> pd.DataFrame:
    """Return the shades as a table, the highest first."""
    rows = values.sort_values("value", ascending=False)
    value, count = (
        (f"Share of non-US IMGs {SHARE_YEAR}, % (published)", "Positions filled")
        if published
        else ("Mean chance of an invitation, % (ours)", "Programs open to you")
    )
    return pd.DataFrame(
        {
            "State": [names.get(state, state) for state in rows["state"]],
            value: np.round(100 * rows["value"].to_numpy(float), 2),
            count: rows["count"].to_numpy(),
        }
    )


def share(value: float) -> str:
    """Return a published share (0 to 1) with one decimal: "3.9 %"."""
    return f"{100 * value:.1f}{NARROW_SPACE}%"


# A program's fill history in words.

COLUMNS = {"match_year": "Match year", "quota": "Offered", "matched": "Filled", "tracks": "Tracks"}


def fill_sentence(years: pd.DataFrame, side_tracks: bool) -> str:
    """Say how often the Match filled all positions, and which years are covered.

    Args:
        years: `yearly_fill` of one program, not empty.
        side_tracks: Whether the program has tracks that do not count.
    """
    nation = years[years["coverage"] == "nation"]
    later = years[years["coverage"] != "nation"]
    said = [
        _part(part, where) for part, where in ((nation, "2014 to 2020"), (later, "2021 to 2026")) if len(part)
    ]
    if len(later):
        said.append(
            "The years from 2021 on are published for Florida only: do not compare them with other states."
        )
    else:
        said.append("Later years are not published program by program outside Florida.")
    if side_tracks:
        said.append("Preliminary positions and those reserved for physicians are left out here.")
    return " ".join(said)


def year_words(row: Mapping[Any, Any]) -> str:
    """Return what is said of one year on the chart."""
    return f"{row['match_year']}: {row['matched']} of {row['quota']} filled ({row['tracks']})"


def fill_table(years: pd.DataFrame) -> pd.DataFrame:
    """Return the years as a table with headings to read."""
    return years[list(COLUMNS)].rename(columns=COLUMNS)


def _part(years: pd.DataFrame, covered: str) -> str:
    full = int((years["matched"] >= years["quota"]).sum())
    count = len(years)
    if count == 1:
        verb = "filled" if full else "did not fill"
        return f"The Match {verb} all positions in the one year known of {covered}."
    often = f"in each of the {count} years" if full == count else f"in {full} of {count} years"
    return f"The Match filled all positions {often} known of {covered}."
