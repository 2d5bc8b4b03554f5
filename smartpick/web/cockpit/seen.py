"""Parts of the cockpit that are worked out only for whoever looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from smartpick.web.blocks import block, fine, heading
from smartpick.web.page import safely
from smartpick.web.templates import component

Result = TypeVar("Result")

_WORDS = "This is worked out when you come here."
_sight = component("in_sight")


@dataclass(frozen=True)
class _Drawn:
    """What a part of the page shows: for which state of the applicant, what was found, how it is drawn."""

    key: str
    found: Any
    draw: Callable[[Any], None]


@st.fragment
@safely
def when_seen(
    name: str, key: str, title: str, *, work: Callable[[], Result], draw: Callable[[Result], None]
) -> None:
    """Draw a part of the page for the applicant as they are now, once it is near the window.

    Until then it stays as it was drawn last, or says what will be there.

    Args:
        name: Unique name of the part on the page, and the anchor of its heading.
        key: What the part rests on, in a word.
        title: Its heading, while there is nothing under it yet.
        work: Works out what it shows.
        draw: Draws that.
    """
    drawn: dict[str, _Drawn] = st.session_state.setdefault("drawn_when_seen", {})
    last = drawn.get(name)
    with st.container(key=f"seen_{name}"):
        if (last is None or last.key != key) and _wanted(name, key):
            last = drawn[name] = _Drawn(key, work(), draw)
        _sight(
            key=f"sight_{name}",
            data={"key": key, "current": last is not None and last.key == key},
            on_wanted_change=lambda: None,
        )
        if last is None:
            block(heading(title, name), fine(_WORDS))
        else:
            last.draw(last.found)


def _wanted(name: str, key: str) -> bool:
    """Tell whether the browser has asked for a part."""
    state: Any = st.session_state.get(f"sight_{name}")
    return hasattr(state, "get") and state.get("wanted") == key
