"""The score curve of the preferred specialty with the applicant's place."""

from __future__ import annotations

from html import escape

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
from smartpick.ui.cockpit.curve_picture import curve_picture
from smartpick.ui.notes import fine_print, note
from smartpick.ui.sources import sources_popover
from smartpick.ui.theme import page_palette


def curve(assessment: Assessment, engine: Engine) -> None:
    """Draw the curve, or the counts where there are too few applicants for one."""
    model = assessment.plan.models[0]
    st.subheader(f"{model.specialty}: chance by score", anchor=False)
    if assessment.score_curve.charted:
        _chart(assessment)
    else:
        _counts(assessment)
    sources_popover(
        engine.facts.sources,
        (*model.inputs.sources, assessment.passing.source_id),
        key="sources_curve",
        remark="The curve is worked out from the published score distributions of those who matched and "
        "those who did not, and from their numbers. It shows who matched, not what a score causes.",
    )


def _chart(assessment: Assessment) -> None:
    kind = TYPE_WORDS[assessment.plan.models[0].applicant_type]
    place = place_sentences(assessment)
    if place:
        st.html(f"<p>{escape(place[0])}</p>")
    st.plotly_chart(
        score_curve_figure(curve_picture(assessment), page_palette()),
        theme=None,
        config=CONFIG,
        key="score_curve",
        alt=alternative_text(assessment),
    )
    matched, not_matched = denominators(assessment)
    keys = [
        ("line", f"{kind} who ranked a program"),
        ("band", "80 % range"),
        ("dots", "you, with your list"),
        ("area", f"scores of {whole_number(matched)} who matched"),
        ("dash", f"scores of {whole_number(not_matched)} who did not"),
    ]
    items = "".join(f'<li><span class="sp-key sp-key-{k}"></span>{escape(text)}</li>' for k, text in keys)
    st.html(f'<ul class="sp-keys">{items}</ul>')
    own = [own_list_sentence(assessment)] if assessment.profile.step2_ck_score is not None else []
    fine_print(*place[1:], *own, counts_sentence(assessment))


def _counts(assessment: Assessment) -> None:
    note(
        f"{counts_sentence(assessment)} That is too few for a curve by score: it would draw chance, not a "
        "pattern. The chances above rest on the curve of a large specialty and have a wide range."
    )
