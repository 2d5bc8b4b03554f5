"""The address bar: a link that is opened sets profile and choices, and both keep the address true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import streamlit as st

from smartpick.text.list_changes import answer_words
from smartpick.web.blocks import notice
from smartpick.web.links import (
    PAGE_PARAMETERS,
    Unused,
    is_our_link,
    link_parameters,
    read_link,
    unused_sentence,
)
from smartpick.web.session import PROFILE_PART, remembered, sitting

# The part of the address that one owner writes: a link that a person opens is told from our own words.
#
# The browser sends the address with everything a person does. It may be the address from before our last
# change, because that change has not reached the browser yet; taken for a link, it would undo what was just
# answered.

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


# Choices on a page that stand in its link: typed, only what differs from the start, nothing in free text.
#
# A page names its choices once. `open_choices` takes them from a link that the person opened, `write_choices`
# keeps the address true. What a link says that is not known is left out and named in a notice.

_YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True)
class LinkedChoice:
    """One choice.

    Attributes:
        name: Its query parameter; the name must be among `link.PAGE_PARAMETERS`.
        title: What a notice calls it.
        start: The value that needs no parameter.
        read: Returns the value of a text; raises KeyError or ValueError for one it does not know.
        write: Returns the text of a value; raises KeyError for a value that may not stand in a link.
        get, put: Where the value is kept in the session.
        start_words: What a notice calls the start; made from it if empty.
    """

    name: str
    title: str
    start: Any
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    get: Callable[[], Any]
    put: Callable[[Any], None]
    start_words: str = ""


class PartlyKnownError(ValueError):
    """A list of which some values are not known; those that are known are used."""

    def __init__(self, known: Sequence[str], unknown: Sequence[str]) -> None:
        super().__init__(unknown)
        self.known, self.unknown = known, unknown


def one_of(name: str, title: str, key: str, codes: Mapping[Any, str], start: Any) -> LinkedChoice:
    """Return a choice of one value kept under a widget's key; `codes` has the text of each value."""
    values = {code: value for value, code in codes.items()}
    return LinkedChoice(name, title, start, values.__getitem__, codes.__getitem__, *_kept(key, start))


def yes_or_no(name: str, title: str, key: str) -> LinkedChoice:
    """Return a switch that is off at the start."""
    return one_of(name, title, key, _YES_NO, False)


def some_of(
    name: str, title: str, key: str, codes: Mapping[Any, str], start: Sequence[Any], none: str = ""
) -> LinkedChoice:
    """Return a choice of several values kept as a list; `none` stands for an empty one if given."""

    def read(text: str) -> list[Any]:
        return [] if none and text == none else known_of(text, {code: value for value, code in codes.items()})

    def write(values: Iterable[Any]) -> str:
        return "|".join(codes[value] for value in values) or none

    return LinkedChoice(name, title, list(start), read, write, *_kept(key, list(start)))


def whole_number(name: str, title: str, key: str, least: int, most: int, start: int | None) -> LinkedChoice:
    """Return a whole number within bounds; `start` is None where the page works it out."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most):
            raise ValueError(text)
        return int(text)

    return LinkedChoice(name, title, start, read, lambda value: str(int(value)), *_kept(key, start))


def known_of(text: str, known: Mapping[str, Any]) -> list[Any]:
    """Return the values of a text's codes ("CA|OR"), each once; raises ValueError where one is not known."""
    codes = list(dict.fromkeys(text.split("|")))
    if not all(code in known for code in codes):
        raise ValueError(text)
    return [known[code] for code in codes]


def parameters_of(choices: Iterable[LinkedChoice]) -> dict[str, str]:
    """Return the query parameters of what differs from the start."""
    said = {}
    for choice in choices:
        value = choice.get()
        if value in (None, choice.start):
            continue
        try:
            said[choice.name] = choice.write(value)
        except KeyError:
            continue
    return {name: text for name, text in said.items() if text}


def take(choices: Iterable[LinkedChoice], parameters: Mapping[str, str]) -> list[Unused]:
    """Set every choice to what the parameters say, or to its start; return what was not known."""
    ignored = []
    for choice in choices:
        value = choice.start
        if choice.name in parameters:
            try:
                value = choice.read(parameters[choice.name])
            except PartlyKnownError as partly:
                value = partly.known
                ignored += [Unused(choice.title, one, "the rest of the list") for one in partly.unknown]
            except (KeyError, ValueError):
                instead = choice.start_words or _start_words(choice.start)
                ignored.append(Unused(choice.title, parameters[choice.name], instead))
        choice.put(value)
    return ignored


def open_choices(page: str, choices: Sequence[LinkedChoice]) -> str:
    """Take the choices of a link that the person opened; return a sentence on what could not be used.

    The sentence stays until the person changes an answer or goes to another page.
    """
    said = _address(page, choices).opened(parameters_of(choices))
    if said:
        sitting().unused[page] = unused_sentence(take(choices, said))
    return sitting().unused.get(page, "")


def write_choices(page: str, choices: Sequence[LinkedChoice]) -> None:
    """Put the choices into the address, so that a reload, a bookmark or a copied link brings them back."""
    _address(page, choices).write(parameters_of(choices))


def _start_words(start: Any) -> str:
    """Return a start in words."""
    if start in (None, [], ()):
        return "nothing"
    return answer_words(tuple(start) if isinstance(start, list) else start)


def _address(page: str, choices: Sequence[LinkedChoice]) -> AddressPart:
    return AddressPart(page, frozenset(choice.name for choice in choices).__contains__)


def _kept(key: str, start: Any) -> tuple[Callable[[], Any], Callable[[Any], None]]:
    def put(value: Any) -> None:
        st.session_state[key] = value

    return lambda: st.session_state.get(key, start), put


# The address bar: a link that is opened sets the profile, and the profile keeps the address true.

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
