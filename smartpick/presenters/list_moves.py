"""Which programs of a list are new or moved up since the last change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

NEW, UP = "new", "up"


@dataclass(frozen=True)
class ListMoves:
    """What happened between two lists: the mark of each program that came in or moved up, and who left."""

    marks: dict[str, str]
    left: tuple[str, ...]

    @property
    def came_in(self) -> int:
        """Number of new programs."""
        return sum(mark == NEW for mark in self.marks.values())

    @property
    def moved_up(self) -> int:
        """Number of programs that moved up."""
        return sum(mark == UP for mark in self.marks.values())


def list_moves(before: Sequence[str], now: Sequence[str]) -> ListMoves:
    """Compare two lists of program ids.

    The fewest programs whose moves explain the new order count as moved: when one climbs from the end to
    the top, that one moved up and the others did not move down.
    """
    earlier = {program: place for place, program in enumerate(before)}
    stayed = [program for program in now if program in earlier]
    steady = _longest_in_order([earlier[program] for program in stayed])
    marks = {program: NEW for program in now if program not in earlier}
    # Places are counted among the programs on both lists: one that left moves nobody up.
    place_before = {program: place for place, program in enumerate(sorted(stayed, key=earlier.__getitem__))}
    for place, program in enumerate(stayed):
        if place not in steady and place_before[program] > place:
            marks[program] = UP
    return ListMoves(marks, tuple(program for program in before if program not in set(now)))


def moves_sentence(moves: ListMoves) -> str:
    """Say what changed in the list; empty when nothing did."""
    said = []
    if moves.came_in:
        said.append(f"{moves.came_in} came in")
    if moves.moved_up:
        said.append(f"{moves.moved_up} moved up")
    if moves.left:
        said.append(f"{len(moves.left)} left")
    return f"With your last change: {', '.join(said)}." if said else ""


def _longest_in_order(places: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising subsequence (patience sorting)."""
    tails: list[int] = []
    tail_positions: list[int] = []
    previous: list[int] = []
    for position, place in enumerate(places):
        pile = bisect_left(tails, place)
        previous.append(tail_positions[pile - 1] if pile else -1)
        if pile == len(tails):
            tails.append(place)
            tail_positions.append(position)
        else:
            tails[pile], tail_positions[pile] = place, position
    kept: set[int] = set()
    position = tail_positions[-1] if tail_positions else -1
    while position >= 0:
        kept.add(position)
        position = previous[position]
    return kept
