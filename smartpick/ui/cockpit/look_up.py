"""The next hour of work: what is worth looking up first, and what has been learnt already."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.look_up import look_up_next
from smartpick.presenters.look_up_questions import Question, questions, worth_text
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.sources import estimate_sources
from smartpick.ui.state import sitting

_PRICED, _NAMED = 12, 3


def look_up_first(anchor: Assessment, here: PageContext) -> None:
    """Draw the questions worth most. They hold for the settled score and stay while it is dragged."""
    key = (anchor.profile, here.assumed, sitting().evidence_version)
    found = remembered("look_up_first", key, lambda: _questions(anchor, here))
    known = len(sitting().evidence)
    learnt = [f"What you have found out already counts for {known} of the programs."] if known else []
    if not found:
        said = "No single unknown fact would change this list enough to be worth looking up."
        block(heading("Look these up first"), fine(said, *learnt))
    else:
        items = "".join(_item(question) for question in found)
        block(heading("Look these up first"), f'<ul class="sp-levers">{items}</ul>', fine(*learnt))
    estimate_sources(
        anchor,
        here.engine,
        key="sources_look_up",
        remark="What an answer is worth is our estimate: the best list after it, less the list now.",
    )
    st.page_link("pages/applications.py", label="Answer these questions")
    st.page_link("pages/programs.py", label="Bring your own figures")


def _questions(anchor: Assessment, here: PageContext) -> list[Question]:
    found = look_up_next(anchor.plan.choice, anchor.profile, here.engine.parameters, most=_PRICED)
    return questions(found, anchor.profile, here.engine.facts.programs)


def _item(question: Question) -> str:
    names = ", ".join(escape(asked.name) for asked in question.asked[:_NAMED])
    more = len(question.asked) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    return (
        f"<li><b>{escape(question.title)}</b>"
        f"<span>Worth up to {escape(worth_text(question.value))} of what the list is worth to you. "
        f"{names}{rest}.</span></li>"
    )
