"""What to find out next, and what the answers do to the list."""

from __future__ import annotations

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.look_up import RATE, look_up_next
from smartpick.text.application_list import Asked, Question, questions
from smartpick.text.numbers import percent, worth_text
from smartpick.text.program_facts import program_labels
from smartpick.web.applications.parts import section_heading
from smartpick.web.blocks import as_plain_text, block, estimate_sources, fine
from smartpick.web.controls import control, kept
from smartpick.web.entered import Answered
from smartpick.web.page import PageContext
from smartpick.web.session import sitting

_BEFORE = "list_before_answer"
_MOST_QUESTIONS = 20
_YES, _NO = "Yes", "No"
_FIELDS = {"takes_j1": "sponsors J-1", "takes_h1b": "sponsors H-1B", "interview_rate": "interview rate"}


def checklist(assessment: Assessment, context: PageContext) -> None:
    """Draw the questions worth most; an answer becomes evidence and the list is made anew."""
    with st.container(key="checklist"):
        asked_now = context.remembered("look_up", assessment, lambda: look_up(assessment, context))
        block(section_heading("look-up"), fine(*_introduction(asked_now)))
        listed = tuple(assessment.plan.candidates.program_ids.tolist())
        for place, question in enumerate(asked_now):
            title = f"{question.title}: up to {worth_text(question.value)}"
            with st.expander(title, expanded=place == 0, key=f"question_{question.fact}"):
                st.caption(f"{question.hint} Tick a program when you have asked.")
                for asked in question.asked:
                    _ask(question, asked, listed)
        _answers(context, listed)
        estimate_sources(
            assessment,
            context.engine,
            key="sources_checklist",
            remark="The worth of an answer is our estimate: the worth of the best list after it, minus "
            "that of the list now.",
        )


def look_up(assessment: Assessment, context: PageContext) -> list[Question]:
    """Return the questions worth asking for this list."""
    facts = look_up_next(
        assessment.plan.choice, context.profile, context.engine.parameters, most=_MOST_QUESTIONS
    )
    return questions(facts, context.profile, context.engine.facts.programs)


def list_before_answer() -> tuple[str, ...] | None:
    """Return the list before the last answer, None if something else changed since."""
    listed, profile, version = st.session_state.get(_BEFORE, ((), None, 0))
    own = sitting()
    return listed if (profile, version) == (own.profile, own.evidence_version) else None


def _compare_with(listed: tuple[str, ...]) -> None:
    """Keep the list as it was before an answer, and the state that the answer led to."""
    st.session_state[_BEFORE] = (listed, sitting().profile, sitting().evidence_version)


def _introduction(asked_now: list[Question]) -> list[str]:
    if not asked_now:
        return ["No single unknown fact would change this list enough to be worth looking up."]
    total = sum(question.value for question in asked_now)
    return [
        "You can ask what nobody has published. The worth of a list is counted in points: 100 is a sure "
        "match at a place that you want most.",
        f"These {sum(len(question.asked) for question in asked_now)} answers are worth up to "
        f"{worth_text(total)} together. Each is valued as if it were the only one.",
    ]


def _ask(question: Question, asked: Asked, listed: tuple[str, ...]) -> None:
    program = f"{question.fact}_{asked.program_id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        name = as_plain_text(asked.name)
        where = "on your list" if asked.on_list else "not on your list"
        small = f"{worth_text(asked.value)}, {where}, {percent(asked.likely)} chance of good news"
        with st.container(width="stretch"):
            st.checkbox(
                f"{f'[{name}]({asked.website})' if asked.website else name} :small[:gray[{small}]]",
                **kept(f"asked_{program}", False).widget(),
            )
        _answer(question, asked, f"found_{program}", listed)


def _answer(question: Question, asked: Asked, name: str, listed: tuple[str, ...]) -> None:
    """Ask what was found out. It starts empty: a question that was answered is no longer asked."""

    def take(answer: str | float | None) -> None:
        if answer is not None:
            value = answer == _YES if isinstance(answer, str) else answer / 100
            sitting().learn(asked.program_id, question.field, value)
            _compare_with(listed)

    label, empty = f"Answer of {as_plain_text(asked.name)}", control(name, None, take)
    if question.fact == RATE:
        st.number_input(
            label,
            0.0,
            100.0,
            step=0.5,
            placeholder="invited, %",
            width=150,
            label_visibility="collapsed",
            **empty.widget(),
        )
    else:
        st.segmented_control(label, [_YES, _NO], label_visibility="collapsed", **empty.widget("default"))


def _answers(context: PageContext, listed: tuple[str, ...]) -> None:
    """Show what was answered, each with a way back."""
    answers = sitting().answered()
    if not answers:
        return
    names = program_labels(context.engine.facts.programs, [one.program_id for one in answers])
    with st.expander(f"Your answers so far ({len(answers)})", key="checklist_answers_shown"):
        for place, one in enumerate(answers):
            name = as_plain_text(names.get(one.program_id, one.program_id))
            st.button(
                f"Take back: {_FIELDS[one.field]}, {name}",
                key=f"take_back_{place}_{one.program_id}_{one.field}",
                type="tertiary",
                on_click=_take_back,
                args=(one, listed),
            )
        st.caption("Answers stay in this browser tab. To keep them longer, save everything to a file.")


def _take_back(answer: Answered, listed: tuple[str, ...]) -> None:
    sitting().take_back(answer)
    _compare_with(listed)
