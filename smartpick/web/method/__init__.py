"""The page of sources and method: a choice of views, the model step by step, and its limits."""

import re
from datetime import datetime

import pandas as pd
import streamlit as st

from smartpick.facts import Facts
from smartpick.store import BuildStamp
from smartpick.text.method import LIMIT_PARAMETERS, Step, limit_sources, limits, model_steps, parameter_line
from smartpick.web.blocks import block, heading, notice, sources_popover, terms_popover
from smartpick.web.method.agreement import agreement
from smartpick.web.method.views import (
    open_method_link,
    parameters,
    shipped_evidence,
    source_list,
    view_control,
    write_method_link,
)
from smartpick.web.page import page_context, safely
from smartpick.web.session import sitting
from smartpick.web.sidebar import title_with_link
from smartpick.web.templates import part
from smartpick.web.theme import page_style


@safely
def method() -> None:
    """Draw the page: a choice of views, the view, and at the end what the data are."""
    page_style("method")
    facts = page_context().engine.facts
    shipped = shipped_evidence(facts.data_hash)
    title_with_link(
        "Sources and method",
        "Where each number comes from, how the chances are worked out, how well they agree with what "
        "is published, and what the model cannot know.",
    )
    source, parameter, asked = open_method_link(facts)
    notice(sitting().unused.get("method"))
    view = view_control(asked)
    with st.container(key=f"method_{view}"):
        if view == "model":
            _steps(facts)
        elif view == "agreement":
            agreement(shipped, facts)
        elif view == "limits":
            _limits(facts, shipped.checks)
        elif view == "parameters":
            parameters(facts, parameter)
        else:
            source_list(facts.sources, shipped.rows_by_source, source)
    st.html(part("method.html", "colophon", build=_build_words(shipped.stamp)))
    write_method_link(view)


_OPENING = (
    "The chance of a match is built up in steps: your score and answers, who invites you, how many "
    "interviews a list brings, and what that many interviews lead to. Each step says what in it is "
    "published, derived or assumed."
)
_TERMS = (
    "interview rate",
    "contiguous ranks",
    "match rate",
    "chance of matching",
    "preferred specialty",
    "range",
)


def _steps(facts: Facts) -> None:
    """Draw every step of the model with its formula and what in it is published, derived or assumed."""
    block(heading("The model, step by step"), part("method.html", "read", text=_OPENING))
    terms_popover(*_TERMS, key="method_terms")
    for number, step in enumerate(model_steps(facts), start=1):
        with st.container(key=f"method_step_{step.key}", gap="small"):
            st.html(part("method.html", "step", number=number, step=step))
            # One under the other: side by side they would not fit on a phone.
            for formula in step.formulas:
                st.latex(formula)
            st.html(part("method.html", "basis", lines=_basis(step, facts)))
            ids = step.source_ids(facts)
            if ids:
                sources_popover(
                    facts.sources, ids, key=f"sources_step_{step.key}", parameters=step.parameters
                )


def _basis(step: Step, facts: Facts) -> list[tuple[str, list[str]]]:
    """Return what a step rests on: a name, and its text cut where letters are lowered, as the c of r_c."""
    lines = {
        "Letters": step.symbols,
        "Published": step.published,
        "Derived": step.derived,
        "Assumed": step.assumed,
        "Parameters": ". ".join(parameter_line(facts.model_parameters, name) for name in step.parameters),
    }
    return [(name, re.split(r"(?<=\b[A-Za-z])_([a-z]+)\b", text)) for name, text in lines.items() if text]


def _limits(facts: Facts, checks: pd.DataFrame) -> None:
    """Draw what the model cannot know, what matters most first."""
    block(heading("What it cannot know"), part("method.html", "limits", limits=limits(facts, checks)))
    sources_popover(
        facts.sources,
        limit_sources(facts, checks),
        key="sources_limits",
        remark="The figures named here. Which parameters are assumed is listed under Parameters.",
        parameters=LIMIT_PARAMETERS,
    )


def _build_words(stamp: BuildStamp) -> str:
    built = datetime.fromisoformat(stamp.built_at)
    version = f"Version {stamp.app_version}. " if stamp.app_version != "source" else ""
    return (
        f"{version}Data {stamp.data_hash[:12]}, built {built.day} {built:%B %Y}: {stamp.tables} tables, "
        f"{stamp.rows:,} rows."
    )
