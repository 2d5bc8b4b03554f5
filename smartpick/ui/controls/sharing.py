"""A link to what is on screen, ready to copy."""

from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from smartpick.ui.link import link_parameters
from smartpick.ui.state import sitting


def copy_link() -> None:
    """Draw a button that opens the link with a copy button beside it."""
    with st.popover("Copy link", icon=":material/link:", width="stretch", key="copy_link"):
        st.caption("Whoever opens this link sees what you see now. Your answers are in the link itself.")
        st.code(link_address(), language=None, wrap_lines=True)


def link_address() -> str:
    """Return the address of this page with the profile in it."""
    here = sitting()
    parts = urlsplit(st.context.url or "")
    query = urlencode(link_parameters(here.settled, here.assumed), safe="|:=")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))
