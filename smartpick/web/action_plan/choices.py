"""Actions in order, the exam decision, and the staged pathway."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from smartpick.text.action_plan import (
    ORDER_NAMES,
    ROUTE_NAMES,
    basis_text,
    decision_alternative_text,
    decision_sentences,
    decision_table,
    gain_text,
    mind_text,
    option_figures,
    per_100_usd_text,
    per_week_text,
    plan_alternative_text,
    plan_table,
    route_terms,
    routes,
    routes_table,
    staged_sentences,
    weeks_text,
    weeks_until,
)
from smartpick.text.application_list import NOT_KNOWN
from smartpick.text.levers import (
    cost_text,
    nothing_moves_sentence,
    passing_first_sentence,
    points,
    shown_changes,
)
from smartpick.text.numbers import about_people, chance_text, percent, range_text
from smartpick.web.action_plan.parts import (
    FIRST_ORDER,
    ORDER_KEY,
    REACHED_KEY,
    PlanResults,
    decision_rows,
    gain_rows,
    range_chart,
    route_rows,
    section_heading,
    subheading,
)
from smartpick.web.blocks import block, fine
from smartpick.web.controls import kept
from smartpick.web.page import PageContext
from smartpick.web.session import remembered, sitting
from smartpick.whatif.action_plan import ORDERS, Action, Order, Route, ordered
from smartpick.whatif.exams import Decision, Option, exam_decision
from smartpick.whatif.levers import exam_is_closed

# Section 2: the actions in order, with what each brings, takes and costs.

_HEAD = ("#", "What to do", "Gain, in points", "Takes", "Costs")
_REMARK = (
    "Each gain is the chance with this one change less the chance without it, for your list. Gains do not "
    "simply add up. Weeks are our estimate."
)


def actions(results: PlanResults, here: PageContext) -> list[Action]:
    """Draw the section and return the actions in the order shown."""
    numbered = [action for action in shown_changes(results.actions) if action.gain is not None]
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


# Section 4: apply now, wait, or take Step 3: each option with its chance and what it costs.

_EXAMS_REMARK = (
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
        remark=_EXAMS_REMARK,
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


# Section 5: matching on the Pacific Coast now, or anywhere now and moving there later.

_STAGES_REMARK = (
    "Chances with the best list for each route, everything else as in your profile. A Pacific chance ranks "
    "the programs there first."
)


def stages(results: PlanResults, here: PageContext) -> None:
    """Draw the section."""
    staged = results.staged
    shown = routes(staged)
    cards = "".join(
        _stage(title, [route for route in shown if route.on_pacific == pacific])
        for title, pacific in (("Straight to the coast", True), ("First stage: match anywhere", False))
    )
    later = (
        "<section><h3>Second stage: the coast later</h3>"
        f'<p class="sp-big">{NOT_KNOWN}</p>'
        + fine("A fellowship or work there after residency. No published figure says how often.")
        + "</section>"
    )
    said = staged_sentences(staged)
    block(
        section_heading("stages"),
        fine("Two ways to the same coast. They can be compared only in part."),
        f'<div class="sp-options sp-stages">{cards}{later}</div>',
        fine(*said),
    )
    told = "; ".join(f"{ROUTE_NAMES[r.name]}: {chance_text(r.chance)}" for r in shown)
    range_chart(
        route_rows(staged),
        key="plan_routes",
        axis_title="Chance of a match this season",
        from_zero=True,
        alternative=f"Chance of a match by route. {told}. The chance of the second stage is {NOT_KNOWN}.",
        table=lambda: routes_table(staged),
        sources=(),
        title="Straight to the Pacific Coast or in two stages",
        remark=_STAGES_REMARK,
        assessment=results.assessment,
        engine=here.engine,
    )


def _stage(title: str, shown: list[Route]) -> str:
    figures = "".join(
        f'<div><dt>{escape(ROUTE_NAMES[r.name])}</dt><dd><span class="sp-big'
        f'{" sp-pacific" if r.on_pacific else ""}">{escape(percent(r.chance.point))}</span>'
        f"{escape(f'{range_text(r.chance)}, {about_people(r.chance.point)}')}"
        f"{fine(route_terms(r))}</dd></div>"
        for r in shown
    )
    return f"<section><h3>{escape(title)}</h3><dl>{figures}</dl></section>"
