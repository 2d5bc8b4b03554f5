"""All programs with everything about them that no profile changes, laid out for search and comparison."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.explore.fill_history import FillRecords, fill_records
from smartpick.explore.search_text import TextIndex
from smartpick.plan.eligibility import EligibilityTable, check_eligibility
from smartpick.plan.kinds import KindsOfPrograms, ProgramKinds
from smartpick.plan.pool import REQUIREMENTS
from smartpick.plan.settings import settings
from smartpick.plan.statements import Answers, answers_of
from smartpick.profile import ApplicantProfile

_SEARCHED = ("name", "institution", "city", "state", "state_name", "program_id", "nrmp_codes")


@dataclass(frozen=True)
class Directory:
    """Every program of `facts.programs`, in its order; arrays have one entry for each.

    Attributes:
        programs: The rows of `facts.programs`.
        program_ids: Their ids.
        answers: The leading statement by requirement.
        kinds: What programs are that not everybody can apply to.
        kinds_here: The same, one entry for each program.
        setting: military, university, university_affiliated, community or other.
        setting_stated: Whether a page states the setting; else it is read off the name.
        fill: Years in which the Match filled all positions.
        text: The index of names, institutions, places and codes.
    """

    programs: pd.DataFrame
    program_ids: NDArray[np.str_]
    answers: dict[str, Answers]
    kinds: ProgramKinds
    kinds_here: KindsOfPrograms
    setting: NDArray[np.str_]
    setting_stated: NDArray[np.bool_]
    fill: FillRecords
    text: TextIndex

    @property
    def sure(self) -> NDArray[np.bool_]:
        """Whether the identity of the row is of high or medium confidence."""
        return (self.programs["row_confidence"] != "low").to_numpy(bool)

    def place_of(self, program_id: str) -> int | None:
        """Return the row of a program, None if there is no such program."""
        found = np.flatnonzero(self.program_ids == program_id)
        return int(found[0]) if found.size else None

    def eligibility(self, profile: ApplicantProfile) -> EligibilityTable:
        """Check every program's statements against one applicant."""
        return check_eligibility(profile, self.answers, self.kinds_here.barred(profile))


def gather_directory(engine: Engine, history: pd.DataFrame) -> Directory:
    """Lay the directory out; takes a second, so keep it.

    Args:
        engine: The fitted data.
        history: The table `program_match_history`.
    """
    programs = engine.facts.programs
    ids = programs["program_id"].to_numpy(str)
    answers = {r: answers_of(engine.statements, r, ids) for r in REQUIREMENTS}
    stated = answers_of(engine.statements, "setting", ids)
    text = programs[list(_SEARCHED)].astype("str").fillna("").agg(" ".join, axis=1)
    return Directory(
        programs,
        ids,
        answers,
        engine.kinds,
        engine.kinds.at(ids),
        settings(engine.facts.setting_words, programs["name"].astype(str), stated),
        stated.value != "",
        fill_records(history, programs),
        TextIndex(text.tolist()),
    )
