"""Everything a sitting knows, with one way to change it and one way to save it and bring it back.

A `Sitting` lives in the browser tab's session and nowhere else. Results that are worked out from it are kept
beside it by `remembered`, so that nothing is worked out twice while a page is redrawn.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from smartpick.profile import ApplicantProfile, ApplicantType, ProfileFaults
from smartpick.profile.following import following_answers
from smartpick.programs.evidence import VISA_ANSWERS, Evidence, ProgramEvidence
from smartpick.web.entered import Answered, OwnEvidence, OwnListText
from smartpick.web.saving import LONGEST_NOTE, document_of, read_document
from smartpick.whatif.scenarios import Scenarios
from smartpick.whatif.self_assessment import Label

__all__ = ["LONGEST_NOTE", "Sitting", "program_notes", "remembered", "reset", "sitting"]

Result = TypeVar("Result")

PROFILE_PART = "profile"
_STATE_KEY = "sitting"
_MOST_REMEMBERED = 8
_OWN_LOOK_UP = "your own look-up"


def remembered(kind: str, key: Hashable, make: Callable[[], Result]) -> Result:
    """Return `make()`, or what it returned for the same `kind` and `key` lately in this session.

    The last eight of each kind are kept, in this session only: results are about a person.
    """
    results: OrderedDict[Hashable, Result] = st.session_state.setdefault(f"remembered_{kind}", OrderedDict())
    if key not in results:
        results[key] = make()
        while len(results) > _MOST_REMEMBERED:
            results.popitem(last=False)
    results.move_to_end(key)
    return results[key]


@dataclass(kw_only=True)
class Sitting:
    """What one session holds.

    Attributes:
        profile: The applicant as the page shows it now; while the score slider is dragged, with the score
            under the thumb. Pinned and excluded programs and signals are answers of it.
        settled: The same as it was when the person last let go. What is worked out ahead holds for it.
        before: The settled profile before the last change, None at first; lists are compared with its list.
        assumed: Whether effects whose size is assumed count.
        own_evidence: What the person knows of single programs: typed, imported, or found out.
        checklist: The answers that were found out from the checklist, oldest first.
        notes: The person's notes by program id.
        scenarios: The kept scenarios; the others are compared with the first.
        own_list: The application list that the person brought.
        own_dates: Days of the season that the person took from official calendars, by `SeasonDate` key.
        own_labels, own_answers: What the person changed in the self-assessment, by its item.
        notices: Sentences about the last change or link, shown until the next change.
        unused: Sentences on what of a link could not be used, by the part of the link (`PROFILE_PART`, or a
            page's), shown until an answer is changed.
        faults: What could not be accepted, by field, shown beside the control until the next change.
    """

    profile: ApplicantProfile = field(default_factory=ApplicantProfile)
    settled: ApplicantProfile = field(default_factory=ApplicantProfile)
    before: ApplicantProfile | None = None
    assumed: bool = True
    own_evidence: OwnEvidence = field(default_factory=OwnEvidence)
    checklist: list[Answered] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    scenarios: Scenarios = ()
    own_list: OwnListText = field(default_factory=OwnListText)
    own_dates: dict[str, date] = field(default_factory=dict)
    own_labels: dict[str, Label] = field(default_factory=dict)
    own_answers: dict[str, str] = field(default_factory=dict)
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
        """What the person knows that counts for the profile's applicant type, by program id."""
        return self.own_evidence.of_type(self.profile.applicant_type)

    @property
    def evidence_version(self) -> int:
        """A number that rises with every change of the evidence; with a profile, a key of what counts."""
        return self.own_evidence.version

    def evidence_of(self, applicant_type: ApplicantType) -> Evidence:
        """Return what counts for applicants of a type: a rate of one type says little about another."""
        return self.own_evidence.of_type(applicant_type)

    def replace(self, profile: ApplicantProfile, notices: tuple[str, ...] = ()) -> None:
        """Take another profile as a whole: a link, a reset, a saved scenario."""
        if profile != self.settled:
            self.before = self.settled
        self.profile = self.settled = profile
        self.notices, self.faults, self.unused = notices, {}, {}

    def open_link(self, profile: ApplicantProfile, assumed: bool, unused: str) -> None:
        """Take what a link says; in a sitting that begins with it, nothing has changed yet.

        `unused` is a sentence on what could not be used, or empty.
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
        except ProfileFaults as error:
            self.notices = ()
            self.faults = {fault.field: fault.message for fault in error.faults}
            return
        self.replace(changed, tuple(notices))

    def follow_score(self, score: int, settled: bool) -> None:
        """Take the score under the slider's thumb; it is settled when the person has let go."""
        if score != self.profile.step2_ck_score:
            self.profile = self.profile.changed(step2_ck_score=score)
        if settled and self.profile != self.settled:
            self.before, self.settled = self.settled, self.profile
            self.notices, self.faults, self.unused = (), {}, {}

    def enter_date(self, key: str, day: date | None) -> None:
        """Keep a day of the season; None drops it."""
        if day is None:
            self.own_dates.pop(key, None)
        else:
            self.own_dates[key] = day

    def learn(self, program_id: str, name: str, value: bool | float) -> None:
        """Take one answer of the checklist: a field of `ProgramEvidence` and its value, a rate as 0-1."""
        before = self._known(program_id)
        # The checklist asks the program itself, so a visa answer is one of this season.
        values: dict[str, Any] = {name: value, "visa_this_season": name in VISA_ANSWERS}
        applicant_type = self.profile.applicant_type
        self.own_evidence.add(
            [replace(ProgramEvidence(program_id, origin=_OWN_LOOK_UP), **values)], applicant_type
        )
        self.checklist.append(Answered(name, applicant_type, before, self._known(program_id)))

    def take_back(self, answer: Answered) -> None:
        """Undo one answer of the checklist; what was known before is known again."""
        self.checklist.remove(answer)
        known = self._known(answer.program_id)
        values: dict[str, Any] = {answer.field: getattr(answer.before, answer.field)}
        if answer.field == "interview_rate":
            values["seasons"] = answer.before.seasons
        if answer.field in VISA_ANSWERS:
            values["visa_this_season"] = answer.before.visa_this_season
        if known.origin == answer.after.origin:
            values["origin"] = answer.before.origin
        self.own_evidence.put(replace(known, **values), self.profile.applicant_type)

    def answered(self) -> list[Answered]:
        """Return the answers of the checklist that are in force: not forgotten, not changed since."""
        return [
            one
            for one in self.checklist
            if getattr(self._known(one.program_id), one.field) == getattr(one.after, one.field)
            and (one.field != "interview_rate" or one.applicant_type == self.profile.applicant_type)
        ]

    def saved(self) -> str:
        """Return all that the person entered as a JSON document."""
        return document_of(self)

    def bring_back(self, text: str | bytes) -> list[str]:
        """Take all that a JSON document made by `saved` holds, in place of what is here.

        Where the document has faults nothing is taken, and each is returned as a sentence.
        """
        held, faults = read_document(text)
        if held is None:
            return faults
        held["own_evidence"].version = self.own_evidence.version + 1
        self.replace(held.pop("profile"), ("Your saved file is open.",))
        for name, value in held.items():
            setattr(self, name, value)
        return []

    def _known(self, program_id: str) -> ProgramEvidence:
        return self.evidence.get(program_id) or ProgramEvidence(program_id)


def sitting() -> Sitting:
    """Return this session's state, a new one with the starting values at first."""
    if _STATE_KEY not in st.session_state:
        st.session_state[_STATE_KEY] = Sitting()
    return st.session_state[_STATE_KEY]


def program_notes() -> dict[str, str]:
    """Return the person's notes by program id; change them in place."""
    return sitting().notes


def reset() -> None:
    """Go back to the starting values; the list shows what that changed."""
    sitting().assumed = True
    sitting().replace(ApplicantProfile())
