"""A component that nobody sees: it tells the server that the colours have changed.

Streamlit turns its own elements from light to dark in the browser. Our charts and blocks get their colours
from the server, so they would stay light on a page that has become dark until something else is changed.
"""

from pathlib import Path

import streamlit as st

_KEY = "theme_change"

_mount = st.components.v2.component(
    "smartpick.theme_change",
    js=Path(__file__).with_name("theme_change.js").read_text(encoding="utf-8"),
)


def follow_theme() -> None:
    """Have the page drawn anew when light and dark change; takes no room."""
    with st.container(key=_KEY):
        st.html(f"<style>.st-key-{_KEY} {{ position: absolute; height: 0; overflow: hidden; }}</style>")
        _mount(key="theme_listener", on_changed_change=_nothing)


def _nothing() -> None:
    """Stand in for the callback that Streamlit asks for: the run that comes with it is all that is needed."""
