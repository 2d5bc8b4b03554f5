"""A sitting as a JSON document: written whole, and read back with every fault in words."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import VISA_ANSWERS, ProgramEvidence
from smartpick.web.entered import LAST_DAY, Answered, OwnEvidence, OwnListText, Person, RosterFile
from smartpick.whatif.scenarios import LONGEST_NAME, MOST_SCENARIOS, Scenario
from smartpick.whatif.self_assessment import Label

LONGEST_NOTE, LONGEST_ANSWER = 1000, 200
# Pydantic's words for what is no JSON, or no object.
_NO_DOCUMENT = ("json_invalid", "model_type")
_NOT_OURS = "This file was not saved by SmartPick, or by another version of it."


def _profile_of(answers: Any) -> Any:
    return ApplicantProfile.from_answers(answers) if isinstance(answers, Mapping) else answers


def _possible_figures(evidence: OwnEvidence) -> OwnEvidence:
    for program_id, program in evidence.known.items():
        if program.program_id != program_id:
            raise ValueError(f"{program_id}: it is kept under the id of another program")
        if program.interview_rate is not None:
            raise ValueError(f"{program_id}: a rate belongs under the applicant type that it is of")
        _check_figures(program)
    for of_type in evidence.rates.values():
        for program_id, rate in of_type.items():
            _check_figures(ProgramEvidence(program_id, interview_rate=rate.rate, seasons=rate.seasons))
            if program_id not in evidence.known:
                raise ValueError(f"{program_id}: it has a rate but is not among the known programs")
    return evidence


def _possible_answer(answer: Answered) -> Answered:
    if answer.field not in ("interview_rate", *VISA_ANSWERS):
        raise ValueError(f"{answer.field}: the checklist does not ask for this")
    if answer.before.program_id != answer.program_id:
        raise ValueError(f"{answer.program_id}: what was known before is of another program")
    _check_figures(answer.before)
    _check_figures(answer.after)
    return answer


def _check_figures(program: ProgramEvidence) -> None:
    shares = (program.non_us_img_share, program.img_share)
    if not all(share is None or 0 <= share <= 1 for share in shares):
        raise ValueError(f"{program.program_id}: a share must be from 0 to 1")
    if not (program.seasons >= 1 and 0 <= (program.interview_rate or 0) <= 1):
        raise ValueError(f"{program.program_id}: a rate must be from 0 to 1, over at least 1 season")


_Profile = Annotated[
    ApplicantProfile,
    BeforeValidator(_profile_of),
    # Answers that were never given stay out, so that they go on following the others.
    PlainSerializer(lambda profile: profile.model_dump(mode="json", exclude_unset=True)),
]
_ProgramId = Annotated[str, Field(max_length=40)]


class _Part(BaseModel):
    """A part of the document. Names that are not known are faults: nothing is dropped without a word."""

    model_config = ConfigDict(
        extra="forbid",
        from_attributes=True,
        allow_inf_nan=False,
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )


class _SavedScenario(_Part):
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    profile: _Profile


def _names_of_their_own(scenarios: tuple[_SavedScenario, ...]) -> tuple[_SavedScenario, ...]:
    if len({scenario.name for scenario in scenarios}) < len(scenarios):
        raise ValueError("two of them have the same name")
    return scenarios


class _SavedPerson(_Part):
    """What belongs to one person; the fields are those of `Person`."""

    profile: _Profile
    scenarios: Annotated[
        tuple[_SavedScenario, ...], Field(max_length=MOST_SCENARIOS), AfterValidator(_names_of_their_own)
    ]
    own_list: OwnListText
    own_labels: dict[str, Label]
    own_answers: dict[str, Annotated[str, Field(max_length=LONGEST_ANSWER)]]
    # New in a later version than the rest: an older document has none.
    next_steps: tuple[Annotated[str, Field(max_length=LONGEST_NOTE)], ...] = ()


class _SavedSitting(_SavedPerson):
    """The document; its fields are those of `Sitting`."""

    smartpick_sitting: Literal[1]
    assumed: bool
    own_evidence: Annotated[OwnEvidence, AfterValidator(_possible_figures)]
    checklist: list[Annotated[Answered, AfterValidator(_possible_answer)]]
    notes: dict[_ProgramId, Annotated[str, Field(max_length=LONGEST_NOTE)]]
    own_dates: dict[str, Annotated[date, Field(le=LAST_DAY)]]
    roster: RosterFile | None = None
    entry: str = ""
    others: dict[str, _SavedPerson] = {}

    @model_validator(mode="after")
    def _own_answers_are_there(self) -> Self:
        if self.entry in self.others or (self.entry and "" not in self.others):
            raise ValueError("the entry that is shown and those set aside do not go together")
        return self


def document_of(sitting: Any) -> str:
    """Return all that a `Sitting` holds of a person as JSON text."""
    entered = {name: getattr(sitting, name) for name in _SavedSitting.model_fields if hasattr(sitting, name)}
    document = _SavedSitting(smartpick_sitting=1, **entered | {"profile": sitting.profile})
    return document.model_dump_json(indent=1, exclude={"own_evidence": {"version"}})


def read_document(text: str | bytes) -> tuple[dict[str, Any] | None, list[str]]:
    """Return the attributes of a `Sitting` by name, or None and a sentence for each fault."""
    if isinstance(text, bytes):
        text = text.removeprefix(BOM_UTF8)
    try:
        document = _SavedSitting.model_validate_json(text)
    except ValidationError as error:
        details = error.errors(include_url=False)
        if any(each["loc"] == ("smartpick_sitting",) or each["type"] in _NO_DOCUMENT for each in details):
            return None, [_NOT_OURS]
        return None, [_sentence(each) for each in details]
    held = {name: getattr(document, name) for name in _SavedSitting.model_fields}
    del held["smartpick_sitting"]
    held |= _of_person(document)
    held["others"] = {code: Person(**_of_person(other)) for code, other in document.others.items()}
    return held, []


def _of_person(saved: _SavedPerson) -> dict[str, Any]:
    """Return the attributes of a `Person` by name."""
    values = {name: getattr(saved, name) for name in _SavedPerson.model_fields}
    return values | {"scenarios": tuple(Scenario(each.name, each.profile) for each in saved.scenarios)}


def _sentence(fault: ErrorDetails) -> str:
    place = " → ".join(str(step) for step in fault["loc"])
    if fault["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return f"{place}: this version of SmartPick does not know this name."
    reason = fault.get("ctx", {}).get("error") or fault["msg"]
    return f"{place}: {str(reason).rstrip('.')}."
