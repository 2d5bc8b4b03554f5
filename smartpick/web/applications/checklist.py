"""What to find out next, and what the answers do to the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.look_up import RATE, look_up_next
from smartpick.profile import ApplicantProfile, ApplicantType
from smartpick.programs.evidence import VISA_ANSWERS, ProgramEvidence
from smartpick.text.look_up import Asked, Question, program_with_place, questions, worth_text
from smartpick.text.numbers import percent
from smartpick.web.applications.parts import section_heading
from smartpick.web.blocks import block, estimate_sources, fine
from smartpick.web.controls import control, kept
from smartpick.web.page import PageContext
from smartpick.web.session import remembered, sitting

# Answers to the checklist become evidence, and the list before each of them is kept to compare with.

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


# The look-up checklist: what to find out next, and what the answers do.

MOST_QUESTIONS = 20
_YES, _NO = "Yes", "No"
_FIELDS = {"takes_j1": "sponsors J-1", "takes_h1b": "sponsors H-1B", "interview_rate": "interview rate"}


def checklist(shown: Assessment, here: PageContext) -> None:
    """Draw the questions worth most; an answer becomes evidence and the list is made anew."""
    with st.container(key="checklist"):
        found = remembered("look_up", shown, lambda: look_up(shown, here))
        block(section_heading("look-up"), fine(*_intro(found)))
        listed = tuple(shown.plan.candidates.program_ids.tolist())
        for place, question in enumerate(found):
            title = f"{question.title}: up to {worth_text(question.value)}"
            with st.expander(title, expanded=place == 0, key=f"question_{question.fact}"):
                st.caption(f"{question.hint} Tick a program when you have asked.")
                for asked in question.asked:
                    _ask(question, asked, listed)
        _checklist_answers(here, listed)
        estimate_sources(
            shown,
            here.engine,
            key="sources_checklist",
            remark="What an answer is worth is our estimate: the best list after it, less the list now.",
        )


def look_up(shown: Assessment, here: PageContext) -> list[Question]:
    """Return the questions worth asking for this list."""
    found = look_up_next(shown.plan.choice, here.profile, here.engine.parameters, most=MOST_QUESTIONS)
    return questions(found, here.profile, here.engine.facts.programs)


def _intro(found: list[Question]) -> list[str]:
    if not found:
        return ["No single fact that is still unknown would change this list enough to be worth looking up."]
    total = sum(question.value for question in found)
    return [
        "What nobody has published, you can ask. Worth is in points of what the list is worth to you, where "
        "100 is a sure match at a place you want most.",
        f"These {sum(len(question.asked) for question in found)} answers are worth up to {worth_text(total)} "
        "together. Each is priced as if it were the only one.",
    ]


def _ask(question: Question, asked: Asked, listed: tuple[str, ...]) -> None:
    ident = f"{question.fact}_{asked.program_id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        name = f"[{_plain(asked.name)}]({asked.website})" if asked.website else _plain(asked.name)
        where = "on your list" if asked.on_list else "not on your list"
        small = f"{worth_text(asked.value)}, {where}, {percent(asked.likely)} likely to be good news"
        with st.container(width="stretch"):
            ticked = kept(f"asked_{ident}", False)
            st.checkbox(
                f"{name} :small[:gray[{small}]]",
                value=ticked.value,
                key=ticked.key,
                on_change=ticked.on_change,
            )
        _answer(question, asked, f"found_{ident}", listed)


def _answer(question: Question, asked: Asked, name: str, listed: tuple[str, ...]) -> None:
    """Ask what was found out. Nothing is in force yet: a question that was answered is no longer asked."""
    label = f"Answer of {asked.name}"

    def take(answer: str | float | None) -> None:
        if answer is not None:
            found = answer == _YES if isinstance(answer, str) else answer / 100
            learn(asked.program_id, question.field, found, listed)

    shown = control(name, None, take)
    if question.fact == RATE:
        st.number_input(
            label,
            0.0,
            100.0,
            value=None,
            step=0.5,
            placeholder="invited, %",
            key=shown.key,
            width=150,
            label_visibility="collapsed",
            on_change=shown.on_change,
        )
        return
    st.segmented_control(
        label, [_YES, _NO], key=shown.key, label_visibility="collapsed", on_change=shown.on_change
    )


def _checklist_answers(here: PageContext, listed: tuple[str, ...]) -> None:
    """Show what was answered, each with a way back."""
    given = answered()
    if not given:
        return
    programs = here.engine.facts.programs
    rows = programs[programs["program_id"].isin([one.program_id for one in given])]
    names = {str(row["program_id"]): program_with_place(row) for row in rows.to_dict("records")}
    with st.expander(f"Your answers so far ({len(given)})", key="checklist_answers_shown"):
        for place, one in enumerate(given):
            st.button(
                f"Take back: {_FIELDS[one.field]}, {names.get(one.program_id, one.program_id)}",
                key=f"take_back_{place}_{one.program_id}_{one.field}",
                type="tertiary",
                on_click=take_back,
                args=(one, listed),
            )
        st.caption("Answers stay in this browser tab and are gone when you close it.")


def _plain(text: str) -> str:
    """Keep markdown from reading signs in a name as its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+!|$<>~:" else sign for sign in text)
