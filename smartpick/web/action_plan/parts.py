"""What the sections of the action plan share: results, own words, link, charts of ranges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment, assess
from smartpick.charts.action_plan import RangeMark, RangeRow, TimelineBar, TimelineTrack, ranges_figure
from smartpick.charts.frame import CONFIG
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.text.action_plan import ROUTE_NAMES, TRACK_NAMES, gain_text, routes, stretch_text
from smartpick.text.numbers import chance_text
from smartpick.text.season import OPEN_DATES
from smartpick.web.address import LinkedChoice, one_of, open_choices, whole_number, write_choices
from smartpick.web.blocks import block, chart_keys, estimate_sources, fine, heading
from smartpick.web.charts import chart_tools
from smartpick.web.controls import control
from smartpick.web.page import PageContext
from smartpick.web.session import remembered, sitting
from smartpick.web.theme import page_palette
from smartpick.whatif.action_plan import ORDERS, TRACKS, Action, Staged, Stretch, action_plan, staged_pathway
from smartpick.whatif.exams import Decision
from smartpick.whatif.levers import Lever, levers
from smartpick.whatif.self_assessment import Label, Line, relabelled

# Styles of this page alone: the cards, the options, and how the page is printed.

_RULES = Path(__file__).with_name("action_plan.css").read_text(encoding="utf-8")


def style_action_plan() -> None:
    """Add the page's styles; takes no room."""
    st.html(f"<style>{_RULES}</style>")


# The sections of the page with their anchors.

SECTIONS = {
    "where-you-stand": "Where you stand",
    "what-to-do": "What to do, in order",
    "when": "When to do it",
    "exams": "Wait, retake, or Step 3?",
    "stages": "Straight to the coast, or in two stages?",
    "words": "Words to start from",
    "take-along": "Take it along",
}


def section_heading(name: str) -> str:
    """Return the heading of a section, which its link leads to."""
    return heading(SECTIONS[name], name)


def subheading(text: str) -> str:
    """Return a heading of the third level; `text` is plain text."""
    return f'<h3 class="sp-subheading">{escape(text)}</h3>'


# What the person adds on this page: labels and short answers. In the session and nowhere else.

MOST_CHARACTERS = 200


@dataclass
class OwnWords:
    """Labels and answers by item of the self-assessment; what is not in them is as the rules have it."""

    labels: dict[str, Label] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    def on(self, ruled: Sequence[Line]) -> list[Line]:
        """Return the lines that the rules made with what was added, as it stands now."""
        return relabelled(ruled, self.labels, self.answers)


def own_words() -> OwnWords:
    """Return what this session's person has added."""
    return OwnWords(sitting().own_labels, sitting().own_answers)


def forget_own_words() -> None:
    """Go back to the labels of the rules."""
    own_words().labels.clear()
    own_words().answers.clear()


# The page's part of the link: the order of the actions, the score to reach, the day applications open.

FIRST_ORDER = ORDERS[0]
ORDER_KEY, REACHED_KEY = "plan_order", "plan_reached_score"
# The application list asks for the same day under this name.
OPENING = next(event for event in OPEN_DATES if event.key == "eras_submit")
OPENING_KEY = f"own_date_{OPENING.key}"
_PAGE = "plan"
_LONGEST_AHEAD = timedelta(days=3 * 366)
# Wide of every published score; the section keeps it within what can be reached.
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
            "plan_opening",
            "day on which applications open",
            None,
            _coming_day,
            date.isoformat,
            lambda: sitting().own_dates.get(OPENING.key),
            _put_opening,
        ),
    )


def _coming_day(text: str) -> date:
    """Return the day; raises ValueError for one that is over or years away."""
    day = date.fromisoformat(text)
    if not date.today() <= day <= date.today() + _LONGEST_AHEAD:
        raise ValueError(text)
    return day


def _put_opening(day: date | None) -> None:
    sitting().enter_date(OPENING.key, day)


# The day on which applications open: not in the data, so the person tells it. Other pages share it.


def opening_day() -> date | None:
    """Draw the heading of the timeline and the question for the day; return the day, None if not told."""
    block(
        section_heading("when"),
        fine(
            "Different kinds of work run side by side. Each bar ends where the next one of its kind begins."
        ),
    )
    told, today = control(OPENING_KEY, sitting().own_dates.get(OPENING.key), _put_opening), date.today()
    day: date | None = st.date_input(
        "Day on which applications open",
        value=told.value,
        min_value=min(today, told.value or today),
        key=told.key,
        format="YYYY-MM-DD",
        on_change=told.on_change,
        help="ERAS, the application service, opens for submission on one day a year. The day is not in our "
        "data: take it from the official calendar.",
        width=320,
    )
    st.caption(f"Not known here. Official calendar: [{OPENING.publisher}]({OPENING.address})")
    return day


# What the page needs worked out, once for each profile.


@dataclass(frozen=True)
class PlanResults:
    """Where the applicant stands, what could be done, and the routes."""

    assessment: Assessment
    levers: list[Lever]
    actions: list[Action]
    staged: Staged


def worked_out(here: PageContext) -> PlanResults:
    """Return the results for the profile as it stands.

    The gains of actions always count the effects whose size is assumed: without them most actions would have
    no size at all, and the page says so.

    Raises:
        NoPublishedOutcomes: if no source prints outcomes of the applicant type in a specialty of the profile.
    """
    assessment = here.assessment
    key = (here.engine.facts.data_hash, here.profile, here.assumed, sitting().evidence_version)

    def make() -> PlanResults:
        weighed = assessment
        if not here.assumed:
            weighed = assess(here.profile, here.engine, evidence=sitting().evidence)
        found = levers(weighed, here.engine)
        return PlanResults(
            assessment,
            found,
            action_plan(weighed, here.engine, found),
            staged_pathway(assessment, here.engine),
        )

    return remembered("action_plan", key, make)


# From results to the rows and bars that the figures draw.

_ANYWHERE, _PACIFIC = "Anywhere", "On the Pacific Coast"


def gain_rows(actions: Sequence[Action], with_pacific: bool) -> list[RangeRow]:
    """Return a row for each action that has a number, in percentage points."""
    rows = []
    for action in actions:
        if action.gain is None or action.gain_pacific is None:
            continue
        marks = [_mark(action.gain, False, f"{_ANYWHERE}: {gain_text(action.gain)}")]
        if with_pacific:
            marks.append(_mark(action.gain_pacific, True, f"{_PACIFIC}: {gain_text(action.gain_pacific)}"))
        rows.append(RangeRow(action.title, tuple(marks)))
    return rows


def decision_rows(decision: Decision, with_pacific: bool) -> list[RangeRow]:
    """Return a row for each option that is open, in percent."""
    rows = []
    for option in decision.options:
        if option.chance is None or option.chance_pacific is None:
            continue
        marks = [_mark(option.chance, False, f"{_ANYWHERE}: {chance_text(option.chance)}")]
        if with_pacific:
            marks.append(
                _mark(option.chance_pacific, True, f"{_PACIFIC}: {chance_text(option.chance_pacific)}")
            )
        rows.append(RangeRow(option.title, tuple(marks)))
    return rows


def route_rows(staged: Staged) -> list[RangeRow]:
    """Return a row for each route, in percent."""
    return [
        RangeRow(ROUTE_NAMES[route.name], (_mark(route.chance, route.on_pacific, chance_text(route.chance)),))
        for route in routes(staged)
    ]


def timeline_tracks(stretches: Sequence[Stretch], opening: date | None) -> list[TimelineTrack]:
    """Return the kinds of work with what fits into them; kinds without any are left out."""
    tracks = []
    for track in TRACKS:
        bars = [
            TimelineBar(s.action.title, s.start, s.end, bool(s.within), stretch_text(s, opening))
            for s in stretches
            if s.action.track == track and s.fits
        ]
        if bars:
            tracks.append(TimelineTrack(TRACK_NAMES[track], tuple(bars)))
    return tracks


def _mark(estimate: Estimate, pacific: bool, hover: str) -> RangeMark:
    return RangeMark(100 * estimate.point, 100 * estimate.low, 100 * estimate.high, pacific, hover)


# A chart of points with ranges, its key and its tools.

_OVERALL = ("dot", "anywhere")
_RANGE_CHART_PACIFIC = ("dot sp-key-pacific", "on the Pacific Coast")
_BAND = ("band", "80 % range")


def range_chart(
    rows: Sequence[RangeRow],
    *,
    key: str,
    axis_title: str,
    from_zero: bool,
    alternative: str,
    table: Callable[[], pd.DataFrame],
    sources: Sequence[str],
    title: str,
    remark: str,
    assessment: Assessment,
    engine: Engine,
    parameters: Sequence[str] = (),
) -> None:
    """Draw the chart with a key, downloads and sources.

    Args:
        rows: What is drawn.
        key: Unique name on the page.
        axis_title, from_zero: See `ranges_figure`.
        alternative: The chart in words.
        table: Makes the numbers behind it.
        sources: Ids of the sources besides those of the estimates.
        title: What it shows; heads the image and the citation.
        remark: What was made of the sources.
        assessment: Whose estimates.
        engine: The fitted data.
        parameters: Factors that the numbers rest on besides.
    """
    figure = ranges_figure(rows, page_palette(), axis_title, from_zero=from_zero)
    pacific = {mark.pacific for row in rows for mark in row.marks}
    overall_too, pacific_too = (
        [_OVERALL] if False in pacific else [],
        [_RANGE_CHART_PACIFIC] if True in pacific else [],
    )
    st.html(chart_keys([*overall_too, *pacific_too, _BAND]))
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alternative)
    with st.container(horizontal=True):
        cited = [*sources, *assessment.sources]
        chart_tools(figure, key=key, shown=table, full=None, sources=cited, title=title)
        estimate_sources(
            assessment, engine, key=f"sources_{key}", remark=remark, also=sources, parameters=parameters
        )
