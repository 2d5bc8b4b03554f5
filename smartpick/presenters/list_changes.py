"""What a changed answer did to the list: which programs came in, left, moved up or moved down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartpick.presenters.list_moves import NEW, UP, list_moves
from smartpick.profile import ApplicantProfile

_MOST_ANSWERS, _MOST_ITEMS = 3, 3


@dataclass(frozen=True)
class Move:
    """A program that is on both lists at another place; places count from 1."""

    program_id: str
    before: int
    now: int


@dataclass(frozen=True)
class ListChanges:
    """The difference between two lists of program ids.

    Attributes:
        came_in: New programs, in the order of the list now.
        left: Programs no longer there, in the order of the list before.
        moved_up: The fewest programs whose moves explain the new order, those that climbed.
        moved_down: The same, those that fell.
    """

    came_in: tuple[str, ...]
    left: tuple[str, ...]
    moved_up: tuple[Move, ...]
    moved_down: tuple[Move, ...]

    @property
    def nothing(self) -> bool:
        """Whether the two lists are the same."""
        return not (self.came_in or self.left or self.moved_up or self.moved_down)


def list_changes(before: Sequence[str], now: Sequence[str]) -> ListChanges:
    """Compare two lists of program ids, each in the order in which programs add most."""
    forward, backward = list_moves(before, now), list_moves(now, before)
    place_before = {program: place for place, program in enumerate(before, start=1)}
    place_now = {program: place for place, program in enumerate(now, start=1)}

    def moved(marks: dict[str, str]) -> tuple[Move, ...]:
        ids = [program for program in now if marks.get(program) == UP]
        return tuple(Move(program, place_before[program], place_now[program]) for program in ids)

    return ListChanges(
        tuple(program for program in now if forward.marks.get(program) == NEW),
        forward.left,
        moved(forward.marks),
        moved(backward.marks),
    )


def changes_sentence(changes: ListChanges) -> str:
    """Say in one sentence how much of the list changed."""
    if changes.nothing:
        return "Your last change left the list as it was."
    counts = [
        (len(changes.came_in), "came in"),
        (len(changes.left), "left"),
        (len(changes.moved_up), "moved up"),
        (len(changes.moved_down), "moved down"),
    ]
    return f"Your last change: {', '.join(f'{count} {what}' for count, what in counts if count)}."


def changed_answers(before: ApplicantProfile, now: ApplicantProfile) -> str:
    """Say which answers differ: "Number of applications: 100 → 80."; longer lists are counted."""
    fields = type(now).model_fields
    different = [name for name in fields if getattr(before, name) != getattr(now, name)]
    said = [
        f"{fields[name].title or name}: "
        f"{answer_words(getattr(before, name))} → {answer_words(getattr(now, name))}."
        for name in different[:_MOST_ANSWERS]
    ]
    more = len(different) - len(said)
    return " ".join([*said, f"{more} more answers changed."] if more else said)


def answer_words(answer: object) -> str:
    """Return an answer of the profile in a few words."""
    if answer is None:
        return "not set"
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, Mapping):
        return f"{len(answer)} set" if answer else "as recommended"
    if isinstance(answer, tuple):
        return (
            ", ".join(str(item) for item in answer)
            if len(answer) <= _MOST_ITEMS
            else f"{len(answer)} of them"
        )
    if isinstance(answer, float):
        return f"{answer:g}"
    return str(answer).replace("_", " ")
