"""Signals and several specialties: the applicant's own choices beside what they do."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from smartpick.assessment import Assessment
from smartpick.programs.season import SignalRules
from smartpick.text.list_gain import (
    allowance_text,
    choices_rows,
    signal_sentences,
    signal_worth_sentence,
    worth_rows,
)
from smartpick.text.program_facts import program_with_place
from smartpick.web.blocks import block, estimate_sources, fine, heading, notice, plain
from smartpick.web.charts import chart_tools
from smartpick.web.controls import control
from smartpick.web.page import PageContext
from smartpick.web.session import sitting
from smartpick.web.templates import part
from smartpick.whatif.scenarios import SpecialtyChoice, signal_worth, specialty_choices, worth_outcomes

_TIERS = {"gold": "gold signals", "silver": "silver signals", "signal": "signals"}
_BUSY = "Working out a list for each specialty ..."


def signals(assessment: Assessment, context: PageContext) -> None:
    """Draw the signals to give, what they add, and the way to set one's own."""
    plan, engine = assessment.plan, context.engine
    rules = {m.specialty: engine.signal_rules(m.specialty, m.applicant_type) for m in plan.models}
    given = sum(bool(one) for one in plan.signal)
    worth = context.remembered("signal_worth", assessment, lambda: signal_worth(assessment))
    whose = (
        "These are your own signals." if context.profile.signals else "These are the signals we would give."
    )
    block(
        heading("Signals to give"),
        plain(signal_worth_sentence(worth, given)),
        fine(whose) if given else "",
        _given(assessment),
        *(fine(*signal_sentences(name, rule)) for name, rule in rules.items()),
    )
    notice(sitting().faults.get("signals"))
    if any(rule.allowance for rule in rules.values()):
        with st.expander("Set your own signals", key="own_signals"):
            _choose(assessment, rules)
    estimate_sources(
        assessment,
        engine,
        key="sources_signals",
        remark="Numbers of signals are published by season. What one is worth comes from interview rates "
        "with and without a signal. Applicants who signal may be stronger anyway, so it is at the upper end.",
        also=[source for rule in rules.values() for source in rule.source_ids]
        + [model.rates.nation.source_id for model in plan.models],
    )


def _given(assessment: Assessment) -> Markup | str:
    programs = assessment.plan.candidates.programs.to_dict("records")
    columns = []
    for tier, name in _TIERS.items():
        rows = [row for row, signal in zip(programs, assessment.plan.signal, strict=True) if signal == tier]
        if rows:
            columns.append((f"{len(rows)} {name}", [(program_with_place(row), "") for row in rows]))
    return part("applications.html", "columns", columns=columns) if columns else ""


def _choose(assessment: Assessment, rules: dict[str, SignalRules]) -> None:
    plan = assessment.plan
    chosen: dict[tuple[str, str], list[str]] = {}
    st.caption("Choose among the programs of your list. As soon as you set one, only your own signals count.")
    programs = list(zip(plan.candidates.programs.to_dict("records"), plan.signal, strict=True))
    for index, model in enumerate(plan.models):
        of_specialty = plan.candidates.specialty_index == index
        rows = [row for row, own in zip(programs, of_specialty, strict=True) if own]
        names = {str(row["program_id"]): program_with_place(row) for row, _ in rows}
        for tier, most in rules[model.specialty].allowance.items():
            place = (model.specialty, tier)
            chosen[place] = [str(row["program_id"]) for row, signal in rows if signal == tier]
            own = control(f"signal_choice_{model.specialty}_{tier}", chosen[place], _taker(chosen, place))
            st.multiselect(
                f"{model.specialty}: {allowance_text({tier: most})}",
                list(names),
                format_func=names.__getitem__,
                max_selections=most,
                wrap=True,
                **own.widget("default"),
            )
    if sitting().profile.signals:
        st.button(
            "Use the recommended signals",
            on_click=lambda: sitting().answer(signals={}),
            key="recommended_signals",
        )


def _taker(chosen: dict[tuple[str, str], list[str]], place: tuple[str, str]) -> Callable[[list[str]], None]:
    """Return what takes the programs chosen at one place together with those chosen at the others."""

    def take(programs: list[str]) -> None:
        now = {**chosen, place: programs}
        sitting().answer(signals={one: tier for (_, tier), ids in now.items() for one in ids})

    return take


def specialties(assessment: Assessment, context: PageContext) -> None:
    """Draw several specialties in one list beside each of them alone; nothing with a single specialty."""
    names, engine = assessment.profile.specialties, context.engine
    if len(names) < 2:
        return
    choices = context.remembered("specialty_choices", assessment, lambda: _choices(assessment, context))
    outcomes = context.remembered(
        "worth_outcomes",
        assessment,
        lambda: worth_outcomes(assessment, engine),
    )
    applicant_type = assessment.profile.applicant_type
    rows = choices_rows(
        choices, {name: engine.signal_rules(name, applicant_type).allowance for name in names}
    )
    worths = worth_rows(outcomes, names, assessment.profile.second_choice_value)
    block(
        heading("Several specialties or one"),
        part("applications.html", "word_table", rows=rows),
        fine(
            "Each line keeps to your limits. An applicant who is invited in one specialty is more likely "
            "to be invited in another too."
        ),
        plain(
            "How much is a place in the next specialty worth to you? The less it is worth, the more "
            f"applications go to {names[0]}. You can change it under “Where and how many”. What each "
            "answer gives:"
        ),
        part("applications.html", "word_table", rows=worths),
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
            sources=assessment.sources,
            title="One list over several specialties or one each",
        )
        estimate_sources(
            assessment,
            engine,
            key="sources_specialties",
            remark="Each line is our estimate for a list of its own; fees and signals are as published.",
        )


def _choices(assessment: Assessment, context: PageContext) -> list[SpecialtyChoice]:
    with st.empty():
        bar = st.progress(0.0, _BUSY)
        choices = specialty_choices(assessment, context.engine, lambda done: bar.progress(done, _BUSY))
        bar.empty()
    return choices
