"""The look that all pages share: theme, style sheets, and drawing anew when light turns to dark."""

from dataclasses import asdict
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from smartpick.charts.frame import Palette, palette
from smartpick.web.links import PAGE_PARAMETERS
from smartpick.web.templates import part

_FOLDER = Path(__file__).parent
# Our own file: Streamlit fetches the icons it names itself from another host.
ICON = str(_FOLDER / "icon.svg")
# As in `page.css`.
PINNED_KEY = "pinned"
# Our own blocks, and the page on paper.
_RULES = Markup("".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("blocks.css", "print.css")))


def page_palette() -> Palette:
    """Return the colours for the theme that the reader's browser shows now."""
    return palette(st.context.theme.type)


def style_page() -> None:
    """Add the shared styles to this page; takes no room."""
    st.html(_FOLDER / "page.css")


def style_blocks(colours: Palette) -> None:
    """Add the styles of our own blocks in these colours to this page; takes no room."""
    st.html(part("blocks.html", "block_style", colours=asdict(colours), rules=_RULES))


def page_style(name: str) -> None:
    """Add the styles of one page, `name/name.css` in this package; takes no room."""
    st.html(_FOLDER / name / f"{name}.css")


def pinned_container() -> DeltaGenerator:
    """Return the container that stays in sight under the header while the page scrolls; one to a page.

    It must be a direct child of the page: inside columns or tabs it would scroll away with them. What it
    holds paints its own background.
    """
    return st.container(key=PINNED_KEY)


# A component that nobody sees tells the server that the colours have changed. Streamlit turns its own
# elements from light to dark in the browser. Our charts and blocks get their colours from the server, so they
# would stay light on a page that has become dark until something else is changed. It also has the links to
# the sources take the profile along: written into each of them, it would be sent again with every score.
_mount_listener = st.components.v2.component(
    "smartpick.page_watch",
    js=(_FOLDER / "components" / "page_watch.js").read_text(encoding="utf-8"),
)


def follow_theme() -> None:
    """Follow light and dark, and have links take the profile along; takes no room."""
    with st.container(key="page_watch"):
        # Streamlit asks for a callback; the run that comes with it is all that is needed.
        _mount_listener(
            key="theme_listener", data={"own": sorted(PAGE_PARAMETERS)}, on_changed_change=lambda: None
        )
