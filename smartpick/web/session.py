"""Everything a sitting knows: profile, evidence by applicant type, notes, and results worked out once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

import streamlit as st

from smartpick.profile import ApplicantProfile, ApplicantType, ProfileFaults
from smartpick.programs.evidence import VISA_ANSWERS, Evidence, ProgramEvidence

# Results that a session keeps, so that nothing is worked out twice while a page is redrawn.

Result = TypeVar("Result")
_MOST_KEPT = 8


def remembered(kind: str, key: Hashable, make: Callable[[], Result]) -> Result:
    """Return `make()`, or what it returned for the same `kind` and `key` lately in this session.

    The last eight of each kind are kept, in this session only: results are about a person.
    """
    kept: OrderedDict[Hashable, Result] = st.session_state.setdefault(f"remembered_{kind}", OrderedDict())
    if key not in kept:
        kept[key] = make()
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


# What a person writes about single programs. It stays in the session and goes out in exports only.

LONGEST_NOTE = 1000
_KEY = "program_notes"


def program_notes() -> dict[str, str]:
    """Return this session's notes by program id; change them in place."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = {}
    notes: dict[str, str] = st.session_state[_KEY]
    return notes


# What a person has told of single programs: the one home of it, whoever asked and wherever it was told.
#
# An interview rate belongs to the applicant type it was told for and is kept for that type; everything else
# holds for all. So nothing is lost when the type changes, and what counts is always worked out from here.


@dataclass(frozen=True)
class _Rate:
    """An interview rate (0-1) over some seasons."""

    rate: float
    seasons: int


@dataclass
class KeptEvidence:
    """What was told.

    Attributes:
        known: By program, all but interview rates.
        rates: Interview rates by applicant type and program.
        version: Rises with every change, for cache keys.
    """

    known: dict[str, ProgramEvidence] = field(default_factory=dict)
    rates: dict[ApplicantType, dict[str, _Rate]] = field(default_factory=dict)
    version: int = 0

    def add(self, evidence: Iterable[ProgramEvidence], applicant_type: ApplicantType) -> None:
        """Take new evidence; what it says replaces what was known, what it leaves open stays known."""
        for new in evidence:
            old = self.known.get(new.program_id, ProgramEvidence(new.program_id))
            self.known[new.program_id] = _joined(old, new)
            if new.interview_rate is not None:
                rates = self.rates.setdefault(applicant_type, {})
                rates[new.program_id] = _Rate(new.interview_rate, new.seasons)
        self.version += 1

    def put(self, evidence: ProgramEvidence, applicant_type: ApplicantType) -> None:
        """Take this in place of all that counts for the type at the program."""
        self._drop(evidence.program_id, applicant_type)
        says_anything = evidence.interview_rate is not None or _says_something(evidence)
        self.add([evidence] if says_anything else [], applicant_type)

    def forget(self, program_ids: Iterable[str], applicant_type: ApplicantType) -> None:
        """Drop what counts for the type at some programs; other types' interview rates stay."""
        for program_id in program_ids:
            self._drop(program_id, applicant_type)
        self.version += 1

    def clear(self) -> None:
        """Drop everything."""
        self.known, self.rates = {}, {}
        self.version += 1

    def of_type(self, applicant_type: ApplicantType) -> Evidence:
        """Return what counts for applicants of a type, by program id."""
        rates = self.rates.get(applicant_type, {})
        found = {}
        for program_id, each in self.known.items():
            rate = rates.get(program_id)
            if rate is not None:
                found[program_id] = replace(each, interview_rate=rate.rate, seasons=rate.seasons)
            elif _says_something(each):
                found[program_id] = each
        return found

    def rates_of_others(self, applicant_type: ApplicantType) -> int:
        """Return how many interview rates are kept for other types."""
        return sum(len(rates) for kept_for, rates in self.rates.items() if kept_for != applicant_type)

    def _drop(self, program_id: str, applicant_type: ApplicantType) -> None:
        self.rates.get(applicant_type, {}).pop(program_id, None)
        if any(program_id in rates for rates in self.rates.values()):
            # Their origin stays with the rates that are left.
            self.known[program_id] = ProgramEvidence(program_id, origin=self.known[program_id].origin)
        else:
            self.known.pop(program_id, None)


def _joined(old: ProgramEvidence, new: ProgramEvidence) -> ProgramEvidence:
    """Return both in one, without interview rate and seasons."""
    said = {each.name: getattr(new, each.name) for each in fields(new)}
    said |= {"interview_rate": None, "seasons": 1, "origin": _both_origins(old.origin, new.origin)}
    said["visa_this_season"] = _visa_this_season(old, new)
    return replace(old, **{name: value for name, value in said.items() if value is not None})


def _visa_this_season(old: ProgramEvidence, new: ProgramEvidence) -> bool:
    """Return whether all visa answers of both are of this season; one word stands for both visas."""
    told = [field for field in VISA_ANSWERS if getattr(new, field) is not None]
    if not told:
        return old.visa_this_season
    left = any(getattr(old, field) is not None for field in VISA_ANSWERS if field not in told)
    return new.visa_this_season and (old.visa_this_season or not left)


def _both_origins(old: str, new: str) -> str:
    parts = [part for origin in (new, old) for part in origin.split("; ") if part]
    return "; ".join(dict.fromkeys(parts))


def _says_something(evidence: ProgramEvidence) -> bool:
    rest = (evidence.non_us_img_share, evidence.img_share, evidence.takes_j1, evidence.takes_h1b)
    return any(value is not None for value in rest)


# Answers that must follow a changed one, so that the last thing a person did always counts.

_PASSED_STEP1 = ("pass", "fail_then_pass")


def following_answers(profile: ApplicantProfile, changes: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what else changes with `changes`, and a sentence for each thing a person would not expect.

    Args:
        profile: The answers so far.
        changes: New answers by field name; they win over all others.
    """
    new = {**vars(profile), **changes}
    follow: dict[str, Any] = {}
    said: list[str] = []
    if "step1" in changes:
        failed = new["step1"] in ("fail", "fail_then_pass")
        follow["step1_failures"] = max(1, new["step1_failures"]) if failed else 0
        if new["step1"] not in _PASSED_STEP1:
            follow["step1_score"] = None
    if new["step3"] != "not_taken" and (new["step1"] not in _PASSED_STEP1 or new["step2_ck_score"] is None):
        follow |= {"step3": "not_taken", "step3_score": None}
        said.append("Step 3 is now marked as not taken: it is open only after Step 1 and Step 2 CK.")
    if "step3" in changes and new["step3"] == "not_taken":
        follow["step3_score"] = None
    if new["pacific_letters"] > new["us_letters"]:
        follow |= _letters(new, changes, said)
    if new["season_stage"] == "unmatched" and new["earlier_unmatched_seasons"] == 0:
        if "season_stage" in changes:
            follow["earlier_unmatched_seasons"] = 1
        else:
            follow["season_stage"] = "before_applying"
            said.append("The place in the season is now before applying, as no unmatched season is counted.")
    follow |= _pacific_limits(new, changes, said)
    return follow, said


def _letters(new: dict[str, Any], changes: dict[str, Any], said: list[str]) -> dict[str, Any]:
    if "pacific_letters" in changes:
        said.append(
            f"US letters are now {new['pacific_letters']}: letters from the Pacific Coast are US letters."
        )
        return {"us_letters": new["pacific_letters"]}
    said.append(f"Letters from the Pacific Coast are now {new['us_letters']}: they are among the US letters.")
    return {"pacific_letters": new["us_letters"]}


def _pacific_limits(new: dict[str, Any], changes: dict[str, Any], said: list[str]) -> dict[str, Any]:
    follow: dict[str, Any] = {}
    least, most, size = new["pacific_min"], new["pacific_max"], new["max_applications"]
    if least is not None and least > size:
        if "pacific_min" in changes:
            follow["max_applications"] = least
            said.append(f"The list is now {least} applications long, to hold that many Pacific programs.")
        else:
            follow["pacific_min"] = least = size
            said.append(f"Fewest Pacific programs is now {size}, the length of the list.")
    if least is not None and most is not None and least > most:
        if "pacific_max" in changes:
            follow["pacific_min"] = most
            said.append(f"Fewest Pacific programs is now {most}, to agree with the most.")
        else:
            follow["pacific_max"] = least
            said.append(f"Most Pacific programs is now {least}, to agree with the fewest.")
    return follow


# The one profile that all pages share, and what changed last. It lives in the session and nowhere else.

_STATE_KEY = "sitting"
PROFILE_PART = "profile"


@dataclass
class Sitting:
    """What one session holds.

    Attributes:
        profile: The applicant as the page shows it now.
        before: The profile before the last change, None at first; lists are compared with its list.
        told: All that the person has told of single programs: typed, imported, or found out.
        assumed: Whether effects whose size is assumed count.
        notices: Sentences about the last change or link, shown until the next change.
        unused: Sentences on what of a link could not be used, by the part of the link (`PROFILE_PART`,
            or a page's), shown until an answer is changed.
        faults: What could not be accepted, by field, shown beside the control until the next change.
    """

    profile: ApplicantProfile = field(default_factory=ApplicantProfile)
    before: ApplicantProfile | None = None
    told: KeptEvidence = field(default_factory=KeptEvidence)
    assumed: bool = True
    notices: tuple[str, ...] = ()
    unused: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    _begun: bool = False

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
        if profile != self.profile:
            self.before = self.profile
        self.profile = profile
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

    def follow_score(self, score: int) -> None:
        """Take the score at which the slider was let go."""
        if score != self.profile.step2_ck_score:
            self.replace(self.profile.changed(step2_ck_score=score))


def sitting() -> Sitting:
    """Return this session's state, a new one with the starting values at first."""
    if _STATE_KEY not in st.session_state:
        st.session_state[_STATE_KEY] = Sitting()
    return st.session_state[_STATE_KEY]


def reset() -> None:
    """Go back to the starting values; the list shows what that changed."""
    here = sitting()
    here.assumed = True
    here.replace(ApplicantProfile())
