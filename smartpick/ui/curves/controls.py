"""The controls of the page. A widget shows the choice that is kept; its change is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from smartpick.explore.regions import Region
from smartpick.presenters.curve_words import CHANCE_WORDS, VIEW_WORDS
from smartpick.presenters.score_place import TYPE_WORDS
from smartpick.presenters.terms import term_help
from smartpick.ui.curves.choices import MOST_APPLICATIONS, MOST_SPECIALTIES, CurveChoices, Layout
from smartpick.ui.curves.memory import choose
from smartpick.ui.in_force import Control, control

_KEY = "curves_"
_LAYOUT_WORDS: dict[Layout, str] = {"auto": "Automatic", "one": "One chart", "panels": "Small charts"}


def view_control(choices: CurveChoices) -> None:
    """Ask along what the curves run."""
    _segments("view", "What the curves run along", choices.view, VIEW_WORDS, label_visibility="collapsed")


def curve_controls(
    choices: CurveChoices,
    specialties: list[str],
    places: tuple[Region, ...],
) -> None:
    """Ask whose curves are compared.

    Args:
        choices: What is shown now.
        specialties: Names to choose from.
        places: Regions to choose from.
    """
    left, right = st.columns([3, 2])
    with left:
        _several("specialties", "Specialties", choices.specialties, specialties, most=MOST_SPECIALTIES)
    with right:
        _several(
            "types", "Applicants", choices.types, list(TYPE_WORDS), TYPE_WORDS.__getitem__, term_help("IMG")
        )
    if choices.view == "region":
        _region_controls(choices, places)


def _region_controls(choices: CurveChoices, places: tuple[Region, ...]) -> None:
    names = {place.key: place.name for place in places}
    left, right = st.columns([3, 2])
    with left:
        _several("places", "Regions", choices.places, list(names), names.__getitem__)
    with right:
        sent = _choice("applications", choices.applications, int)
        st.number_input(
            "Applications sent there",
            1,
            MOST_APPLICATIONS,
            value=sent.value,
            step=5,
            key=sent.key,
            help="All of them go to one region. Where it has fewer programs, to each of those.",
            on_change=sent.on_change,
        )


def display_controls(choices: CurveChoices, score: int | None) -> bool:
    """Ask how the curves are laid out and whether the applicant's score is marked.

    Args:
        choices: What is shown now.
        score: The applicant's score, None if there is none.

    Returns:
        Whether all specialties with a curve were asked for just now.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        if choices.view == "region":
            _segments("chance", "What counts", choices.chance, CHANCE_WORDS)
        _segments("layout", "Layout", choices.layout, _LAYOUT_WORDS)
        if choices.view != "interviews":
            mark = _choice("mark", choices.mark and score is not None, bool)
            st.toggle(
                "Mark my score" if score is None else f"Mark my score ({score})",
                value=mark.value,
                key=mark.key,
                disabled=score is None,
                help="The score of your profile. Change it under Your chances.",
                on_change=mark.on_change,
            )
        return st.button(
            "All specialties with a curve",
            type="tertiary",
            icon=":material/grid_view:",
            key="curves_all_specialties",
        )


def _segments(name: str, label: str, value: Any, words: dict[Any, str], **settings: Any) -> None:
    shown = _choice(name, value, str)
    st.segmented_control(
        label,
        list(words),
        default=shown.value,
        format_func=words.__getitem__,
        required=True,
        key=shown.key,
        on_change=shown.on_change,
        **settings,
    )


def _several(
    name: str,
    label: str,
    value: tuple[str, ...],
    options: list[str],
    words: Callable[[str], str] = str,
    help_text: str | None = None,
    most: int | None = None,
) -> None:
    shown = _choice(name, list(value), tuple)
    st.multiselect(
        label,
        options,
        default=shown.value,
        format_func=words,
        max_selections=most,
        key=shown.key,
        help=help_text,
        on_change=shown.on_change,
        wrap=True,
    )


def _choice(name: str, value: Any, kind: Callable[[Any], Any]) -> Control:
    return control(_KEY + name, value, lambda chosen: choose(**{name: kind(chosen)}))
