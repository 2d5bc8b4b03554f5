"""The kinds of answer a profile is made of, how a typed one is tidied, and how a question is put.

The same answers arrive from JSON, links, forms and spreadsheets; those that are text are read by
`written_answers`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from smartpick.profile.specialty_names import recognised_specialty, similar_specialties
from smartpick.profile.written_answers import (
    bare,
    read_choice,
    read_day,
    read_languages,
    read_number,
    read_specialties,
    read_text,
    read_yes_or_no,
    shown,
)

Answers = Mapping[str, Any]


class Section(NamedTuple):
    """A section of the form: its title, and whether it is open at first."""

    title: str
    opened: bool = False


# With the score, which has its own slider, the first section is enough to begin with.
FORM = {
    "you": Section("Who you are", opened=True),
    "goal": Section("Where and how many"),
    "background": Section("Background"),
    "exams": Section("Exams"),
    "experience": Section("US experience and letters"),
    "research": Section("Research"),
    "season": Section("Where you are in the season"),
}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question of the form; its control follows from the type of the answer.

    Attributes:
        section: The section it is in, a key of `FORM`; within it questions come in the order of the fields.
        label: What stands beside the control; the field's title where it is empty. A function of the answers
            where it depends on them.
        help: What the question means, one click away.
        words: The words for each answer, where the answer is one of a few.
        options: What a list of answers is chosen from.
        others: Whether answers that are not among the options may be typed.
        step, least: For a number: the step of its buttons, and the least where the control offers less than
            the field takes.
        empty: What an empty control shows.
        when: Whether the question is asked, given the other answers.
    """

    section: str
    label: str | Callable[[Answers], str] = ""
    help: str
    words: Mapping[Any, str] | None = None
    options: tuple[str, ...] = ()
    others: bool = False
    step: int = 1
    least: int | None = None
    empty: str | None = None
    when: Callable[[Answers], bool] = lambda answers: True

    def label_for(self, answers: Answers) -> str:
        """Return the label that fits the other answers."""
        return self.label if isinstance(self.label, str) else self.label(answers)

    def named(self, code: Any) -> str:
        """Return an answer in the words of the page, with our code in brackets where that is another word."""
        word = (self.words or {}).get(code, str(code))
        return f"'{word}'" if bare(word) == bare(str(code)) else f"'{word}' ({code})"


# The kinds of answer a profile is made of, and how a typed answer is tidied before it is checked.

ApplicantType = Literal["non_us_img", "us_img", "us_do_senior", "us_md_senior"]
Step1Status = Literal["pass", "fail_then_pass", "fail", "not_taken"]
Step3Status = Literal["not_taken", "pass", "fail_then_pass", "fail"]
VisaNeed = Literal["none", "j1", "h1b", "either"]
EnglishLevel = Literal["strong", "adequate", "limited"]
SignalKind = Literal["gold", "silver", "signal"]
SeasonStage = Literal["before_applying", "waiting", "ranking", "unmatched"]
SeasonMonth = Literal["october", "november", "december", "january"]


def _written(read: Callable[[str, str], Any], or_empty: bool = False) -> BeforeValidator:
    """Return what reads an answer that is text; others are checked as they are."""

    def answer_of(answer: Any, field: ValidationInfo) -> Any:
        if isinstance(answer, bool) and read is read_number:
            # Without this `true` would be read as a score of 1.
            raise PydanticCustomError("not_a_number", "not a number")
        return (
            read_text(field.field_name or "", answer, read, or_empty) if isinstance(answer, str) else answer
        )

    return BeforeValidator(answer_of)


def choice_of(words: Mapping[Any, str]) -> BeforeValidator:
    """Return what reads one of a few answers; `words` has the page's words for each, None for no answer."""
    read = read_yes_or_no if True in words else read_choice
    return _written(read(words), or_empty=None in words)


def _items_of(answer: Any) -> Any:
    if isinstance(answer, str):
        return [item.strip() for item in re.split(r"[|;,\n]", answer) if item.strip()]
    return answer


def _known_specialty(answer: str) -> str:
    name = recognised_specialty(answer)
    if name is not None:
        return name
    similar = similar_specialties(answer)
    if "prelim" in answer.lower():
        raise ValueError(
            f"Specialty {shown(answer)} is a preliminary year, and the figures are about whole residencies. "
            "Name the specialty of the residency."
        )
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


def _kind_of_signal(answer: Any) -> Any:
    word = answer.strip().lower() if isinstance(answer, str) else answer
    return word if word in get_args(SignalKind) else answer


def _signals_by_program(answer: Any) -> Any:
    items = _items_of(answer)
    if isinstance(items, Mapping):
        return {program: _kind_of_signal(kind) for program, kind in items.items()}
    if isinstance(items, (list, tuple)) and all(isinstance(item, str) for item in items):
        return dict.fromkeys(items, "signal")
    return items


def holds_half_a_character(answer: Any) -> bool:
    """Return whether there is text anywhere in an answer, names included, that is not valid Unicode."""
    if isinstance(answer, str):
        return not answer.isascii() and any("\ud800" <= character <= "\udfff" for character in answer)
    if isinstance(answer, Mapping):
        return any(holds_half_a_character(part) for item in answer.items() for part in item)
    if isinstance(answer, (list, tuple, set, frozenset)):
        return any(holds_half_a_character(item) for item in answer)
    return False


Number = _written(read_number)
NumberOrEmpty = _written(read_number, or_empty=True)
DayOrEmpty = _written(read_day, or_empty=True)
YesOrNo = choice_of({True: "yes", False: "no"})
Items = BeforeValidator(_items_of)
EachOnce = AfterValidator(_each_once)

Specialty = Annotated[str, AfterValidator(_known_specialty)]
Specialties = Annotated[tuple[Specialty, ...], _written(read_specialties), EachOnce]
ProgramId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Language = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Languages = Annotated[tuple[Language, ...], _written(read_languages), EachOnce]
ProgramIds = Annotated[tuple[ProgramId, ...], Items, EachOnce]
Signals = Annotated[dict[ProgramId, SignalKind], BeforeValidator(_signals_by_program)]
