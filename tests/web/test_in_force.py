"""A control shows what its owner holds, whatever happened since it was drawn last."""

from __future__ import annotations

from typing import Any

import pytest
from page_parts import control_named
from streamlit.testing.v1 import AppTest

from smartpick.web.controls import Control, control, enter_page, kept


def page() -> None:
    import streamlit as st

    from smartpick.web.controls import control, enter_page, kept

    owner = st.session_state.setdefault("owner", {"letters": 100})
    enter_page(st.session_state.get("page", "first"))

    def take(letters: int) -> None:
        owner["letters"] = min(letters, 200)

    letters = control("letters", owner["letters"], take)
    st.number_input("Letters", 1, 700, value=letters.value, key=letters.key, on_change=letters.on_change)
    if st.session_state.get("page", "first") == "first":
        whole = kept("whole", False)
        st.toggle("All", value=whole.value, key=whole.key, on_change=whole.on_change)


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page).run()


def letters(app: AppTest) -> Any:
    assert not app.exception
    found = control_named(app.number_input, "letters")
    # What the browser shows when the widget is new to it, and when it is not.
    assert found.proto.default == found.value == app.session_state["owner"]["letters"]
    assert not found.proto.set_value
    return found


def test_a_change_reaches_the_owner_and_the_widget_stays(app: AppTest) -> None:
    key = letters(app).key
    letters(app).set_value(60).run()
    assert app.session_state["owner"] == {"letters": 60}
    assert letters(app).key == key


def test_what_changed_elsewhere_is_shown_by_a_new_widget(app: AppTest) -> None:
    key = letters(app).key
    letters(app).set_value(60).run()
    app.session_state["owner"]["letters"] = 80
    app.run()
    assert letters(app).value == 80
    assert letters(app).key != key


def test_a_refused_change_is_not_shown(app: AppTest) -> None:
    letters(app).set_value(500).run()
    assert letters(app).value == 200


def test_on_every_page_there_and_back_a_new_widget_shows_what_is_in_force(app: AppTest) -> None:
    keys = [letters(app).key]
    for name, value in (("second", 60), ("first", 40), ("second", 20)):
        app.session_state["page"] = name
        app.run()
        keys.append(letters(app).key)
        letters(app).set_value(value).run()
    assert len(set(keys)) == 4


def test_a_kept_choice_outlives_its_page(app: AppTest) -> None:
    control_named(app.toggle, "whole").set_value(True).run()
    for name in ("second", "first"):
        app.session_state["page"] = name
        app.run()
    assert control_named(app.toggle, "whole").value is True
    assert app.session_state["whole"] is True


def test_a_run_that_was_cut_short_leaves_nothing_behind(session: Any) -> None:
    """The widget of a run whose messages never reached the browser starts from the same value as the next."""
    first = control("letters", 3, print)
    again = control("letters", 3, print)
    assert (first.key, first.value) == (again.key, again.value)


def test_what_nobody_changed_is_not_taken_for_an_answer(session: tuple[dict[str, Any], Any]) -> None:
    """Streamlit also calls back for an untouched widget, when the run that made it was cut short."""
    taken: list[object] = []
    signals = control("signals", ["a", "b"], taken.append)
    session[0][signals.key] = ["a", "b"]
    signals.on_change()
    assert taken == []
    session[0][signals.key] = ["a"]
    signals.on_change()
    signals.on_change()
    assert taken == [["a"]]


def test_keys_of_two_sessions_differ(session: tuple[dict[str, Any], Any]) -> None:
    """After a lost connection a browser tells a new session what its widgets showed in the old one."""
    before: Control = control("letters", 3, print)
    session[0].clear()
    enter_page("first")
    assert kept("letters", 3).key != before.key
