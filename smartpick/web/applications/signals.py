"""Signals and several specialties: the applicant's own choices beside what they do."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.programs.season import SignalRules
from smartpick.text.list_gain import (
    allowance_text,
    choices_rows,
    signal_sentences,
    signal_worth_sentence,
    worth_rows,
)
from smartpick.text.look_up import program_with_place
from smartpick.web.blocks import block, estimate_sources, fine, heading, notice, plain
from smartpick.web.charts import chart_tools
from smartpick.web.controls import control
from smartpick.web.page import PageContext
from smartpick.web.session import remembered, sitting
from smartpick.whatif.scenarios import (
    SpecialtyChoice,
    WorthOutcome,
    signal_worth,
    specialty_choices,
    worth_outcomes,
)

# Signals: how many there are, where they do most, and the applicant's own choice.

_KEY = "signal_choice_"
_TIERS = {"gold": "gold signals", "silver": "silver signals", "signal": "signals"}


def signals(shown: Assessment, here: PageContext) -> None:
    """Draw the signals to give, what they bring, and the way to set one's own."""
    plan, engine = shown.plan, here.engine
    rules = {m.specialty: engine.signal_rules(m.specialty, m.applicant_type) for m in plan.models}
    given = sum(bool(one) for one in plan.signal)
    worth = remembered("signal_worth", id(shown), lambda: (shown, signal_worth(shown)))[1]
    own = bool(here.profile.signals)
    source_line = "These are your own signals." if own else "These are the signals we would give."
    block(
        heading("Signals to give"),
        plain(signal_worth_sentence(worth, given)),
        fine(source_line) if given else "",
        _given(shown),
        *(fine(*signal_sentences(name, rule)) for name, rule in rules.items()),
    )
    notice(sitting().faults.get("signals"))
    if any(rule.allowance for rule in rules.values()):
        with st.expander("Set your own signals", key="own_signals"):
            _choose(shown, rules)
    estimate_sources(
        shown,
        engine,
        key="sources_signals",
        remark="Numbers of signals are published by season. What one is worth comes from interview rates "
        "with and without a signal; those who signal may be stronger anyway, so it is at the upper end.",
        also=[source for rule in rules.values() for source in rule.source_ids]
        + [model.rates.nation.source_id for model in plan.models],
    )


def _given(shown: Assessment) -> str:
    programs = shown.plan.candidates.programs.to_dict("records")
    parts = []
    for tier, name in _TIERS.items():
        own = [row for row, signal in zip(programs, shown.plan.signal, strict=True) if signal == tier]
        if own:
            items = "".join(f"<li>{escape(program_with_place(row))}</li>" for row in own)
            parts.append(f'<div><h3 class="sp-subheading">{len(own)} {name}</h3><ul>{items}</ul></div>')
    return f'<div class="sp-changes">{"".join(parts)}</div>' if parts else ""


def _choose(shown: Assessment, rules: dict[str, SignalRules]) -> None:
    plan = shown.plan
    chosen: dict[tuple[str, str], list[str]] = {}
    st.caption("Choose among the programs of your list. As soon as you set one, only your own signals count.")
    for index, model in enumerate(plan.models):
        rows = [
            (row, signal)
            for row, signal, own in zip(
                plan.candidates.programs.to_dict("records"),
                plan.signal,
                plan.candidates.specialty_index == index,
                strict=True,
            )
            if own
        ]
        names = {str(row["program_id"]): program_with_place(row) for row, _ in rows}
        for tier, most in rules[model.specialty].allowance.items():
            place = (model.specialty, tier)
            chosen[place] = [str(row["program_id"]) for row, signal in rows if signal == tier]
            own_choice = control(f"{_KEY}{model.specialty}_{tier}", chosen[place], _taker(chosen, place))
            st.multiselect(
                f"{model.specialty}: {allowance_text({tier: most})}",
                list(names),
                format_func=names.__getitem__,
                default=own_choice.value,
                key=own_choice.key,
                max_selections=most,
                on_change=own_choice.on_change,
                wrap=True,
            )
    if sitting().profile.signals:
        st.button("Use the recommended signals", on_click=_recommended, key="recommended_signals")


def _taker(chosen: dict[tuple[str, str], list[str]], place: tuple[str, str]) -> Callable[[list[str]], None]:
    """Return what takes the programs chosen at one place together with those that stand at the others."""

    def take(programs: list[str]) -> None:
        now = {**chosen, place: programs}
        sitting().answer(signals={one: tier for (_, tier), ids in now.items() for one in ids})

    return take


def _recommended() -> None:
    sitting().answer(signals={})


# Several specialties in one list, beside each of them alone.


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
    return worth_outcomes(shown, here.engine)


def _work_out(shown: Assessment, here: PageContext) -> list[SpecialtyChoice]:
    words = "Working out a list for each specialty ..."
    with st.empty():
        bar = st.progress(0.0, words)
        found = specialty_choices(shown, here.engine, lambda done: bar.progress(done, words))
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
