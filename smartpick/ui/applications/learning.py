"""Answers to the checklist become evidence, and the list before each of them is kept to compare with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from smartpick.plan.evidence import VISA_ANSWERS, ProgramEvidence
from smartpick.profile import ApplicantProfile, ApplicantType
from smartpick.ui.state import sitting

_BEFORE, _ANSWERED = "list_before_answer", "checklist_answers"
_ORIGIN = "your own look-up"


@dataclass(frozen=True)
class _Before:
    """The list as it was before an answer, and the state that the answer led to."""

    programs: tuple[str, ...]
    profile: ApplicantProfile
    evidence_version: int


@dataclass(frozen=True)
class Answered:
    """One answer of the checklist.

    Attributes:
        field: Field of `ProgramEvidence`.
        applicant_type: Whose answer it is; an interview rate counts for this type only.
        before: What was known of the program before.
        after: What was known with it.
    """

    field: str
    applicant_type: ApplicantType
    before: ProgramEvidence
    after: ProgramEvidence

    @property
    def program_id(self) -> str:
        """The program."""
        return self.after.program_id


def learn(program_id: str, field: str, value: bool | float, listed: tuple[str, ...]) -> None:
    """Take one answer about a program.

    Args:
        program_id: The program.
        field: Field of `ProgramEvidence`.
        value: What was found out; a rate is 0-1.
        listed: The list before, to compare with.
    """
    before = _known(program_id)
    # The checklist asks the program itself, so a visa answer is one of this season.
    said: dict[str, Any] = {field: value, "visa_this_season": field in VISA_ANSWERS}
    sitting().told.add([replace(ProgramEvidence(program_id, origin=_ORIGIN), **said)], _type())
    _answers().append(Answered(field, _type(), before, _known(program_id)))
    _compare_with(listed)


def take_back(answer: Answered, listed: tuple[str, ...]) -> None:
    """Undo one answer of the checklist; what was known before stands again.

    Args:
        answer: One of `answered()`.
        listed: The list before, to compare with.
    """
    _answers().remove(answer)
    known = _known(answer.program_id)
    said: dict[str, Any] = {answer.field: getattr(answer.before, answer.field)}
    if answer.field == "interview_rate":
        said["seasons"] = answer.before.seasons
    if answer.field in VISA_ANSWERS:
        said["visa_this_season"] = answer.before.visa_this_season
    if known.origin == answer.after.origin:
        said["origin"] = answer.before.origin
    sitting().told.put(replace(known, **said), _type())
    _compare_with(listed)


def answered() -> list[Answered]:
    """Return the answers of the checklist that are in force: not forgotten, not told otherwise since."""
    return [
        one
        for one in _answers()
        if getattr(_known(one.program_id), one.field) == getattr(one.after, one.field)
        and (one.field != "interview_rate" or one.applicant_type == _type())
    ]


def list_before_answer() -> tuple[str, ...] | None:
    """Return the list before the last answer, None if something else changed since."""
    before: _Before | None = st.session_state.get(_BEFORE)
    here = sitting()
    if before is None or (before.profile, before.evidence_version) != (here.profile, here.evidence_version):
        return None
    return before.programs


def _known(program_id: str) -> ProgramEvidence:
    return sitting().evidence.get(program_id) or ProgramEvidence(program_id)


def _type() -> ApplicantType:
    return sitting().profile.applicant_type


def _answers() -> list[Answered]:
    given: list[Answered] = st.session_state.setdefault(_ANSWERED, [])
    return given


def _compare_with(listed: tuple[str, ...]) -> None:
    here = sitting()
    st.session_state[_BEFORE] = _Before(listed, here.profile, here.evidence_version)
