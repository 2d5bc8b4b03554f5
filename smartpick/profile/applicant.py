"""The applicant's profile, from JSON or from answers: each possible and none contradicting another."""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Self

import pandas as pd
from pydantic import ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from smartpick.profile.answer_types import Step3Status, VisaNeed, holds_half_a_character
from smartpick.profile.answers import ApplicantAnswers
from smartpick.profile.consistency import ProfileFault, ProfileFaults, contradictions
from smartpick.profile.written_answers import NoAnswer, Unclear, shown

# Raised for a default that depends on another answer; that other answer has its own fault already.
_FOLLOWS_FROM_ANOTHER_FAULT = "default_factory_not_called"


def faults_in_single_answers(
    error: ValidationError, fields: Mapping[str, FieldInfo], answers: Mapping[str, Any]
) -> list[ProfileFault]:
    """Return a fault for each answer, or item of a list, that cannot be read, in the order of the fields.

    The faults quote `answers` as they were given.
    """
    faults: list[ProfileFault] = []
    for detail in error.errors(include_url=False):
        # An error without a place is a contradiction between answers; those are collected elsewhere.
        if not detail["loc"] or detail["type"] == _FOLLOWS_FROM_ANOTHER_FAULT:
            continue
        name = str(detail["loc"][0])
        # A list with unreadable items also counts as too short; the items say enough.
        if detail["type"] == "too_short" and any(fault.field == name for fault in faults):
            continue
        faults.append(ProfileFault(name, _message(name, detail, fields, answers)))
    return faults


def faults_in_text(answers: Mapping[str, Any], fields: Mapping[str, FieldInfo]) -> list[ProfileFault]:
    """Return a fault for each answer, or name of one, with half a character in it, which nothing can read."""
    faults = []
    for name, answer in answers.items():
        if not holds_half_a_character((name, answer)):
            continue
        title = (fields[name].title or name) if name in fields else f"The field {shown(name)}"
        quoted = f" {shown(answer)}" if isinstance(answer, str) and holds_half_a_character(answer) else ""
        message = f"{title}{quoted} cannot be read: one character is only half there. Write it again."
        faults.append(ProfileFault(name, message))
    return faults


def _message(
    name: str, detail: ErrorDetails, fields: Mapping[str, FieldInfo], answers: Mapping[str, Any]
) -> str:
    if name not in fields:
        return _unknown_field(name, list(fields))
    own_words = detail.get("ctx", {}).get("error")
    if isinstance(own_words, ValueError) and not isinstance(own_words, Unclear):
        return str(own_words)
    answered = _what_was_answered(fields[name].title or name, detail, answers.get(name))
    if isinstance(own_words, Unclear):
        why = f", {own_words.why}" if own_words.why else ""
        start = " Without one, the starting value counts." if isinstance(own_words, NoAnswer) and why else ""
        return f"{answered}{why}. {own_words.write or _advice(fields[name])}{start}"
    return f"{answered}. {_advice(fields[name])}"


def _what_was_answered(title: str, detail: ErrorDetails, answer: Any) -> str:
    inside_a_list = len(detail["loc"]) > 1
    if inside_a_list:
        return f"{title} contain {shown(detail['input'])}"
    if detail["type"] in ("too_long", "too_short"):
        return f"{title}: {len(detail['input'])} given"
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


class ApplicantProfile(ApplicantAnswers):
    """What one applicant told us. Immutable and hashable; a what-if is `profile.changed(...)`.

    Fields, units and ranges are those of `ApplicantAnswers`. Lists are kept as tuples.
    """

    @model_validator(mode="after")
    def _answers_agree_with_each_other(self) -> Self:
        faults = contradictions(vars(self))
        if faults:
            raise ValueError(str(ProfileFaults(faults)))
        return self

    @classmethod
    def from_answers(cls, answers: Mapping[str, Any]) -> Self:
        """Return the profile of these answers (names and units as in `ApplicantAnswers`).

        Raises `ProfileFaults` with every fault at once: those of single answers first, then those between
        answers that can be read.
        """
        named = {str(name): answer for name, answer in answers.items()}
        faults = faults_in_text(named, ApplicantAnswers.model_fields)
        for fault in faults:
            del named[fault.field]
        try:
            profile = cls.model_validate(named)
            if not faults:
                return profile
        except ValidationError as error:
            faults += faults_in_single_answers(error, ApplicantAnswers.model_fields, named)
        unreadable = {fault.field for fault in faults}
        readable = {name: answer for name, answer in named.items() if name not in unreadable}
        faults += contradictions(vars(ApplicantAnswers.model_validate(readable)), unreadable)
        raise ProfileFaults(faults)

    def changed(self, **changes: Any) -> Self:
        """Return the profile with some answers changed, checked again; raises `ProfileFaults`.

        Answers that were never given follow the changed ones: with 10 applications the default Pacific
        minimum of 15 becomes 1.
        """
        return type(self).from_answers({**self.model_dump(exclude_unset=True), **changes})

    @property
    def step3_passed(self) -> bool:
        """Whether Step 3 is passed, at whatever attempt."""
        return self.step3 in ("pass", "fail_then_pass")

    @property
    def step3_once_passed(self) -> Step3Status:
        """What `step3` would say after a pass at the next attempt."""
        return "fail_then_pass" if self.step3 in ("fail", "fail_then_pass") else "pass"

    @property
    def sponsorship(self) -> VisaNeed:
        """The visa that a program has to sponsor: `visa_need` of a non-US citizen IMG, else none.

        A US citizen needs no visa, and of US seniors no published figure tells visas apart.
        """
        return self.visa_need if self.applicant_type == "non_us_img" else "none"

    def __hash__(self) -> int:
        answers = {**vars(self), "signals": frozenset(self.signals.items())}
        return hash((type(self), *answers.values()))


# The field name of a fault that concerns the document and no single answer.
WHOLE_PROFILE = "profile"


def parse_profile(data: Mapping[str, Any] | str) -> ApplicantProfile:
    """Return the profile in a mapping of answers or in JSON text.

    Raises `ProfileFaults` with every fault at once, or with the line and column where JSON breaks off.
    """
    return ApplicantProfile.from_answers(_read_json(data) if isinstance(data, str) else data)


def _read_json(text: str) -> Mapping[str, Any]:
    try:
        answers = json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_each_name_once, parse_constant=_no_such_number
        )
    except json.JSONDecodeError as error:
        raise _document_fault(
            f"The profile is not readable as JSON at line {error.lineno}, column {error.colno} "
            f"({error.msg.lower()}). Correct it there and try again."
        ) from None
    except RecursionError:
        raise _document_fault("The profile is nested too deeply. Write one object with one level.") from None
    except ProfileFaults:
        raise
    except ValueError:
        raise _document_fault("The profile holds a number with too many digits. Shorten it.") from None
    if not isinstance(answers, dict):
        raise _document_fault(
            'The profile must be one JSON object of named answers, such as {"step2_ck_score": 225}.'
        )
    return answers


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        message = "{} is answered more than once. Keep one answer."
        raise ProfileFaults([ProfileFault(name, message.format(shown(name))) for name in repeated])
    return dict(pairs)


def _no_such_number(text: str) -> float:
    raise _document_fault(
        f"The profile holds {text}, which is not a number. Enter a number or remove the field."
    )


def _document_fault(message: str) -> ProfileFaults:
    return ProfileFaults([ProfileFault(WHOLE_PROFILE, message)])


# What the limit on exam attempts means for a profile: a caution, because the limit changed over time.


def attempt_warnings(profile: ApplicantProfile, usmle_rules: pd.DataFrame) -> list[str]:
    """Return a sentence for each Step whose failed attempts reach the limit, none if the limit is unknown.

    The limit (row `total attempt limit` of `usmle_rules`) holds for each Step by itself.
    """
    limit = attempt_limit(usmle_rules)
    if limit is None:
        return []
    failures = {"Step 1": profile.step1_failures, "Step 2 CK": profile.step2_ck_failures}
    return [
        f"{count} failed attempts at {exam} are entered. USMLE allows {limit} attempts at a Step in all; "
        "check the number, and ask ECFMG what it means for you before you spend on applications."
        for exam, count in failures.items()
        if count >= limit
    ]


def attempt_limit(usmle_rules: pd.DataFrame) -> int | None:
    """Return how many attempts at a Step there are in all, None if the table does not say."""
    values = usmle_rules.loc[usmle_rules["rule"] == "total attempt limit", "value"].dropna()
    return None if values.empty else int(values.iloc[0])


# Answers that must follow a changed one, so that the last thing a person did always counts.

_PASSED_STEP1 = ("pass", "fail_then_pass")


def following_answers(profile: ApplicantProfile, changes: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what else changes with `changes`, and a sentence for each thing a person would not expect.

    `changes` are new answers by field name; they win over all others.
    """
    new = {**vars(profile), **changes}
    follow: dict[str, Any] = {}
    sentences: list[str] = []
    if "step1" in changes:
        failed = new["step1"] in ("fail", "fail_then_pass")
        follow["step1_failures"] = max(1, new["step1_failures"]) if failed else 0
        if new["step1"] not in _PASSED_STEP1:
            follow["step1_score"] = None
    if new["step3"] != "not_taken" and (new["step1"] not in _PASSED_STEP1 or new["step2_ck_score"] is None):
        follow |= {"step3": "not_taken", "step3_score": None}
        sentences.append("Step 3 is now marked as not taken: it comes only after Step 1 and Step 2 CK.")
    if "step3" in changes and new["step3"] == "not_taken":
        follow["step3_score"] = None
    if new["pacific_letters"] > new["us_letters"]:
        if "pacific_letters" in changes:
            follow["us_letters"] = new["pacific_letters"]
            sentences.append(
                f"US letters are now {new['pacific_letters']}: letters from the West Coast are US letters."
            )
        else:
            follow["pacific_letters"] = new["us_letters"]
            sentences.append(
                f"Letters from the West Coast are now {new['us_letters']}: they are among the US letters."
            )
    if new["season_stage"] == "unmatched" and new["earlier_unmatched_seasons"] == 0:
        if "season_stage" in changes:
            follow["earlier_unmatched_seasons"] = 1
        else:
            follow["season_stage"] = "before_applying"
            sentences.append(
                "Your place in the season is now before applying, as you count no season without a match."
            )
    follow |= _west_coast_limits(new, changes, sentences)
    return follow, sentences


def _west_coast_limits(new: dict[str, Any], changes: dict[str, Any], sentences: list[str]) -> dict[str, Any]:
    follow: dict[str, Any] = {}
    least, most, size = new["pacific_min"], new["pacific_max"], new["max_applications"]
    if least is not None and least > size:
        if "pacific_min" in changes:
            follow["max_applications"] = least
            sentences.append(f"The list now has {least} applications, to hold that many West Coast programs.")
        else:
            follow["pacific_min"] = least = size
            sentences.append(f"Fewest West Coast programs is now {size}, the length of the list.")
    if least is not None and most is not None and least > most:
        if "pacific_max" in changes:
            follow["pacific_min"] = most
            sentences.append(f"Fewest West Coast programs is now {most}, so that it is not above the most.")
        else:
            follow["pacific_max"] = least
            sentences.append(f"Most West Coast programs is now {least}, so that it is not below the fewest.")
    return follow
