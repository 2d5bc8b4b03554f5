"""The address bar: a link that is opened sets the profile, and the profile keeps the address true."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.link import PAGE_PARAMETERS, is_our_link, link_parameters, read_link
from smartpick.ui.state import sitting

# What this session wrote last; anything else in the address bar was opened by the person.
_WRITTEN = "link_written"
# What of the profile in that link could not be used, for pages without the profile's own controls.
LINK_NOTICE = "link_notice"


def open_link() -> None:
    """Take the profile from the address if the person opened a link."""
    said = _profile_part()
    if not is_our_link(said) or said == st.session_state.get(_WRITTEN):
        return
    reading = read_link(st.query_params.to_dict())
    here = sitting()
    here.assumed = reading.assumed
    here.replace(reading.profile, (reading.notice,) if reading.notice else ())
    st.session_state[_WRITTEN] = said
    st.session_state[LINK_NOTICE] = reading.notice


def write_link() -> None:
    """Put what is on screen into the address, so that a reload or a bookmark brings it back."""
    here = sitting()
    parameters = link_parameters(here.settled, here.assumed)
    st.session_state[_WRITTEN] = parameters
    if _profile_part() != parameters:
        kept = {n: v for n, v in st.query_params.to_dict().items() if n in PAGE_PARAMETERS}
        st.query_params.from_dict({**parameters, **kept})


def _profile_part() -> dict[str, str]:
    return {n: v for n, v in st.query_params.to_dict().items() if n not in PAGE_PARAMETERS}
