"""The actions in order, the exam decision, the two ways to the West Coast, and what the sections share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment, assess
from smartpick.charts.action_plan import RangeRow, range_mark, ranges_figure
from smartpick.charts.frame import CONFIG
from smartpick.estimate import Estimate
from smartpick.text import action_plan as words
from smartpick.text.levers import nothing_moves_sentence, passing_first_sentence, points, shown_changes
from smartpick.text.numbers import about_people, in_words, percent, range_text
from smartpick.text.program_facts import NOT_KNOWN
from smartpick.text.season import OPEN_DATES
from smartpick.web.address import LinkedChoice, one_of, whole_number
from smartpick.web.blocks import block, chart_keys, estimate_sources, fine, heading, subheading
from smartpick.web.charts import chart_tools
from smartpick.web.controls import kept
from smartpick.web.page import PageContext
from smartpick.web.session import remembered, sitting
from smartpick.web.templates import part
from smartpick.web.theme import page_palette
from smartpick.whatif.action_plan import (
    ORDERS,
    Action,
    Order,
    Route,
    Staged,
    action_plan,
    ordered,
    staged_pathway,
)
from smartpick.whatif.exams import Decision, exam_decision
from smartpick.whatif.levers import Lever, exam_is_closed, levers

# The sections of the page, by their anchors.
SECTIONS = {
    "where-you-stand": "Where you stand",
    "what-to-do": "What to do, in order",
    "when": "When to do it",
    "exams": "Wait, retake, or Step 3?",
    "stages": "Straight to the West Coast, or in two stages?",
    "words": "Words to start from",
    "take-along": "Take it with you",
}


def section_heading(name: str) -> str:
    """Return the heading of a section, which its link leads to."""
    return heading(SECTIONS[name], name)


# The page's part of the link: the order of the actions, the score to reach, the day applications open.

FIRST_ORDER = ORDERS[0]
ORDER_KEY, REACHED_KEY = "plan_order", "plan_reached_score"
# The application list asks for the same day under this name.
OPENING = next(event for event in OPEN_DATES if event.key == "eras_submit")
OPENING_KEY = f"own_date_{OPENING.key}"
PAGE = "plan"
_LONGEST_AHEAD = timedelta(days=3 * 366)
# Beyond every published score; the section keeps it within what can be reached.
_LEAST_SCORE, _MOST_SCORE = 190, 300


def plan_choices() -> tuple[LinkedChoice, ...]:
    """Return the choices as a link says them."""
    return (
        one_of("plan_order", "order of the actions", ORDER_KEY, {name: name for name in ORDERS}, FIRST_ORDER),
        whole_number("plan_score", "score to reach", REACHED_KEY, _LEAST_SCORE, _MOST_SCORE, None),
        LinkedChoice(
            name="plan_opening",
            title="day on which applications open",
            start=None,
            read=_coming_day,
            write=date.isoformat,
            get=lambda: sitting().own_dates.get(OPENING.key),
            put=enter_opening,
        ),
    )


def _coming_day(text: str) -> date:
    """Return the day; raises ValueError for one that is over or years away."""
    day = date.fromisoformat(text)
    if not date.today() <= day <= date.today() + _LONGEST_AHEAD:
        raise ValueError(text)
    return day


def enter_opening(day: date | None) -> None:
    """Keep the day on which applications open; other pages share it."""
    sitting().enter_date(OPENING.key, day)


# What the page needs worked out, once for each profile.


@dataclass(frozen=True)
class PlanResults:
    """The applicant's chances, what could be done, and the routes.

    `weighed` is the assessment with the effects whose size is assumed, which the gains of actions rest on.
    """

    assessment: Assessment
    weighed: Assessment
    levers: list[Lever]
    actions: list[Action]
    staged: Staged


def plan_results(context: PageContext) -> PlanResults:
    """Return the results for the profile as it is now.

    The gains of actions always count the effects whose size is assumed: without them most actions would have
    no size at all, and the page says so.

    Raises:
        NoPublishedOutcomes: if no outcomes of the applicant type are published in a specialty of the profile.
    """
    assessment, engine = context.assessment, context.engine

    def work_out() -> PlanResults:
        weighed = assessment
        if not context.assumed:
            weighed = assess(context.profile, engine, evidence=sitting().evidence)
        every = levers(weighed, engine)
        staged = staged_pathway(assessment, engine)
        return PlanResults(assessment, weighed, every, action_plan(weighed, engine, every), staged)

    return remembered("action_plan", context.key, work_out)


# A chart of points with ranges, its key and its tools.


def range_rows(
    choices: Iterable[tuple[str, Estimate | None, Estimate | None]],
    words: Callable[[Estimate], str],
    with_west_coast: bool,
) -> list[RangeRow]:
    """Return the rows of a chart: for each name the estimate anywhere and, where wanted, on the West Coast.

    A choice without an estimate is left out; `words` says an estimate in the hover text.
    """
    rows = []
    for name, anywhere, west_coast in choices:
        if anywhere is None or west_coast is None:
            continue
        marks = [range_mark(anywhere, f"Anywhere: {words(anywhere)}")]
        if with_west_coast:
            marks.append(range_mark(west_coast, f"On the West Coast: {words(west_coast)}", pacific=True))
        rows.append(RangeRow(name, tuple(marks)))
    return rows


def range_chart(
    rows: Sequence[RangeRow],
    assessment: Assessment,
    context: PageContext,
    *,
    key: str,
    axis_title: str,
    from_zero: bool,
    alternative: str,
    table: Callable[[], pd.DataFrame],
    sources: Sequence[str],
    title: str,
    remark: str,
    parameters: Sequence[str] = (),
) -> None:
    """Draw the rows with a key, downloads, and the sources of the assessment's estimates.

    Args:
        rows: What is drawn.
        assessment: Whose estimates.
        context: The page's context.
        key: Unique name on the page.
        axis_title, from_zero: See `ranges_figure`.
        alternative: The chart in words.
        table: Makes the numbers behind it.
        sources: Ids of the sources besides those of the estimates.
        title: What it shows; heads the image and the citation.
        remark: What was made of the sources.
        parameters: Factors that the numbers rest on besides.
    """
    figure = ranges_figure(rows, page_palette(), axis_title, from_zero=from_zero)
    drawn = {mark.pacific for row in rows for mark in row.marks}
    places = {False: ("dot", "anywhere"), True: ("dot sp-key-pacific", "on the West Coast")}
    block(chart_keys([*(sign for place, sign in places.items() if place in drawn), ("band", "80 % range")]))
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alternative)
    with st.container(horizontal=True):
        cited = [*sources, *assessment.sources]
        chart_tools(figure, key=key, shown=table, sources=cited, title=title)
        estimate_sources(
            assessment,
            context.engine,
            key=f"sources_{key}",
            remark=remark,
            also=sources,
            parameters=parameters,
        )


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
            alternative=in_words(
                "Change in your chance of matching",
                ((action.title, words.gain_text(action.gain)) for action in numbered),
            ),
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
        alternative=in_words(
            "Chance of matching by option",
            ((o.title, words.chance_text(o.chance)) for o in decision.options if o.chance is not None),
        ),
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
    range_chart(
        [
            RangeRow(name, (range_mark(route.chance, chance, pacific=route.on_pacific),))
            for route, (name, chance) in zip(every, chances.items(), strict=True)
        ],
        results.assessment,
        context,
        key="plan_routes",
        axis_title="Chance of a match this season",
        from_zero=True,
        alternative=in_words("Chance of a match by route", chances.items())
        + f" The chance of the second stage is {NOT_KNOWN}.",
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
