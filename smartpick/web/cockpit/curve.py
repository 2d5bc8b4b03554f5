"""The score curve of the preferred specialty with the applicant's place, and what can be taken away of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.charts.frame import CONFIG
from smartpick.charts.score_curve import ChanceLine, CurvePicture, OwnLine, move_lines, score_curve_figure
from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.odds.distribution import Distribution
from smartpick.text.curves import figures_behind, shown_points
from smartpick.text.levers import score_reach_sentences
from smartpick.text.numbers import people, percent, percent_range
from smartpick.text.score_place import (
    NOT_A_CAUSE,
    alternative_text,
    counts_sentence,
    curve_keys,
    curve_title,
    key_sentences,
    no_curve_sentence,
    own_sentences,
    place_sentences,
)
from smartpick.web.blocks import block, chart_keys, estimate_sources, fine, heading, note_html, plain
from smartpick.web.charts import chart_tools
from smartpick.web.cockpit.live import curve_mark, titled
from smartpick.web.cockpit.seen import asked_for
from smartpick.web.page import PageContext
from smartpick.web.session import remembered
from smartpick.web.theme import page_palette
from smartpick.whatif.curves import ComparedCurve, compare_by_score
from smartpick.whatif.levers import score_reach

# The numbers that the score curve figure draws for one applicant.

AXIS = (float(SCORE_AXIS[0]), float(SCORE_AXIS[-1]))
_EVERY = 2  # points of score between drawn points: finer cannot be seen


def curve_picture(assessment: Assessment) -> CurvePicture:
    """Return what the score curve figure shows for this applicant."""
    curve = assessment.score_curve
    return CurvePicture(
        curve=ChanceLine(**_line(*curve.drawn)),
        own=own_line(assessment),
        axis=AXIS,
        matched=_drawn(curve.matched),
        not_matched=_drawn(curve.not_matched),
        passing=assessment.passing.score,
        passing_label=_passing_label(assessment),
    )


def own_line(assessment: Assessment) -> OwnLine:
    """Return the part of the figure that is this applicant's, along the whole of the published scores."""
    curve, mine = assessment.score_curve, assessment.odds.match
    drawn = np.flatnonzero((curve.minimum <= SCORE_AXIS) & (curve.maximum >= SCORE_AXIS))[::_EVERY]
    by_score = SCORE_AXIS, mine.point, mine.low, mine.high
    return OwnLine(**_line(*(each[drawn] for each in by_score)), place=_place(assessment))


def _line(scores: Array, chance: Array, low: Array, high: Array) -> dict[str, Any]:
    rows = zip(chance.tolist(), low.tolist(), high.tolist(), strict=True)
    hover = [(percent(each), percent_range(least, most), people(each)) for each, least, most in rows]
    rounded = {"chance": chance.round(4), "low": low.round(4), "high": high.round(4)}
    return {"scores": scores, **rounded, "hover": hover}


def _place(assessment: Assessment) -> tuple[int, list[float]] | None:
    score, curve = assessment.profile.step2_ck_score, assessment.score_curve
    if score is None:
        return None
    shown = int(np.clip(score, *AXIS))
    if not bool(curve.supported(score)):
        return shown, []
    own = float(assessment.odds.match.point[shown - int(SCORE_AXIS[0])])
    return shown, sorted([own, float(curve.probability(score))])


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


# The score curve of the preferred specialty with the applicant's place.

_AREA = "score_curve_area"


def curve(anchor: Assessment, here: PageContext) -> None:
    """Draw the curve, or the counts where there are too few applicants for one.

    The figure stays as it is while the score is dragged; the mark follows.

    Args:
        anchor: Where the applicant stands.
        here: The page's context.
    """
    model = anchor.plan.models[0]
    with titled("curve", heading(curve_title(anchor))):
        estimate_sources(
            anchor,
            here.engine,
            key="sources_curve",
            remark="The dotted curve is worked out from the published score distributions of those who "
            f"matched and those who did not, and from their numbers. {NOT_A_CAUSE} Your own chance with the "
            "list rests on the other sources too.",
            also=(*model.inputs.sources, anchor.passing.source_id),
        )
    if not anchor.score_curve.charted:
        block(note_html(no_curve_sentence(anchor)))
        return
    with st.container(key=_AREA):
        # A browser takes long to load what draws the figure, so the slider is painted first.
        if asked_for("picture"):
            st.plotly_chart(
                _figure(anchor), theme=None, config=CONFIG, key="score_curve", alt=alternative_text(anchor)
            )
        curve_mark(anchor, key="curve_mark")


def _figure(anchor: Assessment) -> go.Figure:
    """Return the session's one figure of this curve, with the lines where they are for this applicant."""
    own, colours, model = own_line(anchor), page_palette(), anchor.plan.models[0]
    curve = model.specialty, model.applicant_type, _passing_label(anchor), own.place is None
    figure = remembered("curve", (curve, colours), lambda: score_curve_figure(curve_picture(anchor), colours))
    move_lines(figure, own, AXIS)
    return figure


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
