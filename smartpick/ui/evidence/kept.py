"""The evidence a session holds. An interview rate belongs to the applicant type it was reported for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

import streamlit as st

from smartpick.plan.evidence import Evidence, ProgramEvidence
from smartpick.profile import ApplicantType

_KEY = "kept_evidence"


@dataclass
class KeptEvidence:
    """Evidence by program, and the applicant type whose interview rate each holds."""

    known: dict[str, ProgramEvidence] = field(default_factory=dict)
    rate_of: dict[str, ApplicantType] = field(default_factory=dict)
    told: Evidence = field(default_factory=dict)

    def add(self, evidence: Iterable[ProgramEvidence], applicant_type: ApplicantType) -> None:
        """Take new evidence; what it says replaces what was known, what it leaves open stays known."""
        for new in evidence:
            self.known[new.program_id] = _joined(self.known.get(new.program_id), new)
            if new.interview_rate is not None:
                self.rate_of[new.program_id] = applicant_type

    def forget(self, program_ids: Iterable[str]) -> None:
        """Drop what is known of some programs."""
        for program_id in program_ids:
            self.known.pop(program_id, None)
            self.rate_of.pop(program_id, None)

    def of_type(self, applicant_type: ApplicantType) -> dict[str, ProgramEvidence]:
        """Return what counts for applicants of a type: without the interview rates of other types."""
        return {
            program_id: each if self._fits(program_id, applicant_type) else replace(each, interview_rate=None)
            for program_id, each in self.known.items()
            if self._fits(program_id, applicant_type) or _says_more_than_a_rate(each)
        }

    def _fits(self, program_id: str, applicant_type: ApplicantType) -> bool:
        return self.rate_of.get(program_id, applicant_type) == applicant_type


def _joined(old: ProgramEvidence | None, new: ProgramEvidence) -> ProgramEvidence:
    if old is None:
        return new
    said = {each.name: getattr(new, each.name) for each in fields(new)}
    if new.interview_rate is None:
        said["seasons"] = old.seasons
    if new.origin != old.origin and old.origin:
        said["origin"] = f"{new.origin}; {old.origin}" if new.origin else old.origin
    return replace(old, **{name: value for name, value in said.items() if value is not None})


def _says_more_than_a_rate(evidence: ProgramEvidence) -> bool:
    rest = (evidence.non_us_img_share, evidence.img_share, evidence.takes_j1, evidence.takes_h1b)
    return any(value is not None for value in rest)


def kept_evidence() -> KeptEvidence:
    """Return what this session holds."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = KeptEvidence()
    kept: KeptEvidence = st.session_state[_KEY]
    return kept


def evidence_for(applicant_type: ApplicantType) -> Evidence:
    """Return the accepted evidence that counts for applicants of a type, by program id."""
    return kept_evidence().of_type(applicant_type)
