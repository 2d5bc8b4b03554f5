"""How a question of the profile is put to a person: its label, its help and the words of its answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from smartpick.profile.written_answers import bare

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
