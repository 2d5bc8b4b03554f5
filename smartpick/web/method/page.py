"""The page of sources and method: a choice of views, the model step by step, and its limits."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from smartpick.facts import Facts
from smartpick.store import BuildStamp
from smartpick.text.method import LIMIT_PARAMETERS, Step, limit_sources, limits, model_steps
from smartpick.web.blocks import block, heading, notice, plain, sources_popover, terms_popover
from smartpick.web.method.agreement import agreement
from smartpick.web.method.lists import parameters, source_list
from smartpick.web.method.views import open_method_link, shipped_evidence, view_control, write_method_link
from smartpick.web.page import page_context, safely
from smartpick.web.session import sitting
from smartpick.web.sidebar import title_with_link

# Styles of this page alone.

_RULES = Path(__file__).with_name("method.css").read_text(encoding="utf-8")


def style_method() -> None:
    """Add the page's styles; takes no room."""
    st.html(f"<style>{_RULES}</style>")


# What the model cannot know.


def limit_list(facts: Facts, checks: pd.DataFrame) -> None:
    """Draw the list, what matters most first."""
    items = "".join(
        f"<li><h3>{escape(limit.title)}</h3><p class='sp-plain'>{escape(limit.text)}</p></li>"
        for limit in limits(facts, checks)
    )
    block(heading("What it cannot know"), f'<ul class="sp-limits">{items}</ul>')
    sources_popover(
        facts.sources,
        limit_sources(facts, checks),
        key="sources_limits",
        remark="The figures named here. Which parameters are assumed stands under Parameters.",
        parameters=LIMIT_PARAMETERS,
    )


# The model, step by step.

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
    for number, step in enumerate(model_steps(facts), start=1):
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


# Whose figures these are, on what terms, and which state of the data is shown.

_AFFILIATION = (
    "SmartPick is affiliated with none of NRMP, AAMC, AMA, USMLE, ECFMG and ACGME, nor with any program. "
    "Their names belong to them. A chance shown here is an estimate, not a promise."
)
_COLOPHON_TERMS = (
    "NRMP and AAMC figures are aggregates and single facts with citation; no report is reprinted. Interview "
    "rates and resident mixes of single programs are licensed data of AAMC and AMA: none are here, only "
    "aggregates over five or more programs. City coordinates are from GeoNames (Creative Commons "
    "Attribution 4.0). Statements of programs are short facts with a link; check the link before you rely on "
    "one."
)


def colophon(stamp: BuildStamp) -> None:
    """Draw it at the end of the page."""
    st.html(
        '<section class="sp-block sp-colophon sp-read" aria-label="Terms and version">'
        f'<p class="sp-fine">{escape(_AFFILIATION)}</p><p class="sp-fine">{escape(_COLOPHON_TERMS)}</p>'
        f'<p class="sp-fine">{escape(build_words(stamp))}</p></section>'
    )


def build_words(stamp: BuildStamp) -> str:
    """Return version, build date and data hash in a sentence."""
    built = datetime.fromisoformat(stamp.built_at)
    version = f"Version {stamp.app_version}. " if stamp.app_version != "source" else ""
    return (
        f"{version}Data {stamp.data_hash[:12]}, built {built.day} {built:%B %Y}: {stamp.tables} tables, "
        f"{stamp.rows:,} rows."
    )


# The page from top to bottom: a choice of views, and what the data are at its end.


@safely
def method() -> None:
    """Draw the page."""
    style_method()
    facts = page_context().engine.facts
    shipped = shipped_evidence(facts.data_hash)
    title_with_link(
        '<h1 class="sp-title">Sources and method</h1>',
        '<p class="sp-fine">Where each number is from, how the chances are worked out, how well that agrees '
        "with what is published, and what it cannot know.</p>",
    )
    opened = open_method_link(facts.sources, facts.effects, facts.model_parameters)
    notice(sitting().unused.get("method"))
    view = view_control(opened.view)
    with st.container(key=f"method_{view}"):
        if view == "model":
            steps(facts)
        elif view == "agreement":
            agreement(shipped, facts)
        elif view == "limits":
            limit_list(facts, shipped.checks)
        elif view == "parameters":
            parameters(facts, opened.parameter)
        else:
            source_list(facts.sources, shipped.rows_by_source, opened.source)
    colophon(shipped.stamp)
    write_method_link(view)
