"""The part of the address that one owner writes: a link that a person opens is told from our own words.

The browser sends the address with everything a person does. It may be the address from before our last
change, because that change has not reached the browser yet; taken for a link, it would undo what was just
answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic

import streamlit as st

# How long the browser may go on sending an address that we have replaced. Going back in its history is taken
# for such an echo only within this time.
ECHO_SECONDS = 3.0


@dataclass
class _Log:
    """What a session has written: the parameters as they should stand now, and those replaced lately."""

    now: dict[str, str] | None = None
    past: list[tuple[dict[str, str], float]] = field(default_factory=list)

    def replace(self, parameters: Mapping[str, str]) -> None:
        if parameters == self.now:
            return
        if self.now is not None:
            fresh = [entry for entry in self.past if monotonic() - entry[1] < ECHO_SECONDS]
            self.past = [*fresh, (self.now, monotonic())]
        self.now = dict(parameters)

    def echoes(self, said: Mapping[str, str]) -> bool:
        return any(said == words and monotonic() - at < ECHO_SECONDS for words, at in self.past)


@dataclass(frozen=True)
class AddressPart:
    """Some of the query parameters, with one owner.

    Attributes:
        name: Unique in the app.
        owns: Whether a parameter of this name belongs to the part.
    """

    name: str
    owns: Callable[[str], bool]

    def said(self) -> dict[str, str]:
        """Return what the address says now."""
        return {name: text for name, text in st.query_params.to_dict().items() if self.owns(name)}

    def opened(self, held: Mapping[str, str]) -> dict[str, str]:
        """Return the parameters of a link that the person opened, empty if there is none.

        Without a parameter one has come back from another page, which keeps what was chosen.

        Args:
            held: The parameters of what the session holds. If they are not what was written last, the
                person has just changed something and the address is older than that.
        """
        said, log = self.said(), self._log()
        if not said or said == log.now:
            return {}
        if log.now is not None and (held != log.now or log.echoes(said)):
            return {}
        # Taken once, even if this run is cut short before the address is written.
        log.now = said
        return said

    def write(self, parameters: Mapping[str, str]) -> None:
        """Put the parameters into the address, so that a reload, a bookmark or a copy brings them back."""
        self._log().replace(parameters)
        if self.said() == parameters:
            return
        others = {name: text for name, text in st.query_params.to_dict().items() if not self.owns(name)}
        st.query_params.from_dict({**others, **parameters})

    def _log(self) -> _Log:
        log: _Log = st.session_state.setdefault(f"address_{self.name}", _Log())
        return log
