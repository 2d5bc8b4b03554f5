"""What the page remembers in a session: the open program, those compared, and what stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

MOST_COMPARED = 5
_KEY, _PARAMETER = "programs_shelf", "program"


@dataclass
class Shelf:
    """The programs a person has in hand, by id.

    Attributes:
        shown: The program whose view is open.
        compared: Those to compare, in the order in which they were added.
        written: The program that this page wrote into the address last.
        not_found: An id in the address that no program has, until the next visit.
    """

    shown: str | None = None
    compared: list[str] = field(default_factory=list)
    written: str | None = None
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
    asked = st.query_params.get(_PARAMETER)
    here.not_found = None
    # Without the parameter one has come back from another page, which keeps what is open.
    if asked is None or asked == here.written:
        return
    if asked in known:
        here.shown = asked
    else:
        here.not_found = asked


def write_address() -> None:
    """Put the open program into the address."""
    here = shelf()
    if here.shown is None:
        st.query_params.pop(_PARAMETER, None)
    elif st.query_params.get(_PARAMETER) != here.shown:
        st.query_params[_PARAMETER] = here.shown
    here.written = here.shown
