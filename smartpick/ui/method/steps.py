"""The model, step by step."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from smartpick.facts import Facts
from smartpick.presenters.method_steps import STEPS, Step
from smartpick.ui.blocks import block, heading, plain
from smartpick.ui.sources import sources_popover
from smartpick.ui.terms import terms_popover

_TERMS = (
    "interview rate",
    "contiguous ranks",
    "match rate",
    "match probability",
    "preferred specialty",
    "range",
)


def steps(facts: Facts) -> None:
    """Draw every step with its formula and what in it is published, derived or assumed."""
    block(
        heading("The model, step by step"),
        f'<div class="sp-read">{plain(_OPENING)}</div>',
    )
    terms_popover(*_TERMS, key="method_terms")
    for number, step in enumerate(STEPS, start=1):
        with st.container(key=f"method_step_{step.key}", gap="small"):
            st.html(
                f'<div class="sp-step" id="step-{step.key}"><h3>{number}. {escape(step.title)}</h3>'
                f"{plain(step.text)}</div>"
            )
            # One under the other: side by side they would not fit on a phone.
            for formula in step.formulas:
                st.latex(formula)
            st.html(_basis(step, facts))
            ids = step.source_ids(facts)
            if ids:
                sources_popover(
                    facts.sources, ids, key=f"sources_step_{step.key}", parameters=step.parameters
                )


_OPENING = (
    "A match is built up in steps: your score and answers, who invites you, how many interviews a list "
    "brings, "
    "and what that many interviews lead to. Each step says what in it is published, derived or assumed."
)


def _basis(step: Step, facts: Facts) -> str:
    lines = [
        ("Letters", step.symbols),
        ("Published", step.published),
        ("Derived", step.derived),
        ("Assumed", step.assumed),
        ("Parameters", ". ".join(step.parameter_lines(facts))),
    ]
    items = "".join(f"<dt>{name}</dt><dd>{_lowered(text)}</dd>" for name, text in lines if text)
    return f'<dl class="sp-basis">{items}</dl>'


def _lowered(text: str) -> str:
    """Return plain text as HTML, r_c with a lowered c."""
    return re.sub(r"\b([A-Za-z])_([a-z]+)\b", r"\1<sub>\2</sub>", escape(text))
