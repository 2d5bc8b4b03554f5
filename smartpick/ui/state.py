"""The one profile that all pages share, and what changed last. It lives in the session and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from smartpick.plan.evidence import Evidence
from smartpick.profile import ApplicantProfile, ApplicantType, ProfileFaults
from smartpick.ui.following import following_answers
from smartpick.ui.kept_evidence import KeptEvidence

_KEY = "sitting"
PROFILE_PART = "profile"


@dataclass
class Sitting:
    """What one session holds.

    Attributes:
        profile: The applicant as the page shows it now; while the score slider is dragged, with the score
            under the thumb.
        settled: The same as it was when the person last let go. What is worked out ahead holds for it.
        before: The settled profile before the last change, None at first; lists are compared with its list.
        told: All that the person has told of single programs: typed, imported, or found out.
        assumed: Whether effects whose size is assumed count.
        notices: Sentences about the last change or link, shown until the next change.
        unused: Sentences on what of a link could not be used, by the part of the link (`PROFILE_PART`,
            or a page's), shown until an answer is changed.
        faults: What could not be accepted, by field, shown beside the control until the next change.
    """

    profile: ApplicantProfile = field(default_factory=ApplicantProfile)
    settled: ApplicantProfile = field(default_factory=ApplicantProfile)
    before: ApplicantProfile | None = None
    told: KeptEvidence = field(default_factory=KeptEvidence)
    assumed: bool = True
    notices: tuple[str, ...] = ()
    unused: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    _begun: bool = False

    @property
    def dragged(self) -> bool:
        """Whether the score is still under the thumb."""
        return self.profile != self.settled

    @property
    def evidence(self) -> Evidence:
        """What the person has told that counts for the profile's applicant type, by program id."""
        return self.evidence_of(self.profile.applicant_type)

    @property
    def evidence_version(self) -> int:
        """A number that rises with every change of what was told; with a profile, a key of its evidence."""
        return self.told.version

    def evidence_of(self, applicant_type: ApplicantType) -> Evidence:
        """Return what counts for applicants of a type: a rate told for one type says little of another."""
        return self.told.of_type(applicant_type)

    def replace(self, profile: ApplicantProfile, notices: tuple[str, ...] = ()) -> None:
        """Take another profile as a whole: a link, a reset, a saved scenario."""
        if profile != self.settled:
            self.before = self.settled
        self.profile = self.settled = profile
        self.notices, self.faults, self.unused = notices, {}, {}

    def open_link(self, profile: ApplicantProfile, assumed: bool, unused: str) -> None:
        """Take what a link says; in a sitting that begins with it, nothing has changed yet.

        Args:
            profile: The answers of the link.
            assumed: Whether effects whose size is assumed count.
            unused: A sentence on what could not be used, or empty.
        """
        self.assumed = assumed
        self.replace(profile)
        if not self._begun:
            self.before = None
        self.unused = {PROFILE_PART: unused} if unused else {}

    def begin(self) -> None:
        """Note that a page has been drawn: from now on a link changes what was seen."""
        self._begun = True

    def answer(self, **changes: Any) -> None:
        """Take changed answers by field name; answers that contradict them follow.

        What cannot be accepted changes nothing and is noted in `faults`.
        """
        follow, notices = following_answers(self.profile, changes)
        try:
            changed = self.profile.changed(**{**follow, **changes})
        except ProfileFaults as found:
            self.notices = ()
            self.faults = {fault.field: fault.message for fault in found.faults}
            return
        self.replace(changed, tuple(notices))

    def follow_score(self, score: int, settled: bool) -> None:
        """Take the score under the slider's thumb; it is settled when the person has let go."""
        if score != self.profile.step2_ck_score:
            self.profile = self.profile.changed(step2_ck_score=score)
        if settled and self.profile != self.settled:
            self.before, self.settled = self.settled, self.profile
            self.notices, self.faults, self.unused = (), {}, {}


def sitting() -> Sitting:
    """Return this session's state, a new one with the starting values at first."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Sitting()
    return st.session_state[_KEY]


def reset() -> None:
    """Go back to the starting values; the list shows what that changed."""
    here = sitting()
    here.assumed = True
    here.replace(ApplicantProfile())
