"""Answers to the checklist become evidence, and the list before each of them is kept to compare with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from smartpick.plan.evidence import ProgramEvidence
from smartpick.profile import ApplicantProfile
from smartpick.ui.state import sitting

_BEFORE, _ANSWERED = "list_before_answer", "checklist_answers"
_ORIGIN = "your own look-up"


@dataclass(frozen=True)
class _Before:
    """The list as it was before an answer, and the state that the answer led to."""

    programs: tuple[str, ...]
    profile: ApplicantProfile
    evidence_version: int


def learn(program_id: str, field: str, value: bool | float, listed: tuple[str, ...]) -> None:
    """Take one answer about a program.

    Args:
        program_id: The program.
        field: Field of `ProgramEvidence`.
        value: What was found out; a rate is 0-1.
        listed: The list before, to compare with.
    """
    here = sitting()
    known = here.evidence.get(program_id) or ProgramEvidence(program_id, origin=_ORIGIN)
    answered().append((program_id, field, getattr(known, field)))
    changed: dict[str, Any] = {field: value}
    _take(replace(known, **changed), listed)


def take_back(place: int, listed: tuple[str, ...]) -> None:
    """Undo one answer of the checklist; what was known before stands again.

    Args:
        place: Its place in `answered()`.
        listed: The list before, to compare with.
    """
    program_id, field, before = answered().pop(place)
    known = sitting().evidence.get(program_id)
    if known is not None:
        changed: dict[str, Any] = {field: before}
        _take(replace(known, **changed), listed)


def answered() -> list[tuple[str, str, bool | float | None]]:
    """Return the answers given on this page: program, field, and what was known before."""
    return st.session_state.setdefault(_ANSWERED, [])


def list_before_answer() -> tuple[str, ...] | None:
    """Return the list before the last answer, None if something else changed since."""
    before: _Before | None = st.session_state.get(_BEFORE)
    here = sitting()
    if before is None or (before.profile, before.evidence_version) != (here.profile, here.evidence_version):
        return None
    return before.programs


def _take(known: ProgramEvidence, listed: tuple[str, ...]) -> None:
    here = sitting()
    here.learn({**here.evidence, known.program_id: known})
    st.session_state[_BEFORE] = _Before(listed, here.profile, here.evidence_version)
