"""Where many people come at once, or many follow, pages are worked out in turn, and nobody waits for ever."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.testing.v1 import AppTest

from smartpick.web import page, room_part

WAIT = 20.0  # seconds until a test that hangs is given up


def test_no_more_than_two_at_a_time_and_all_in_the_end() -> None:
    there, most, both = [], [], threading.Barrier(2, timeout=WAIT)

    def come(number: int) -> int:
        with page.in_turn():
            there.append(number)
            both.wait()  # passes only where two are there at once
            most.append(len(there))
            both.wait()
            there.remove(number)
        return number

    with ThreadPoolExecutor(6) as people:
        assert sorted(people.map(come, range(6), timeout=WAIT)) == [*range(6)]
    assert set(most) == {2}


def test_whoever_has_a_turn_needs_no_other() -> None:
    with ThreadPoolExecutor(2) as people:
        inside = threading.Barrier(2, timeout=WAIT)

        def come(_: int) -> bool:
            with page.in_turn():
                inside.wait()  # both turns are taken now
                with page.in_turn():
                    return True

        assert list(people.map(come, range(2), timeout=WAIT)) == [True, True]


def test_a_turn_that_fails_is_over() -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), page.in_turn():
            raise ZeroDivisionError

    def come() -> bool:
        with page.in_turn():
            return True

    with ThreadPoolExecutor(1) as another:
        assert another.submit(come).result(timeout=WAIT)


def test_only_the_first_page_of_a_session_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []

    def shown() -> None:
        import streamlit as st

        from smartpick.web import page

        with page.newcomers_in_turn():
            st.text("shown")

    class Counted:
        def acquire(self, blocking: bool = True) -> bool:
            turns.append(1)
            return True

        def release(self) -> None:
            turns.append(-1)

    monkeypatch.setattr(page, "_turns", Counted())
    app = AppTest.from_function(shown)
    for _ in range(3):
        app.run()
        assert [text.value for text in app.text] == ["shown"]
    assert turns == [1, -1]


def test_followers_are_drawn_in_turn_and_each_once_for_what_has_gathered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[tuple[str, str]] = []

    async def turns() -> None:
        loop, settled = asyncio.get_running_loop(), asyncio.Event()
        sessions = {}
        for name in "abcd":
            state = ClientState(query_string=name, page_script_hash="page")
            sessions[name] = SimpleNamespace(
                _call_soon_on_event_loop=loop.call_soon,
                _client_state=state,
                track_settling=lambda: None,
                request_rerun=lambda asked: drawn.append((asked.query_string, asked.fragment_id)),
                wait_until_settled=settled.wait,
            )
        runtime = SimpleNamespace(get_app_session=sessions.get)
        monkeypatch.setattr(room_part.Runtime, "instance", lambda: runtime)
        followers = room_part._Turns()
        for name, part in (
            *((name, "part") for name in ("a", "b", "c", "d", "gone")),
            ("c", ""),
            ("c", "part"),
        ):
            followers.ask(name, part)
        await asyncio.sleep(0.01)
        assert drawn == [("a", "part"), ("b", "part")], "two at a time"
        del sessions["d"]
        settled.set()
        await asyncio.sleep(0.01)
        assert drawn[2:] == [("c", "")], "all of the page where anybody asks for it; nothing for who has left"
        followers.ask("c", "part")
        await asyncio.sleep(0.01)
        assert drawn[3:] == [("c", "part")]

    # In a thread of its own: the browser tests before may have left a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, turns()).result()
