"""What a person brought outlives a reload: it is kept in the browser tab's own storage and nowhere else.

A small component writes the text of `Sitting.brought` into the tab's `sessionStorage` when it has changed.
After a reload it hands the text to the new session, where it goes through the checks of a saved file. The
answers are in the address, so the address decides on them. A room that was opened in the tab goes on the same
way. The storage ends with the tab and is not shared with other tabs.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

import streamlit as st

from smartpick.web.blocks import notice
from smartpick.web.room_part import room_part
from smartpick.web.session import sitting

# Characters. Browsers give a page's storage about five million in all.
MOST_KEPT = 3_000_000
_KEY = "tab_storage"
_A_DAY = 86_400
_NOT_OPENED = (
    "What this browser tab had kept before the reload could not be opened, so it is left out. It may have "
    "been made by another version of SmartPick."
)

_mount = st.components.v2.component(
    "smartpick.tab_storage",
    js=(Path(__file__).parent / "components" / "tab_storage.js").read_text(encoding="utf-8"),
)


@dataclass
class _Kept:
    """What this session has given to the tab.

    Attributes:
        session: Tells this session's text from that of the session before a reload.
        number: Counts the changes; 0 as long as nothing was brought.
        text: The text as it was given last.
        stamp: What the sitting held then.
        taken: Whether the tab has handed over what an earlier session kept.
        too_large: Whether there is more than the tab is given to keep.
        said: What is to be said of what the tab handed over.
    """

    session: str = field(default_factory=lambda: token_hex(8))
    number: int = 0
    text: str = ""
    stamp: tuple[Hashable, ...] = ()
    taken: bool = False
    too_large: bool = False
    said: tuple[str, ...] = ()

    def catch_up(self) -> None:
        """Write down what the sitting holds, if it holds something else than before."""
        stamp = sitting().brought_stamp()
        if stamp == self.stamp:
            return
        text = sitting().brought()
        self.stamp, self.too_large = stamp, len(text) > MOST_KEPT
        text = "" if self.too_large else text
        if text != self.text:
            self.number, self.text, self.said = self.number + 1, text, ()


def keep_in_tab(place: str = "page", before: Callable[[], object] | None = None) -> None:
    """Give the tab what it is to keep; takes no room.

    Args:
        place: Unique name of the part of the page that changes something. A fragment has one of its own.
        before: Given once in the app: then what the tab has kept is taken, after `before` was called.
    """
    kept, key = _kept(), f"{_KEY}_{place}"
    kept.catch_up()

    def take() -> None:
        if before is not None and not kept.taken:
            before()
            _take(kept, getattr(st.session_state[key], "kept", None))

    with st.container(key=f"{key}_place"):
        _mount(
            key=key,
            data={"session": kept.session, "number": kept.number, "text": kept.text}
            | {"asks": before is not None, "taken": kept.taken, "room": room_part().key or ""},
            on_kept_change=take,
            # The run that comes with it is all that is needed.
            on_refused_change=lambda: None,
        )


def _take(kept: _Kept, handed: Any) -> None:
    """Take what the tab hands over; it comes from a browser, so it may be anything."""
    if not hasattr(handed, "get"):
        return
    kept.taken = True
    text, room = handed.get("text"), handed.get("room")
    if isinstance(text, str) and len(text) <= 2 * MOST_KEPT:
        faults = sitting().bring_in(text)
        kept.said = (_NOT_OPENED, *faults) if faults else ()
    if isinstance(room, str):
        room_part().take_over(room)


@st.fragment(run_every=_A_DAY)
def go_on_elsewhere() -> None:
    """Have the page ask for all of itself when the connection is back; takes no room.

    Another server may answer then, or the same one started anew, which knows the page from its address and
    the tab's storage only; a part of it that is asked for alone would get no answer. Streamlit asks for the
    whole page where a part of it is drawn anew by the clock. This one is, and has nothing to draw.
    """


def tab_notice() -> None:
    """Say at the top of a page what of the tab's storage could not be used."""
    notice(*_kept().said, strong=True)


def cannot_keep() -> str:
    """Return a sentence where what was brought would not outlive a reload; else nothing."""
    refused = any(
        getattr(state, "refused", False)
        for name, state in st.session_state.items()
        if str(name).startswith(_KEY)
    )
    _kept().catch_up()
    if _kept().too_large:
        return (
            "You brought more than a browser tab can keep, so a reload would lose it. Save "
            "everything to a file."
        )
    if refused:
        return (
            "This browser keeps nothing for the page, so a reload would lose what you brought. "
            "Save it to a file."
        )
    return ""


def _kept() -> _Kept:
    kept: _Kept = st.session_state.setdefault(_KEY, _Kept())
    return kept
