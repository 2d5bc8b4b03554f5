"""What the parts of the panel share: the directory, the applicant and whom to tell of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.intake.directory import Directory
from smartpick.plan.evidence import Evidence, ProgramEvidence
from smartpick.profile import ApplicantProfile, ApplicantType
from smartpick.ui.evidence.kept import kept_evidence

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
        on_change: Called with the evidence that counts whenever it changes.
    """

    programs: pd.DataFrame
    directory: Directory
    stamp: int
    profile: ApplicantProfile
    on_change: Callable[[Evidence], None]

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
        kept_evidence().add(evidence, self.applicant_type)
        self.tell()
        st.rerun()

    def forget(self, program_ids: Iterable[str]) -> None:
        """Drop evidence and draw the page anew without it."""
        kept_evidence().forget(list(program_ids))
        self.tell()
        st.rerun()

    def tell(self) -> None:
        """Tell of the evidence that counts, if it is not what was told last."""
        kept = kept_evidence()
        counting = kept.of_type(self.applicant_type)
        if counting != kept.told:
            kept.told = counting
            self.on_change(counting)


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
