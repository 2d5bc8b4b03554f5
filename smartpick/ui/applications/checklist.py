"""The look-up checklist: what to find out next, and what the answers do."""

from __future__ import annotations

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.look_up import RATE, look_up_next
from smartpick.presenters.look_up_questions import Asked, Question, program_with_place, questions, worth_text
from smartpick.presenters.wording import percent
from smartpick.ui.applications.learning import answered, learn, take_back
from smartpick.ui.applications.sections import section_heading
from smartpick.ui.blocks import block, fine
from smartpick.ui.in_force import control, kept
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.sources import estimate_sources

MOST_QUESTIONS = 20
_YES, _NO = "Yes", "No"
_FIELDS = {"takes_j1": "sponsors J-1", "takes_h1b": "sponsors H-1B", "interview_rate": "interview rate"}


def checklist(shown: Assessment, here: PageContext) -> None:
    """Draw the questions worth most; an answer becomes evidence and the list is made anew."""
    with st.container(key="checklist"):
        found = remembered("look_up", id(shown), lambda: (shown, look_up(shown, here)))[1]
        block(section_heading("look-up"), fine(*_intro(found)))
        listed = tuple(shown.plan.candidates.program_ids.tolist())
        for place, question in enumerate(found):
            title = f"{question.title}: up to {worth_text(question.value)}"
            with st.expander(title, expanded=place == 0, key=f"question_{question.fact}"):
                st.caption(f"{question.hint} Tick a program when you have asked.")
                for asked in question.asked:
                    _ask(question, asked, listed)
        _answers(here, listed)
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


def _answers(here: PageContext, listed: tuple[str, ...]) -> None:
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
