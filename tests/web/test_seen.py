"""Parts of the cockpit are worked out once somebody comes near them, and stay as they were until then."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    from types import SimpleNamespace

    import streamlit as st

    from smartpick.web.blocks import block, plain
    from smartpick.web.cockpit import seen
    from smartpick.web.session import sitting

    seen._wanted = lambda name, key: st.session_state["asked"]
    worked: list[str] = st.session_state.setdefault("worked", [])
    key = st.session_state["key"]
    seen.when_seen(
        "part",
        SimpleNamespace(key=key, profile=sitting().profile),
        work=lambda: worked.append(key) or f"found for {key}",
        draw=lambda found: block(plain(found)),
    )


def drawn(app: AppTest, key: str, asked: bool) -> str:
    app.session_state["key"], app.session_state["asked"] = key, asked
    app.run()
    assert not app.exception
    return " ".join(element.proto.body for element in app.get("html"))


def test_a_part_is_worked_out_when_it_comes_into_sight_and_kept_until_the_next_time() -> None:
    app = AppTest.from_function(page)
    assert "found for one" in drawn(app, "one", asked=False), "the first time it is there at once"
    assert "found for one" in drawn(app, "two", asked=False), "out of sight, it stays as it was"
    assert "found for two" in drawn(app, "two", asked=True)
    assert app.session_state["worked"] == ["one", "two"]
