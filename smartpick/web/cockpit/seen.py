"""Parts of the cockpit that are worked out only for whoever looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from smartpick.web.page import PageContext, catch_up, safely
from smartpick.web.templates import component

Result = TypeVar("Result")

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
    name: str, context: PageContext, *, work: Callable[[], Result], draw: Callable[[Result], None]
) -> None:
    """Draw a part of the page for the applicant as they are now, once it is near the window.

    Until then, or until nothing has changed for a while, it stays as it was drawn last. The first time it is
    drawn at once.

    Args:
        name: Unique name of the part on the page.
        context: The page's context; all that the part rests on is in it.
        work: Works out what it shows.
        draw: Draws that.
    """
    catch_up(context)
    key = f"{hash(context.key):x}"
    drawn: dict[str, _Drawn] = st.session_state.setdefault("drawn_when_seen", {})
    last = drawn.get(name)
    with st.container(key=f"seen_{name}"):
        if last is None or (last.key != key and _wanted(name, key)):
            last = drawn[name] = _Drawn(key, work(), draw)
        _sight(
            key=f"sight_{name}",
            data={"key": key, "current": last.key == key},
            on_wanted_change=lambda: None,
        )
        last.draw(last.found)


def _wanted(name: str, key: str) -> bool:
    """Tell whether the browser has asked for a part; without a browser there is nobody who could."""
    if not st.context.headers:
        return True
    state: Any = st.session_state.get(f"sight_{name}")
    return hasattr(state, "get") and state.get("wanted") == key
