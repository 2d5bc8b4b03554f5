"""Turning a validation error into sentences for the applicant."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from smartpick.profile.answer_types import holds_half_a_character, shown
from smartpick.profile.faults import ProfileFault

# Raised for a default that depends on another answer; that other answer has its own fault already.
_FOLLOWS_FROM_ANOTHER_FAULT = "default_factory_not_called"


def faults_in_single_answers(error: ValidationError, fields: Mapping[str, FieldInfo]) -> list[ProfileFault]:
    """Return a fault for each answer, or item of a list, that cannot be read, in the order of the fields."""
    faults: list[ProfileFault] = []
    for detail in error.errors(include_url=False):
        # An error without a place is a contradiction between answers; those are collected elsewhere.
        if not detail["loc"] or detail["type"] == _FOLLOWS_FROM_ANOTHER_FAULT:
            continue
        name = str(detail["loc"][0])
        # A list with unreadable items also counts as too short; the items say enough.
        if detail["type"] == "too_short" and any(fault.field == name for fault in faults):
            continue
        faults.append(ProfileFault(name, _message(name, detail, fields)))
    return faults


def faults_in_text(answers: Mapping[str, Any], fields: Mapping[str, FieldInfo]) -> list[ProfileFault]:
    """Return a fault for each answer, or name of one, with half a character in it, which nothing can read."""
    faults = []
    for name, answer in answers.items():
        if not holds_half_a_character((name, answer)):
            continue
        title = (fields[name].title or name) if name in fields else f"The field {shown(name)}"
        said = f" {shown(answer)}" if isinstance(answer, str) and holds_half_a_character(answer) else ""
        faults.append(
            ProfileFault(
                name, f"{title}{said} cannot be read: one character is only half there. Write it anew."
            )
        )
    return faults


def _message(name: str, detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> str:
    if name not in fields:
        return _unknown_field(name, list(fields))
    own_words = detail.get("ctx", {}).get("error")
    if isinstance(own_words, ValueError):
        return str(own_words)
    return f"{_what_was_answered(name, detail, fields)}. {_advice(fields[name])}"


def _what_was_answered(name: str, detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> str:
    title, answer = fields[name].title or name, detail["input"]
    inside_a_list = len(detail["loc"]) > 1
    if inside_a_list:
        return f"{title} contain {shown(answer)}"
    if detail["type"] in ("too_long", "too_short"):
        return f"{title}: {len(answer)} given"
    if detail["type"] == "int_from_float":
        return f"{title} is {shown(answer)}, which is not a whole number"
    return f"{title} is {shown(answer)}"


def _advice(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return str(extra["advice"]) if isinstance(extra, dict) else ""


def _unknown_field(name: str, known: list[str]) -> str:
    # Many say "Step 2" for Step 2 CK; without this the nearest spelling would be that of another Step.
    spellings = {field.replace("_ck", ""): field for field in known} | {field: field for field in known}
    matches = [spellings[match] for match in get_close_matches(name.lower(), spellings, n=2)]
    nearest = " or ".join(f"'{field}'" for field in dict.fromkeys(matches))
    advice = f"Did you mean {nearest}?" if nearest else "Remove it; the fields are listed in the README."
    return f"There is no field {shown(name)}. {advice}"
