"""The score curve of the preferred specialty with the applicant's place."""

from __future__ import annotations

from html import escape

import plotly.graph_objects as go
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.score_curve import score_curve_figure
from smartpick.engine import Engine
from smartpick.presenters.score_place import (
    TYPE_WORDS,
    alternative_text,
    counts_sentence,
    denominators,
    own_list_sentence,
    place_sentences,
)
from smartpick.presenters.wording import whole_number
from smartpick.ui.blocks import block, fine, heading, note_html, plain
from smartpick.ui.cockpit.curve_picture import curve_picture
from smartpick.ui.cockpit.curve_tools import curve_tools
from smartpick.ui.cockpit.your_place import your_place
from smartpick.ui.memory import remembered
from smartpick.ui.sources import estimate_sources
from smartpick.ui.theme import page_palette

_AREA = "score_curve_area"
# What stands for a sign where it cannot be shown, as in the line under an image.
_KEY_NAMES = {
    "line": "Line",
    "band": "Band",
    "dots": "Dotted",
    "area": "Filled below",
    "dash": "Dashed below",
}


def curve(anchor: Assessment, shown: Assessment, engine: Engine) -> None:
    """Draw the curve, or the counts where there are too few applicants for one.

    Args:
        anchor: Where the applicant stood when the thumb was last let go; the figure is drawn from it and
            stays as it is while the score is dragged.
        shown: Where the applicant stands now; the mark and the sentences are drawn from it.
        engine: The fitted data.
    """
    model = shown.plan.models[0]
    title = heading(f"{model.specialty}: chance by score")
    figure: go.Figure | None = None
    if shown.score_curve.charted:
        figure = _chart(title, anchor, shown)
    else:
        block(
            title,
            note_html(
                f"{counts_sentence(shown)} That is too few for a curve by score: it would draw chance, not a "
                "pattern. The chances above rest on the curve of a large specialty and have a wide range."
            ),
        )
    with st.container(horizontal=True):
        if figure is not None:
            curve_tools(figure, _AREA, _keys(anchor), anchor, engine)
        estimate_sources(
            shown,
            engine,
            key="sources_curve",
            remark="The curve is worked out from the published score distributions of those who matched and "
            "those who did not, and from their numbers. It shows who matched, not what a score causes. Your "
            "own chance with the list rests on the other sources too.",
            also=(*model.inputs.sources, shown.passing.source_id),
        )


def _chart(title: str, anchor: Assessment, shown: Assessment) -> go.Figure:
    place = place_sentences(shown)
    own = own_list_sentence(shown) if shown.profile.step2_ck_score is not None and shown.plan.size else ""
    block(title, *(plain(sentence) for sentence in place[:1]), fine(own))
    colours = page_palette()
    figure, words, _ = remembered(
        "curve",
        (id(anchor), colours),
        # The anchor is kept with its figure, so that its id stays its own.
        lambda: (score_curve_figure(curve_picture(anchor), colours), alternative_text(anchor), anchor),
    )
    with st.container(key=_AREA):
        st.plotly_chart(figure, theme=None, config=CONFIG, key="score_curve", alt=words)
        block(your_place(anchor, shown.profile.step2_ck_score))
    block(_key_list(shown), fine(*place[1:], counts_sentence(shown)))
    return figure


def _keys(shown: Assessment) -> list[tuple[str, str]]:
    """Return the lines and areas by the name of their sign, with how many applicants stand behind them."""
    kind = TYPE_WORDS[shown.plan.models[0].applicant_type]
    matched, not_matched = denominators(shown)
    return [
        ("line", f"{kind} with a program to rank"),
        ("band", "80 % range"),
        ("dots", "you, before any invitation"),
        ("area", f"scores of {whole_number(matched)} who matched"),
        ("dash", f"scores of {whole_number(not_matched)} who did not"),
    ]


def _key_list(shown: Assessment) -> str:
    items = "".join(
        f'<li><span class="sp-key sp-key-{key}"></span>{escape(text)}</li>' for key, text in _keys(shown)
    )
    return f'<ul class="sp-keys">{items}</ul>'
