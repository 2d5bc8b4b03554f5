"""What could be tried: the next tier, every lever, score against list size."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.scenarios import ContoursPicture, LeverBar, LeverRow, contours_figure, tornado_figure
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.text.levers import (
    contours_hover,
    contours_in_words,
    contours_table,
    exchange_sentence,
    nothing_moves_sentence,
    passing_first_sentence,
    place_note,
    retake_note,
    shown_changes,
    telling_levers,
)
from smartpick.text.scenarios import LEVER_COLUMNS, lever_cells, lever_hover, levers_in_words, levers_table
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
from smartpick.web.controls import kept
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.scenarios.keeping import row_html, table_html, try_changes
from smartpick.web.session import remembered, sitting
from smartpick.web.theme import page_palette
from smartpick.whatif.levers import Lever, exam_is_closed, levers
from smartpick.whatif.list_size import LEAST_GAIN, Contours, contours

# The smallest change that leads to the next tier.


def smallest_change(shown: Assessment, engine: Engine) -> None:
    """Draw the change in words, and a way to try it as a scenario."""
    tier, step = shown.tier, shown.tier.next_tier
    if tier.silence:
        block(heading("No tier"), fine(tier.silence))
        sources_popover(engine.facts.sources, (GUIDE,), key="sources_next_tier")
        return
    retake = step is not None and any(change.field == "step2_ck_score" for change in step.changes)
    passed = (shown.profile.step2_ck_score or 0) >= shown.passing.score
    block(
        heading("The smallest change to the next tier"),
        f'<p class="sp-upward">{escape(tier.next_tier_note)}</p>',
        fine(
            "A passed Step 2 CK cannot be taken again: this step is not open to you, it only shows how far "
            "the tier is."
            if retake and passed
            else "",
            "The guide's tier, for non-US IMGs, sums up a profile; programs do not know it. What counts is "
            "what the change does to the chance.",
        ),
    )
    if step is not None:
        st.button(
            "Try it as a scenario",
            on_click=try_changes,
            args=(
                f"To {tier_in_a_sentence(step.tier)}",
                {change.field: change.to_value for change in step.changes},
            ),
            key="next_tier_try",
        )
    sources_popover(
        engine.facts.sources,
        (GUIDE, shown.passing.source_id),
        key="sources_next_tier",
        remark="The tiers are those of the guide, for non-US IMGs.",
    )


# Every lever beside the others: what it brings, what it takes, and what the size of its gain rests on.

_KEY, _CHOSEN = "lever_tornado", "lever_chosen"
_KEYS = (
    ("bar", "match anywhere"),
    ("bar-pacific", "on the Pacific Coast"),
    ("bar-assumed", "hollow: the size is assumed"),
    ("whisker", "80 % range"),
)
_REMARK = (
    "Each gain is the chance with this one change less the chance without it. Gains do not simply add up."
)


def all_levers(shown: Assessment, here: PageContext) -> None:
    """Draw the levers still open to this profile, and a way to try one as a scenario."""
    key = (shown.profile, here.assumed, sitting().evidence_version)
    with st.spinner("Working out what each change would bring …"):
        found = remembered("levers", key, lambda: levers(shown, here.engine))
    block(heading("What each change would bring"))
    closed = exam_is_closed(shown, here.engine)
    every, found = found, shown_changes(found)
    if not found:
        block(fine(nothing_moves_sentence(every, closed)))
        return
    rows = [_row(lever) for lever in found]
    figure = tornado_figure(rows, page_palette())
    block(
        fine(
            passing_first_sentence(found) or "One change at a time, from your profile as it stands.",
            "" if telling_levers(found) else nothing_moves_sentence(found, closed),
        )
    )
    left, right = st.columns([2, 3], gap="large")
    with left:
        block(chart_keys(_KEYS))
        st.plotly_chart(figure, theme=None, config=CONFIG, key=_KEY, alt=levers_in_words(found))
        sources = [*dict.fromkeys([*(lever.source_id for lever in found), *shown.sources])]
        with st.container(horizontal=True):
            chart_tools(
                figure,
                key=_KEY,
                shown=lambda: levers_table(found),
                full=None,
                sources=sources,
                title="What each change would bring",
                caption="Upper bars: match anywhere. Lower bars: Pacific Coast. Hollow: the size is assumed. "
                "Thin lines: 80 % range.",
            )
            estimate_sources(
                shown,
                here.engine,
                key="sources_all_levers",
                remark=_REMARK,
                also=[lever.source_id for lever in found],
                parameters=[field for lever in found for field in lever.changes],
            )
        _try_one(found)
    with right:
        block(f'<div class="sp-levers-table">{_table(found)}</div>')


def _table(found: Sequence[Lever]) -> str:
    return table_html(
        "Change of the chance in percentage points, with its 80 % range.",
        "Change",
        LEVER_COLUMNS,
        [row_html(lever.title, "", LEVER_COLUMNS, lever_cells(lever)) for lever in found],
    )


def _try_one(found: Sequence[Lever]) -> None:
    by_name = {lever.name: lever for lever in found}
    choices = [one_of("scenarios_lever", "change", _CHOSEN, {n: n for n in by_name}, found[0].name)]
    notice(open_choices("scenarios", choices))
    if st.session_state.get(_CHOSEN) not in by_name:
        st.session_state[_CHOSEN] = found[0].name
    one = kept(_CHOSEN, found[0].name)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "One of these changes",
            list(by_name),
            index=list(by_name).index(one.value),
            format_func=lambda name: by_name[name].title,
            key=one.key,
            on_change=one.on_change,
            width=360,
        )
        lever = by_name[chosen]
        st.button(
            "Try it as a scenario", on_click=try_changes, args=(lever.title, lever.changes), key="lever_try"
        )
    write_choices("scenarios", choices)


def _row(lever: Lever) -> LeverRow:
    return LeverRow(
        lever.title,
        _bar(lever.gain, lever_hover(lever, pacific=False)),
        _bar(lever.gain_pacific, lever_hover(lever, pacific=True)),
        lever.basis == "assumed",
    )


def _bar(gain: Estimate, hover: str) -> LeverBar:
    return LeverBar(100 * gain.point, 100 * gain.low, 100 * gain.high, hover)


# Score against list size: lines of equal chance, and what more applications are worth in points.

_CONTOURS_KEY = "score_and_size"
_CONTOURS_KEYS = (
    ("dot", "you"),
    ("line", "the same chance all along"),
    ("way", "two ways to the same chance"),
)
_CONTOURS_REMARK = (
    "Each point is our estimate for the best list of that size, chosen for your profile within your limits "
    "on Pacific programs and without a budget. Lines show points; the ranges stand with your chance above."
)


@st.fragment
@safely
def score_and_size() -> None:
    """Draw the contours. A fragment: the lists of all sizes are worked out last."""
    here = page_context()
    shown = here.assessment
    block(heading("Score against number of applications"))
    found = _found(shown, here)
    if found is None:
        note(
            "There is no list to make longer."
            if not shown.plan.size
            else "Too few applicants in this specialty for a curve over scores."
        )
        return
    figure = contours_figure(_picture(found, shown.passing.score), page_palette())
    block(
        plain(exchange_sentence(found)),
        fine(retake_note(shown), place_note(shown, found)),
        chart_keys(_CONTOURS_KEYS),
    )
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_CONTOURS_KEY, alt=contours_in_words(found))
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_CONTOURS_KEY,
            shown=lambda: contours_table(found),
            full=None,
            sources=shown.sources,
            title="Chance of matching by Step 2 CK score and number of applications",
            caption="Lines join places of the same chance. The dot is the applicant.",
        )
        estimate_sources(shown, here.engine, key="sources_contours", remark=_CONTOURS_REMARK)


def _found(shown: Assessment, here: PageContext) -> Contours | None:
    def work_out() -> Contours | None:
        said = "Working out lists of other sizes …"
        with st.empty():
            bar = st.progress(0.0, said)
            made = contours(shown, here.engine, lambda done: bar.progress(done, said))
            bar.empty()
        return made

    return remembered("contours", shown, work_out)


def _picture(found: Contours, passing: int) -> ContoursPicture:
    exchange = found.exchange
    worth_showing = exchange is not None and exchange.gain >= LEAST_GAIN
    return ContoursPicture(
        scores=found.scores,
        sizes=found.sizes.astype(float),
        chance=found.match,
        hover=contours_hover(found),
        score=found.score,
        size=float(found.size),
        more=exchange.more if exchange is not None and worth_showing else 0,
        points=exchange.points if exchange is not None else None,
        passing=passing,
    )
