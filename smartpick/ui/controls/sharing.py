"""A link to what is on screen, ready to copy. The same button on every page."""

from typing import Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from smartpick.ui.blocks import block
from smartpick.ui.link import page_link_parameters
from smartpick.ui.state import sitting

_KEY = "link_to_copy"
# Streamlit shows the copy button under the mouse only; fingers and keys need to see it too.
_STYLE = f"""<style>
.st-key-{_KEY} div:has(> div > [data-testid="stElementToolbarButton"]) {{ opacity: 1 !important;
  visibility: visible !important; }}
.st-key-{_KEY} pre {{ padding-right: 3rem; }}
</style>"""


@st.fragment
def copy_link(width: Literal["stretch", "content"] = "stretch") -> None:
    """Draw a button that opens the link with a copy button beside it.

    A fragment that asks for the link when it is opened, so that it holds what other parts of the page have
    changed since it was drawn.
    """
    drawer = st.popover("Copy link", icon=":material/link:", width=width, key="copy_link", on_change="rerun")
    with drawer:
        st.caption(
            "Whoever opens this link sees what you see now. Your answers are in the link itself. What you "
            "typed is not: searches, names, notes and your own figures stay in this browser tab."
        )
        if drawer.open:
            with st.container(key=_KEY):
                st.html(_STYLE)
                st.code(link_address(), language=None, wrap_lines=True)


def title_with_link(title: str, below: str) -> None:
    """Draw a page's title with the button beside it and the line below it, both made by the page as HTML.

    For pages without the control panel, which has the button itself.
    """
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, key="page_title"):
            with st.container(width="stretch"):
                block(title)
            with st.container(width="content"):
                copy_link("content")
        block(below)


def link_address() -> str:
    """Return the address of this page with the profile and the page's choices in it."""
    here = sitting()
    parts = urlsplit(st.context.url or "")
    parameters = page_link_parameters(here.settled, here.assumed, st.query_params.to_dict())
    query = urlencode(parameters, safe="|:=")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))
