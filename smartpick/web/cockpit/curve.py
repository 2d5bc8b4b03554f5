"""The score curve of the preferred specialty with the applicant's place, and what can be taken away of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.charts.frame import CONFIG, Palette
from smartpick.charts.score_curve import HEIGHT, MARGIN, CurvePicture, OwnLine, score_curve_figure, top_of
from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.odds import ScoreCurve
from smartpick.odds.distribution import Distribution
from smartpick.text.curves import (
    NOT_A_CAUSE,
    counts_sentence,
    curve_keys,
    curve_title,
    figures_behind,
    key_sentences,
    no_curve_sentence,
    own_in_words,
    own_sentences,
    place_sentences,
    published_in_words,
    shown_points,
)
from smartpick.text.levers import score_reach_sentences
from smartpick.text.numbers import people, percent, percent_range
from smartpick.web.blocks import block, chart_keys, fine, heading, note_html, plain
from smartpick.web.charts import chart_tools
from smartpick.web.cockpit.ahead import SCORE
from smartpick.web.cockpit.live import current_sources, titled
from smartpick.web.cockpit.seen import asked_for, run_all_if_changed
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.session import remembered
from smartpick.web.templates import component
from smartpick.web.theme import page_palette
from smartpick.whatif.curves import ComparedCurve, compare_by_score
from smartpick.whatif.levers import score_reach

AXIS = (float(SCORE_AXIS[0]), float(SCORE_AXIS[-1]))
_EVERY = 2  # points of score between drawn points: finer cannot be seen
_AREA = "score_curve_area"
_WORDS = {
    "place": "you: {score}",
    "own": "{score}: {0} with your list\nrange {1}\n{2}",
    "curve": "{0} of those with\na program to rank\nrange {1}\n{2}",
}
_mark = component("curve_mark", follows=True)


def curve(here: PageContext) -> None:
    """Draw the curve, or the counts where there are too few applicants for one.

    All of it stays as it is for every score; what is the applicant's own is laid over it and follows.
    """
    anchor = here.assessment
    model = anchor.plan.models[0]
    with titled("curve", heading(curve_title(anchor))):
        current_sources(
            "sources_curve",
            remark="The dotted curve is worked out from the published score distributions of those who "
            f"matched and those who did not, and from their numbers. {NOT_A_CAUSE} Your own chance with the "
            "list rests on the other sources too.",
            also=lambda now: (
                *now.assessment.plan.models[0].inputs.sources,
                now.assessment.passing.source_id,
            ),
        )
    if not anchor.score_curve.charted:
        block(note_html(no_curve_sentence(anchor)))
        return
    colours, of_curve = page_palette(), (model.specialty, model.applicant_type)
    with st.container(key=_AREA):
        _picture()
        _mark(
            key="curve_mark",
            data=remembered("curve_mark", (of_curve, colours), lambda: _ground(model.score_curve, colours)),
        )


@st.fragment
@safely
def _picture() -> None:
    """Draw the figure once the slider is on the screen: a browser takes long to load what draws it."""
    here = page_context()
    run_all_if_changed(here)
    if asked_for("picture"):
        anchor = here.assessment
        st.plotly_chart(
            _figure(anchor), theme=None, config=CONFIG, key="score_curve", alt=published_in_words(anchor)
        )


def _figure(anchor: Assessment) -> go.Figure:
    colours, model = page_palette(), anchor.plan.models[0]
    key = model.specialty, model.applicant_type, _passing_label(anchor), colours
    return remembered("curve", key, lambda: score_curve_figure(curve_picture(anchor), colours))


def curve_picture(assessment: Assessment) -> CurvePicture:
    """Return what the figure shows: all that no answer of the applicant's but the specialty changes."""
    curve = assessment.score_curve
    scores, chance, *_ = curve.drawn
    return CurvePicture(
        curve=(scores, chance.round(4)),
        axis=AXIS,
        matched=_drawn(curve.matched),
        not_matched=_drawn(curve.not_matched),
        passing=assessment.passing.score,
        passing_label=_passing_label(assessment),
    )


def _drawn(distribution: Distribution) -> tuple[Array, Array]:
    """Return a distribution thinned to whole scores, as density per point."""
    x, p = distribution.density
    steps = np.gradient(x)
    scores = np.arange(np.ceil(x[0]), np.floor(x[-1]) + 1, _EVERY)
    return scores, np.interp(scores, x, p / steps).round(5)


def _passing_label(assessment: Assessment) -> str:
    passing = assessment.passing
    day = passing.effective_from
    return f"{passing.score} to pass" + (f"<br>since {day:%b} {day.year}" if day else "")


def _scores(curve: ScoreCurve) -> Array:
    """Return the scores at which the own line is drawn: within the published ones."""
    return SCORE_AXIS[(curve.minimum <= SCORE_AXIS) & (curve.maximum >= SCORE_AXIS)][::_EVERY]


def _ground(curve: ScoreCurve, colours: Palette) -> dict[str, Any]:
    """Return where the own line and place are drawn, and what is said of the published curve beside them."""
    scores, supported = _scores(curve), curve.supported(SCORE_AXIS)
    tops = [round(top_of(float(chance)), 1) for chance in curve.probability(SCORE_AXIS)]
    return {
        "score": SCORE,
        "axis": AXIS,
        "height": HEIGHT,
        "left": MARGIN["l"],
        "right": MARGIN["r"],
        "bottom": MARGIN["b"],
        # Where chances of 0 and 1 lie: the own one, which the slider knows, lies between.
        "ends": [top_of(0.0), top_of(1.0)],
        "curve": [top if here else None for top, here in zip(tops, supported, strict=True)],
        "scores": scores.astype(int).tolist(),
        "compared": _said(curve.probability(scores), *curve.interval(scores)),
        "words": _WORDS,
        "colours": {"estimate": colours.estimate, "background": colours.background},
    }


def _said(chance: Array, low: Array, high: Array) -> list[tuple[str, str, str]]:
    rows = zip(chance.tolist(), low.tolist(), high.tolist(), strict=True)
    return [(percent(each), percent_range(least, most), people(each)) for each, least, most in rows]


def own_line(assessment: Assessment) -> OwnLine:
    """Return the chance with the list as it stands, along the whole of the published scores."""
    scores, mine = _scores(assessment.score_curve), assessment.odds.match
    at = (scores - SCORE_AXIS[0]).astype(int)
    columns = mine.point[at], mine.low[at], mine.high[at]
    chance, low, high = (column.round(4) for column in columns)
    return OwnLine(scores=scores, chance=chance, low=low, high=high, words=_said(*columns))


def own_line_now(assessment: Assessment) -> dict[str, Any] | None:
    """Return the own line for the browser; None where there is no curve."""
    if not assessment.score_curve.charted:
        return None
    own = own_line(assessment)
    lines = {name: getattr(own, name).tolist() for name in ("chance", "low", "high")}
    return {**lines, "words": own.words, "alt": own_in_words(assessment)}


# What can be taken away of the cockpit's curve: image, numbers, the figures behind it, a citation.


def curve_tools(
    figure: go.Figure, area: str, keys: Sequence[tuple[str, str]], anchor: Assessment, engine: Engine
) -> None:
    """Draw the button with the downloads.

    Args:
        figure: The curve.
        area: Key of the container that it stands in.
        keys: The name of each sign in the figure, and what it means.
        anchor: The assessment that the figure is drawn from.
        engine: The fitted data.
    """
    model = anchor.plan.models[0]

    def compared() -> Sequence[ComparedCurve]:
        return compare_by_score(engine, [model.specialty], [model.applicant_type]).curves

    def shown() -> pd.DataFrame:
        points = shown_points(compared(), "score")
        own = np.interp(points["step2_ck_score"], SCORE_AXIS, anchor.odds.match.point)
        return points.assign(match_probability_with_your_list=own.round(4))

    chart_tools(
        figure,
        key=area,
        shown=shown,
        full=lambda: figures_behind(engine.facts, compared(), "score"),
        sources=(*model.inputs.sources, anchor.passing.source_id),
        title=f"{model.specialty}: your chance of matching by Step 2 CK score, with your list",
        caption=key_sentences(keys),
    )


def curve_words(anchor: Assessment, here: PageContext) -> None:
    """Draw what the curve says of the applicant, what its lines mean, and what can be taken away of it."""
    if not anchor.score_curve.charted:
        return
    first, *rest = [*own_sentences(anchor), *place_sentences(anchor)] or [""]
    block(
        plain(first),
        fine(*rest),
        chart_keys(curve_keys(anchor)),
        fine(counts_sentence(anchor)),
        fine(*score_reach_sentences(score_reach(anchor, here.engine))),
    )
    curve_tools(_figure(anchor), _AREA, curve_keys(anchor), anchor, here.engine)
