"""Rooms: the answers that one session shows to others on this server, in memory only.

Whoever opens a room gets a code to pass on and a key of their own. A code is as long as a good password: it
is pasted and not read out, because a code short enough for the telephone would be guarded by the limit on
wrong codes alone, and whoever uses that limit up would lock everybody out.

A room ends two hours after it was opened, and ten minutes after its owner was seen last. It holds answers and
figures of programs and nothing else of a person: no name, no note, no file, no origin of a figure. It shows
the owner's own answers: while an entry of the owner's roster is open it stands still, until the owner says
that this one is to be shown too, and so it does while the owner looks at the roster.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from secrets import token_hex, token_urlsafe
from typing import Any, TypeVar

from smartpick.profile import ApplicantProfile
from smartpick.programs.kinds import speaks_spanish
from smartpick.web.entered import OwnEvidence

Result = TypeVar("Result")

# Seconds.
LONGEST_LIFE, LONGEST_ABSENCE = 2 * 3600, 600
# A follower that has not asked for this long is not there: browsers let hidden tabs ask once a minute.
_GONE_AFTER = 150
# Rooms on one server, followers of one room, and followers in all rooms: each draws what its mentor lets go,
# and all of them together should leave a server with two cores most of its time.
MOST_ROOMS, MOST_FOLLOWERS, MOST_FOLLOWERS_IN_ALL = 50, 10, 30
# Wrong codes within `TRIES_WITHIN` seconds: of one session, and of all together.
TRIES_WITHIN, MOST_TRIES, MOST_TRIES_IN_ALL = 60, 5, 300
_MOST_RESULTS = 32
_BETWEEN = "."
# How a proxy before several servers tells that a visitor goes to this one (deploy/nginx.conf.template).
ROUTE = "[0-9a-f]{3}"
_LONGEST_CODE = 80


class RoomError(Exception):
    """A room cannot be opened or followed; the text says why, for people."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a room shows.

    Attributes:
        number: Rises with every change.
        profile: The answers. Languages are free text, so of them stays what counts: Spanish, and whether
            there are others.
        assumed: Whether effects whose size is assumed count.
        evidence: Figures of single programs, without where they come from.
        page: The page, by its address.
        question: The question of the presenter view.
        beside: The profile that is set beside the answers there, None for none.
        still: Whether the owner looks at something else, which is not shown.
    """

    number: int = 0
    profile: ApplicantProfile = field(default_factory=ApplicantProfile)
    assumed: bool = True
    evidence: OwnEvidence = field(default_factory=OwnEvidence)
    page: str = ""
    question: int = 1
    beside: ApplicantProfile | None = None
    still: bool = False


@dataclass(frozen=True)
class Standing:
    """How a room stands for its owner: how many follow, when it ends, and whether it stands still."""

    followers: int
    minutes_left: int
    still: bool


class Results:
    """What was worked out lately: once for all who ask the same, while the others wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, tuple[threading.RLock, list[Any]]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """Return `make()`, or what it returned for the same key; where it failed the next one tries again."""
        with self._lock:
            own, result = self._known.setdefault(key, (threading.RLock(), []))
            self._known.move_to_end(key)
            while len(self._known) > _MOST_RESULTS:
                self._known.popitem(last=False)
        with own:
            if not result:
                result.append(make())
            found: Result = result[0]
            return found


@dataclass
class _Follower:
    seen: float
    tell: Callable[[Shown | None], None]


@dataclass
class _Room:
    code: str
    key: str
    opened: float
    seen: float
    shown: Shown
    results: Results = field(default_factory=Results)
    of: tuple[object, ...] = ()
    followers: dict[str, _Follower] = field(default_factory=dict)

    def present(self, now: float) -> dict[str, _Follower]:
        """Return who follows and has asked lately; a sleeping machine may still come back."""
        return {who: one for who, one in self.followers.items() if now - one.seen < _GONE_AFTER}

    def change(self, shown: Shown, now: float) -> None:
        """Show something else from now on, and tell whoever follows."""
        self.shown = shown
        self.tell(shown, now)

    def tell(self, shown: Shown | None, now: float) -> None:
        for follower in self.present(now).values():
            follower.tell(shown)


class Rooms:
    """All rooms of one server. Every method may be called from any thread.

    Args:
        clock: Seconds that only rise.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.mark = token_hex(3)
        self._clock, self._lock = clock, threading.RLock()
        self._by_code: dict[str, _Room] = {}
        self._by_key: dict[str, _Room] = {}
        self._tries: deque[float] = deque()
        self._sweeper: threading.Timer | None = None

    def open(self, route: str = "") -> tuple[str, str]:
        """Open a room; return the code to pass on and the key that stays with the owner.

        Args:
            route: The owner's way through a proxy to this server, as `ROUTE`; the code begins with it, so
                that whoever opens its link is led here too.

        Raises:
            RoomError: if there are as many rooms as the server allows.
        """
        with self._lock:
            self._sweep()
            if len(self._by_code) >= MOST_ROOMS:
                raise RoomError("All rooms of this server are in use. Try again later.")
            # 128 bits. The mark tells servers apart, and one from itself after a restart.
            code, key = f"{route}{self.mark}{_BETWEEN}{token_urlsafe(16)}", token_urlsafe(16)
            now = self._clock()
            room = _Room(code, key, now, now, Shown())
            self._by_code[code] = self._by_key[key] = room
            self._sweep_later()
            return code, key

    def show(self, key: str, now: Shown) -> bool:
        """Show this in the owner's room from now on, without free text; False if the room has ended.

        Its `number` is not asked for: the room counts its changes itself.
        """
        with self._lock:
            room = self._owned(key)
            if room is None:
                return False
            of = (now, now.evidence.version)
            if of != room.of:
                same = room.of[-1:] == of[-1:]
                room.of = of
                shown = replace(
                    now,
                    number=room.shown.number + 1,
                    profile=_without_free_text(now.profile),
                    evidence=room.shown.evidence if same else now.evidence.without_origins(),
                    beside=None if now.beside is None else _without_free_text(now.beside),
                )
                room.change(shown, self._clock())
            return True

    def stand_still(self, key: str) -> bool:
        """Leave the owner's room as it is, and say there that its owner looks at something else.

        False if the room has ended.
        """
        with self._lock:
            room = self._owned(key)
            if room is not None and not room.shown.still:
                room.of = ()
                room.change(replace(room.shown, number=room.shown.number + 1, still=True), self._clock())
            return room is not None

    def standing(self, key: str) -> Standing | None:
        """Return how the owner's room stands, and note that the owner is there; None if it has ended."""
        with self._lock:
            room = self._owned(key)
            if room is None:
                return None
            now = self._clock()
            minutes = max(1, round((room.opened + LONGEST_LIFE - now) / 60))
            return Standing(len(room.present(now)), minutes, room.shown.still)

    def code_of(self, key: str) -> str | None:
        """Return the code of the owner's room; None if it has ended."""
        with self._lock:
            room = self._owned(key)
            return None if room is None else room.code

    def take_over(self, key: str) -> str | None:
        """Return another key of the owner's room, in place of this one; None if the room has ended."""
        with self._lock:
            room = self._owned(key)
            if room is None:
                return None
            del self._by_key[key]
            room.key = token_urlsafe(16)
            self._by_key[room.key] = room
            return room.key

    def close(self, key: str) -> None:
        """End the owner's room."""
        with self._lock:
            room = self._by_key.get(key)
            if room is not None:
                self._drop(room)

    def join(
        self,
        code: str,
        who: str,
        tries: deque[float],
        tell: Callable[[Shown | None], None] = lambda shown: None,
    ) -> Shown:
        """Follow the room of this code.

        Args:
            code: As it was passed on.
            who: The session that follows.
            tries: When the session entered wrong codes; kept by the caller.
            tell: Called with every change, in the thread that makes it, with what is shown from now on, and
                with None at the room's end. It must return at once.

        Raises:
            RoomError: if there is no such room here, it is full, or too many wrong codes were tried.
        """
        with self._lock:
            now = self._clock()
            for past in (tries, self._tries):
                while past and now - past[0] >= TRIES_WITHIN:
                    past.popleft()
            if len(tries) >= MOST_TRIES or len(self._tries) >= MOST_TRIES_IN_ALL:
                raise RoomError("Too many wrong codes were tried. Wait a minute, then try again.")
            self._sweep()
            room = self._by_code.get(code) if len(code) <= _LONGEST_CODE else None
            if room is None:
                tries.append(now)
                self._tries.append(now)
                raise RoomError(self._why_not(code))
            present = room.present(now)
            if who not in room.followers and len(present) >= MOST_FOLLOWERS:
                raise RoomError(f"This room is full: {MOST_FOLLOWERS} follow it already.")
            if who not in room.followers and self._present(now) >= MOST_FOLLOWERS_IN_ALL:
                raise RoomError("This server has as many followers as it can keep in step. Try again later.")
            if len(room.followers) >= 10 * MOST_FOLLOWERS:
                room.followers = present
            room.followers[who] = _Follower(now, tell)
            return room.shown

    def look(self, code: str, who: str) -> Shown | None:
        """Return what a follower is shown now, the same object as before if nothing changed.

        None if the room has ended, or the session does not follow it.
        """
        with self._lock:
            self._sweep()
            room = self._by_code.get(code)
            if room is None or who not in room.followers:
                return None
            room.followers[who].seen = self._clock()
            return room.shown

    def results(self, code_or_key: str) -> Results | None:
        """Return what was worked out in a room; None if it has ended."""
        with self._lock:
            room = self._by_code.get(code_or_key) or self._by_key.get(code_or_key)
            return None if room is None else room.results

    def leave(self, code: str, who: str) -> None:
        """Stop following."""
        with self._lock:
            room = self._by_code.get(code)
            if room is not None:
                room.followers.pop(who, None)

    def __len__(self) -> int:
        return len(self._by_code)

    def _present(self, now: float) -> int:
        return sum(len(room.present(now)) for room in self._by_code.values())

    def _owned(self, key: str) -> _Room | None:
        self._sweep()
        room = self._by_key.get(key)
        if room is not None:
            room.seen = self._clock()
        return room

    def _why_not(self, code: str) -> str:
        start, between, _ = code.partition(_BETWEEN)
        known = between and re.fullmatch(f"(?:{ROUTE})?([0-9a-f]{{6}})", start)
        if known and known[1] != self.mark:
            return (
                "This code is from another server, or this server has been restarted since. Both of you "
                "must reach the same server: open the link that was passed on, or ask for a new code."
            )
        return "There is no room with this code. It may have ended; ask for a new code."

    def _sweep(self) -> None:
        now = self._clock()
        for room in list(self._by_code.values()):
            if now - room.opened >= LONGEST_LIFE or now - room.seen >= LONGEST_ABSENCE:
                self._drop(room)

    def _drop(self, room: _Room) -> None:
        del self._by_code[room.code], self._by_key[room.key]
        room.tell(None, self._clock())

    def _sweep_later(self) -> None:
        """Have ended rooms dropped on a server that nobody asks for anything either."""
        if self._sweeper is None and self._by_code:
            self._sweeper = threading.Timer(LONGEST_ABSENCE, self._swept)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _swept(self) -> None:
        with self._lock:
            self._sweeper = None
            self._sweep()
            self._sweep_later()


def _without_free_text(profile: ApplicantProfile) -> ApplicantProfile:
    if not profile.languages:
        return profile
    spanish = ("Spanish",) if speaks_spanish(profile) else ()
    others = ("another language",) if len(profile.languages) > len(spanish) else ()
    return profile.changed(languages=(*spanish, *others))
