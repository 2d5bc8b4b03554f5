"""Parts of the cockpit that are worked out only for whoever looks at them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import streamlit as st

from smartpick.web.page import PageContext, in_turn, page_context, safely
from smartpick.web.templates import component

_SHOWN = "shown_above"

_sight = component("in_sight", asks=True)


@dataclass(frozen=True)
class _Drawn:
    """What a part of the page shows: for which state of the applicant, and how it is drawn again."""

    key: str
    draw: Callable[[], None]


def key_of(context: PageContext) -> str:
    """Return a short name of all that the page rests on, for the browser."""
    return f"{hash(context.key):x}"


def is_shown(context: PageContext) -> None:
    """Note what the answers above are drawn for: the parts below must not show another state."""
    st.session_state[_SHOWN] = key_of(context)


def run_all_if_changed(context: PageContext) -> None:
    """Run the whole page if an answer changed with the browser's request for a part, or in that part."""
    if st.session_state.get(_SHOWN, key_of(context)) != key_of(context):
        st.rerun()


@st.fragment
@safely
def when_seen(
    name: str, work: Callable[[PageContext], Callable[[], None]], until: Callable[[], None] | None = None
) -> None:
    """Draw a part of the page for the applicant as they are now, once it is near the window.

    Until then, or until nothing has changed for a while, it stays as it was drawn last. A new score runs none
    of these parts: the browser asks for those that are in sight.

    Args:
        name: Unique name of the part on the page.
        work: Works out what the part shows and returns what draws it.
        until: Draws what stands there the first time, where `work` takes long: the page is not kept waiting
            for it. Without it the part is drawn at once.
    """
    context = page_context()
    key = key_of(context)
    run_all_if_changed(context)
    drawn: dict[str, _Drawn] = st.session_state.setdefault("drawn_when_seen", {})
    last = drawn.get(name) or (_Drawn("", until) if until else None)
    with st.container(key=f"seen_{name}"):
        if last is None or (last.key != key and _wanted(name, key)):
            with in_turn() if until else nullcontext():
                last = drawn[name] = _Drawn(key, work(context))
        _watch(name, drawn=last.key, shown=key)
        last.draw()


def asked_for(name: str) -> bool:
    """Tell whether the browser has asked for a part that it takes long to show, and have it ask where not.

    It does so once what stands above is on the screen. From then on the part is drawn with the rest.
    """
    there, key = f"there_{name}", st.session_state[_SHOWN]
    if there in st.session_state or _wanted(name, key):
        st.session_state[there] = True
        return True
    with st.container(key=f"seen_{name}"):
        _watch(name, drawn="", shown=key)
    return False


def _watch(name: str, drawn: str, shown: str) -> None:
    """Have the browser ask for a part that is not drawn for what is shown."""
    _sight(key=f"sight_{name}", data={"drawn": drawn, "shown": shown}, on_wanted_change=lambda: None)


def _wanted(name: str, key: str) -> bool:
    """Tell whether the browser has asked for a part; without a browser there is nobody who could."""
    if not st.context.headers:
        return True
    state: Any = st.session_state.get(f"sight_{name}")
    return hasattr(state, "get") and state.get("wanted") == key
