"""The address bar: a link that is opened sets profile and choices, and both keep the address true.

The browser sends the address with everything a person does. It may be the address from before our last
change, because that change has not reached the browser yet; taken for a link, it would undo what was just
answered. So each part of the address has one owner, who knows what it wrote there itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from smartpick.text.list_changes import answer_words
from smartpick.web.blocks import notice
from smartpick.web.links import (
    PAGE_PARAMETERS,
    ROOM_PARAMETER,
    YES_OR_NO,
    Codec,
    PartlyKnownError,
    Unused,
    is_our_link,
    link_parameters,
    read_link,
    unused_sentence,
    whole,
    word,
    words,
)
from smartpick.web.session import PROFILE_PART, remembered, sitting

# How long the browser may go on sending an address that we have replaced.
ECHO_SECONDS = 3.0


@dataclass
class _Log:
    """What a session has written: the parameters as they should be now, and those replaced lately."""

    now: dict[str, str] | None = None
    past: list[tuple[dict[str, str], float]] = field(default_factory=list)

    def replace(self, parameters: Mapping[str, str]) -> None:
        if parameters == self.now:
            return
        if self.now is not None:
            fresh = [entry for entry in self.past if monotonic() - entry[1] < ECHO_SECONDS]
            self.past = [*fresh, (self.now, monotonic())]
        self.now = dict(parameters)

    def echoes(self, parameters: Mapping[str, str]) -> bool:
        return any(parameters == past and monotonic() - at < ECHO_SECONDS for past, at in self.past)


@dataclass(frozen=True)
class AddressPart:
    """Some of the query parameters, with one owner.

    Attributes:
        name: Unique in the app.
        owns: Whether a parameter of this name belongs to the part.
    """

    name: str
    owns: Callable[[str], bool]

    def opened(self, held: Mapping[str, str]) -> dict[str, str] | None:
        """Return the parameters of a link that the person opened; None if they opened none.

        Without a parameter one has come from another page, which keeps what was chosen; but who goes back in
        the browser's history to an address without any goes back to the start. `held` are the parameters of
        what the session holds: if they are not what was written last, the person has just changed something
        and the address is older than that.
        """
        address, log = self._address(), self._log()
        if address == (log.now or {}):
            return None
        if not _gone_back():
            if not address:
                return None
            if log.now is not None and (held != log.now or log.echoes(address)):
                return None
        # Taken once, even if this run is cut short before the address is written.
        log.now = address
        return address

    def write(self, parameters: Mapping[str, str]) -> None:
        """Put the parameters into the address, so that a reload, a bookmark or a copy brings them back."""
        self._log().replace(parameters)
        if self._address() == parameters:
            return
        others = {name: text for name, text in st.query_params.to_dict().items() if not self.owns(name)}
        st.query_params.from_dict({**others, **parameters})

    def _address(self) -> dict[str, str]:
        return {name: text for name, text in st.query_params.to_dict().items() if self.owns(name)}

    def _log(self) -> _Log:
        log: _Log = st.session_state.setdefault(f"address_{self.name}", _Log())
        return log


def _gone_back() -> bool:
    """Tell whether the browser's Back or Forward led here."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


_PROFILE = AddressPart("profile", lambda name: name not in {*PAGE_PARAMETERS, ROOM_PARAMETER})
ROOM = AddressPart("room", ROOM_PARAMETER.__eq__)


def open_link() -> None:
    """Take the profile from the address if the person opened a link; not while another screen is followed."""
    if sitting().follows:
        return
    opened = _PROFILE.opened(_profile_parameters())
    # Only what is ours says anything of a profile, and where somebody goes back to nothing, that does.
    if opened is not None and (is_our_link(opened) or not opened):
        reading = read_link({name: st.query_params.get_all(name) for name in st.query_params})
        sitting().open_link(reading.profile, reading.assumed, reading.notice or "")


def link_notice(another_page: bool) -> None:
    """Say at the top of a page which answers of a link could not be used.

    On `another_page` than before, what a page's own part of the link said goes.
    """
    own = sitting()
    if another_page:
        own.unused = {part: sentence for part, sentence in own.unused.items() if part == PROFILE_PART}
    notice(own.unused.get(PROFILE_PART), strong=True)


def write_link() -> None:
    """Put what is on screen into the address, so that a reload or a bookmark brings it back."""
    _PROFILE.write(_profile_parameters())
    sitting().begin()


def _profile_parameters() -> dict[str, str]:
    own = sitting().own()
    key = (own.profile, own.assumed)
    return remembered("link", key, lambda: link_parameters(*key))


@dataclass(frozen=True)
class LinkedChoice:
    """A choice on a page that stands in its link, where it differs from the start.

    Attributes:
        name: Its query parameter; the name must be among `links.PAGE_PARAMETERS`.
        title: What a notice calls it.
        start: The value that needs no parameter.
        read, write: Its codec, see `links.Codec`.
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


def one_of(name: str, title: str, key: str, codes: Mapping[Any, str], start: Any) -> LinkedChoice:
    """Return a choice of one value kept under a widget's key; `codes` has the text of each value."""
    return _kept(name, title, key, word(codes), start)


def yes_or_no(name: str, title: str, key: str) -> LinkedChoice:
    """Return a switch that is off at the start."""
    return _kept(name, title, key, YES_OR_NO, False)


def some_of(
    name: str, title: str, key: str, codes: Mapping[Any, str], start: Sequence[Any], none: str = ""
) -> LinkedChoice:
    """Return a choice of several values kept as a list; `none` stands for an empty one if given."""
    return _kept(name, title, key, words(codes, none), list(start))


def whole_number(name: str, title: str, key: str, least: int, most: int, start: int | None) -> LinkedChoice:
    """Return a whole number within bounds; `start` is None where the page works it out."""
    return _kept(name, title, key, whole(least, most), start)


def _kept(name: str, title: str, key: str, codec: Codec, start: Any) -> LinkedChoice:
    def put(value: Any) -> None:
        st.session_state[key] = value

    return LinkedChoice(
        name, title, start, codec.read, codec.write, lambda: st.session_state.get(key, start), put
    )


def parameters_of(choices: Iterable[LinkedChoice]) -> dict[str, str]:
    """Return the query parameters of what differs from the start."""
    parameters = {}
    for choice in choices:
        value = choice.get()
        if value in (None, choice.start):
            continue
        try:
            parameters[choice.name] = choice.write(value)
        except KeyError:
            continue
    return {name: text for name, text in parameters.items() if text}


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
    opened = _part(page, choices).opened(parameters_of(choices))
    if opened is not None:
        sitting().unused[page] = unused_sentence(take(choices, opened))
    return sitting().unused.get(page, "")


def write_choices(page: str, choices: Sequence[LinkedChoice]) -> None:
    """Put the choices into the address, so that a reload, a bookmark or a copied link brings them back."""
    _part(page, choices).write(parameters_of(choices))


def _start_words(start: Any) -> str:
    if start in (None, [], ()):
        return "nothing"
    return answer_words(tuple(start) if isinstance(start, list) else start)


def _part(page: str, choices: Sequence[LinkedChoice]) -> AddressPart:
    return AddressPart(page, frozenset(choice.name for choice in choices).__contains__)
