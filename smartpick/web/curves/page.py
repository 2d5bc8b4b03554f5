"""The page of score curves: choose whose curves, see them together, read the numbers behind them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from smartpick.charts.curve_parts import MOST_SERIES, Axes, CurveLine, Mark, Masses, series_styles
from smartpick.charts.curves import curves_figure, panel_figure
from smartpick.charts.frame import CONFIG
from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.facts import Facts
from smartpick.odds.distribution import Distribution
from smartpick.text.curves import (
    View,
    alternative_text,
    borrowed_note,
    chart_title,
    comparison_table,
    counts_table,
    curve_labels,
    explanations,
    figures_behind,
    hover_words,
    not_drawn_words,
    region_notes,
    shape_notes,
    share_sentences,
    shown_points,
    sources_behind,
)
from smartpick.text.numbers import whole_number
from smartpick.text.sources import curve_parameters
from smartpick.web.blocks import (
    block,
    chart_keys,
    fine,
    heading,
    note,
    notice,
    plain,
    readable_table,
    sources_popover,
    terms_popover,
)
from smartpick.web.charts import chart_tools
from smartpick.web.curves.choices import (
    MOST_SPECIALTIES,
    CurveChoices,
    changes,
    choices_of,
    choose,
    curve_controls,
    display_controls,
    open_curves_link,
    view_control,
    write_curves_link,
)
from smartpick.web.page import page_context, safely
from smartpick.web.sidebar import title_with_link
from smartpick.web.theme import page_palette
from smartpick.whatif.curves import (
    MOST_RANKS_SHOWN,
    Chance,
    ComparedCurve,
    Comparison,
    compare_by_interviews,
    compare_by_region,
    compare_by_score,
    drawable_specialties,
    regions,
)

# From compared curves to the lines and axes that the figures draw.

_TOPS = (0.1, 0.2, 0.5, 1.0)
_EVERY = 2  # points of score between drawn points of a distribution


def curve_lines(curves: Sequence[ComparedCurve], labels: Sequence[str], view: View) -> list[CurveLine]:
    """Return the lines of these curves."""
    alone = len(curves) == 1
    return [
        CurveLine(
            label=label,
            at=curve.axis,
            point=curve.estimate.point,
            low=curve.estimate.low,
            high=curve.estimate.high,
            hover=[hover_words(curve, label, i, alone) for i in range(len(curve.axis))],
            variants=_shapes(curve) if view == "interviews" else (),
            masses=_masses(curve) if view == "score" else None,
        )
        for curve, label in zip(curves, labels, strict=True)
    ]


def shared_axes(curves: Sequence[ComparedCurve], view: View) -> Axes:
    """Return the axes that all panels share: as far as any curve goes, and as high as any range."""
    highest = max(float(curve.estimate.high.max()) for curve in curves)
    top = 1.0 if view != "region" else next(t for t in _TOPS if highest <= t or t == _TOPS[-1])
    if view == "interviews":
        return Axes("Programs ranked (interviews)", 0, MOST_RANKS_SHOWN, 5, top, "%{x} programs ranked")
    first = 10 * np.floor(min(curve.axis[0] for curve in curves) / 10)
    last = 10 * np.ceil(max(curve.axis[-1] for curve in curves) / 10)
    return Axes("Step 2 CK score", float(first), float(last), 20, top, "Step 2 CK %{x}")


def _shapes(curve: ComparedCurve) -> list[Array]:
    return list(curve.model.rank_curve.by_shape[:, : len(curve.axis)])


def _masses(curve: ComparedCurve) -> Masses:
    fitted = curve.model.score_curve
    return Masses(
        _density(fitted.matched), _density(fitted.not_matched), fitted.matched.n, fitted.not_matched.n
    )


def _density(distribution: Distribution) -> tuple[Array, Array]:
    x, p = distribution.density
    scores = np.arange(np.ceil(x[0]), np.floor(x[-1]) + 1, _EVERY)
    return scores, np.interp(scores, x, p / np.gradient(x)).round(5)


# The curves themselves: one chart, or a small one for each on shared axes, with what goes with them.

# More curves than this are shown as small charts unless the person wants one.
_ONE_CHART_UP_TO = 4
_KEY = "compared_curves"
# What stands for a sign where it cannot be shown, as in the line under an image.
_KEY_NAMES = {
    "band": "Bands",
    "faint": "Thin lines",
    "area": "Filled",
    "dash": "Dashed below",
    "thin": "Thin lines",
}
_REMARK = (
    "The curves are our estimates from these published figures. They show who matched, not what a score or "
    "an interview causes."
)


def chart(
    curves: Sequence[ComparedCurve],
    labels: Sequence[str],
    choices: CurveChoices,
    score: int | None,
    facts: Facts,
) -> None:
    """Draw the curves, their key and the chart tools.

    Args:
        curves: At least one.
        labels: Their names.
        choices: What is shown and how.
        score: The score to mark, None for none.
        facts: The published tables.
    """
    in_panels = shown_in_panels(choices, len(curves))
    colours = page_palette()
    lines, axes = curve_lines(curves, labels, choices.view), shared_axes(curves, choices.view)
    mark = None if score is None or choices.view == "interviews" else Mark(score, f"you: {score}")
    pacific = [bool(curve.region and curve.region.pacific_coast) for curve in curves]
    alternative = alternative_text(curves, labels, choices.view)
    figure: go.Figure
    with st.container(key=_KEY):
        if in_panels:
            cells = st.grid(min_column_width=300, gap="medium")
            for place, line in enumerate(lines):
                style = series_styles(colours, [pacific[place]])[0]
                others = [other for other in lines if other is not line]
                figure = panel_figure(line, others, style, axes, colours, mark)
                with cells:
                    _draw(
                        figure,
                        f"{_KEY}_{place}",
                        alternative_text([curves[place]], [labels[place]], choices.view),
                    )
        else:
            figure = curves_figure(lines, series_styles(colours, pacific), axes, colours, mark)
            _draw(figure, f"{_KEY}_one", alternative)
    keys = _keys(choices, in_panels, curves)
    block(_KEY_STYLE + chart_keys(keys))
    sources = sources_behind(facts, curves, choices.view)
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: shown_points(curves, choices.view),
            full=lambda: figures_behind(facts, curves, choices.view),
            sources=sources,
            title=chart_title(curves, choices.view),
            caption=" ".join(f"{_KEY_NAMES[key]}: {text}." for key, text in keys),
        )
        sources_popover(
            facts.sources,
            sources,
            key="sources_curves",
            remark=_REMARK,
            parameters=curve_parameters(choices.view == "region"),
        )


def shown_in_panels(choices: CurveChoices, count: int) -> bool:
    """Return whether so many curves are shown as small charts."""
    if choices.layout == "auto":
        return count > _ONE_CHART_UP_TO
    return choices.layout == "panels" or count > MOST_SERIES


def _draw(figure: go.Figure, key: str, alternative: str) -> None:
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alternative)


def _keys(choices: CurveChoices, in_panels: bool, curves: Sequence[ComparedCurve]) -> list[tuple[str, str]]:
    """Return the areas and lines, by the name of their sign, with what they mean."""
    count = len(curves)
    keys = [("band", "80 % range")]
    if in_panels and count > 1:
        keys.append(("faint", "the other curves, to compare"))
    if choices.view == "score":
        matched, not_matched = _behind_the_scores(curves)
        keys += [
            ("area", f"published scores of {matched} who matched"),
            ("dash", f"published scores of {not_matched} who did not"),
        ]
    if choices.view == "interviews" and (in_panels or count == 1):
        keys.append(("thin", "four shapes that the published ranks allow"))
    return keys


def _behind_the_scores(curves: Sequence[ComparedCurve]) -> tuple[str, str]:
    """Return how many applicants stand behind the distributions; of several curves the table says it."""
    if len(curves) > 1:
        return "those", "those"
    fitted = curves[0].model.score_curve
    return whole_number(fitted.matched.n), whole_number(fitted.not_matched.n)


_KEY_STYLE = """<style>
.sp-key-faint { width: 22px; border-top: 2px solid var(--sp-line); }
.sp-key-thin { width: 22px; border-top: 1px solid var(--sp-muted-ink); }
</style>"""


# The page of score curves: choose whose curves, see them together, read the numbers behind them.

# Small charts beyond this number would not be looked at one by one.
MOST_CURVES = 12
_SENTENCES = 3


@safely
def curves() -> None:
    """Draw the page."""
    here = page_context()
    facts = here.engine.facts
    places = regions(facts)
    names = sorted(facts.specialties["specialty"].astype(str))
    ignored = open_curves_link(names, [place.key for place in places])
    choices = choices_of(here.profile, changes())
    title_with_link(
        '<h1 class="sp-title">Score curves</h1>',
        fine("How the chance of matching runs with the score, for one specialty or several."),
    )
    notice(ignored)
    view_control(choices)
    curve_controls(choices, names, places)
    score = here.profile.step2_ck_score
    if display_controls(choices, score):
        drawable = _drawable(facts.data_hash, choices.types, here.engine)
        choose(specialties=drawable[:MOST_SPECIALTIES])
        st.rerun()
    compared = _compared(
        facts.data_hash,
        choices.view,
        choices.specialties,
        choices.types,
        _in_region(choices),
        here.engine,
    )
    _show(compared, choices, score if choices.mark else None, here.engine)
    write_curves_link()


def _show(compared: Comparison, choices: CurveChoices, score: int | None, engine: Engine) -> None:
    shown = compared.curves[:MOST_CURVES]
    if shown:
        labels = curve_labels(shown, choices.view)
        block(
            heading(chart_title(shown, choices.view)),
            *(
                plain(sentence)
                for sentence in explanations(choices.view, choices.chance, choices.applications)
            ),
        )
        chart(shown, labels, choices, score, engine.facts)
        _notes(compared, choices, score)
        block(heading("The same in numbers"))
        marked = score if choices.view != "interviews" else None
        readable_table(comparison_table(shown, labels, choices.view, marked))
        sources_popover(
            engine.facts.sources,
            sources_behind(engine.facts, shown, choices.view),
            key="sources_curve_table",
            remark="Counts and match rates are published; chances are our estimates.",
            parameters=curve_parameters(choices.view == "region"),
        )
        terms_popover("match rate", "match probability", "range", *_TERMS[choices.view], key="curves_terms")
    else:
        note("None of these can be drawn as a curve. Choose another specialty or another kind of applicant.")
    few = counts_table(compared.not_drawn)
    if few:
        block(heading("Too few applicants for a curve"))
        readable_table(few)
        counted = [item.counts.source_id for item in compared.not_drawn if item.counts]
        sources_popover(engine.facts.sources, counted, key="sources_curve_counts")
    missing = [not_drawn_words(item) for item in compared.not_drawn if item.counts is None]
    block(*(fine(sentence) for sentence in missing))


_TERMS = {
    "score": ("preferred specialty", "Step 2 CK"),
    "region": ("interview rate", "Step 2 CK"),
    "interviews": ("contiguous ranks", "rank order list"),
}


def _notes(compared: Comparison, choices: CurveChoices, score: int | None) -> None:
    """Say what must be known to read these curves."""
    shown = compared.curves[:MOST_CURVES]
    said = []
    if choices.view == "score" and score is not None and len(shown) <= _SENTENCES:
        said += share_sentences(shown, score)
    if choices.view == "region":
        said += region_notes(shown, choices.applications)
    if choices.view == "interviews":
        said += shape_notes(shown)
    said.append(borrowed_note(shown, choices.view))
    if len(compared.curves) > MOST_CURVES:
        said.append(f"{len(compared.curves)} curves were chosen; the first {MOST_CURVES} are shown.")
    block(*(fine(sentence) for sentence in said if sentence))


def _in_region(choices: CurveChoices) -> tuple[tuple[str, ...], int, Chance] | None:
    return (choices.places, choices.applications, choices.chance) if choices.view == "region" else None


@st.cache_resource(show_spinner="Looking through all specialties …", max_entries=16)
def _drawable(stamp: str, types: tuple[str, ...], _engine: Engine) -> tuple[str, ...]:
    del stamp  # names the data for the cache
    return tuple(drawable_specialties(_engine, types))


@st.cache_resource(show_spinner="Working out the curves …", max_entries=64)
def _compared(
    stamp: str,
    view: View,
    specialties: tuple[str, ...],
    types: tuple[str, ...],
    in_region: tuple[tuple[str, ...], int, Chance] | None,
    _engine: Engine,
) -> Comparison:
    """Return the curves; nothing in them is about a person, so all sessions share them."""
    del stamp  # names the data for the cache
    if in_region:
        keys, applications, chance = in_region
        places = [place for place in regions(_engine.facts) if place.key in keys]
        return compare_by_region(_engine, specialties, types, places, applications, chance)
    compare = compare_by_interviews if view == "interviews" else compare_by_score
    return compare(_engine, specialties, types)
