"""Parts of the cockpit are worked out once somebody comes near them, and stay as they were until then."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from smartpick.web.cockpit import seen


def page() -> None:
    from functools import partial

    import streamlit as st

    from smartpick.web.blocks import block, plain
    from smartpick.web.cockpit import seen

    worked: list[str] = st.session_state.setdefault("worked", [])
    key = st.session_state["key"]
    if not st.session_state.get("part_alone"):
        seen.is_shown(None)
    until = partial(block, plain("follows")) if st.session_state.get("takes_long") else None
    if "picture" in st.session_state:
        st.session_state["picture"] = seen.asked_for("picture")
    seen.when_seen("part", lambda _: worked.append(key) or partial(block, plain(f"found for {key}")), until)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(seen, "key_of", lambda _: st.session_state["key"])
    monkeypatch.setattr(seen, "_wanted", lambda name, key: st.session_state["asked"])
    return AppTest.from_function(page)


def drawn(app: AppTest, key: str, asked: bool) -> str:
    app.session_state["key"], app.session_state["asked"] = key, asked
    app.run()
    assert not app.exception
    return " ".join(element.proto.body for element in app.get("html"))


def test_a_part_is_worked_out_when_it_comes_into_sight_and_kept_until_the_next_time(app: AppTest) -> None:
    assert "found for one" in drawn(app, "one", asked=False), "the first time it is there at once"
    assert "found for one" in drawn(app, "two", asked=False), "out of sight, it stays as it was"
    assert "found for two" in drawn(app, "two", asked=True)
    assert app.session_state["worked"] == ["one", "two"]


def test_a_part_that_takes_long_keeps_nobody_waiting(app: AppTest) -> None:
    app.session_state["takes_long"] = True
    assert "follows" in drawn(app, "one", asked=False)
    assert "worked" in app.session_state and app.session_state["worked"] == []
    shown = drawn(app, "one", asked=True)
    assert "found for one" in shown and "follows" not in shown
    assert "found for one" in drawn(app, "two", asked=False), "from then on it stays as it was drawn last"


def test_a_part_never_shows_another_state_than_the_answers_above(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the whole page is run, which notes the new state."""
    drawn(app, "one", asked=False)
    app.session_state["part_alone"] = True
    monkeypatch.setattr(st, "rerun", lambda: st.session_state.update(part_alone=False, ran_again=True))
    drawn(app, "two", asked=True)
    assert app.session_state["ran_again"]


def test_what_takes_the_browser_long_comes_when_it_asks_and_stays(app: AppTest) -> None:
    app.session_state["picture"] = None
    for key, asked, there in (("one", False, False), ("one", True, True), ("two", False, True)):
        drawn(app, key, asked)
        assert app.session_state["picture"] is there
