"""Streamlit widgets that show an answer of the profile and change it.

The profile is the truth: every widget shows its answer by the rule of `smartpick.ui.in_force`, so a link, a
reset or an answer that follows another shows at once. A widget's own change goes through `Sitting.answer`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from smartpick.ui.in_force import Control, control
from smartpick.ui.state import sitting

_ANSWER = "answer_"
# Streamlit takes None for "nothing chosen yet", so an answer that is None stands under this word.
_NOT_TOLD = "not told"


def choice(field: str, label: str, options: Mapping[Any, str], help_text: str) -> None:
    """Ask for one of `options` (answer to words; an answer may be None)."""
    words = {_NOT_TOLD if answer is None else answer: text for answer, text in options.items()}
    shown = _answer(
        field,
        lambda answer: _NOT_TOLD if answer is None else answer,
        lambda word: None if word == _NOT_TOLD else word,
    )
    st.selectbox(
        label,
        list(words),
        index=list(words).index(shown.value),
        format_func=lambda answer: words[answer],
        key=shown.key,
        help=help_text,
        on_change=shown.on_change,
    )
    _fault(field)


def several(
    field: str, label: str, options: Sequence[str], help_text: str, most: int, others: bool = False
) -> None:
    """Ask for up to `most` of `options`, in the order in which they are chosen.

    Args:
        others: Whether names that are not among the options can be typed.
    """
    shown = _answer(field, list, tuple)
    st.multiselect(
        label,
        list(dict.fromkeys([*options, *shown.value])) if others else list(options),
        default=shown.value,
        key=shown.key,
        help=help_text,
        max_selections=most,
        accept_new_options=others,
        placeholder="Choose or type" if others else None,
        on_change=shown.on_change,
        wrap=True,
    )
    _fault(field)


def number(field: str, label: str, help_text: str, most: int, step: int = 1, least: int = 0) -> None:
    """Ask for a whole number from `least` to `most`."""
    optional_number(field, label, help_text, most, step, None, least)


def optional_number(
    field: str,
    label: str,
    help_text: str,
    most: int,
    step: int,
    placeholder: str | None,
    least: int = 0,
) -> None:
    """Ask for a whole number from `least` to `most`, or for nothing where the answer may be empty."""
    shown = _answer(field, lambda answer: None if answer is None else _within(answer, least, most))
    st.number_input(
        label,
        least,
        most,
        value=shown.value,
        step=step,
        key=shown.key,
        help=help_text,
        placeholder=placeholder,
        on_change=shown.on_change,
    )
    _fault(field)


def yes_or_no(field: str, label: str, help_text: str) -> None:
    """Ask for yes or no."""
    shown = _answer(field)
    st.checkbox(label, value=shown.value, key=shown.key, help=help_text, on_change=shown.on_change)
    _fault(field)


def day(field: str, label: str, help_text: str, first: date, last: date) -> None:
    """Ask for a date from `first` to `last`, or for nothing."""
    shown = _answer(field, lambda answer: None if answer is None else min(max(answer, first), last))
    st.date_input(
        label,
        value=shown.value,
        min_value=first,
        max_value=last,
        key=shown.key,
        help=help_text,
        format="YYYY-MM-DD",
        on_change=shown.on_change,
    )
    _fault(field)


def percentage(field: str, label: str, help_text: str) -> None:
    """Ask for a share from 0 to 1, shown as a percentage in steps of 5."""
    shown = _answer(field, lambda answer: round(100 * answer), lambda percent: percent / 100)
    st.slider(
        label,
        0,
        100,
        value=shown.value,
        step=5,
        format="%d %%",
        key=shown.key,
        help=help_text,
        on_change=shown.on_change,
    )
    _fault(field)


def _as_it_is(answer: Any) -> Any:
    return answer


def _answer(
    field: str,
    shown: Callable[[Any], Any] = _as_it_is,
    answer_of: Callable[[Any], Any] = _as_it_is,
) -> Control:
    """Return the control of an answer.

    Args:
        field: The answer's name in the profile.
        shown: Returns what the widget shows for an answer.
        answer_of: Returns the answer for what the widget shows.
    """
    here = sitting()
    return control(
        _ANSWER + field,
        shown(getattr(here.profile, field)),
        lambda value: here.answer(**{field: answer_of(value)}),
    )


def _fault(field: str) -> None:
    message = sitting().faults.get(field)
    if message:
        st.caption(f":material/info: {message}")


def _within(answer: float, least: int, most: int) -> int:
    # A link may hold more than a control offers, or a half week; the profile keeps it, the control rounds.
    return int(min(max(round(answer), least), most))
