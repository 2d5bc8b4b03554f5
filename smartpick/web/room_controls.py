"""Opening a room, following one, and the line on every page that says so. What a room is: `rooms.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from smartpick.web.address import ROOM
from smartpick.web.blocks import note
from smartpick.web.links import ROOM_PARAMETER
from smartpick.web.page import safely
from smartpick.web.room_part import ROOMS, keep_in_step, room_part, rooms_are_on
from smartpick.web.rooms import LONGEST_ABSENCE, LONGEST_LIFE

# Seconds between two looks into the room: of a follower, who is told of changes and looks whether one was
# lost, and of its owner, whose changes are shown as they are made.
_FOLLOWER_LOOKS, _OWNER_LOOKS = 3, 15
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_PASSES_ON = (
    "Whoever has the link sees your answers, the page that you are on, and the question that you present "
    "with its comparison. Their screen follows each change that you make. Filters and what is opened on a "
    "page are not followed. A roster is never shown, and one of its entries only when you choose to show "
    "it. Figures of programs that you brought count there, but they are not listed. Names, notes, lists, "
    "files and kept scenarios that you do not present are not passed on. A room is only in this server's "
    f"memory: it ends after {LONGEST_LIFE // 3600} hours, or {LONGEST_ABSENCE // 60} minutes after you "
    "left. Everybody must reach this same server."
)
_FOLLOWING = (
    "**You are following your mentor's screen.** Answers, page and question follow; filters and what you "
    "open are your own."
)
_STANDS_STILL = (
    "**Your mentor is looking at something else.** You see what was shown last, until your mentor continues."
)


def enter_room(page: Any, pages: Sequence[Any]) -> None:
    """Take a room from the address, and go to the page that is shown in it.

    Args:
        page: The page that is about to be drawn.
        pages: All pages of the app.
    """
    part = room_part()
    if page.url_path != part.page:
        part.page, part.said = page.url_path, ""
    opened = ROOM.opened({ROOM_PARAMETER: part.code} if part.code else {})
    if opened:
        part.follow(_code_in(opened[ROOM_PARAMETER]))
    part.catch_up()
    ROOM.write({ROOM_PARAMETER: part.code} if part.code else {})
    # A follower may look at another page, until the owner goes to a new one.
    if part.shown is not None and part.news("page", part.shown.page):
        for other in pages:
            if other.url_path == part.shown.page != page.url_path:
                st.switch_page(other)


def room_line() -> None:
    """Say at the top of a page that it is shown to others, or is another's; takes no room without a room."""
    part = room_part()
    with st.container(key="room_line"):
        if part.said:
            note(part.said, strong=True)
        if part.code is not None:
            with _line(_STANDS_STILL if part.shown is not None and part.shown.still else _FOLLOWING):
                st.button("Stop following", on_click=part.stop, key="room_stop", icon=":material/close:")
            _listen()
        elif part.key is not None:
            _standing()


@st.fragment(run_every=_FOLLOWER_LOOKS)
@safely
def _listen() -> None:
    """Have the page drawn anew if it was not told of a change. Draws nothing itself, and compares no more."""
    part = room_part()
    if (now := part.shown_now()) is not part.shown:
        part.tell(now)


@st.fragment(run_every=_OWNER_LOOKS)
@safely
def _standing() -> None:
    part = room_part()
    standing = ROOMS.standing(part.key or "")
    if standing is None:
        keep_in_step()
        st.rerun()
    people = {0: "Nobody follows your screen yet", 1: "1 person follows your screen"}
    said = people.get(standing.followers, f"{standing.followers} people follow your screen")
    if not part.stands_still:
        words = f"**Your room is open.** {said}. It ends in {standing.minutes_left} minutes."
    else:
        what = "The roster is" if part.at_roster else "The entry that you opened is"
        words = f"**Your room is paused.** {what} not shown there. {said}."
    with _line(words).container(horizontal=True):
        if part.stands_still and not part.at_roster:
            st.button("Show this one too", on_click=part.show_entry, key="room_show", icon=":material/cast:")
        if st.button("Close the room", key="room_close", icon=":material/close:"):
            part.close()
            st.rerun()


def _line(words: str) -> DeltaGenerator:
    """Draw a sentence and return the place for a button beside it."""
    line = st.container(horizontal=True, vertical_alignment="center", key="room_words")
    with line, st.container(width="stretch"):
        st.markdown(words)
    return line.container(width="content")


def room_controls(key: str = "follow_along") -> None:
    """Draw the button that opens a room or follows one; nothing where the server has no rooms.

    Args:
        key: Unique name of this button on the page.
    """
    if not rooms_are_on():
        return
    part = room_part()
    with st.popover("Follow along", icon=":material/cast:", width="stretch", key=f"{key}_popover"):
        if part.code is not None:
            st.caption("You are following your mentor's screen.")
            st.button("Stop following", on_click=part.stop, key=f"{key}_stop", width="stretch")
            return
        code = ROOMS.code_of(part.key) if part.key is not None else None
        if code is not None:
            st.caption("Pass this link on in your call. Whoever opens it follows your screen.")
            with st.container(key=f"{key}_link_to_copy"):
                st.code(_link(code), language=None, wrap_lines=True)
            if urlsplit(_link(code)).hostname in _THIS_MACHINE:
                st.caption("This server runs for your own machine only, so nobody else can open the link.")
            st.caption(_PASSES_ON)
            st.button("Close the room", on_click=part.close, key=f"{key}_close", width="stretch")
            return
        st.caption("Open a room, and others can follow your screen on theirs.")
        st.button("Open a room", on_click=part.open, key=f"{key}_open", width="stretch", type="primary")
        st.caption(_PASSES_ON)
        with st.form(f"{key}_join", border=False, clear_on_submit=True):
            given = st.text_input("Or follow one: its link or code", max_chars=400, key=f"{key}_code")
            if st.form_submit_button("Follow", width="stretch") and given.strip():
                part.follow(_code_in(given))
                st.rerun()


def _link(code: str) -> str:
    here = urlsplit(st.context.url or "")
    return urlunsplit((here.scheme, here.netloc, here.path or "/", f"{ROOM_PARAMETER}={code}", ""))


def _code_in(given: str) -> str:
    """Return the code of a link, or of a code itself."""
    return parse_qs(urlsplit(given.strip()).query).get(ROOM_PARAMETER, [given.strip()])[-1]
