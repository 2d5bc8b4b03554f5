"""The look-up checklist: questions worth asking, one for each unknown fact, with the programs to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.plan.look_up import RATE, VISA, LookUp, look_up_next
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import web_address, worth_text
from smartpick.text.program_facts import program_with_place

NOTHING_TO_LOOK_UP = "No single unknown fact would change this list enough to be worth looking up."
# Where there is room for the first questions only.
_MOST_PRICED, _MOST_NAMED = 12, 3


@dataclass(frozen=True, kw_only=True)
class Asked(LookUp):
    """One program to ask: its name with its place, and where to look (None where no address is known)."""

    name: str
    website: str | None


@dataclass(frozen=True)
class Question:
    """One question with the programs to ask, those worth most first.

    `fact` is `visa` or `interview_rate`, `field` the field of `ProgramEvidence` that takes the answer,
    `title` the question as a task, and `hint` how to find the answer.
    """

    fact: str
    field: str
    title: str
    hint: str
    asked: tuple[Asked, ...]

    @property
    def value(self) -> float:
        """Worth of all its answers, each priced as if it were the only one."""
        return sum(one.value for one in self.asked)


def questions(
    look_ups: Sequence[LookUp], profile: ApplicantProfile, programs: pd.DataFrame
) -> list[Question]:
    """Group what `look_up_next` found by fact, the question worth most first.

    The profile says which visa is meant; `programs` is `facts.programs`.
    """
    rows = programs[programs["program_id"].isin([one.program_id for one in look_ups])]
    by_id = {str(row["program_id"]): row for row in rows.to_dict("records")}
    grouped: dict[str, list[Asked]] = {}
    for one in look_ups:
        row = by_id[one.program_id]
        asked = Asked(**vars(one), name=program_with_place(row), website=web_address(row["website"]))
        grouped.setdefault(one.fact, []).append(asked)
    all_questions = [_question(fact, tuple(asked), profile) for fact, asked in grouped.items()]
    return sorted(all_questions, key=lambda question: -question.value)


def first_questions(assessment: Assessment, engine: Engine) -> list[Question]:
    """Return the questions about the few facts that are worth most."""
    found = look_up_next(assessment.plan.choice, assessment.profile, engine.parameters, most=_MOST_PRICED)
    return questions(found, assessment.profile, engine.facts.programs)


def worth_sentence(question: Question, most_named: int = _MOST_NAMED) -> str:
    """Say what the answers to a question are worth, and name the first programs to ask."""
    names = ", ".join(asked.name for asked in question.asked[:most_named])
    more = len(question.asked) - most_named
    rest = f" and {more} more" if more > 0 else ""
    return (
        f"The answers could add up to {worth_text(question.value)} to the worth of your list, out of 100. "
        f"{names}{rest}."
    )


def _question(fact: str, asked: tuple[Asked, ...], profile: ApplicantProfile) -> Question:
    programs = "this program" if len(asked) == 1 else f"these {len(asked)} programs"
    if fact == VISA:
        visa, field = ("H-1B", "takes_h1b") if profile.visa_need == "h1b" else ("J-1", "takes_j1")
        verb = "it sponsors" if len(asked) == 1 else "they sponsor"
        title = f"Ask {programs} whether {verb} {visa}"
        hint = (
            "Look at the program's page on visas or write to its coordinator. A yes or no from the program "
            "itself counts as nearly certain."
        )
    elif fact == RATE:
        field = "interview_rate"
        title = f"Find out how often {programs} invited your applicant type last season"
        hint = (
            "Applicant directories show how many people a program invited, out of those who applied. One "
            "season counts about two thirds, because rates change from year to year."
        )
    else:
        raise ValueError(f"There is no question for {fact!r}.")
    return Question(fact, field, title, hint, asked)
