"""The programs a search finds, in words: as tables, side by side, on maps, and year by year."""

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
from smartpick.odds.rates import STATE_FROM
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import (
    NARROW_SPACE,
    NO_ESTIMATE,
    WORDS,
    fine_percent,
    fine_range,
    percent,
    plural,
    published_percent,
)
from smartpick.text.program_facts import (
    NOT_KNOWN,
    REQUIREMENT_NAMES,
    Row,
    place_words,
    program_facts,
    short_place,
    statement_words,
    tracks,
)
from smartpick.whatif.invitations import InvitationEstimates, ProgramStanding

# The programs found, as a table to read and as a table to keep.

# Each column with its name in the file.
_COLUMNS = {
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
_ONLY_IN_THE_FILE = [
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


def results_table(
    directory: Directory,
    profile: ApplicantProfile,
    rows: NDArray[np.intp],
    *,
    invitation: Array,
    eligibility: NDArray[np.object_],
    marks: Mapping[str, str],
    miles: Array,
) -> pd.DataFrame:
    """Return one line for each of the directory's `rows`, in their order; what is not known is missing.

    `invitation` (probability 0-1, NaN without an estimate), `eligibility` (an `Eligibility`) and `miles`
    (from the chosen place, NaN without one) have an entry for every program of the directory. `marks` are
    words on a program ("pinned") by its id. The column Invitation is in percent.
    """
    programs = directory.programs.iloc[rows]
    ids = directory.program_ids[rows]
    barring = [directory.kinds.barring(name, profile) for name in ids]
    filled, offered = directory.fill.filled_years[rows], directory.fill.offered_years[rows]
    return pd.DataFrame(
        {
            "Program": programs["name"].to_numpy(str),
            "Place": [short_place(program) for program in programs[["city", "state"]].to_dict("records")],
            "Specialty": programs["specialty"].to_numpy(str),
            "Invitation": 100 * invitation[rows],
            "Requirements": [
                WORDS["barred"][kind.kind] if kind else WORDS["requirements_together"][state]
                for kind, state in zip(barring, eligibility[rows], strict=True)
            ],
            "Positions": programs["positions_pgy1"].astype("Float64").to_numpy(float, na_value=np.nan),
            "Filled": [f"{a} of {b} years" if b else None for a, b in zip(filled, offered, strict=True)],
            "Marked": [marks.get(name, "") for name in ids],
            "Miles": miles[rows],
        }
    )


def results_file(directory: Directory, rows: NDArray[np.intp], table: pd.DataFrame) -> pd.DataFrame:
    """Return the table of the programs found with their codes, links and sources, to keep as a file."""
    facts = directory.programs.iloc[rows][_ONLY_IN_THE_FILE].reset_index(drop=True)
    return pd.concat([table.rename(columns=_COLUMNS).reset_index(drop=True), facts], axis=1)


def count_sentence(
    programs: int, hidden: int, without_figures: tuple[str, ...], counts_only: tuple[str, ...] = ()
) -> str:
    """Say how many programs were found, and what is not shown or not known.

    `hidden` more are left out because we are less sure of them. No source has outcomes for the specialties
    `without_figures`; for those of `counts_only` there are counts, but nothing by score and no interview
    rates.
    """
    sentences = [f"{plural(programs, 'program')} found."]
    if hidden:
        sentences.append(
            f"{hidden:,} more that we are less sure of {'is' if hidden == 1 else 'are'} not shown."
        )
    if without_figures:
        names = " or ".join(without_figures)
        sentences.append(
            f"No source publishes outcomes of your applicant type in {names}, so we show facts only."
        )
    if counts_only:
        sentences.append(
            f"No source publishes scores or interview rates for {' or '.join(counts_only)}. The chances of "
            "an invitation shown there are those of all specialties together."
        )
    return " ".join(sentences)


# A few programs side by side.

_FACTS = ("Positions in the first year", "Kind of hospital", "Last listed")


@dataclass(frozen=True)
class ComparedPrograms:
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
    notes: Mapping[str, str],
) -> ComparedPrograms:
    """Put the programs at `rows` of the directory side by side; what is not known says so.

    `standings` say how the applicant meets the requirements of each. `requirements` is
    `facts.program_requirements`. `notes` are the applicant's own by program id: they have a line where any of
    these programs has one.
    """
    programs = [directory.programs.iloc[row].to_dict() for row in rows]
    ids = [str(program["program_id"]) for program in programs]
    facts = [
        {f.name: f for f in program_facts(p, str(directory.setting[r]), bool(directory.setting_stated[r]))}
        for p, r in zip(programs, rows, strict=True)
    ]
    entries = [estimates.place_of(program_id) for program_id in ids]
    filled, offered = directory.fill.filled_years, directory.fill.offered_years
    together = WORDS["requirements_together"]
    lines: dict[str, tuple[str, ...]] = {
        "Specialty": tuple(str(p["specialty"]) for p in programs),
        "Place": tuple(place_words(p) for p in programs),
        "Chance of an invitation (ours)": tuple(_chance(estimates, e) for e in entries),
        "Invites almost nobody of your type (ours)": tuple(_near_zero(estimates, e) for e in entries),
        "Your requirements": tuple(together[standing.state] for standing in standings),
        "Tracks": tuple(tracks(p["nrmp_codes"]) or NOT_KNOWN for p in programs),
        **{name: tuple(_dated(f[name].value, f[name].year) for f in facts) for name in _FACTS},
        "All positions filled, 2014 to 2020": tuple(
            f"{filled[r]} of {offered[r]} years" if offered[r] else NOT_KNOWN for r in rows
        ),
    }
    stated = requirements[requirements["program_id"].isin(ids)]
    for requirement, name in REQUIREMENT_NAMES.items():
        of_requirement = stated[stated["requirement"] == requirement]
        texts = tuple(_statements(of_requirement, program_id) for program_id in ids)
        if any(text != NOT_KNOWN for text in texts):
            lines[name] = texts
    if any(notes.get(program_id) for program_id in ids):
        lines["Your note"] = tuple(notes.get(program_id, "") for program_id in ids)
    sources = [source for p in programs for source in str(p["source_ids"]).split("|")]
    sources += stated["source_id"].astype(str).tolist()
    if estimates.candidates is not None:
        sources += [estimates.candidates.cells[entry].source_id for entry in entries if entry is not None]
    names = tuple(str(program["name"]) for program in programs)
    return ComparedPrograms(tuple(ids), names, lines, tuple(dict.fromkeys(sources)))


def comparison_file(compared: ComparedPrograms) -> pd.DataFrame:
    """Return the comparison as a table with a row for each program."""
    return pd.DataFrame({"Program": compared.names, "Program id": compared.program_ids, **compared.lines})


def _chance(estimates: InvitationEstimates, entry: int | None) -> str:
    if entry is None:
        return NO_ESTIMATE
    estimate = estimates.estimate(entry)
    return f"{fine_percent(estimate.point)} (range {fine_range(estimate)})"


def _near_zero(estimates: InvitationEstimates, entry: int | None) -> str:
    if entry is None or estimates.candidates is None:
        return NO_ESTIMATE
    return percent(float(estimates.candidates.near_zero[entry]))


def _statements(statements: pd.DataFrame, program_id: str) -> str:
    """Return the statements of one program on one requirement."""
    texts = [
        f"{statement_words(row)}{' (sponsor)' if row['scope'] == 'institution' else ''}"
        for row in statements[statements["program_id"] == program_id].to_dict("records")
    ]
    return "; ".join(dict.fromkeys(texts)) or NOT_KNOWN


def _dated(value: str, year: str) -> str:
    return f"{value} ({year})" if year and year != value else value


# What the maps say: titles, hover texts, keys, and the same as tables.

PROGRAMS, SHARE, CHANCE = "Programs found", f"IMG share, {SHARE_YEAR} (published)", "Chance by state (ours)"
STATES_HELP = "Choose a state to list its programs. With the keyboard, use State or region above."
SHARE_REMARK = (
    "Share of non-US IMGs among all who matched in a state's programs, {year}, all specialties together. It "
    "says who matched there, not how likely an application is to succeed. Match rates by state are not "
    "published after 2022."
)
CHANCE_REMARK = (
    f"The average of our estimates for the programs open to you. Where at least {STATE_FROM} programs of a "
    "state report, its own published rates count. The other states of a region share the rest of its "
    "figures, so they look more alike than they are."
)


def city_hover(row: Row) -> str:
    """Return what is said of one dot: a row of `city_clusters`."""
    chance = row["invitation"]
    mean: str = "" if pd.isna(chance) else f"<br>average chance of an invitation {fine_percent(chance)}"
    names = str(row["names"]).replace("; ", "<br>")
    return f"<b>{row['label']}</b>: {plural(row['programs'], 'program')}{mean}<br>{names}"


def programs_sentence(placed: int, found: int, places: int) -> str:
    """Say what the dots are, and how many of the programs found have no place."""
    missing = f" The place of {found - placed} more is not known." if found > placed else ""
    return (
        f"{plural(placed, 'program')} in {plural(places, 'place')}. The larger the dot, the more programs; "
        f"teal is the West Coast. Choose a dot to list its programs.{missing}"
    )


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
            "Average chance of an invitation, % (ours)": (100 * clusters["invitation"]).round(2),
        }
    )


def states_title(published: bool, specialties: str) -> str:
    """Return what the shaded map shows."""
    if published:
        return f"Share of non-US IMGs among those who matched in a state, all specialties, {SHARE_YEAR}"
    return f"Our average chance of an invitation for you, {specialties}, by state"


def state_hover(name: str, values: pd.DataFrame, state: str, published: bool) -> str:
    """Return what is said of one state."""
    row = values[values["state"] == state]
    if row.empty:
        return f"<b>{name}</b>: no figure"
    value, count = float(row["value"].iloc[0]), int(row["count"].iloc[0])
    if published:
        return f"<b>{name}</b>: {published_percent(value)} of {plural(count, 'filled position')}"
    return f"<b>{name}</b>: {fine_percent(value)}, average of {plural(count, 'program')} open to you"


def class_words(bounds: Array) -> list[str]:
    """Return the classes between the bounds in words, the lowest first."""
    texts = [f"{100 * bound:.2g}" for bound in bounds]
    middle = [f"{low} to {high}{NARROW_SPACE}%" for low, high in pairwise(texts)]
    return [f"under {texts[0]}{NARROW_SPACE}%", *middle, f"{texts[-1]}{NARROW_SPACE}% and more"]


def states_alternative(title: str, values: pd.DataFrame, names: Mapping[Any, Any]) -> str:
    """Return the shaded map in words."""
    rows = values.sort_values("value", ascending=False).to_dict("records")
    texts = [f"{names[row['state']]} {100 * row['value']:.1f} percent" for row in rows]
    return f"{title}. Highest: {', '.join(texts[:3])}. Lowest: {', '.join(texts[-3:])}."


def states_table(values: pd.DataFrame, names: Mapping[Any, Any], published: bool) -> pd.DataFrame:
    """Return the shades as a table, the highest first."""
    rows = values.sort_values("value", ascending=False)
    value, count = "Average chance of an invitation, % (ours)", "Programs open to you"
    if published:
        value, count = f"Share of non-US IMGs {SHARE_YEAR}, % (published)", "Positions filled"
    return pd.DataFrame(
        {
            "State": [names.get(state, state) for state in rows["state"]],
            value: np.round(100 * rows["value"].to_numpy(float), 2),
            count: rows["count"].to_numpy(),
        }
    )


# A program's fill history in words.

_HISTORY = {"match_year": "Match year", "quota": "Offered", "matched": "Filled", "tracks": "Tracks"}


def fill_sentence(years: pd.DataFrame, side_tracks: bool) -> str:
    """Say how often the Match filled all positions, and which years are covered.

    `years` is `yearly_fill` of one program, not empty; `side_tracks` tells whether the program has tracks
    that do not count.
    """
    nation = years["coverage"] == "nation"
    sentences = [_period(years[nation], "2014 to 2020"), _period(years[~nation], "2021 to 2026")]
    sentences.append(
        "Later years are not published by program outside Florida."
        if nation.all()
        else "The years from 2021 on are published for Florida only: do not compare them with other states."
    )
    if side_tracks:
        sentences.append("Preliminary positions and those reserved for physicians do not count here.")
    return " ".join(filter(None, sentences))


def _period(years: pd.DataFrame, period: str) -> str:
    full, count = int((years["matched"] >= years["quota"]).sum()), len(years)
    if count == 0:
        return ""
    if count == 1:
        verb = "filled" if full else "did not fill"
        return f"The Match {verb} all positions in the one year that we know from {period}."
    often = f"each of the {count} years" if full == count else f"{full} of the {count} years"
    return f"The Match filled all positions in {often} that we know from {period}."


def year_words(row: Row) -> str:
    """Return what is said of one year on the chart."""
    return f"{row['match_year']}: {row['matched']} of {row['quota']} filled ({row['tracks']})"


def fill_table(years: pd.DataFrame) -> pd.DataFrame:
    """Return the years as a table with headings to read."""
    return years[list(_HISTORY)].rename(columns=_HISTORY)
