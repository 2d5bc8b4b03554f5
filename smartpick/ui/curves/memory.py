"""Where the page keeps its choices in the session, and how the address bar follows them."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from smartpick.ui.address_part import AddressPart
from smartpick.ui.curves.choices import PARAMETER_NAMES, Changes, parameters_of, read_changes
from smartpick.ui.link import unused_sentence
from smartpick.ui.state import sitting

_CHANGES = "curves_changes"
_ADDRESS = AddressPart("curves", PARAMETER_NAMES.__contains__)


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
    said = _ADDRESS.opened(parameters_of(changes()))
    if not said:
        return sitting().unused.get("curves", "")
    st.session_state[_CHANGES], unused = read_changes(said, specialties, places)
    sitting().unused["curves"] = unused_sentence(unused)
    return sitting().unused["curves"]


def write_curves_link() -> None:
    """Put the choices into the address, so that a reload or a bookmark brings them back."""
    _ADDRESS.write(parameters_of(changes()))
