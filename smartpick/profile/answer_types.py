"""The kinds of answer a profile is made of, and how a typed answer is tidied before it is checked.

The same answers arrive from JSON, links, forms and spreadsheets, so a blank stands for "no answer", letter
case does not matter in a choice, and a list may be written with `|` between its items.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from smartpick.profile.specialty_names import recognised_specialty, similar_specialties

ApplicantType = Literal["non_us_img", "us_img", "us_do_senior", "us_md_senior"]
Step1Status = Literal["pass", "fail_then_pass", "fail", "not_taken"]
Step3Status = Literal["not_taken", "pass", "fail_then_pass", "fail"]
VisaNeed = Literal["none", "j1", "h1b", "either"]
EnglishLevel = Literal["strong", "adequate", "limited"]
SignalKind = Literal["gold", "silver", "signal"]
SeasonStage = Literal["before_applying", "waiting", "ranking", "unmatched"]
SeasonMonth = Literal["october", "november", "december", "january"]


def _choice_as_written_here(answer: Any) -> Any:
    if not isinstance(answer, str):
        return answer
    word = answer.strip().lower().replace("-", "_").replace(" ", "_")
    return {"j_1": "j1", "h_1b": "h1b"}.get(word, word)


def _blank_is_no_answer(answer: Any) -> Any:
    return None if isinstance(answer, str) and not answer.strip() else answer


def _true_is_not_a_number(answer: Any) -> Any:
    # Without this `true` would be read as a score of 1.
    if isinstance(answer, bool):
        raise PydanticCustomError("not_a_number", "not a number")
    return answer


def _items_of(answer: Any) -> Any:
    if isinstance(answer, str):
        return [item.strip() for item in answer.split("|") if item.strip()]
    return answer


def _known_specialty(answer: str) -> str:
    name = recognised_specialty(answer)
    if name is not None:
        return name
    similar = similar_specialties(answer)
    advice = (
        f"Did you mean {' or '.join(similar)}?"
        if similar
        else "Use a full name, such as Internal Medicine, Family Medicine or Psychiatry."
    )
    raise ValueError(f"Specialty {shown(answer)} is not one we know. {advice}")


def _each_once(answers: tuple[str, ...]) -> tuple[str, ...]:
    repeated = sorted({answer for answer in answers if answers.count(answer) > 1})
    if repeated:
        raise ValueError(f"{', '.join(repeated)} is listed more than once. List each one once.")
    return answers


def _signals_by_program(answer: Any) -> Any:
    items = _items_of(answer)
    if isinstance(items, Mapping):
        return {program: _choice_as_written_here(kind) for program, kind in items.items()}
    if isinstance(items, (list, tuple)) and all(isinstance(item, str) for item in items):
        return dict.fromkeys(items, "signal")
    return items


def shown(answer: Any) -> str:
    """Return an answer as it can be quoted in a message: text in quotation marks, at most 40 characters."""
    if answer is None:
        return "empty"
    if isinstance(answer, bool):
        return "true" if answer else "false"
    # Half a character, as \ud83d alone in JSON, can be neither printed nor stored; it is shown as written.
    text = " ".join(str(answer).split()).encode("utf-8", "backslashreplace").decode("utf-8")
    text = text if len(text) <= 40 else text[:39] + "…"
    return text if isinstance(answer, (int, float)) else f"'{text}'"


def holds_half_a_character(answer: Any) -> bool:
    """Return whether there is text anywhere in an answer, names included, that is not valid Unicode."""
    if isinstance(answer, str):
        return any("\ud800" <= character <= "\udfff" for character in answer)
    if isinstance(answer, Mapping):
        return any(holds_half_a_character(part) for item in answer.items() for part in item)
    if isinstance(answer, (list, tuple, set, frozenset)):
        return any(holds_half_a_character(item) for item in answer)
    return False


Choice = BeforeValidator(_choice_as_written_here)
OrEmpty = BeforeValidator(_blank_is_no_answer)
NotTrueOrFalse = BeforeValidator(_true_is_not_a_number)
Items = BeforeValidator(_items_of)
EachOnce = AfterValidator(_each_once)

Specialty = Annotated[str, AfterValidator(_known_specialty)]
ProgramId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Language = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
ProgramIds = Annotated[tuple[ProgramId, ...], Items, EachOnce]
Signals = Annotated[dict[ProgramId, SignalKind], BeforeValidator(_signals_by_program)]
