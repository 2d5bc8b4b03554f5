"""The score curve of the preferred specialty with the applicant's place."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.score_curve import score_curve_figure
from smartpick.guidance.score_reach import score_reach
from smartpick.presenters.score_place import (
    TYPE_WORDS,
    alternative_text,
    counts_sentence,
    curve_title,
    denominators,
    no_curve_sentence,
    own_sentences,
    place_sentences,
)
from smartpick.presenters.score_reach_words import score_reach_sentences
from smartpick.presenters.wording import whole_number
from smartpick.ui.blocks import block, chart_keys, fine, heading, note_html, plain
from smartpick.ui.cockpit.curve_picture import curve_picture
from smartpick.ui.cockpit.curve_tools import curve_tools
from smartpick.ui.cockpit.live import MARK, PLACE, shown_now
from smartpick.ui.cockpit.your_place import your_place
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext, safely
from smartpick.ui.sources import estimate_sources
from smartpick.ui.state import sitting
from smartpick.ui.theme import page_palette

_AREA = "score_curve_area"


def curve(anchor: Assessment, here: PageContext) -> None:
    """Draw the curve, or the counts where there are too few applicants for one.

    The figure stays as it is while the score is dragged; the words above it and the mark follow.

    Args:
        anchor: Where the applicant stood when the thumb was last let go.
        here: The page's context.
    """
    model = anchor.plan.models[0]
    title = heading(curve_title(anchor))
    figure: go.Figure | None = None
    if anchor.score_curve.charted:
        block(title)
        figure = _chart(anchor, here)
    else:
        block(
            title,
            note_html(no_curve_sentence(anchor)),
        )
    with st.container(horizontal=True):
        if figure is not None:
            curve_tools(figure, _AREA, _keys(anchor), anchor, here.engine)
        estimate_sources(
            anchor,
            here.engine,
            key="sources_curve",
            remark="The dotted curve is worked out from the published score distributions of those who "
            "matched and those who did not, and from their numbers. It shows who matched, not what a score "
            "causes. Your own chance with the list rests on the other sources too.",
            also=(*model.inputs.sources, anchor.passing.source_id),
        )


def _chart(anchor: Assessment, here: PageContext) -> go.Figure:
    _place(anchor, here)
    colours = page_palette()
    figure, words, _ = remembered(
        "curve",
        (id(anchor), colours),
        # The anchor is kept with its figure, so that its id stays its own.
        lambda: (score_curve_figure(curve_picture(anchor), colours), alternative_text(anchor), anchor),
    )
    with st.container(key=_AREA):
        st.plotly_chart(figure, theme=None, config=CONFIG, key="score_curve", alt=words)
        _mark(anchor)
    block(
        chart_keys(_keys(anchor)),
        fine(counts_sentence(anchor)),
        fine(*score_reach_sentences(score_reach(anchor, here.engine))),
    )
    return figure


@st.fragment(key=PLACE)
@safely
def _place(anchor: Assessment, here: PageContext) -> None:
    shown = shown_now(anchor, here)
    first, *rest = [*own_sentences(shown), *place_sentences(shown)] or [""]
    block(plain(first), fine(*rest))


@st.fragment(key=MARK)
@safely
def _mark(anchor: Assessment) -> None:
    block(your_place(anchor, sitting().profile.step2_ck_score))


def _keys(shown: Assessment) -> list[tuple[str, str]]:
    """Return the lines and areas by the name of their sign, with how many applicants stand behind them."""
    kind = TYPE_WORDS[shown.plan.models[0].applicant_type]
    matched, not_matched = denominators(shown)
    return [
        ("line", "your chance with this list, from applying on"),
        ("band", "its 80 % range"),
        ("dots", f"for comparison: {kind} with a program to rank"),
        ("area", f"scores of {whole_number(matched)} who matched"),
        ("dash", f"scores of {whole_number(not_matched)} who did not"),
    ]
