"""Score against list size: lines of equal chance, and what more applications are worth in points."""

from __future__ import annotations

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.scenarios import ContoursPicture, contours_figure
from smartpick.explore.contours import LEAST_GAIN, Contours, contours
from smartpick.presenters.contour_words import (
    contours_hover,
    contours_in_words,
    contours_table,
    exchange_sentence,
    place_note,
    retake_note,
)
from smartpick.ui.blocks import block, chart_keys, fine, heading, note, plain
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext, page_context, safely
from smartpick.ui.sources import estimate_sources
from smartpick.ui.theme import page_palette

_KEY = "score_and_size"
_KEYS = (("dot", "you"), ("line", "the same chance all along"), ("way", "two ways to the same chance"))
_REMARK = (
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
        plain(exchange_sentence(found)), fine(retake_note(shown), place_note(shown, found)), chart_keys(_KEYS)
    )
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_KEY, alt=contours_in_words(found))
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: contours_table(found),
            full=None,
            sources=shown.sources,
            title="Chance of matching by Step 2 CK score and number of applications",
            caption="Lines join places of the same chance. The dot is the applicant.",
        )
        estimate_sources(shown, here.engine, key="sources_contours", remark=_REMARK)


def _found(shown: Assessment, here: PageContext) -> Contours | None:
    def work_out() -> tuple[Assessment, Contours | None]:
        said = "Working out lists of other sizes …"
        with st.empty():
            bar = st.progress(0.0, said)
            made = contours(shown, here.engine, here.assumed, lambda done: bar.progress(done, said))
            bar.empty()
        return shown, made

    # The assessment is kept beside the result: its id stays its own as long as it is kept.
    return remembered("contours", id(shown), work_out)[1]


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
