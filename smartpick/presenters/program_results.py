"""The found programs as a table to read and as a table to keep."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.explore.directory import Directory
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.kinds import (
    CLOSED,
    JOINT_MILITARY,
    MERGED,
    MILITARY,
    NEEDS_SPANISH,
    PRELIMINARY_ONLY,
    RESERVED_ONLY,
    ProgramKind,
)
from smartpick.profile import ApplicantProfile

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
