"""The address bar: a link that is opened sets the profile, and the profile keeps the address true."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.address_part import AddressPart
from smartpick.ui.blocks import notice
from smartpick.ui.link import PAGE_PARAMETERS, is_our_link, link_parameters, read_link
from smartpick.ui.memory import remembered
from smartpick.ui.state import PROFILE_PART, sitting

_ADDRESS = AddressPart("profile", lambda name: name not in PAGE_PARAMETERS)


def open_link() -> None:
    """Take the profile from the address if the person opened a link."""
    said = _ADDRESS.opened(_held())
    if not is_our_link(said):
        return
    reading = read_link(st.query_params.to_dict())
    sitting().open_link(reading.profile, reading.assumed, reading.notice or "")


def link_notice(another_page: bool) -> None:
    """Say at the top of a page what of the answers in a link could not be used.

    Args:
        another_page: Whether the page is another than before: what a page's own part of the link said goes.
    """
    here = sitting()
    if another_page:
        here.unused = {part: said for part, said in here.unused.items() if part == PROFILE_PART}
    notice(here.unused.get(PROFILE_PART), strong=True)


def write_link() -> None:
    """Put what is on screen into the address, so that a reload or a bookmark brings it back."""
    _ADDRESS.write(_held())
    sitting().begin()


def _held() -> dict[str, str]:
    here = sitting()
    return remembered(
        "link", (here.settled, here.assumed), lambda: link_parameters(here.settled, here.assumed)
    )
