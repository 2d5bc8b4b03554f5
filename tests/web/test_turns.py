"""Where many people come at once, their first pages are worked out in turn, and nobody waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.testing.v1 import AppTest

from smartpick.web import page

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
