"""Section 2: the actions in order, with what each brings, takes and costs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from smartpick.guidance.action_plan import ORDERS, Action, Order, ordered
from smartpick.guidance.levers import exam_is_closed
from smartpick.presenters.action_plan_words import (
    ORDER_NAMES,
    basis_text,
    cost_text,
    gain_text,
    mind_text,
    per_100_usd_text,
    per_week_text,
    plan_alternative_text,
    plan_table,
    shown_actions,
    weeks_text,
)
from smartpick.presenters.lever_words import nothing_moves_sentence, passing_first_sentence, points
from smartpick.ui.action_plan.linked import FIRST_ORDER, ORDER_KEY
from smartpick.ui.action_plan.pictures import gain_rows
from smartpick.ui.action_plan.range_chart import range_chart
from smartpick.ui.action_plan.results import PlanResults
from smartpick.ui.action_plan.sections import section_heading, subheading
from smartpick.ui.blocks import block, fine
from smartpick.ui.in_force import kept
from smartpick.ui.page import PageContext

_HEAD = ("#", "What to do", "Gain, in points", "Takes", "Costs")
_REMARK = (
    "Each gain is the chance with this one change less the chance without it, for your list. Gains do not "
    "simply add up. Weeks are our estimate."
)


def actions(results: PlanResults, here: PageContext) -> list[Action]:
    """Draw the section and return the actions in the order shown."""
    numbered = [action for action in shown_actions(results.actions) if action.gain is not None]
    advised = [action for action in results.actions if action.gain is None]
    block(section_heading("what-to-do"), fine(*_intro(numbered, results, here)))
    if numbered:
        order = kept(ORDER_KEY, FIRST_ORDER)
        by: Order = (
            st.segmented_control(
                "Order by",
                ORDERS,
                default=order.value,
                required=True,
                format_func=lambda order: ORDER_NAMES[order],
                key=order.key,
                on_change=order.on_change,
            )
            or FIRST_ORDER
        )
        numbered = ordered(numbered, by)
        st.html(_table(numbered))
        range_chart(
            gain_rows(numbered, with_pacific=here.profile.pacific_weight > 0),
            key="plan_gains",
            axis_title="Change of the chance of matching, in percentage points",
            from_zero=False,
            alternative=plan_alternative_text(numbered),
            table=lambda: plan_table([*numbered, *advised]),
            sources=[*dict.fromkeys(a.source_id for a in numbered)],
            title="What each change would bring",
            remark=_REMARK,
            assessment=results.assessment,
            engine=here.engine,
            parameters=_changed(numbered, here),
        )
    if advised:
        items = "".join(f"<li><b>{escape(a.title)}</b> {fine(mind_text(a))}</li>" for a in advised)
        block(
            subheading("No number: the guide advises it"),
            fine("Nobody has published what these bring. That does not make them small."),
            f'<ul class="sp-levers sp-advised">{items}</ul>',
        )
    return [*numbered, *advised]


def _changed(shown: Sequence[Action], here: PageContext) -> list[str]:
    """Return the answers that these actions change: the factors whose sizes their gains rest on."""
    levers = here.engine.facts.levers
    return levers.loc[levers["lever"].isin([action.name for action in shown]), "field"].astype(str).tolist()


def _intro(numbered: Sequence[Action], results: PlanResults, here: PageContext) -> list[str]:
    if not numbered:
        return [nothing_moves_sentence(results.levers, exam_is_closed(results.assessment, here.engine))]
    first = passing_first_sentence(results.levers)
    said = [
        *([first] if first else []),
        "Most gains are small and their ranges overlap: read the order as a suggestion. Gain per week counts "
        "at least one week of work.",
    ]
    if not here.assumed:
        said.append(
            "You have left assumed effects out elsewhere. Here they count, because without them most changes "
            "would have no size."
        )
    return said


def _table(shown: Sequence[Action]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _HEAD)
    body = "".join(_row(place, action) for place, action in enumerate(shown, 1))
    return f'<table class="sp-list sp-plan"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(place: int, action: Action) -> str:
    gain = action.gain
    range_text = "" if gain is None else f"{points(gain.low)} to {points(gain.high)}"
    pacific = "" if action.gain_pacific is None else f"Pacific {points(action.gain_pacific.point)}"
    return (
        f'<tr><td class="sp-rank">{place}</td>'
        f'<th scope="row">{escape(action.title)}'
        f'<span class="sp-place">{escape(_sentence(mind_text(action), basis_text(action)))}</span></th>'
        f'<td class="sp-chance"><span class="sp-gain" title="{escape(gain_text(gain))}">'
        f"{escape(points(gain.point) if gain else '')}</span>"
        f"<small>{escape(range_text)}</small><small>{escape(pacific)}</small></td>"
        f'<td class="sp-why"><span class="sp-label">Takes </span>{escape(weeks_text(action.weeks))}'
        f"<small>{escape(per_week_text(action))} a week</small></td>"
        f'<td class="sp-why"><span class="sp-label">Costs </span>{escape(cost_text(action.cost_usd))}'
        f"<small>{escape(_per_100(action))}</small></td></tr>"
    )


def _per_100(action: Action) -> str:
    return f"{per_100_usd_text(action)} for $100" if action.gain_per_100_usd is not None else ""


def _sentence(note: str, basis: str) -> str:
    return f"{note} {basis[0].upper()}{basis[1:]}.".strip()
