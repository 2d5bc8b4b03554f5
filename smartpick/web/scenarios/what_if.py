"""What could be tried: every lever, the next tier, score against list size."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.scenarios import ContoursPicture, LeverBar, LeverRow, contours_figure, tornado_figure
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.text import levers as words
from smartpick.text.numbers import in_words
from smartpick.text.scenarios import LEVER_COLUMNS, lever_cells, lever_hover, levers_table
from smartpick.text.sources import GUIDE
from smartpick.tiers import tier_in_a_sentence
from smartpick.web.address import one_of, open_choices, write_choices
from smartpick.web.blocks import (
    block,
    chart_keys,
    estimate_sources,
    fine,
    heading,
    note,
    notice,
    plain,
    sources_popover,
)
from smartpick.web.charts import chart_tools
from smartpick.web.cockpit.below import found_levers
from smartpick.web.controls import kept
from smartpick.web.loading import with_progress
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.scenarios.keeping import try_changes
from smartpick.web.session import remembered
from smartpick.web.templates import part
from smartpick.web.theme import page_palette
from smartpick.whatif.levers import Lever, exam_is_closed
from smartpick.whatif.list_size import LEAST_GAIN, contours

# Every lever beside the others: what it brings, what it takes, and what the size of its gain rests on.

_KEY, _CHOSEN = "lever_tornado", "lever_chosen"
_KEYS = (
    ("bar", "match anywhere"),
    ("bar-pacific", "on the West Coast"),
    ("bar-assumed", "hollow: the size is assumed"),
    ("whisker", "80 % range"),
)


def all_levers(assessment: Assessment, context: PageContext) -> None:
    """Draw the levers still open to this profile, and a way to try one as a scenario."""
    with st.spinner("Working out what each change would bring …"):
        every = found_levers(assessment, context)
    block(heading("What each change would bring"))
    closed, telling = exam_is_closed(assessment, context.engine), words.shown_changes(every)
    if not telling:
        block(fine(words.nothing_moves_sentence(every, closed)))
        return
    block(
        fine(
            words.passing_first_sentence(telling)
            or "One change at a time, starting from your profile as it is.",
            "" if words.telling_levers(telling) else words.nothing_moves_sentence(telling, closed),
        )
    )
    left, right = st.columns([2, 3], gap="large")
    with left:
        _tornado(telling, assessment, context)
        _try_one(telling)
    with right:
        table = part(
            "scenarios.html",
            "levers",
            caption="Change in the chance in percentage points, with its 80 % range.",
            first_column="Change",
            columns=LEVER_COLUMNS,
            rows=[(lever.title, False, (), lever_cells(lever)) for lever in telling],
        )
        block(table)


def _tornado(telling: Sequence[Lever], assessment: Assessment, context: PageContext) -> None:
    rows = [
        LeverRow(
            lever.title,
            _bar(lever.gain, lever_hover(lever, pacific=False)),
            _bar(lever.gain_pacific, lever_hover(lever, pacific=True)),
            lever.basis == "assumed",
        )
        for lever in telling
    ]
    figure = tornado_figure(rows, page_palette())
    block(chart_keys(_KEYS))
    alternative = in_words(
        "Change in the chance of matching by lever, the greatest first",
        ((lever.title, f"{words.points(lever.gain.point)} points") for lever in telling),
    )
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_KEY, alt=alternative)
    own_sources = [lever.source_id for lever in telling]
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: levers_table(telling),
            sources=list(dict.fromkeys([*own_sources, *assessment.sources])),
            title="What each change would bring",
            caption="Upper bars: match anywhere. Lower bars: West Coast. Hollow: the size is assumed. "
            "Thin lines: 80 % range.",
        )
        estimate_sources(
            assessment,
            context.engine,
            key="sources_all_levers",
            remark="Each gain is the chance with this one change minus the chance without it. Gains do not "
            "simply add up.",
            also=own_sources,
            parameters=[field for lever in telling for field in lever.changes],
        )


def _bar(gain: Estimate, hover: str) -> LeverBar:
    return LeverBar(100 * gain.point, 100 * gain.low, 100 * gain.high, hover)


def _try_one(telling: Sequence[Lever]) -> None:
    by_name = {lever.name: lever for lever in telling}
    names, first = list(by_name), telling[0].name
    choices = [one_of("scenarios_lever", "change", _CHOSEN, {name: name for name in names}, first)]
    notice(open_choices("scenarios", choices))
    if st.session_state.get(_CHOSEN) not in by_name:
        st.session_state[_CHOSEN] = first
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "One of these changes",
            names,
            format_func=lambda name: by_name[name].title,
            width=360,
            **kept(_CHOSEN, first).one_of(names),
        )
        lever = by_name[chosen]
        st.button(
            "Try it as a scenario", on_click=try_changes, args=(lever.title, lever.changes), key="lever_try"
        )
    write_choices("scenarios", choices)


def smallest_change(assessment: Assessment, engine: Engine) -> None:
    """Draw the smallest change that leads to the next tier, and a way to try it as a scenario."""
    tier, step = assessment.tier, assessment.tier.next_tier
    if tier.silence:
        block(heading("No tier"), fine(tier.silence))
        sources_popover(engine.facts.sources, (GUIDE,), key="sources_next_tier")
        return
    retake = step is not None and any(change.field == "step2_ck_score" for change in step.changes)
    passed = (assessment.profile.step2_ck_score or 0) >= assessment.passing.score
    block(
        heading("The smallest change to the next tier"),
        part("scenarios.html", "next_tier", sentence=tier.next_tier_note),
        fine(
            "A passed Step 2 CK cannot be taken again: this step is not open to you. It only shows how "
            "far away the tier is."
            if retake and passed
            else "",
            "The guide's tier, for non-US IMGs, summarizes a profile; programs do not know it. What counts "
            "is what the change does to the chance.",
        ),
    )
    if step is not None:
        changes = {change.field: change.to_value for change in step.changes}
        st.button(
            "Try it as a scenario",
            on_click=try_changes,
            args=(f"To {tier_in_a_sentence(step.tier)}", changes),
            key="next_tier_try",
        )
    sources_popover(
        engine.facts.sources,
        (GUIDE, assessment.passing.source_id),
        key="sources_next_tier",
        remark="The tiers are those of the guide, for non-US IMGs.",
    )


# Score against list size: lines of equal chance, and what more applications are worth in points.

_CONTOURS_KEY = "score_and_size"
_CONTOURS_KEYS = (
    ("dot", "you"),
    ("line", "the same chance everywhere on the line"),
    ("way", "two ways to the same chance"),
)


@st.fragment
@safely
def score_and_size() -> None:
    """Draw the contours. A fragment: the lists of all sizes are worked out last."""
    context = page_context()
    assessment = context.assessment
    block(heading("Score against number of applications"))
    lines = remembered(
        "contours",
        context.key,
        lambda: with_progress(
            "Working out lists of other sizes …", partial(contours, assessment, context.engine)
        ),
    )
    if lines is None:
        note(
            "There is no list to make longer."
            if not assessment.plan.size
            else "Too few applicants in this specialty for a curve over scores."
        )
        return
    exchange = lines.exchange if lines.exchange and lines.exchange.gain >= LEAST_GAIN else None
    picture = ContoursPicture(
        scores=lines.scores,
        sizes=lines.sizes.astype(float),
        chance=lines.match,
        hover=words.contours_hover(lines),
        score=lines.score,
        size=float(lines.size),
        more=exchange.more if exchange else 0,
        points=exchange.points if exchange else None,
        passing=assessment.passing.score,
    )
    figure = contours_figure(picture, page_palette())
    block(
        plain(words.exchange_sentence(lines)),
        fine(words.retake_note(assessment), words.place_note(assessment, lines)),
        chart_keys(_CONTOURS_KEYS),
    )
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_CONTOURS_KEY, alt=words.contours_in_words(lines))
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_CONTOURS_KEY,
            shown=lambda: words.contours_table(lines),
            sources=assessment.sources,
            title="Chance of matching by Step 2 CK score and number of applications",
            caption="Lines join points with the same chance. The dot is the applicant.",
        )
        estimate_sources(
            assessment,
            context.engine,
            key="sources_contours",
            remark="Each point is our estimate for the best list of that size, chosen for your profile "
            "within your limits on West Coast programs and without a budget. Lines show points; the ranges "
            "are given with your chance above.",
        )
