"""How a control shows what is in force, and how a person's change reaches its owner. One rule for all.

The session owns every answer; a widget only shows it. In each run a widget starts from the owner's value, and
its key stays the same for as long as it shows that value on the same page. When the owner holds something
else (a link, a reset, an answer that follows another, an answer that was refused) or another page is entered,
the key is a new one, so the browser sets up a new widget, which shows the value it starts from.

Streamlit's own memory of widgets is never asked: it is kept by page, given up when a page is left, and lost
when a run is cut short. And nothing is ever written into a widget, so no typing in progress is undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import streamlit as st

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
