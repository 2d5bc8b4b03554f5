"""The look-up checklist: questions worth asking, one for each unknown fact, with the programs to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from smartpick.plan.look_up import RATE, VISA, LookUp
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import web_address
from smartpick.text.program_facts import program_with_place


@dataclass(frozen=True)
class Asked:
    """One program to ask.

    Attributes:
        program_id: The program.
        name: Its name with its place.
        website: Where to look, None where no address is known.
        value: What the answer is worth: expected gain in the worth of the list, 0-1.
        on_list: Whether the program is on the list now.
        likely: Chance (0-1) that the answer is favourable.
    """

    program_id: str
    name: str
    website: str | None
    value: float
    on_list: bool
    likely: float


@dataclass(frozen=True)
class Question:
    """One question with the programs to ask, those worth most first.

    Attributes:
        fact: `visa` or `interview_rate`.
        field: The field of `ProgramEvidence` that takes the answer.
        title: The question as a task.
        hint: How to find the answer.
        asked: The programs.
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
        name, website = program_with_place(row), web_address(row["website"])
        asked = Asked(one.program_id, name, website, one.value, one.on_list, one.likely)
        grouped.setdefault(one.fact, []).append(asked)
    all_questions = [_question(fact, tuple(asked), profile) for fact, asked in grouped.items()]
    return sorted(all_questions, key=lambda question: -question.value)


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
            "Directories for applicants list it as invited out of applied. One season counts by half, "
            "because rates change from year to year."
        )
    else:
        raise ValueError(f"There is no question for {fact!r}.")
    return Question(fact, field, title, hint, asked)
