"""Programs that are not open to every applicant: military, closed, of one year only, in Spanish.

What each program is, is data (`program_kinds`); this is what follows from it. Where nobody can apply, a
program is on no list, pinned or not. Where only some can, it is left out unless pinned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.profile import ApplicantProfile

MILITARY, CLOSED, MERGED = "military", "closed", "merged"
JOINT_MILITARY, PRELIMINARY_ONLY, RESERVED_ONLY = "joint_military", "preliminary_only", "reserved_only"
NEEDS_SPANISH = "needs_spanish"
CIVILIAN, JOINT_CIVILIAN = "civilian", "joint_civilian"
# Nobody outside can apply: a pin is answered, not obeyed.
SHUT = (MILITARY, CLOSED, MERGED)
# Open to some: left out, but a pin is obeyed.
FOR_SOME = (JOINT_MILITARY, PRELIMINARY_ONLY, RESERVED_ONLY)

_SPANISH = frozenset({"spanish", "español", "espanol", "castellano", "castilian"})
_WHO_MAY = {
    MILITARY: "takes service members only, through the military match",
    JOINT_MILITARY: "has a military sponsor and trains service members, with few civilian places",
    PRELIMINARY_ONLY: "offers preliminary years only, which lead to no board certification by themselves",
    RESERVED_ONLY: "offers only positions reserved for physicians with earlier residency training",
    NEEDS_SPANISH: "needs Spanish, and Spanish is not among your languages",
}


@dataclass(frozen=True)
class ProgramKind:
    """One row of `program_kinds`: what a program is, and what that rests on."""

    kind: str
    note: str
    year: int | None
    url: str | None
    source_id: str


class ProgramKinds:
    """What programs are that an applicant may not apply to like any other, by program id."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._rows: dict[str, tuple[ProgramKind, ...]] = {}
        for row in table.to_dict("records"):
            kind = ProgramKind(
                str(row["kind"]),
                str(row["note"]),
                None if pd.isna(row["as_of_year"]) else int(row["as_of_year"]),
                None if pd.isna(row["url"]) else str(row["url"]),
                str(row["source_id"]),
            )
            self._rows[str(row["program_id"])] = (*self.of(str(row["program_id"])), kind)

    def of(self, program_id: str) -> tuple[ProgramKind, ...]:
        """Return what the program is besides an ordinary civilian one; empty for most."""
        return self._rows.get(program_id, ())

    def barring(self, program_id: str, profile: ApplicantProfile) -> ProgramKind | None:
        """Return what keeps the program off the applicant's list, the weightiest first; else None."""
        own = {kind.kind: kind for kind in self.of(program_id)}
        barring = (*SHUT, *FOR_SOME, *(() if speaks_spanish(profile) else (NEEDS_SPANISH,)))
        return next((own[kind] for kind in barring if kind in own), None)

    def at(self, program_ids: NDArray[np.str_]) -> KindsOfPrograms:
        """Line the kinds up with `program_ids`."""
        own = [{kind.kind for kind in self.of(str(i))} for i in program_ids]
        return KindsOfPrograms(
            np.array([bool(kinds & set(SHUT)) for kinds in own], dtype=bool),
            np.array([bool(kinds & set(FOR_SOME)) for kinds in own], dtype=bool),
            np.array([NEEDS_SPANISH in kinds for kinds in own], dtype=bool),
        )


@dataclass(frozen=True)
class KindsOfPrograms:
    """Arrays with one entry for each program."""

    shut: NDArray[np.bool_]  # Nobody outside can apply: military, closed or merged
    # Left out unless pinned: military sponsor, preliminary or reserved positions only
    for_some: NDArray[np.bool_]
    spanish: NDArray[np.bool_]  # Needs Spanish

    def barred(self, profile: ApplicantProfile) -> NDArray[np.bool_]:
        """Return which programs are left out of the applicant's list for what they are."""
        return self.shut | self.for_some | (self.spanish & (not speaks_spanish(profile)))


def speaks_spanish(profile: ApplicantProfile) -> bool:
    """Return whether Spanish is among the applicant's languages, in any of its usual names."""
    return any(language.strip().lower() in _SPANISH for language in profile.languages)


def barred_sentence(kind: ProgramKind) -> str:
    """Say who may apply to such a program, or that it is closed: "Takes service members only ..."."""
    if kind.kind in (CLOSED, MERGED):
        return f"{'Closed' if kind.kind == CLOSED else 'Merged'}: {kind.note}."
    words = _WHO_MAY[kind.kind]
    return f"{words[0].upper()}{words[1:]}."


def kind_sentence(kind: ProgramKind) -> str:
    """Say what a program is for its own page, whoever looks; empty for an ordinary civilian program.

    A program that needs Spanish says so also to those who speak it.
    """
    if kind.kind == NEEDS_SPANISH:
        return f"Needs Spanish. {kind.note}."
    if kind.kind == JOINT_CIVILIAN:
        return f"It trains civilians beside military residents. {kind.note}."
    return "" if kind.kind == CIVILIAN else barred_sentence(kind)


def pin_notes(profile: ApplicantProfile, kinds: ProgramKinds, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for each pinned program that is not open to the applicant; `names` are by id."""
    notes = []
    for program_id in profile.pinned:
        kind = kinds.barring(program_id, profile)
        if kind is None:
            continue
        name = names.get(program_id, program_id)
        if kind.kind in SHUT:
            why = barred_sentence(kind).rstrip(".")
            notes.append(f"{name} is pinned but not on the list. {why}.")
        else:
            notes.append(f"{name} stays on the list because you pinned it, but it {_WHO_MAY[kind.kind]}.")
    return tuple(notes)
