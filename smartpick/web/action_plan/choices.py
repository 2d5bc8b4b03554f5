"""What the applicant can choose: actions in order, the exam decision, and the two ways to the West Coast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from smartpick.charts.action_plan import RangeRow
from smartpick.text import action_plan as words
from smartpick.text.levers import nothing_moves_sentence, passing_first_sentence, points, shown_changes
from smartpick.text.numbers import about_people, percent, range_text
from smartpick.text.program_facts import NOT_KNOWN
from smartpick.web.action_plan.parts import (
    FIRST_ORDER,
    ORDER_KEY,
    REACHED_KEY,
    PlanResults,
    range_chart,
    range_mark,
    range_rows,
    section_heading,
)
from smartpick.web.blocks import block, fine, subheading
from smartpick.web.controls import kept
from smartpick.web.page import PageContext
from smartpick.web.session import remembered
from smartpick.web.templates import part
from smartpick.whatif.action_plan import ORDERS, Action, Order, Route, ordered
from smartpick.whatif.exams import Decision, exam_decision
from smartpick.whatif.levers import exam_is_closed

# Section 2: the actions in order, with what each brings, takes and costs.


def actions(results: PlanResults, context: PageContext) -> list[Action]:
    """Draw the section and return the actions in the order shown."""
    numbered = [action for action in shown_changes(results.actions) if action.gain is not None]
    advised = [action for action in results.actions if action.gain is None]
    block(section_heading("what-to-do"), fine(*_intro(numbered, results, context)))
    if numbered:
        order: Order | None = st.segmented_control(
            "Order by",
            ORDERS,
            required=True,
            format_func=words.ORDER_NAMES.__getitem__,
            **kept(ORDER_KEY, FIRST_ORDER).widget("default"),
        )
        numbered = ordered(numbered, order or FIRST_ORDER)
        block(part("action_plan.html", "actions", rows=[_row(action) for action in numbered]))
        fields = context.engine.facts.levers
        changed = fields.loc[fields["lever"].isin([action.name for action in numbered]), "field"]
        range_chart(
            range_rows(
                [(action.title, action.gain, action.gain_pacific) for action in numbered],
                words.gain_text,
                context.profile.pacific_weight > 0,
            ),
            results.weighed,
            context,
            key="plan_gains",
            axis_title="Change in the chance of matching, in percentage points",
            from_zero=False,
            alternative=words.plan_alternative_text(numbered),
            table=lambda: words.plan_table([*numbered, *advised]),
            sources=list(dict.fromkeys(action.source_id for action in numbered)),
            title="What each change would bring",
            remark="Each gain is the chance with this one change minus the chance without it, for your list. "
            "Gains do not simply add up. Weeks are our estimate.",
            parameters=changed.astype(str).tolist(),
        )
    if advised:
        items = [(action.title, words.mind_text(action)) for action in advised]
        block(
            subheading("No number: the guide advises it"),
            fine("No published figure says what these bring. That does not make them small."),
            part("action_plan.html", "advised", actions=items),
        )
    return [*numbered, *advised]


def _intro(numbered: Sequence[Action], results: PlanResults, context: PageContext) -> list[str]:
    if not numbered:
        return [nothing_moves_sentence(results.levers, exam_is_closed(results.assessment, context.engine))]
    return [
        passing_first_sentence(results.levers),
        "Most gains are small and their ranges overlap: read the order as a suggestion. Gain per week counts "
        "at least one week of work.",
        ""
        if context.assumed
        else "You left out assumed effects elsewhere. Here they count, because most changes would have no "
        "number without them.",
    ]


def _row(action: Action) -> dict[str, str]:
    gain, west_coast, basis = action.gain, action.gain_pacific, words.basis_text(action)
    return {
        "title": action.title,
        "note": f"{words.mind_text(action)} {basis[0].upper()}{basis[1:]}.".strip(),
        "gain": points(gain.point) if gain else "",
        "gain_in_words": words.gain_text(gain),
        "range": f"{points(gain.low)} to {points(gain.high)}" if gain else "",
        "west_coast": f"West Coast {points(west_coast.point)}" if west_coast else "",
        "weeks": words.weeks_text(action.weeks),
        "per_week": words.per_week_text(action),
        "cost": words.cost_text(action.cost_usd),
        "per_100_usd": ""
        if action.gain_per_100_usd is None
        else f"{words.per_100_usd_text(action)} for $100",
    }


# Section 4: apply now, wait, or take Step 3: each option with its chance and what it costs.


def exams(results: PlanResults, opening: date | None, context: PageContext) -> Decision:
    """Draw the section and return the decision."""
    block(
        section_heading("exams"),
        fine("Four options. None is right for everybody, and the chance is not the only thing that counts."),
    )
    weeks_left = None if opening is None else words.weeks_until(opening, date.today())
    reached: int | None = st.session_state.get(REACHED_KEY)

    def work_out() -> Decision:
        return exam_decision(
            results.assessment,
            context.engine,
            reached_score=reached,
            weeks_left=weeks_left,
        )

    with st.spinner("Working out the four options ..."):
        decision = remembered("exam_decision", (context.key, reached, weeks_left), work_out)
    if decision.reached_score is not None:
        st.slider(
            "Step 2 CK score you think you would reach",
            *decision.score_range,
            help="The passing score or more. Try a lower score too, in case the exam goes less well.",
            **kept(REACHED_KEY, None, decision.reached_score).widget(),
        )
    options = [(option, words.option_figures(option) if option.open else ()) for option in decision.options]
    block(part("action_plan.html", "options", options=options), fine(*words.decision_sentences(decision)))
    range_chart(
        range_rows(
            [(option.title, option.chance, option.chance_pacific) for option in decision.options],
            words.chance_text,
            context.profile.pacific_weight > 0,
        ),
        results.assessment,
        context,
        key="plan_exams",
        axis_title="Chance of matching in the season of that application",
        from_zero=True,
        alternative=words.decision_alternative_text(decision),
        table=lambda: words.decision_table(decision),
        sources=decision.source_ids,
        title="Wait, retake, or Step 3: the chances side by side",
        remark="Each chance is that of your profile with the change made: one more year since graduation, a "
        "passed Step 3, another score. Everything else stays as it is.",
        parameters=[field for option in decision.options for field in option.changes],
    )
    return decision


# Section 5: matching on the West Coast now, or anywhere now and moving there later.


def stages(results: PlanResults, context: PageContext) -> None:
    """Draw the section."""
    staged, every = results.staged, words.routes(results.staged)
    titles = {True: "Straight to the West Coast", False: "First stage: match anywhere"}
    cards = [
        (title, [_route(route) for route in every if route.on_pacific == west_coast])
        for west_coast, title in titles.items()
    ]
    block(
        section_heading("stages"),
        fine("Two ways to the West Coast. They can be compared only in part."),
        part("action_plan.html", "stages", stages=cards, not_known=NOT_KNOWN),
        fine(*words.staged_sentences(staged)),
    )
    chances = {words.ROUTE_NAMES[route.name]: words.chance_text(route.chance) for route in every}
    in_words = "; ".join(f"{name}: {chance}" for name, chance in chances.items())
    range_chart(
        [
            RangeRow(name, (range_mark(route.chance, route.on_pacific, chance),))
            for route, (name, chance) in zip(every, chances.items(), strict=True)
        ],
        results.assessment,
        context,
        key="plan_routes",
        axis_title="Chance of a match this season",
        from_zero=True,
        alternative=f"Chance of a match by route. {in_words}. The chance of the second stage is {NOT_KNOWN}.",
        table=lambda: words.routes_table(staged),
        sources=(),
        title="Straight to the West Coast or in two stages",
        remark="Chances with the best list for each route, everything else as in your profile. A West Coast "
        "chance ranks the programs there first.",
    )


def _route(route: Route) -> dict[str, object]:
    chance = route.chance
    return {
        "name": words.ROUTE_NAMES[route.name],
        "chance": percent(chance.point),
        "range": f"{range_text(chance)}, {about_people(chance.point)}",
        "terms": words.route_terms(route),
        "west_coast": route.on_pacific,
    }
