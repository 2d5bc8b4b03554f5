"""A link that reproduces what is on screen: typed, versioned query parameters named as the profile's fields.

Only what differs from the starting values is written. Nothing in a link is free text: languages are left
out, programs are ids of a fixed form. What cannot be read is named in a notice with what is used instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.text.list_changes import answer_words
from smartpick.text.numbers import plural

VERSION = "1"
_VERSION_NAME, _ASSUMED_NAME = "v", "assumed"
# Parameters that belong to a page and not to the profile; they are neither read nor ignored here.
PAGE_PARAMETERS: frozenset[str] = frozenset(
    {
        "plan_opening",
        "plan_order",
        "plan_score",
        "program",
        "source",
        "parameter",
        "method_view",
        "curves_view",
        "curves_specialties",
        "curves_types",
        "curves_places",
        "curves_applications",
        "curves_chance",
        "curves_layout",
        "curves_mark",
        "programs_view",
        "programs_layer",
        "programs_specialties",
        "programs_regions",
        "programs_visa",
        "programs_requirements",
        "programs_size",
        "programs_fill",
        "programs_marked",
        "programs_near",
        "programs_miles",
        "programs_doubtful",
        "programs_compared",
        "scenarios",
        "scenarios_lever",
        "list_group",
        "list_whole",
        "list_least_gain",
    }
)

_FREE_TEXT = frozenset({"languages"})
_PROGRAM_LISTS = frozenset({"pinned", "excluded"})
_PROGRAM_ID = re.compile(r"[0-9]{10}|NRMP:[0-9A-Z]{9}|WEB:[a-z0-9-]{1,34}")
_FIELDS = tuple(name for name in ApplicantProfile.model_fields if name not in _FREE_TEXT)
_MAY_BE_EMPTY = frozenset(
    name for name, field in ApplicantProfile.model_fields.items() if "None" in str(field.annotation)
)
_EMPTY = "empty"
# How much of a value that could not be used is shown: enough to find it in the link, not a message.
_LONGEST_SHOWN = 16


@dataclass(frozen=True)
class Unused:
    """A value in a link that could not be used.

    Attributes:
        title: What the value was for, in plain words.
        said: The value as it stands in the link.
        instead: What is used in its place, in plain words.
    """

    title: str
    said: str
    instead: str


@dataclass(frozen=True)
class LinkReading:
    """What a link says: the profile, whether assumed effects count, and a sentence on what was ignored."""

    profile: ApplicantProfile
    assumed: bool
    notice: str | None


def link_parameters(profile: ApplicantProfile, assumed: bool = True) -> dict[str, str]:
    """Return the query parameters that bring this profile back; empty for the starting values."""
    answers = {name: getattr(profile, name) for name in _FIELDS}
    # An answer that would come out the same unsaid is left out; checked one by one because some starting
    # values follow other answers.
    for name in _FIELDS:
        others = {n: a for n, a in answers.items() if n != name}
        if _would_be(others, name) == getattr(profile, name):
            answers = others
    said = {name: _written(answer) for name, answer in answers.items()}
    if not assumed:
        said[_ASSUMED_NAME] = "no"
    return {_VERSION_NAME: VERSION, **said} if said else {}


def page_link_parameters(
    profile: ApplicantProfile, assumed: bool, parameters: Mapping[str, str]
) -> dict[str, str]:
    """Return the query parameters that bring this profile and a page's own choices back, with a version.

    Args:
        profile: The applicant.
        assumed: Whether assumed effects count.
        parameters: All query parameters of the address; those of pages are taken over.
    """
    chosen = {name: text for name, text in parameters.items() if name in PAGE_PARAMETERS}
    said = link_parameters(profile, assumed)
    return {_VERSION_NAME: VERSION, **said, **chosen} if said or chosen else {}


def read_link(parameters: Mapping[str, str | Sequence[str]]) -> LinkReading:
    """Return what the query parameters say; never raises."""
    given = {
        name: value if isinstance(value, str) else value[-1] for name, value in parameters.items() if value
    }
    ours = {n: v for n, v in given.items() if n not in PAGE_PARAMETERS}
    ignored: list[str] = []
    version, assumed = ours.pop(_VERSION_NAME, None), ours.pop(_ASSUMED_NAME, "yes")
    unknown = [name for name in ours if name not in _FIELDS]
    answers = {}
    for name, text in ours.items():
        if name in unknown:
            continue
        try:
            answers[name] = _read(name, text)
        except ValueError:
            ignored.append(name)
    profile, contradicting = _profile_of(answers)
    unused = [_unused(name, ours[name], profile) for name in [*ignored, *contradicting]]
    if assumed not in ("yes", "no"):
        unused.append(Unused("Assumed effects", assumed, "yes"))
    return LinkReading(profile, assumed != "no", _notice(unused, len(unknown), version, len(given) > 1))


def is_our_link(parameters: Mapping[str, object]) -> bool:
    """Return whether the query parameters say anything about a profile."""
    return any(name in (_VERSION_NAME, _ASSUMED_NAME, *_FIELDS) for name in parameters)


def _would_be(others: dict[str, Any], name: str) -> object:
    try:
        return getattr(ApplicantProfile.from_answers(others), name)
    except ProfileFaults:
        return _NOTHING


_NOTHING = object()


def _profile_of(answers: dict[str, Any]) -> tuple[ApplicantProfile, list[str]]:
    """Return the profile of the answers that can be used, and the names of those that cannot."""
    dropped: list[str] = []
    while True:
        try:
            return ApplicantProfile.from_answers(answers), dropped
        except ProfileFaults as found:
            faulty = [fault.field for fault in found.faults if fault.field in answers]
            # A fault beside an answer that the link does not give: leave out all that it could rest on.
            faulty = faulty or list(answers)
            dropped += faulty
            answers = {name: answer for name, answer in answers.items() if name not in faulty}


def _written(answer: object) -> str:
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


def _read(name: str, text: str) -> Any:
    """Return the answer that a parameter's text stands for; raises ValueError for a bad program id."""
    if text == _EMPTY:
        if name in _MAY_BE_EMPTY:
            return None
        raise ValueError(name)
    if name in _PROGRAM_LISTS:
        return _ids(text.split("|")) if text else ()
    if name == "signals":
        pairs = [item.rpartition("=") for item in text.split("|")] if text else []
        return dict(zip(_ids([pair[0] for pair in pairs]), [pair[2] for pair in pairs], strict=True))
    return text


def _ids(programs: list[str]) -> list[str]:
    if not all(_PROGRAM_ID.fullmatch(program) for program in programs):
        raise ValueError("not a program id")
    return programs


def _unused(name: str, text: str, profile: ApplicantProfile) -> Unused:
    return Unused(
        ApplicantProfile.model_fields[name].title or name, text, answer_words(getattr(profile, name))
    )


def _notice(unused: Sequence[Unused], unknown: int, version: str | None, said: bool) -> str | None:
    more = []
    if unknown:
        more.append(f"{plural(unknown, 'unknown name was', 'unknown names were')} ignored")
    if version not in (None, VERSION) and said:
        more.append("it was made by another version of this page")
    return unused_sentence(unused, *more) or None


def unused_sentence(unused: Iterable[Unused], *more: str) -> str:
    """Say what of a link could not be used and what stands in its place; empty where all was used.

    Args:
        unused: The values; each is shown cut short.
        more: What else is to be said of the link.
    """
    parts = [f"{one.title} “{_cut(one.said)}” ({one.instead} is used instead)" for one in unused]
    said = "; ".join([*parts, *more])
    return f"Not everything in the link was used: {said}." if said else ""


def _cut(text: str) -> str:
    """Return the beginning of a text in one line, without signs that cannot be seen."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text)
    return seen if len(seen) <= _LONGEST_SHOWN else f"{seen[:_LONGEST_SHOWN].rstrip()} …"
