"""Section 4: apply now, wait, or take Step 3: each option with its chance and what it costs."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from smartpick.guidance.exam_decision import Decision, Option, exam_decision
from smartpick.presenters.action_plan_exams import (
    decision_alternative_text,
    decision_sentences,
    decision_table,
    option_figures,
)
from smartpick.presenters.action_plan_time import weeks_until
from smartpick.ui.action_plan.linked import REACHED_KEY
from smartpick.ui.action_plan.pictures import decision_rows
from smartpick.ui.action_plan.range_chart import range_chart
from smartpick.ui.action_plan.results import PlanResults
from smartpick.ui.action_plan.sections import section_heading
from smartpick.ui.blocks import block, fine
from smartpick.ui.in_force import kept
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.state import sitting

_REMARK = (
    "Each chance is that of your profile with the change made: a year more since graduation, a passed "
    "Step 3, another score. Everything else stays as it is."
)


def exams(results: PlanResults, opening: date | None, here: PageContext) -> Decision:
    """Draw the section and return the decision."""
    block(
        section_heading("exams"),
        fine("Four ways to go. None is right for everybody, and the chance is not all that counts."),
    )
    weeks_left = None if opening is None else weeks_until(opening, date.today())
    with st.spinner("Working out the four ways ..."):
        decision = _decision(results, here, st.session_state.get(REACHED_KEY), weeks_left)
    if decision.reached_score is not None:
        low, high = decision.score_range
        reached = kept(REACHED_KEY, None, decision.reached_score)
        st.slider(
            "Step 2 CK score you think you would reach",
            low,
            high,
            value=reached.value,
            key=reached.key,
            on_change=reached.on_change,
            help="From the passing score on. Be careful with hope: try a lower score too.",
        )
    cards = "".join(_card(option) for option in decision.options)
    block(f'<div class="sp-options">{cards}</div>', fine(*decision_sentences(decision)))
    range_chart(
        decision_rows(decision, with_pacific=here.profile.pacific_weight > 0),
        key="plan_exams",
        axis_title="Chance of matching in the season of that application",
        from_zero=True,
        alternative=decision_alternative_text(decision),
        table=lambda: decision_table(decision),
        sources=decision.source_ids,
        title="Wait, retake, or Step 3: the chances side by side",
        remark=_REMARK,
        assessment=results.assessment,
        engine=here.engine,
        parameters=[field for option in decision.options for field in option.changes],
    )
    return decision


def _decision(
    results: PlanResults, here: PageContext, reached: int | None, weeks_left: float | None
) -> Decision:
    key = (here.engine.facts.data_hash, here.profile, here.assumed, sitting().evidence_version)

    def make() -> Decision:
        return exam_decision(
            results.assessment,
            here.engine,
            reached_score=reached,
            weeks_left=weeks_left,
            assumed=here.assumed,
        )

    return remembered("exam_decision", (*key, reached, weeks_left), make)


def _card(option: Option) -> str:
    title = f"<h3>{escape(option.title)}</h3>"
    if not option.open:
        return f'<section class="sp-closed">{title}{fine("Not open to you.", option.why_closed)}</section>'
    figures = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in option_figures(option)
    )
    points = "".join(f"<li>{escape(sentence)}</li>" for sentence in option.trade_offs)
    return f"<section>{title}<dl>{figures}</dl><ul>{points}</ul></section>"
