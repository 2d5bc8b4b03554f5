"""Where the page keeps its choices in the session, and how the address bar follows them."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from smartpick.ui.curves.choices import PARAMETER_NAMES, Changes, parameters_of, read_changes

_CHANGES, _WRITTEN = "curves_changes", "curves_link_written"


def changes() -> Changes:
    """Return what was changed on the page in this session."""
    kept: Changes = st.session_state.setdefault(_CHANGES, {})
    return kept


def choose(**chosen: object) -> None:
    """Keep changed choices by name; an emptied list goes back to the start."""
    for name, value in chosen.items():
        if value == ():
            changes().pop(name, None)
        else:
            changes()[name] = value


def open_curves_link(specialties: Collection[str], places: Collection[str]) -> str:
    """Take the choices of a link that the person opened; return a sentence on what could not be used."""
    said = _ours()
    if not said or said == st.session_state.get(_WRITTEN):
        return ""
    st.session_state[_CHANGES], ignored = read_changes(said, specialties, places)
    if not ignored:
        return ""
    return (
        f"Not everything in the link was used: {', '.join(ignored)}. The starting values stand there instead."
    )


def write_curves_link() -> None:
    """Put the choices into the address, so that a reload or a bookmark brings them back."""
    parameters = parameters_of(changes())
    st.session_state[_WRITTEN] = parameters
    if _ours() == parameters:
        return
    others = {n: v for n, v in st.query_params.to_dict().items() if n not in PARAMETER_NAMES}
    st.query_params.from_dict({**others, **parameters})


def _ours() -> dict[str, str]:
    return {n: v for n, v in st.query_params.to_dict().items() if n in PARAMETER_NAMES}
