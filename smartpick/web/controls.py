"""Controls: what is in force, how a change reaches its owner, and the widgets of the profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex
from typing import Any

import streamlit as st

from smartpick.web.session import sitting

# How a control shows what is in force, and how a person's change reaches its owner. One rule for all.
#
# The session owns every answer; a widget only shows it. In each run a widget starts from the owner's value,
# and its key stays the same for as long as it shows that value on the same page. When the owner holds
# something else (a link, a reset, an answer that follows another, an answer that was refused) or another
# page is entered, the key is a new one, so the browser sets up a new widget, which shows the value it starts
# from.
#
# Streamlit's own memory of widgets is never asked: it is kept by page, given up when a page is left, and lost
# when a run is cut short. And nothing is ever written into a widget, so no typing in progress is undone.

_KEY = "in_force"


@dataclass
class _Shown:
    """What a widget shows: set when it is made, and by the person's changes since."""

    page: str
    key: str
    value: Any


@dataclass
class _Controls:
    """The controls of a session.

    Attributes:
        page: The page that is shown.
        shown: Each control as it was drawn last, by its name.
        made: How many keys have been given out.
        session: Keeps keys apart from those of an earlier session: a browser whose connection was lost
            sends what its widgets showed before.
    """

    page: str = ""
    shown: dict[str, _Shown] = field(default_factory=dict)
    made: int = 0
    session: str = field(default_factory=lambda: token_hex(3))

    def new_key(self, name: str) -> str:
        self.made += 1
        return f"{name}-{self.session}-{self.made}"


@dataclass(frozen=True)
class Control:
    """What to give to a widget.

    Attributes:
        key: Its key.
        value: The value in force, to start from.
        on_change: Its callback: takes the person's change to the owner.
    """

    key: str
    value: Any
    on_change: Callable[[], None]

    def widget(self, starts_from: str = "value") -> dict[str, Any]:
        """Return the arguments of a Streamlit widget; `starts_from` is its name for what it starts from."""
        return {starts_from: self.value, "key": self.key, "on_change": self.on_change}

    def one_of(self, options: list[Any]) -> dict[str, Any]:
        """Return the arguments of a widget that starts from the place of its value among the options."""
        place = options.index(self.value) if self.value in options else None
        return {"index": place, "key": self.key, "on_change": self.on_change}


def enter_page(page: str) -> bool:
    """Note which page is shown; called before a page is drawn.

    Returns:
        Whether it is another page than before.
    """
    controls = _controls()
    other, controls.page = controls.page != page, page
    return other


def control(name: str, value: Any, take: Callable[[Any], None]) -> Control:
    """Return what a widget needs to show the owner's value.

    Args:
        name: The control's name, unique on its page. On several pages it may stand for the same answer.
        value: What the owner holds, as the widget shows it.
        take: Takes a value that the person has chosen to the owner, who may refuse it.
    """
    controls = _controls()
    shown = controls.shown.get(name)
    if shown is None or shown.page != controls.page or shown.value != value:
        shown = controls.shown[name] = _Shown(controls.page, controls.new_key(name), value)

    def changed() -> None:
        value = st.session_state[shown.key]
        # Streamlit also calls this for a widget that nobody touched: when the run that made it was cut short,
        # the browser's first word of it looks like news.
        if value != shown.value:
            shown.value = value
            take(value)

    return Control(shown.key, value, changed)


def kept(name: str, start: Any, value: Any = None) -> Control:
    """Return what a widget needs to show a choice that the session keeps under its name.

    Args:
        name: The control's name, and the place in the session where the choice is kept.
        start: The choice as long as none was made.
        value: What the widget shows, if that is not the choice as it is kept.
    """

    def take(chosen: Any) -> None:
        st.session_state[name] = chosen

    return control(name, st.session_state.get(name, start) if value is None else value, take)


def _controls() -> _Controls:
    found: _Controls = st.session_state.setdefault(_KEY, _Controls())
    return found


# Streamlit widgets that show an answer of the profile and change it.
#
# The profile is the truth: every widget shows its answer by the rule of `smartpick.web.controls`, so a link,
# a reset or an answer that follows another shows at once. A widget's own change goes through
# `Sitting.answer`.

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
