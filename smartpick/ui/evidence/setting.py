"""What the parts of the panel share: the directory and the applicant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.intake.directory import Directory
from smartpick.plan.evidence import ProgramEvidence
from smartpick.profile import ApplicantProfile, ApplicantType
from smartpick.ui.state import sitting

GENERATION = "evidence_generation"
TABLES, MATCHES, DECIDED = "evidence_table", "evidence_match", "evidence_decided_"


@dataclass(frozen=True)
class Setting:
    """One run of the panel.

    Attributes:
        programs: The directory, as `facts.programs`.
        directory: The same, laid out for finding programs.
        stamp: Identifies the directory in cache keys.
        profile: Whose evidence it is.
    """

    programs: pd.DataFrame
    directory: Directory
    stamp: int
    profile: ApplicantProfile

    @property
    def applicant_type(self) -> ApplicantType:
        """The applicant type of the profile."""
        return self.profile.applicant_type

    def label(self, program_id: str) -> str:
        """Return a program's name, place and specialty."""
        place = self.directory.place_of.get(program_id)
        return program_id if place is None else str(self.directory.labels[place])

    def use(self, evidence: Iterable[ProgramEvidence]) -> None:
        """Take evidence and draw the page anew with it."""
        sitting().told.add(evidence, self.applicant_type)
        st.rerun()

    def forget(self, program_ids: Iterable[str]) -> None:
        """Drop evidence and draw the page anew without it."""
        sitting().told.forget(program_ids, self.applicant_type)
        st.rerun()

    def clear(self) -> None:
        """Drop all evidence and draw the page anew without it."""
        sitting().told.clear()
        st.rerun()


def forget_files() -> None:
    """Drop the uploaded file and all that was read and decided of files."""
    for key in [str(key) for key in st.session_state]:
        if key in (f"remembered_{TABLES}", f"remembered_{MATCHES}") or key.startswith(DECIDED):
            del st.session_state[key]
    # A new key gives an empty upload.
    st.session_state[GENERATION] = st.session_state.get(GENERATION, 0) + 1


def directory_stamp(programs: pd.DataFrame) -> int:
    """Return a number that identifies a directory."""
    hashed = pd.util.hash_pandas_object(programs[["program_id", "name"]], index=False)
    return int(hashed.sum()) & 0xFFFFFFFF


@st.cache_resource(show_spinner=False, max_entries=2)
def shared_directory(stamp: int, _programs: pd.DataFrame) -> Directory:
    """Return the directory laid out for finding programs, one for all sessions."""
    return Directory.of(_programs)
