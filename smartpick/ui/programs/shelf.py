"""What the page remembers in a session: the open program, those compared, and what stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from smartpick.ui.address_part import AddressPart

MOST_COMPARED = 5
_KEY, _PARAMETER = "programs_shelf", "program"
_ADDRESS = AddressPart("program", {_PARAMETER}.__contains__)


@dataclass
class Shelf:
    """The programs a person has in hand, by id.

    Attributes:
        shown: The program whose view is open.
        compared: Those to compare, in the order in which they were added.
        not_found: An id in the address that no program has, until the next visit.
    """

    shown: str | None = None
    compared: list[str] = field(default_factory=list)
    not_found: str | None = None

    def open(self, program_id: str) -> None:
        """Open a program's view."""
        self.shown = program_id

    def close(self) -> None:
        """Go back to the search."""
        self.shown = None

    def compare(self, program_id: str) -> None:
        """Add a program to the comparison or take it out; a sixth one is not taken."""
        if program_id in self.compared:
            self.compared.remove(program_id)
        elif len(self.compared) < MOST_COMPARED:
            self.compared.append(program_id)


def shelf() -> Shelf:
    """Return this session's shelf."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Shelf()
    found: Shelf = st.session_state[_KEY]
    return found


def read_address(known: frozenset[str]) -> None:
    """Open the program that the address names, if a person opened such a link.

    Args:
        known: Ids of all programs.
    """
    here = shelf()
    here.not_found = None
    asked = _ADDRESS.opened(_held()).get(_PARAMETER)
    if asked in known:
        here.shown = asked
    elif asked is not None:
        here.not_found = asked


def write_address() -> None:
    """Put the open program into the address."""
    _ADDRESS.write(_held())


def _held() -> dict[str, str]:
    shown = shelf().shown
    return {} if shown is None else {_PARAMETER: shown}
