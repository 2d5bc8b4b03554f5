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
from smartpick.ui.widget_values import give

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
        key = _set("applications", choices.applications)
        st.number_input(
            "Applications sent there",
            1,
            MOST_APPLICATIONS,
            step=5,
            key=key,
            help="All of them go to one region. Where it has fewer programs, to each of those.",
            on_change=_keep,
            args=("applications", int),
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
            st.toggle(
                "Mark my score" if score is None else f"Mark my score ({score})",
                key=_set("mark", choices.mark and score is not None),
                disabled=score is None,
                help="The score of your profile. Change it under Your chances.",
                on_change=_keep,
                args=("mark", bool),
            )
        return st.button(
            "All specialties with a curve",
            type="tertiary",
            icon=":material/grid_view:",
            key="curves_all_specialties",
        )


def _segments(name: str, label: str, value: Any, words: dict[Any, str], **settings: Any) -> None:
    st.segmented_control(
        label,
        list(words),
        format_func=words.__getitem__,
        required=True,
        key=_set(name, value),
        on_change=_keep,
        args=(name, str),
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
    st.multiselect(
        label,
        options,
        format_func=words,
        max_selections=most,
        key=_set(name, list(value)),
        help=help_text,
        on_change=_keep,
        args=(name, tuple),
        wrap=True,
    )


def _set(name: str, value: Any) -> str:
    return give(_KEY + name + "_widget", value)


def _keep(name: str, kind: Callable[[Any], Any]) -> None:
    choose(**{name: kind(st.session_state[_KEY + name + "_widget"])})
