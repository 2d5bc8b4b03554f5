"""The page of score curves: choose whose curves, see them together, read the numbers behind them."""

from __future__ import annotations

import streamlit as st

from smartpick.engine import Engine
from smartpick.explore.compared_curves import (
    Chance,
    Comparison,
    compare_by_interviews,
    compare_by_region,
    compare_by_score,
    drawable_specialties,
)
from smartpick.explore.regions import regions
from smartpick.presenters.curve_tables import comparison_table, counts_table, sources_behind
from smartpick.presenters.curve_words import (
    View,
    borrowed_note,
    chart_title,
    curve_labels,
    explanations,
    not_drawn_words,
    region_notes,
    shape_notes,
    share_sentences,
)
from smartpick.presenters.figures_behind import curve_parameters
from smartpick.ui.blocks import block, fine, heading, note, notice, plain
from smartpick.ui.controls.sharing import title_with_link
from smartpick.ui.curves.chart import chart
from smartpick.ui.curves.choices import MOST_SPECIALTIES, CurveChoices, choices_of
from smartpick.ui.curves.controls import curve_controls, display_controls, view_control
from smartpick.ui.curves.memory import changes, choose, open_curves_link, write_curves_link
from smartpick.ui.curves.table import readable_table
from smartpick.ui.page import page_context, safely
from smartpick.ui.sources import sources_popover
from smartpick.ui.terms import terms_popover

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
