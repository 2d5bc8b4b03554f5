"""Which programs fit a search: text, specialty, place, visa, requirements, size, fill, distance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.explore.directory import Directory
from smartpick.explore.us_map import miles_between

Rows = NDArray[np.bool_]

# Sizes in positions a year; the last number belongs to the class.
SIZES: Mapping[str, tuple[int, int]] = {
    "1 to 5": (1, 5),
    "6 to 10": (6, 10),
    "11 to 20": (11, 20),
    "over 20": (21, 10_000),
}
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Centre:
    """A place that distances are measured from, in degrees."""

    label: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class ProgramFilter:
    """What is looked for. Empty, None and False stand for no condition.

    Attributes:
        text: Words of name, institution, place or code.
        specialties: Our names.
        states: Postal codes.
        divisions: Census divisions; a program in one of `states` or `divisions` fits.
        visa: `j1` or `h1b`: which visa is asked about.
        visa_answer: `yes`: pages say so; `not_no`: no page says no.
        eligibility: Overall answers for this applicant: meets, unknown, fails.
        size: A key of `SIZES`, or `NOT_KNOWN`.
        fill: `every_year`, `not_every_year` or `NOT_KNOWN`, over the nationwide record.
        centre: Where the distance is measured from, with `miles`.
        miles: Greatest distance.
        only: Ids to choose among (pinned, noted ...); None for all.
        doubtful: Whether rows of low confidence are shown as well.
    """

    text: str = ""
    specialties: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    visa: str = ""
    visa_answer: str = ""
    eligibility: tuple[str, ...] = ()
    size: str = ""
    fill: str = ""
    centre: Centre | None = None
    miles: float = 100.0
    only: frozenset[str] | None = field(default=None)
    doubtful: bool = False


def find_programs(
    directory: Directory, wanted: ProgramFilter, eligibility: NDArray[np.object_], invitation: Array
) -> NDArray[np.intp]:
    """Return the rows that fit every condition.

    The nearest come first where a distance is asked for, else those that fit the text best; among equals
    the best chance of an invitation, then the order of the directory.

    Args:
        directory: All programs.
        wanted: The conditions.
        eligibility: Overall answer for the applicant of every program (`EligibilityTable.state`).
        invitation: P(invitation) of every program, NaN where there is no estimate.
    """
    fit = directory.text.matches(wanted.text)
    fits = fit > 0
    if not wanted.doubtful:
        fits &= directory.sure
    for condition in _conditions(directory, wanted, eligibility):
        fits &= condition()
    found = np.flatnonzero(fits)
    chance = np.nan_to_num(invitation[found], nan=-1.0)
    first = -fit[found] if wanted.centre is None else distances(directory, wanted.centre)[found]
    return found[np.lexsort((-chance, first))]


def _conditions(
    directory: Directory, wanted: ProgramFilter, eligibility: NDArray[np.object_]
) -> list[Callable[[], Rows]]:
    """Return what has to hold, only the conditions that are set."""
    rows = directory.programs
    found: list[Callable[[], Rows]] = []
    if wanted.specialties:
        found.append(lambda: rows["specialty"].isin(wanted.specialties).to_numpy(bool))
    if wanted.states or wanted.divisions:
        found.append(
            lambda: (
                rows["state"].isin(wanted.states) | rows["census_division"].isin(wanted.divisions)
            ).to_numpy(bool)
        )
    if wanted.visa and wanted.visa_answer:
        found.append(lambda: _visa(directory, wanted))
    if wanted.eligibility:
        found.append(lambda: np.isin(eligibility.astype(str), wanted.eligibility))
    if wanted.size:
        found.append(lambda: _size(directory, wanted.size))
    if wanted.fill:
        found.append(lambda: _fill(directory, wanted.fill))
    if wanted.centre is not None:
        found.append(lambda: np.nan_to_num(distances(directory, wanted.centre), nan=np.inf) <= wanted.miles)
    if wanted.only is not None:
        found.append(lambda: np.isin(directory.program_ids, sorted(wanted.only or ())))
    return found


def distances(directory: Directory, centre: Centre | None) -> Array:
    """Return each program's distance in miles, city centre to city centre; NaN where unknown."""
    if centre is None:
        return np.full(len(directory.program_ids), np.nan)
    rows = directory.programs
    return miles_between(
        rows["longitude"].to_numpy(float), rows["latitude"].to_numpy(float), centre.longitude, centre.latitude
    )


def _visa(directory: Directory, wanted: ProgramFilter) -> Rows:
    said = directory.answers[f"visa_{wanted.visa}"].value
    if wanted.visa_answer == "yes":
        return np.isin(said, ("yes", "limited"))
    return np.asarray(said != "no")


def _size(directory: Directory, size: str) -> Rows:
    positions = directory.programs["positions_pgy1"].to_numpy(float, na_value=np.nan)
    if size == NOT_KNOWN:
        return np.isnan(positions)
    least, most = SIZES[size]
    return (positions >= least) & (positions <= most)


def _fill(directory: Directory, fill: str) -> Rows:
    record = directory.fill
    if fill == NOT_KNOWN:
        return ~record.known
    return record.every_year if fill == "every_year" else record.known & ~record.every_year
