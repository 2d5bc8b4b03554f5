"""The applicant's own choices beside what they do: limits, what pays, where it goes, signals, specialties."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st
from markupsafe import Markup

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.scenarios import GainPicture, list_gain_figure
from smartpick.programs.season import SignalRules
from smartpick.text.list_gain import (
    MixRow,
    allowance_text,
    choices_rows,
    fee_steps_sentence,
    gain_alternative_text,
    gain_hover,
    list_size_hover,
    list_size_table,
    mix_table,
    paying_sentence,
    region_mix,
    signal_sentences,
    signal_worth_sentence,
    specialty_mix_rows,
    worth_rows,
)
from smartpick.text.numbers import fine_interviews_figure, percent, points_text
from smartpick.text.program_facts import program_with_place
from smartpick.web.address import write_choices
from smartpick.web.applications.parts import FIRST_WISH, LINKED, PAGE, WISH_KEY, WISHES, section_heading
from smartpick.web.blocks import block, estimate_sources, fine, heading, notice, plain
from smartpick.web.charts import chart_tools
from smartpick.web.controls import ask, control, kept
from smartpick.web.loading import with_progress
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.session import sitting
from smartpick.web.templates import part
from smartpick.web.theme import page_palette
from smartpick.whatif.list_size import ListSizes, list_sizes, stops_paying
from smartpick.whatif.scenarios import signal_worth, specialty_choices, worth_outcomes


def limits() -> None:
    """Draw the limits, where their effect shows, and take changed ones into the profile."""
    with st.container(key="list_limits"):
        block(heading("Your limits"))
        notice(*sitting().notices)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for field in ("max_applications", "budget_usd", "pacific_min", "pacific_max"):
                with st.container(width=210):
                    ask(field)
        ask("pacific_weight")


@st.fragment
@safely
def gain() -> None:
    """Draw chance and cost by number of applications, with the applicant's own measure of what pays.

    A fragment: moving the measure draws nothing else.
    """
    context = page_context()
    assessment = context.assessment
    if not assessment.plan.size:
        return
    block(
        section_heading("gain"),
        fine("You say what $100 more must add to your chance. Everything else follows from your list."),
    )
    wish = st.select_slider(
        "$100 more must add, in percentage points",
        WISHES,
        format_func=lambda points: points_text(points / 100),
        help="One percentage point takes a chance of 20 % to 21 %.",
        **kept(WISH_KEY, FIRST_WISH).widget(),
    )
    sizes = context.remembered(
        "list_sizes",
        assessment,
        lambda: with_progress(
            "Working out shorter lists ...", partial(list_sizes, assessment, context.engine)
        ),
    )
    stop = stops_paying(sizes, wish / 100)
    sentence = paying_sentence(sizes, stop, wish / 100)
    figure = list_gain_figure(_picture(sizes, wish, stop), page_palette())
    block(plain(sentence))
    st.plotly_chart(
        figure, theme=None, config=CONFIG, key="list_gain", alt=gain_alternative_text(sizes, sentence)
    )
    block(
        fine(
            fee_steps_sentence(context.engine.fee_schedules, assessment.plan.cost.by_specialty),
            "Filled bars add at least what you ask for. The tallest bars at the start are cut off.",
            "Programs are in the order of your list, which weighs the West Coast as you do. So a step may "
            "add little to the chance and still add a place that you want more.",
        )
    )
    write_choices(PAGE, LINKED)
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key="list_gain",
            shown=lambda: list_size_table(sizes),
            sources=assessment.sources,
            title="Chance of matching and fees by number of applications",
        )
        estimate_sources(
            assessment,
            context.engine,
            key="sources_gain",
            remark="Each point is our estimate for the first programs of your list; fees are as published.",
        )


def _picture(sizes: ListSizes, wish: float, stop: int | None) -> GainPicture:
    gained = sizes.gain_per_100_usd
    return GainPicture(
        sizes=sizes.sizes.astype(float),
        chance=sizes.match.point.round(5),
        low=sizes.match.low.round(5),
        high=sizes.match.high.round(5),
        gain=np.where(np.isfinite(gained), 100 * gained, np.nan).round(4),
        chance_hover=list_size_hover(sizes),
        gain_hover=gain_hover(sizes),
        least_gain=wish,
        stop=stop,
    )


def mix(assessment: Assessment, context: PageContext) -> None:
    """Draw the list by region and, with several specialties, by specialty."""
    plan = assessment.plan
    several = len(assessment.profile.specialties) > 1
    block(
        section_heading("mix"),
        _mix_table("Region", region_mix(plan)),
        _mix_table("Specialty", specialty_mix_rows(plan)) if several else "",
        fine(
            "Regions are the census divisions, with the three West Coast states apart. Where a region has "
            "a larger share of the interviews than of the applications, an application there brings more "
            "interviews."
        ),
    )
    with st.container(horizontal=True):
        chart_tools(
            None,
            key="list_mix",
            shown=lambda: mix_table(plan),
            sources=assessment.sources,
            title="Applications and interviews by region and specialty",
        )
        estimate_sources(
            assessment,
            context.engine,
            key="sources_mix",
            remark="Applications are counted; interviews to expect are our estimate.",
            also=("us_census_divisions",),
        )


def _mix_table(kind: str, rows: list[MixRow]) -> Markup:
    cells = [
        (
            row.name,
            row.pacific,
            (
                (str(row.programs), "applications", f"{percent(row.share)} of the list", row.share),
                (
                    fine_interviews_figure(row.interviews),
                    "interviews",
                    f"{percent(row.interviews_share)} of them",
                    row.interviews_share,
                ),
            ),
        )
        for row in rows
    ]
    return part("applications.html", "mix_table", kind=kind, rows=cells)


# Signals and several specialties: the applicant's own choices beside what they do.

_TIERS = {"gold": "gold signals", "silver": "silver signals", "signal": "signals"}


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
            own = control(
                f"signal_choice_{model.specialty}_{tier}", chosen[place], partial(_take, chosen, place)
            )
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


def _take(chosen: dict[tuple[str, str], list[str]], place: tuple[str, str], programs: list[str]) -> None:
    """Take the programs chosen at one place together with those chosen at the others."""
    now = {**chosen, place: programs}
    sitting().answer(signals={one: tier for (_, tier), ids in now.items() for one in ids})


def specialties(assessment: Assessment, context: PageContext) -> None:
    """Draw several specialties in one list beside each of them alone; nothing with a single specialty."""
    names, engine = assessment.profile.specialties, context.engine
    if len(names) < 2:
        return
    choices = context.remembered(
        "specialty_choices",
        assessment,
        lambda: with_progress(
            "Working out a list for each specialty ...", partial(specialty_choices, assessment, engine)
        ),
    )
    outcomes = context.remembered("worth_outcomes", assessment, lambda: worth_outcomes(assessment, engine))
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
            sources=assessment.sources,
            title="One list over several specialties or one each",
        )
        estimate_sources(
            assessment,
            engine,
            key="sources_specialties",
            remark="Each line is our estimate for a list of its own; fees and signals are as published.",
        )
