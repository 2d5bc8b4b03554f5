"""A session's part in rooms: it has opened one, or it follows one, or neither. What a room is: `rooms.py`."""

from __future__ import annotations

import asyncio
import os
import re
from collections import deque
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from smartpick.profile import ApplicantProfile
from smartpick.web.rooms import ROUTE, Results, RoomError, Rooms, Shown
from smartpick.web.session import ADVISING, QUESTION, ROSTER, VIEW, sitting

Result = TypeVar("Result")

SWITCH = "SMARTPICK_ROOMS"
ROOMS = Rooms()
# Key of the fragment that draws all that follows the score, on the page that has one.
ANSWERS = "answers"
_KEY = "room_part"
# How many followers are drawn at a time, and seconds until the next one's turn where a page does not end.
_AT_A_TIME, _PATIENCE = 2, 2.0
# What a proxy before several servers adds to what the browser asks (deploy/nginx.conf.template).
_ROUTE_HEADER = "X-SmartPick-Route"


@dataclass
class Part:
    """What a session does in rooms; at most one of `key` and `code` is given.

    Attributes:
        who: Tells followers apart; means nothing outside of the room.
        key: Of the room that the session has opened.
        code: Of the room that it follows.
        shown: What it was shown last.
        page: The page that it draws, by its address.
        beside: The answers, and the profile that the presenter view set beside them last.
        entry: Code of the roster's entry that is shown, "" for the own answers, None if whose is not known.
        followed: What of the room's page and views was taken over last; a follower may look elsewhere.
        tries: When it entered wrong codes.
        tell: Has the page drawn anew for what the room shows now.
        said: What is to be said of the room that was left or could not be entered.
    """

    who: str = field(default_factory=token_hex)
    key: str | None = None
    code: str | None = None
    shown: Shown | None = None
    page: str = ""
    beside: tuple[ApplicantProfile, ApplicantProfile | None] | None = None
    entry: str | None = ""
    followed: dict[str, Hashable] = field(default_factory=dict)
    tries: deque[float] = field(default_factory=deque)
    tell: Callable[[Shown | None], None] = lambda shown: None
    said: str = ""

    def open(self) -> None:
        """Open a room and show in it what this session shows of its own person."""
        self.stop()
        try:
            _, self.key = ROOMS.open(_own_route())
            self.said, self.entry = "", ""
            own = sitting().others.get("", sitting())
            ROOMS.show(self.key, self.shows(own.profile))
        except RoomError as error:
            self.said = str(error)
        keep_in_step()

    def show_entry(self) -> None:
        """Show the entry of the roster that is open too, or whoever's answers are on the screen."""
        self.entry = sitting().entry
        keep_in_step()

    @property
    def at_roster(self) -> bool:
        """Whether the session looks at its roster, which no room shows."""
        return self.page == ADVISING and st.session_state.get(VIEW) == ROSTER

    @property
    def stands_still(self) -> bool:
        """Whether the room shows something else than the session does."""
        return self.at_roster or self.entry != sitting().entry

    def shows(self, profile: ApplicantProfile) -> Shown:
        """Return what a room shows of this session with these answers."""
        here, (of, beside) = sitting(), self.beside or (profile, None)
        return Shown(
            profile=profile,
            assumed=here.assumed,
            evidence=here.own_evidence,
            page=self.page,
            question=st.session_state.get(QUESTION, 1),
            beside=beside if of == profile else None,  # and not what was beside somebody else's
        )

    def set_beside(self, profile: ApplicantProfile | None) -> None:
        """Note what the presenter view sets beside them."""
        self.beside = sitting().profile, profile
        keep_in_step()

    def news(self, name: str, value: Hashable) -> bool:
        """Return whether the room's owner has gone on to another `value` since this was asked last."""
        if self.shown is None or (name in self.followed and self.followed[name] == value):
            return False
        self.followed[name] = value
        return True

    def take_over(self, key: str) -> None:
        """Go on with the room that the tab had opened before it was loaded anew."""
        if self.code is None and self.key is None:
            # The address holds the answers that were on the screen, and the tab may not have kept whose.
            standing = ROOMS.standing(key)
            self.entry = None if standing is not None and standing.still else ""
            self.key = ROOMS.take_over(key)
            keep_in_step()

    def close(self) -> None:
        """End the room that was opened."""
        self.said = ""
        if self.key is not None:
            ROOMS.close(self.key)
            self.key = None

    def follow(self, code: str) -> None:
        """Follow the room of this code, in place of what was followed or shown before."""
        self.stop()
        try:
            if not rooms_are_on():
                raise RoomError("Rooms are turned off on this server.")
            self.tell = self._teller()
            self.shown, self.code = ROOMS.join(code, self.who, self.tries, self.tell), code
        except RoomError as error:
            self.said = str(error)
            return
        self.followed = {}
        self.close()
        keep_in_step()

    def stop(self) -> None:
        """Follow no more; the person's own answers are shown again."""
        self.said = ""
        if self.code is not None:
            ROOMS.leave(self.code, self.who)
            self.code = self.shown = None
            sitting().show_own()

    def shown_now(self) -> Shown | None:
        """Return what the followed room shows, the same object as `shown` if nothing changed; None at
        its end."""
        return None if self.code is None else ROOMS.look(self.code, self.who)

    def _teller(self) -> Callable[[Shown | None], None]:
        """Return what has this session's page drawn anew when the room shows something else."""
        run = get_script_run_ctx()
        if run is None or not Runtime.exists():
            return lambda shown: None
        session_id, fragments = run.session_id, run.fragment_storage

        def tell(shown: Shown | None) -> None:
            part = ""
            if shown is not None and self.shown is not None and _same_but_score(self.shown, shown):
                with suppress(StreamlitAPIException):  # another page, all of which may follow the score
                    [part] = fragments.resolve_target(ANSWERS)
            _followers.ask(session_id, part)

        return tell

    def catch_up_with_score(self) -> None:
        """Take what the room shows now if only the score is another one: its answers are drawn alone then."""
        now = self.shown_now()
        if self.shown is not None and now is not None and _same_but_score(self.shown, now):
            self.shown = now
            keep_in_step()

    def catch_up(self) -> None:
        """Take what the room shows now."""
        if self.code is not None:
            self.shown = self.shown_now()
            if self.shown is None:
                self.stop()
                self.said = "The room has ended. These are your own answers again."
        keep_in_step()


def _same_but_score(before: Shown, now: Shown) -> bool:
    """Tell whether the score alone has changed, and was known before as after."""
    scores = [each.profile.step2_ck_score for each in (before, now)]
    moved = before.profile.model_copy(update={"step2_ck_score": scores[1]})
    return None not in scores and replace(before, number=now.number, profile=moved) == now


class _Turns:
    """Has pages of other sessions drawn anew, in turn: all at once, the owner would wait as long as the last.

    `ask` may be called from any thread; everything else is done on Streamlit's own.
    """

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(_AT_A_TIME)
        self._waiting: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(self, session_id: str, part: str) -> None:
        """Have a part of a session's page drawn, by its fragment's id, or with "" all of it.

        As Streamlit does it itself when a source file has changed. A session without a browser is left alone.
        """
        if (session := Runtime.instance().get_app_session(session_id)) is not None:
            session._call_soon_on_event_loop(lambda: self._take(session_id, part))

    def _take(self, session_id: str, part: str) -> None:
        if session_id in self._waiting:
            # One run takes what the room shows by then.
            self._waiting[session_id] = part if self._waiting[session_id] == part else ""
            return
        self._waiting[session_id] = part
        task = asyncio.get_running_loop().create_task(self._draw(session_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _draw(self, session_id: str) -> None:
        async with self._turns:
            part = self._waiting.pop(session_id)
            session = Runtime.instance().get_app_session(session_id)
            if session is None:
                return
            # Where the browser is, and how it shows the page, as it was said last.
            state = ClientState()
            state.CopyFrom(session._client_state)
            state.fragment_id, state.is_auto_rerun = part, True
            session.track_settling()
            session.request_rerun(state)
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await session.wait_until_settled()


_followers = _Turns()


def _own_route() -> str:
    given = st.context.headers.get(_ROUTE_HEADER, "")
    return given if re.fullmatch(ROUTE, given) else ""


def rooms_are_on() -> bool:
    """Return whether this server has rooms; whoever runs it may turn them off."""
    return os.environ.get(SWITCH, "on").strip().lower() not in ("off", "no", "false", "0")


def room_part() -> Part:
    """Return this session's part."""
    part: Part = st.session_state.setdefault(_KEY, Part())
    return part


def keep_in_step() -> None:
    """Show in the session's room what it shows, or show here what the room showed last.

    Called before every page and every part of one that is drawn by itself, so that nothing is drawn from
    answers which are not those of the room. Costs nothing in a session without a room.
    """
    part: Part | None = st.session_state.get(_KEY)
    if part is None:
        return
    here = sitting()
    if part.shown is not None:
        here.show(part.shown.profile, part.shown.assumed, part.shown.evidence)
    elif part.key is not None:
        if part.entry and part.entry != here.entry:
            # Who comes next is decided anew.
            part.entry = ""
        shown = part.shows(here.profile)
        goes_on = ROOMS.stand_still(part.key) if part.stands_still else ROOMS.show(part.key, shown)
        if not goes_on:
            part.key, part.said = None, "Your room has ended, or goes on in another tab."


# What rests on answers alone, as in a class that opens the page together; the latest, in memory only.
_FOR_ALL = Results()


def worked_out(key: Hashable, make: Callable[[], Result], *, own_figures: bool) -> Result:
    """Return `make()`, worked out once for all who ask the same: everybody, or with own figures a room.

    Args:
        key: All that the result rests on.
        make: Works it out.
        own_figures: Whether it rests on figures that a person brought, which nobody else may get.
    """
    part: Part | None = st.session_state.get(_KEY)
    results = ROOMS.results(part.code or part.key or "") if part is not None else None
    if results is None:
        results = None if own_figures else _FOR_ALL
    return make() if results is None else results.get(key, make)
