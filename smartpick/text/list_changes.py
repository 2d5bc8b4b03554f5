"""What a change did to the list, which places are firm, and what must be said of its programs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from smartpick.plan.eligibility import UNMET, Eligibility
from smartpick.plan.firmness import DRAWS, AlikeGroup, Firmness
from smartpick.plan.plan import Plan
from smartpick.profile import ApplicantProfile
from smartpick.text.look_up import program_with_place
from smartpick.text.program_facts import REQUIREMENT_NAMES

# Which programs of a list are new or moved up since the last change.

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


# What a changed answer did to the list: which programs came in, left, moved up or moved down.

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


# Firm places of a list and groups that look alike, in words.


def firmness_sentence(firmness: Firmness) -> str:
    """Say how many places are firm, and what that means."""
    size, firm = len(firmness.share), int(firmness.firm.sum())
    if not size:
        return ""
    if firm == size:
        return "Every place is firm: it stays on the list when the figures behind the order are shaken."
    return (
        f"{firm} of {size} places are firm: they stayed in at least four of five lists when we shook the "
        f"figures behind the order by their own errors ({DRAWS} times). The others could go to programs that "
        "look just as good to us."
    )


def alike_sentence(group: AlikeGroup) -> str:
    """Say of a group that the figures cannot choose within it."""
    together = len(group.listed) + len(group.others)
    places = "1 state" if group.states == 1 else f"{group.states} states"
    coast = "on the Pacific Coast" if group.pacific else f"in {places}"
    any_ = "any one of them is" if len(group.listed) == 1 else f"any {len(group.listed)} of them are"
    return (
        f"{together} {group.specialty} programs {coast} look alike to us; {any_} as good as those on your "
        "list. Choose among them by what you care about: the place, the size, what their websites say."
    )


def program_labels(programs: pd.DataFrame) -> dict[str, str]:
    """Return how each program of the directory is named in a list to choose from: its name and place."""
    rows = programs[["program_id", "name", "city", "state"]].fillna("").astype(str)
    return {
        program: f"{name} ({', '.join(part for part in (city, state) if part)})"
        for program, name, city, state in rows.itertuples(index=False)
    }


def alike_table(group: AlikeGroup, programs: pd.DataFrame) -> pd.DataFrame:
    """Return a group as a table: those on the list first, then those that are as good.

    Args:
        group: The group.
        programs: The programs of the directory.
    """
    ids = [*group.listed, *group.others]
    rows = programs.drop_duplicates("program_id").set_index("program_id").reindex(ids)
    return pd.DataFrame(
        {
            "Program": rows["name"].astype(str).to_numpy(),
            "City": rows["city"].fillna("not known").astype(str).to_numpy(),
            "State": rows["state"].astype(str).to_numpy(),
            "First-year positions": rows["positions_pgy1"].astype("Int64").to_numpy(),
            "On your list": ["yes"] * len(group.listed) + ["as good"] * len(group.others),
            "Website": rows["website"].to_numpy(),
        }
    )


# What must be said of a program that is another's twin, that is excluded, or pinned against its rules.
#
# The one home of these sentences: page, command and file say the same.

NoticeKind = Literal["twin", "excluded", "pinned_against_rule"]
MOST_SHOWN = 5


@dataclass(frozen=True)
class ProgramNotice:
    """One sentence on one program that the applicant has named."""

    program_id: str
    kind: NoticeKind
    sentence: str


def twin_sentence(name: str, others: Sequence[str]) -> str:
    """Say that an entry may be the same program as others.

    Args:
        name: The program with its place.
        others: The entries that stand for the same program, each with its place and code.
    """
    same = "the same program as" if len(others) == 1 else "one of these:"
    return (
        f"{name} may be another entry of {same} {'; '.join(others)}. It is never on a list itself: pin or "
        f"exclude {'that one' if len(others) == 1 else 'the one that it is'}."
    )


def excluded_sentence(name: str) -> str:
    """Say what excluding a program does."""
    return f"You excluded {name}, so it is not on your list."


def pinned_sentence(name: str, rules: Sequence[str]) -> str:
    """Say that a pinned program states a rule that the applicant does not meet.

    Args:
        name: The program with its place.
        rules: The rules that are not met, in words.
    """
    return (
        f"You pinned {name}, so it stays on your list although it has a rule that you do not meet "
        f"({', '.join(rules)}): ask the program before you pay the fee."
    )


def program_notices(profile: ApplicantProfile, plan: Plan, programs: pd.DataFrame) -> list[ProgramNotice]:
    """Return what must be said of the programs that the applicant pinned, excluded or signalled.

    Args:
        profile: The applicant.
        plan: The list.
        programs: `facts.programs`.
    """
    named = dict.fromkeys((*profile.pinned, *profile.excluded, *profile.signals))
    rows = programs[programs["program_id"].isin(list(named))]
    by_id: dict[str, Mapping[Any, Any]] = {str(r["program_id"]): r for r in rows.to_dict("records")}
    against = rules_against(plan)
    notices = []
    for program_id in named:
        if program_id not in by_id:
            continue
        row = by_id[program_id]
        name = program_with_place(row)
        twins = twins_of(row, programs)
        if twins:
            notices.append(ProgramNotice(program_id, "twin", twin_sentence(name, twins)))
        if program_id in profile.excluded:
            notices.append(ProgramNotice(program_id, "excluded", excluded_sentence(name)))
        elif program_id in profile.pinned and program_id in against:
            sentence = pinned_sentence(name, against[program_id])
            notices.append(ProgramNotice(program_id, "pinned_against_rule", sentence))
    return notices


def notices_shown(notices: Sequence[ProgramNotice], most: int = MOST_SHOWN) -> list[str]:
    """Return the sentences of the first `most` notices, and how many more there are."""
    more = len(notices) - most
    rest = [f"{more} more programs that you named: see your application list."] if more > 0 else []
    return [*(notice.sentence for notice in notices[:most]), *rest]


def twins_of(row: Mapping[Any, Any], programs: pd.DataFrame) -> list[str]:
    """Return the entries that may be the same program, each with place and code; empty if none is known.

    Args:
        row: The program's row of `programs`.
        programs: `facts.programs`.
    """
    codes = row["possible_duplicate_of"]
    if not isinstance(codes, str) or not codes:
        return []
    others = programs[programs["program_id"].isin(codes.split("|"))].to_dict("records")
    return [f"{program_with_place(other)}, code {other['program_id']}" for other in others]


def rules_against(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return, for each program of the list that a stated rule speaks against, the rules in words."""
    listed = plan.candidates
    found = {}
    for place in np.flatnonzero(listed.eligibility.state == Eligibility.FAILS):
        row = listed.rows[place]
        rules = [
            REQUIREMENT_NAMES[requirement]
            for requirement, verdicts in listed.eligibility.answers.items()
            if verdicts[place] == UNMET and listed.pool.answers[requirement].rule[row]
        ]
        # What bars a program for what it is (military, one year only ...) is said by `plan.kinds`.
        if rules:
            found[str(listed.program_ids[place])] = tuple(rules)
    return found
