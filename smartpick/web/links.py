"""What stands in a link: typed, versioned query parameters, each with a codec that reads and writes its text.

The profile's parameters are named as its fields; only what differs from the starting values is written.
Nothing in a link is free text: languages are left out, programs are ids of a fixed form. What cannot be read
is named in a notice with what is used instead.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from smartpick.profile import FORM, ApplicantProfile, ProfileFaults, question, questions_of
from smartpick.text.list_changes import answer_words

VERSION = "1"
_VERSION_NAME, _ASSUMED_NAME = "v", "assumed"
# Parameters that belong to a page and not to the profile; they are neither read nor ignored here.
PAGE_PARAMETERS: frozenset[str] = frozenset(
    {
        *("program", "source", "parameter", "method_view", "scenarios", "scenarios_lever"),
        *("plan_opening", "plan_order", "plan_score"),
        *("curves_view", "curves_specialties", "curves_types", "curves_places", "curves_applications"),
        *("curves_chance", "curves_layout", "curves_mark"),
        *("programs_view", "programs_layer", "programs_specialties", "programs_regions", "programs_visa"),
        *("programs_requirements", "programs_size", "programs_fill", "programs_marked", "programs_near"),
        *("programs_miles", "programs_doubtful", "programs_compared"),
        *("list_group", "list_whole", "list_least_gain"),
        *("advising_view", "advising_question"),
    }
)
# The code of a room that is followed (`web/rooms.py`): not an answer, and not part of a copied link.
ROOM_PARAMETER = "room"
_FREE_TEXT = ("languages",)
_PROGRAM_ID = re.compile(r"[0-9]{10}|NRMP:[0-9A-Z]{9}|WEB:[a-z0-9-]{1,34}")
_EMPTY = "empty"
_NUMBER = re.compile(r"-?\d{1,400}\.\d+|-?\d+(\.\d+)?e[+-]\d+", re.ASCII)
# How much of a value that could not be used is shown: enough to find it in the link, not a message.
_LONGEST_SHOWN = 16


class Codec(NamedTuple):
    """How a value stands in a link.

    Attributes:
        read: Returns the value of a text; raises KeyError or ValueError for one it does not know, or
            `PartlyKnownError` for a list of which some can be used.
        write: Returns the text of a value; raises KeyError for a value that may not stand in a link.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]


class PartlyKnownError(ValueError):
    """A list of which some values are not known; those that are known are used."""

    def __init__(self, known: Sequence[str], unknown: Sequence[str]) -> None:
        super().__init__(unknown)
        self.known, self.unknown = known, unknown


def word(codes: Mapping[Any, str]) -> Codec:
    """Return the codec of one of a few values; `codes` has the text of each."""
    values = {code: value for value, code in codes.items()}
    return Codec(values.__getitem__, codes.__getitem__)


def words(codes: Mapping[Any, str], none: str = "") -> Codec:
    """Return the codec of a list of such values ("CA|OR"); `none` stands for an empty one if given."""
    values = {code: value for value, code in codes.items()}
    return Codec(
        lambda text: [] if none and text == none else known_of(text, values),
        lambda chosen: "|".join(codes[value] for value in chosen) or none,
    )


def whole(least: int, most: int) -> Codec:
    """Return the codec of a whole number within bounds."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most):
            raise ValueError(text)
        return int(text)

    return Codec(read, lambda value: str(int(value)))


def known_of(text: str, known: Mapping[str, Any]) -> list[Any]:
    """Return the values of a text's codes ("CA|OR"), each once; raises ValueError where one is not known."""
    codes = list(dict.fromkeys(text.split("|")))
    if not all(code in known for code in codes):
        raise ValueError(text)
    return [known[code] for code in codes]


YES_OR_NO = word({True: "yes", False: "no"})


def _ids(programs: Sequence[str]) -> Sequence[str]:
    if not all(_PROGRAM_ID.fullmatch(program) for program in programs):
        raise ValueError("not a program id")
    return programs


def _read_signals(text: str) -> dict[str, str]:
    pairs = [item.rpartition("=") for item in text.split("|")] if text else []
    programs = _ids([program for program, _, _ in pairs])
    return dict(zip(programs, [kind for _, _, kind in pairs], strict=True))


def _read_or_none(text: str) -> str | float | None:
    return None if text == _EMPTY else _as_written_here(text)


def _read_given(text: str) -> str | float:
    if text == _EMPTY:
        raise ValueError(text)
    return _as_written_here(text)


def _as_written_here(text: str) -> str | float:
    # A number in a link is one of ours, and "2.125" is not open there; all else is read as people write it.
    return float(text) if _NUMBER.fullmatch(text) else text


def _write_answer(answer: Any) -> str:
    if answer is None:
        return _EMPTY
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, float):
        return str(int(answer)) if answer.is_integer() else repr(answer)
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, Mapping):
        return "|".join(f"{program}={kind}" for program, kind in answer.items())
    return "|".join(answer) if isinstance(answer, tuple) else str(answer)


def _answer_codec(name: str) -> Codec:
    """Return the codec of a field; the profile itself checks what is read."""
    if name in ("pinned", "excluded"):
        return Codec(lambda text: _ids(text.split("|")) if text else (), _write_answer)
    if name == "signals":
        return Codec(_read_signals, _write_answer)
    may_be_empty = "None" in str(ApplicantProfile.model_fields[name].annotation)
    return Codec(_read_or_none if may_be_empty else _read_given, _write_answer)


_ANSWERS = {name: _answer_codec(name) for name in ApplicantProfile.model_fields if name not in _FREE_TEXT}
_START = ApplicantProfile()
_ASKED = frozenset(name for section in FORM for name in questions_of(section))


@dataclass(frozen=True)
class Unused:
    """A value in a link that could not be used.

    Attributes:
        title: What the value was for, in plain words.
        text: The value as it stands in the link.
        instead: What is used in its place, in plain words.
    """

    title: str
    text: str
    instead: str


@dataclass(frozen=True)
class LinkReading:
    """What a link says: the profile, whether assumed effects count, and a sentence on what was ignored."""

    profile: ApplicantProfile
    assumed: bool
    notice: str | None


def link_parameters(profile: ApplicantProfile, assumed: bool = True) -> dict[str, str]:
    """Return the query parameters that bring this profile back; empty for the starting values."""
    answers = {name: getattr(profile, name) for name in _ANSWERS}
    # An answer that would come out the same unsaid is left out. Those as at the start go together where that
    # changes none, which is so for nearly every profile; the others are checked one by one, because some
    # starting values follow other answers.
    said = {name: answer for name, answer in answers.items() if answer != getattr(_START, name)}
    if _profile_from(said) == profile:
        answers = said
    for name in tuple(answers):
        others = {other: answer for other, answer in answers.items() if other != name}
        try:
            unsaid = getattr(ApplicantProfile.from_answers(others), name)
        except ProfileFaults:
            continue
        if unsaid == getattr(profile, name):
            answers = others
    parameters = {name: _ANSWERS[name].write(answer) for name, answer in answers.items()}
    if not assumed:
        parameters[_ASSUMED_NAME] = YES_OR_NO.write(assumed)
    return {_VERSION_NAME: VERSION, **parameters} if parameters else {}


def _profile_from(answers: Mapping[str, Any]) -> ApplicantProfile | None:
    try:
        return ApplicantProfile.from_answers(answers)
    except ProfileFaults:
        return None


def page_link_parameters(
    profile: ApplicantProfile, assumed: bool, parameters: Mapping[str, str]
) -> dict[str, str]:
    """Return the query parameters that bring this profile and a page's own choices back, with a version.

    `parameters` are all query parameters of the address; those of pages are taken over.
    """
    chosen = {name: text for name, text in parameters.items() if name in PAGE_PARAMETERS}
    both = link_parameters(profile, assumed) | chosen
    return {_VERSION_NAME: VERSION, **both} if both else {}


def read_link(parameters: Mapping[str, str | Sequence[str]]) -> LinkReading:
    """Return what the query parameters say; never raises.

    A name that is given more than once holds a list; for an answer that is none, nothing of it is used.
    """
    given = {
        name: value if isinstance(value, str) else "|".join(dict.fromkeys(value))
        for name, value in parameters.items()
        if value
    }
    ours = {name: text for name, text in given.items() if name not in {*PAGE_PARAMETERS, ROOM_PARAMETER}}
    version, assumed = ours.pop(_VERSION_NAME, None), ours.pop(_ASSUMED_NAME, "yes")
    unknown = [name for name in ours if name not in _ANSWERS]
    answers, ignored = {}, []
    for name in ours.keys() - set(unknown):
        try:
            answers[name] = _ANSWERS[name].read(ours[name])
        except ValueError:
            ignored.append(name)
    profile, contradicting = _profile_of(answers)
    unused = [
        Unused(
            ApplicantProfile.model_fields[name].title or name,
            ours[name],
            _in_words(name, getattr(profile, name)),
        )
        for name in ours
        if name in {*ignored, *contradicting}
    ]
    if assumed not in ("yes", "no"):
        unused.append(Unused("Assumed effects", assumed, "yes"))
    more = []
    if unknown:
        more.append(f"{len(unknown)} unknown {'name was' if len(unknown) == 1 else 'names were'} ignored")
    if version not in (None, VERSION) and len(given) > 1:
        more.append("it was made by another version of this page")
    return LinkReading(profile, assumed != "no", unused_sentence(unused, *more) or None)


def _in_words(name: str, answer: Any) -> str:
    """Return an answer in the words of the page."""
    words = {} if name not in _ASKED else question(name).words or {}
    return words.get(answer) or answer_words(answer) if isinstance(answer, str) else answer_words(answer)


def is_our_link(parameters: Mapping[str, object]) -> bool:
    """Return whether the query parameters say anything about a profile."""
    return any(name in (_VERSION_NAME, _ASSUMED_NAME, *_ANSWERS) for name in parameters)


def _profile_of(answers: dict[str, Any]) -> tuple[ApplicantProfile, list[str]]:
    """Return the profile of the answers that can be used, and the names of those that cannot."""
    dropped: list[str] = []
    while True:
        try:
            return ApplicantProfile.from_answers(answers), dropped
        except ProfileFaults as error:
            faulty = [fault.field for fault in error.faults if fault.field in answers]
            # A fault beside an answer that the link does not give: leave out all that it could rest on.
            faulty = faulty or list(answers)
            dropped += faulty
            answers = {name: answer for name, answer in answers.items() if name not in faulty}


def unused_sentence(unused: Iterable[Unused], *more: str) -> str:
    """Say which values of a link could not be used and what is used in their place; empty without any.

    Each value is shown cut short. `more` is what else is to be said of the link.
    """
    parts = [f"{one.title} “{_cut(one.text)}” ({one.instead} is used instead)" for one in unused]
    reasons = "; ".join([*parts, *more])
    return f"Not everything in the link was used: {reasons}." if reasons else ""


def _cut(text: str) -> str:
    """Return the beginning of a text in one line, without signs that cannot be seen."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN].rstrip()} …"
