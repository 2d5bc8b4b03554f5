"""What the sections of the action plan share: results, own words, link, charts of ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment, assess
from smartpick.charts.action_plan import RangeMark, RangeRow, ranges_figure
from smartpick.charts.frame import CONFIG
from smartpick.estimate import Estimate
from smartpick.text.season import OPEN_DATES
from smartpick.web.address import LinkedChoice, one_of, open_choices, whole_number, write_choices
from smartpick.web.blocks import block, chart_keys, estimate_sources, heading
from smartpick.web.charts import chart_tools
from smartpick.web.page import PageContext
from smartpick.web.session import Sitting, remembered, sitting
from smartpick.web.theme import page_palette
from smartpick.whatif.action_plan import ORDERS, Action, Staged, action_plan, staged_pathway
from smartpick.whatif.levers import Lever, levers
from smartpick.whatif.self_assessment import Line, relabelled

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


# What the person adds on this page: labels and short answers, in the session and nowhere else.


def with_own_words(ruled: Sequence[Line], own: Sitting) -> list[Line]:
    """Return the lines that the rules made with the person's own labels and answers, as they are now."""
    return relabelled(ruled, own.own_labels, own.own_answers)


def forget_own_words() -> None:
    """Go back to the labels of the rules."""
    sitting().own_labels.clear()
    sitting().own_answers.clear()


# The page's part of the link: the order of the actions, the score to reach, the day applications open.

FIRST_ORDER = ORDERS[0]
ORDER_KEY, REACHED_KEY = "plan_order", "plan_reached_score"
# The application list asks for the same day under this name.
OPENING = next(event for event in OPEN_DATES if event.key == "eras_submit")
OPENING_KEY = f"own_date_{OPENING.key}"
_PAGE = "plan"
_LONGEST_AHEAD = timedelta(days=3 * 366)
# Beyond every published score; the section keeps it within what can be reached.
_LEAST_SCORE, _MOST_SCORE = 190, 300


def open_plan_choices() -> str:
    """Take the choices of a link that the person opened; return a sentence on what could not be used."""
    return open_choices(_PAGE, _choices())


def write_plan_choices() -> None:
    """Put the choices into the address."""
    write_choices(_PAGE, _choices())


def _choices() -> tuple[LinkedChoice, ...]:
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
        marks = [range_mark(anywhere, False, f"Anywhere: {words(anywhere)}")]
        if with_west_coast:
            marks.append(range_mark(west_coast, True, f"On the West Coast: {words(west_coast)}"))
        rows.append(RangeRow(name, tuple(marks)))
    return rows


def range_mark(estimate: Estimate, west_coast: bool, hover: str) -> RangeMark:
    """Return a point with its range, in percent."""
    return RangeMark(100 * estimate.point, 100 * estimate.low, 100 * estimate.high, west_coast, hover)


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
        chart_tools(figure, key=key, shown=table, full=None, sources=cited, title=title)
        estimate_sources(
            assessment,
            context.engine,
            key=f"sources_{key}",
            remark=remark,
            also=sources,
            parameters=parameters,
        )
