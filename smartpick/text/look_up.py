"""The look-up checklist: questions worth asking, one for each unknown fact, with the programs to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.plan.look_up import RATE, VISA, LookUp
from smartpick.profile import ApplicantProfile

_VISA_NAMES = {"j1": "J-1", "h1b": "H-1B", "either": "J-1"}


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
    """One question with the programs to put it to, those worth most first.

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


def questions(found: Sequence[LookUp], profile: ApplicantProfile, programs: pd.DataFrame) -> list[Question]:
    """Group what is worth looking up by fact, the question worth most first.

    Args:
        found: As returned by `look_up_next`.
        profile: The applicant; says which visa is meant.
        programs: `facts.programs`.
    """
    rows = programs[programs["program_id"].isin([one.program_id for one in found])]
    by_id = {str(row["program_id"]): row for row in rows.to_dict("records")}
    grouped: dict[str, list[Asked]] = {}
    for one in found:
        row = by_id[one.program_id]
        asked = Asked(
            one.program_id,
            program_with_place(row),
            _website(row["website"]),
            one.value,
            one.on_list,
            one.likely,
        )
        grouped.setdefault(one.fact, []).append(asked)
    all_questions = [_question(fact, tuple(asked), profile) for fact, asked in grouped.items()]
    return sorted(all_questions, key=lambda question: -question.value)


def worth_text(value: float) -> str:
    """Return the worth of an answer in points of the list's worth: "0.03 points"."""
    number = 100 * value
    if number < 0.005:
        return "under 0.01 points"
    return f"{number:.2f} points"


def visa_name(profile: ApplicantProfile) -> str:
    """Return the visa that the checklist asks about."""
    return _VISA_NAMES.get(profile.visa_need, "J-1")


def program_with_place(row: Mapping[Any, Any]) -> str:
    """Return a program's name with its place; `row` is a row of `facts.programs`."""
    city, state = row["city"], row["state"]
    place = str(state) if pd.isna(city) else f"{city}, {state}"
    return f"{row['name']} ({place})"


def _question(fact: str, asked: tuple[Asked, ...], profile: ApplicantProfile) -> Question:
    count = "this program" if len(asked) == 1 else f"these {len(asked)} programs"
    if fact == VISA:
        name = visa_name(profile)
        field = "takes_h1b" if profile.visa_need == "h1b" else "takes_j1"
        return Question(
            fact,
            field,
            f"Ask {count} whether they sponsor {name}" if len(asked) > 1 else f"Ask it about {name}",
            "Look at the program's page on visas or write to its coordinator. A yes or no from the program "
            "itself counts as nearly certain.",
            asked,
        )
    if fact == RATE:
        return Question(
            fact,
            "interview_rate",
            f"Find out how often {count} invited your applicant type last season",
            "Directories for applicants print it as invited out of applied. One season counts by half: rates "
            "change from year to year.",
            asked,
        )
    raise ValueError(f"There is no question for {fact!r}.")


def _website(address: object) -> str | None:
    text = str(address)
    return text if text.startswith(("https://", "http://")) else None
