"""Several specialties in one list, beside each of them alone."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.explore.specialty_mix import SpecialtyChoice, WorthOutcome, specialty_choices, worth_outcomes
from smartpick.presenters.list_mix import choices_rows, worth_rows
from smartpick.ui.blocks import block, fine, heading, plain
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.sources import estimate_sources
from smartpick.ui.state import sitting


def specialties(shown: Assessment, here: PageContext) -> None:
    """Draw the comparison; nothing with a single specialty."""
    names = shown.profile.specialties
    if len(names) < 2:
        return
    found = remembered("specialty_choices", id(shown), lambda: (shown, _work_out(shown, here)))[1]
    kind = shown.profile.applicant_type
    allowances = {name: here.engine.signal_rules(name, kind).allowance for name in names}
    rows = choices_rows(found, allowances)
    worths = worth_rows(
        remembered("worth_outcomes", id(shown), lambda: (shown, _worths(shown, here)))[1],
        names,
        shown.profile.second_choice_value,
    )
    block(
        heading("Several specialties or one"),
        _table(rows),
        fine(
            "Each line keeps to your limits. Interviews of one applicant go together, also across "
            "specialties."
        ),
        plain(
            "How much is a place in the next specialty worth to you? The less, the more applications stay "
            f"with {names[0]}. You set it beside the specialties; this is what each answer comes to:"
        ),
        _table(worths),
        fine(
            f"Chance in {names[0]}: with its part of the list, ranked first. Chance anywhere: with the whole "
            "list."
        ),
    )
    with st.container(horizontal=True):
        chart_tools(
            None,
            key="specialty_choices",
            shown=lambda: pd.DataFrame(rows),
            full=None,
            sources=shown.sources,
            title="One list over several specialties or one each",
        )
        estimate_sources(
            shown,
            here.engine,
            key="sources_specialties",
            remark="Each line is our estimate for a list of its own; fees and signals are as published.",
        )


def _worths(shown: Assessment, here: PageContext) -> list[WorthOutcome]:
    return worth_outcomes(shown, here.engine, here.assumed, sitting().evidence)


def _work_out(shown: Assessment, here: PageContext) -> list[SpecialtyChoice]:
    words = "Working out a list for each specialty ..."
    with st.empty():
        bar = st.progress(0.0, words)
        found = specialty_choices(
            shown, here.engine, here.assumed, sitting().evidence, lambda done: bar.progress(done, words)
        )
        bar.empty()
    return found


def _table(rows: list[dict[str, str]]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in rows[0])
    body = "".join(_line(row) for row in rows)
    return f'<table class="sp-list sp-compare"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _line(row: dict[str, str]) -> str:
    (_, first), *rest = row.items()
    cells = "".join(
        f'<td class="sp-number"><span class="sp-label">{escape(name)}: </span>{escape(text)}</td>'
        for name, text in rest
    )
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
