"""The address bar: a link that is opened sets the profile, and the profile keeps the address true."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.address_part import AddressPart
from smartpick.ui.link import PAGE_PARAMETERS, is_our_link, link_parameters, read_link
from smartpick.ui.memory import remembered
from smartpick.ui.state import sitting

_ADDRESS = AddressPart("profile", lambda name: name not in PAGE_PARAMETERS)
# What of the profile in that link could not be used, for pages without the profile's own controls.
LINK_NOTICE = "link_notice"


def open_link() -> None:
    """Take the profile from the address if the person opened a link."""
    said = _ADDRESS.opened(_held())
    if not is_our_link(said):
        return
    reading = read_link(st.query_params.to_dict())
    here = sitting()
    here.assumed = reading.assumed
    here.replace(reading.profile, (reading.notice,) if reading.notice else ())
    st.session_state[LINK_NOTICE] = reading.notice


def write_link() -> None:
    """Put what is on screen into the address, so that a reload or a bookmark brings it back."""
    _ADDRESS.write(_held())


def _held() -> dict[str, str]:
    here = sitting()
    return remembered(
        "link", (here.settled, here.assumed), lambda: link_parameters(here.settled, here.assumed)
    )
