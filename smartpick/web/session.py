"""Everything a sitting knows, with one way to change it and one way to save it and bring it back.

A `Sitting` lives in the session of one browser tab; `tab_storage` keeps a copy of what was brought in the tab
itself. Results that are worked out from it are kept beside it by `remembered`, so that nothing is worked out
twice while a page is redrawn.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from smartpick.profile import ApplicantProfile, ApplicantType, ProfileFaults
from smartpick.profile.applicant import following_answers
from smartpick.programs.evidence import NO_EVIDENCE, VISA_ANSWERS, Evidence, ProgramEvidence
from smartpick.web.entered import PERSONAL, Answered, OwnEvidence, OwnListText, Person, RosterFile
from smartpick.web.saving import LONGEST_NOTE, document_of, read_document
from smartpick.whatif.scenarios import Scenarios, joined
from smartpick.whatif.self_assessment import Label

__all__ = ["LONGEST_NOTE", "Sitting", "program_notes", "remembered", "reset", "sitting"]

Result = TypeVar("Result")

PROFILE_PART = "profile"
# Where the session keeps what of the advising page is shown: its part, and the question that is presented.
ADVISING, VIEW, QUESTION = "advising", "advising_view", "advising_question"
PRESENT, ROSTER = "present", "roster"
_STATE_KEY = "sitting"
_MOST_REMEMBERED = 8
_OWN_LOOK_UP = "your own look-up"
_READ_ONLY = (
    "You are following another screen, so answers cannot be changed here. Stop following to change yours."
)


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


@dataclass(frozen=True)
class OwnAnswers:
    """A person's own answers and figures of programs, as in `Sitting`, while others are shown instead."""

    profile: ApplicantProfile
    assumed: bool
    own_evidence: OwnEvidence
    checklist: list[Answered]


@dataclass(kw_only=True)
class Sitting:
    """What one session holds.

    Attributes:
        profile: The applicant as the page shows it now. Pinned and excluded programs and signals are answers
            of it.
        before: The profile before the last change, None at first; lists are compared with its list.
        assumed: Whether effects whose size is assumed count.
        own_evidence: What the person knows of single programs: typed, imported, or found out.
        checklist: The answers that were found out from the checklist, oldest first.
        notes: The person's notes by program id.
        scenarios: The kept scenarios; the others are compared with the first.
        own_list: The application list that the person brought.
        own_dates: Days of the season that the person took from official calendars, by `SeasonDate` key.
        own_labels, own_answers: What the person changed in the self-assessment, by its item.
        next_steps: What was agreed to do next, in the person's own words.
        roster: The roster that a mentor brought, None for none.
        entry: Code of the roster's entry that is shown, empty for the person's own profile.
        others: Whoever is not shown, by code: with an entry open, the person's own answers under "".
        aside: The person's own answers while those of a room are shown (`web/rooms.py`); else None.
        notices: Sentences about the last change or link, shown until the next change.
        unused: Sentences on what of a link could not be used, by the part of the link (`PROFILE_PART`, or a
            page's), shown until an answer is changed.
        faults: What could not be accepted, by field, shown beside the control until the next change.
    """

    profile: ApplicantProfile = field(default_factory=ApplicantProfile)
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
    next_steps: tuple[str, ...] = ()
    roster: RosterFile | None = None
    entry: str = ""
    others: dict[str, Person] = field(default_factory=dict)
    aside: OwnAnswers | None = None
    notices: tuple[str, ...] = ()
    unused: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    _begun: bool = False

    @property
    def evidence(self) -> Evidence:
        """What the person knows that counts for the profile's applicant type, by program id."""
        return self.own_evidence.of_type(self.profile.applicant_type)

    @property
    def listed_evidence(self) -> Evidence:
        """The same where it may be read: what a mentor brought counts for a follower and is not shown."""
        return NO_EVIDENCE if self.follows else self.evidence

    @property
    def evidence_version(self) -> int:
        """A number that rises with every change of the evidence; with a profile, a key of what counts."""
        return self.own_evidence.version

    def evidence_of(self, applicant_type: ApplicantType) -> Evidence:
        """Return what counts for applicants of a type: a rate of one type says little about another."""
        return self.own_evidence.of_type(applicant_type)

    def replace(self, profile: ApplicantProfile, notices: tuple[str, ...] = ()) -> None:
        """Take another profile as a whole: a link, a reset, a saved scenario. Not while following."""
        if self.follows:
            self.notices = (_READ_ONLY,)
        else:
            self._take(profile, notices)

    def _take(self, profile: ApplicantProfile, notices: tuple[str, ...] = ()) -> None:
        if profile != self.profile:
            self.before = self.profile
        self.profile = profile
        self.notices, self.faults, self.unused = notices, {}, {}

    def open_link(self, profile: ApplicantProfile, assumed: bool, unused: str) -> None:
        """Take what a link says; in a sitting that begins with it, nothing has changed yet.

        `unused` is a sentence on what could not be used, or empty.
        """
        self.assumed = assumed
        # Going back in the browser from an entry of the roster leads to the person who was shown before.
        for code, other in self.others.items():
            if profile.model_copy(update={"languages": other.profile.languages}) == other.profile:
                self.show_entry(code, other.profile)
                break
        else:
            self.replace(profile)
        if not self._begun:
            self.before = None
        self.unused = {PROFILE_PART: unused} if unused else {}

    def agree(self, text: str) -> None:
        """Take the next steps, one on each line."""
        lines = (" ".join(line.split()) for line in text.splitlines())
        self.next_steps = tuple(filter(None, lines))

    def show_entry(self, code: str, profile: ApplicantProfile) -> None:
        """Show an entry of the roster as it was left, or with this profile; whoever was shown is set aside.

        The code "" is the person's own.
        """
        if self.follows:
            self.notices = (_READ_ONLY,)
        if self.follows or code == self.entry:
            return
        self.others[self.entry] = Person(**{name: getattr(self, name) for name in PERSONAL})
        shown = self.others.pop(code, None) or Person(profile=profile)
        for name in PERSONAL:
            setattr(self, name, getattr(shown, name))
        self.entry, self.before = code, None
        self.notices, self.faults, self.unused = (), {}, {}

    def close_entry(self) -> None:
        """Show the person's own profile again, with all that belongs to it."""
        self.show_entry("", self.profile)

    def forget_entry(self, code: str) -> None:
        """Drop what was entered for somebody of the roster who is not shown: they open as in the roster."""
        self.others.pop(code, None)

    def forget_roster(self) -> None:
        """Drop the roster and what was entered for its people; the person's own answers are shown again."""
        self.close_entry()
        self.roster, self.others = None, {}

    def begin(self) -> None:
        """Note that a page has been drawn: from now on a link changes what was seen."""
        self._begun = True

    def answer(self, **changes: Any) -> None:
        """Take changed answers by field name; answers that contradict them follow.

        What cannot be accepted changes nothing and is noted in `faults`.
        """
        if self.follows:
            self.notices = (_READ_ONLY,)
            return
        follow, notices = following_answers(self.profile, changes)
        try:
            changed = self.profile.changed(**{**follow, **changes})
        except ProfileFaults as error:
            self.notices = ()
            self.faults = {fault.field: fault.message for fault in error.faults}
            return
        self.replace(changed, tuple(notices))

    def follow_score(self, score: int) -> None:
        """Take the score at which the slider was let go."""
        if score != self.profile.step2_ck_score:
            self.replace(self.profile.changed(step2_ck_score=score))

    @property
    def follows(self) -> bool:
        """Whether another's answers are shown, which cannot be changed here."""
        return self.aside is not None

    def show(self, profile: ApplicantProfile, assumed: bool, evidence: OwnEvidence) -> None:
        """Show another's answers and put the person's own aside; notes, scenarios and lists stay in place."""
        if self.aside is None:
            self.aside = OwnAnswers(self.profile, self.assumed, self.own_evidence, self.checklist)
        shown = (profile, assumed, evidence.version)
        if shown != (self.profile, self.assumed, self.evidence_version):
            # A copy: one follower's page must not reach what all others are shown.
            self.assumed, self.own_evidence, self.checklist = assumed, evidence.copied(), []
            self._take(profile)

    def show_own(self) -> None:
        """Show the person's own answers again."""
        if self.aside is not None:
            own, self.aside = self.aside, None
            self.assumed, self.own_evidence, self.checklist = own.assumed, own.own_evidence, own.checklist
            self._take(own.profile)
            self.before = None

    def own(self) -> "Sitting":
        """Return the sitting with the person's own answers, whatever is shown."""
        return self if self.aside is None else replace(self, **vars(self.aside), aside=None)

    def enter_date(self, key: str, day: date | None) -> None:
        """Keep a day of the season; None drops it."""
        if day is None:
            self.own_dates.pop(key, None)
        else:
            self.own_dates[key] = day

    def learn(self, program_id: str, name: str, value: bool | float) -> None:
        """Take one answer of the checklist: a field of `ProgramEvidence` and its value, a rate as 0-1."""
        if self.follows:
            self.notices = (_READ_ONLY,)
            return
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
        return document_of(self.own())

    def bring_back(self, text: str | bytes) -> list[str]:
        """Take all that a JSON document made by `saved` holds, in place of what is here.

        Where the document has faults nothing is taken, and each is returned as a sentence.
        """
        held, faults = read_document(text)
        if held is None:
            return faults
        held["own_evidence"].changed()
        self.replace(held.pop("profile"), ("Your saved file is open.",))
        for name, value in held.items():
            setattr(self, name, value)
        return []

    def brought(self) -> str:
        """Return all that a link does not hold as a JSON document; empty where there is nothing.

        The answers are left out, but for the languages, which are free text.
        """
        languages = self.own().profile.languages
        profile = ApplicantProfile(languages=languages) if languages else ApplicantProfile()
        document = document_of(replace(self.own(), profile=profile, assumed=True))
        return "" if document == document_of(Sitting()) else document

    def brought_stamp(self) -> tuple[Hashable, ...]:
        """Return what changes whenever `brought` does, found without writing down figures of programs."""
        own = self.own()
        return own.evidence_version, replace(own, own_evidence=OwnEvidence()).brought()

    def bring_in(self, text: str) -> list[str]:
        """Take what a document made by `brought` holds, and leave the answers as they are.

        Scenarios that a link brought stay first, under the names that were kept for the same answers.
        Where the document has faults nothing is taken, and each is returned as a sentence.
        """
        held, faults = read_document(text)
        if held is None:
            return faults
        held["own_evidence"].changed()
        languages = held.pop("profile").languages
        held["scenarios"], left_out = joined(self.scenarios, held["scenarios"])
        del held["assumed"]
        for name, value in held.items():
            setattr(self, name, value)
        if languages and not self.profile.languages:
            self.profile = self.profile.changed(languages=languages)
        self.notices = tuple(
            f"There was no space left for the scenario “{name}” any more." for name in left_out
        )
        return []

    def clear(self) -> None:
        """Drop all that `brought` holds; the other answers stay."""
        blank = Sitting()
        self.forget_roster()
        self.own_evidence.clear()
        self.checklist, self.notes, self.scenarios = blank.checklist, blank.notes, blank.scenarios
        self.own_list, self.own_dates = blank.own_list, blank.own_dates
        self.own_labels, self.own_answers = blank.own_labels, blank.own_answers
        self.next_steps = blank.next_steps
        changed = self.profile.changed(languages=()) if self.profile.languages else self.profile
        self.replace(changed, ("All that you brought is cleared. Your answers are as they were.",))
        # The profile before must not bring a language back.
        self.before = None

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
