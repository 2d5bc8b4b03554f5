"""Streamlit widgets that show an answer of the profile and change it.

The profile is the truth: before a widget is drawn its value is set from the profile, so a link, a reset or
an answer that follows another shows at once. A widget's own change goes through `Sitting.answer`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from smartpick.ui.state import sitting
from smartpick.ui.widget_values import give

_ANSWER = "answer_"
# Streamlit takes None for "nothing chosen yet", so an answer that is None stands under this word.
_NOT_TOLD = "not told"


def choice(field: str, label: str, options: Mapping[Any, str], help_text: str) -> None:
    """Ask for one of `options` (answer to words; an answer may be None)."""
    words = {_NOT_TOLD if answer is None else answer: text for answer, text in options.items()}
    st.selectbox(
        label,
        list(words),
        format_func=lambda answer: words[answer],
        key=_place(field, lambda answer: _NOT_TOLD if answer is None else answer),
        help=help_text,
        on_change=_take,
        args=(field, lambda answer: None if answer == _NOT_TOLD else answer),
    )
    _fault(field)


def several(
    field: str, label: str, options: Sequence[str], help_text: str, most: int, others: bool = False
) -> None:
    """Ask for up to `most` of `options`, in the order in which they are chosen.

    Args:
        others: Whether names that are not among the options can be typed.
    """
    chosen = getattr(sitting().profile, field)
    st.multiselect(
        label,
        list(dict.fromkeys([*options, *chosen])) if others else list(options),
        key=_place(field, list),
        help=help_text,
        max_selections=most,
        accept_new_options=others,
        placeholder="Choose or type" if others else None,
        on_change=_take,
        args=(field, tuple),
        wrap=True,
    )
    _fault(field)


def number(field: str, label: str, help_text: str, most: int, step: int = 1, least: int = 0) -> None:
    """Ask for a whole number from `least` to `most`."""
    key = _place(field, lambda answer: _within(answer, least, most))
    st.number_input(
        label, least, most, step=step, key=key, help=help_text, on_change=_take, args=(field, _as_it_is)
    )
    _fault(field)


def optional_number(
    field: str, label: str, help_text: str, most: int, step: int, placeholder: str, least: int = 0
) -> None:
    """Ask for a whole number from `least` to `most`, or for nothing."""
    key = _place(field, lambda answer: None if answer is None else _within(answer, least, most))
    st.number_input(
        label,
        least,
        most,
        value=None,
        step=step,
        key=key,
        help=help_text,
        placeholder=placeholder,
        on_change=_take,
        args=(field, _as_it_is),
    )
    _fault(field)


def yes_or_no(field: str, label: str, help_text: str) -> None:
    """Ask for yes or no."""
    st.checkbox(label, key=_place(field), help=help_text, on_change=_take, args=(field, bool))
    _fault(field)


def day(field: str, label: str, help_text: str, first: date, last: date) -> None:
    """Ask for a date from `first` to `last`, or for nothing."""
    key = _place(field, lambda answer: None if answer is None else min(max(answer, first), last))
    st.date_input(
        label,
        value=None,
        min_value=first,
        max_value=last,
        key=key,
        help=help_text,
        format="YYYY-MM-DD",
        on_change=_take,
        args=(field, _as_it_is),
    )
    _fault(field)


def percentage(field: str, label: str, help_text: str) -> None:
    """Ask for a share from 0 to 1, shown as a percentage in steps of 5."""
    key = _place(field, lambda answer: round(100 * answer))
    st.slider(
        label,
        0,
        100,
        step=5,
        format="%d %%",
        key=key,
        help=help_text,
        on_change=_take,
        args=(field, lambda percent: percent / 100),
    )
    _fault(field)


def _place(field: str, shown: Callable[[Any], Any] | None = None) -> str:
    """Set the widget of `field` to the profile's answer and return the widget's key."""
    answer = getattr(sitting().profile, field)
    return give(_ANSWER + field, shown(answer) if shown else answer)


def _take(field: str, answer_of: Callable[[Any], Any]) -> None:
    sitting().answer(**{field: answer_of(st.session_state[_ANSWER + field])})


def _fault(field: str) -> None:
    message = sitting().faults.get(field)
    if message:
        st.caption(f":material/info: {message}")


def _as_it_is(answer: Any) -> Any:
    return answer


def _within(answer: float, least: int, most: int) -> int:
    # A link may hold more than a control offers, or a half week; the profile keeps it, the control rounds.
    return int(min(max(round(answer), least), most))
