"""The look that all pages share: theme, style sheets, and drawing anew when light turns to dark."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from smartpick.charts.frame import Palette, palette

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

PINNED_KEY = "pinned"

# Our own file: Streamlit fetches the icons it names itself from another host.
ICON = str(Path(__file__).with_name("icon.svg"))

# A block wrapped by Streamlit sticks only within its wrapper, so the wrapper is what must stick. Streamlit's
# header lies over the page: beside an open sidebar and without pages to choose from it is empty and
# transparent, else it holds what must stay free. What is being redrawn is not dimmed: while a score is
# dragged the curve and the list are redrawn several times a second. Lines stay short enough to read on a very
# wide screen, and letters grow with it: it is looked at from further away. In a low window (a phone held
# across, a page enlarged to 200 %) what is pinned would leave no room for the rest, so it scrolls.
# The menu of pages gives up its icons before it hides a page behind "more". Streamlit writes white on the
# primary colour, which is light on a dark page, and makes captions and hints see-through until they cannot be
# read on a grey ground; ours are in the palette's colours.
_PAGE_STYLE = f"""<style>
[data-testid="stLayoutWrapper"]:has(> .st-key-{PINNED_KEY}) {{
  position: sticky;
  top: 3.75rem;
  z-index: 100;
}}
@media (min-width: 768px) {{
  [data-testid="stApp"]:has([data-testid="stSidebar"][data-collapsed="false"]):not(:has([data-testid="stTopNav"]))
  [data-testid="stLayoutWrapper"]:has(> .st-key-{PINNED_KEY}) {{
    top: 0;
  }}
}}
@media (max-height: 599px) {{
  [data-testid="stLayoutWrapper"]:has(> .st-key-{PINNED_KEY}) {{
    position: static;
  }}
}}
[data-testid="stHeader"] {{
  container-type: inline-size;
}}
@container (max-width: 74rem) {{
  [data-testid="stTopNavLink"] > span:has([data-testid="stIconMaterial"]) {{ display: none; }}
}}
@container (max-width: 50rem) {{
  [data-testid="stTopNavLink"] {{ padding-inline: 0.25rem; }}
  [data-testid="stTopNavLink"] p {{ font-size: 0.8125rem; }}
}}
[data-tag],
[data-tag] *,
[data-testid^="stBaseButton-primary"]:enabled,
[data-testid^="stBaseButton-primary"]:enabled * {{
  color: var(--sp-background) !important;
}}
[data-tag],
[data-tag] > span {{
  height: auto;
  max-width: 100%;
  white-space: normal;
}}
[data-testid="stCaptionContainer"] {{
  opacity: 1;
  color: var(--sp-muted-ink);
}}
:is(input, textarea)::placeholder {{
  color: var(--sp-muted-ink) !important;
  opacity: 1 !important;
}}
[data-stale="true"] {{
  opacity: 1 !important;
}}
[data-testid="stMainBlockContainer"] {{
  max-width: 104rem;
  margin-inline: auto;
}}
@media (min-width: 2560px) {{
  html {{ font-size: 18px !important; }}
  [data-testid="stSidebar"][data-collapsed="false"] {{ min-width: 18.75rem; }}
}}
@media (min-width: 3400px) {{
  html {{ font-size: 22px !important; }}
}}
</style>"""


def page_palette() -> Palette:
    """Return the colours for the theme that the reader's browser shows now."""
    return palette(st.context.theme.type)


def style_page() -> None:
    """Add the shared styles to this page; takes no room."""
    st.html(_PAGE_STYLE)


def page_style(name: str) -> None:
    """Add the styles of one page, `name/name.css` in this package; takes no room."""
    sheet = Path(__file__).parent / name / f"{name}.css"
    st.html(f"<style>{sheet.read_text(encoding='utf-8')}</style>")


def pinned_container() -> "DeltaGenerator":
    """Return the container that stays in sight under the header while the page scrolls; one to a page.

    It must be a direct child of the page: inside columns or tabs it would scroll away with them. What it
    holds paints its own background.
    """
    return st.container(key=PINNED_KEY)


# The style sheets of our own blocks, in the palette's colours, and of the page on paper.

_SHEETS = ("blocks.css", "print.css")
_RULES = "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _SHEETS)


def style_blocks(colours: Palette) -> None:
    """Add the styles of our own blocks to this page; takes no room."""
    values = "".join(f"--sp-{name.replace('_', '-')}:{value};" for name, value in asdict(colours).items())
    st.html(f"<style>:root{{{values}}}{_RULES}</style>")


# A component that nobody sees: it tells the server that the colours have changed.
#
# Streamlit turns its own elements from light to dark in the browser. Our charts and blocks get their colours
# from the server, so they would stay light on a page that has become dark until something else is changed.

_KEY = "theme_change"

_mount = st.components.v2.component(
    "smartpick.theme_change",
    js=(Path(__file__).with_name("components") / "theme_change.js").read_text(encoding="utf-8"),
)


def follow_theme() -> None:
    """Have the page drawn anew when light and dark change; takes no room."""
    with st.container(key=_KEY):
        st.html(f"<style>.st-key-{_KEY} {{ position: absolute; height: 0; overflow: hidden; }}</style>")
        _mount(key="theme_listener", on_changed_change=_nothing)


def _nothing() -> None:
    """Stand in for the callback that Streamlit asks for: the run that comes with it is all that is needed."""
