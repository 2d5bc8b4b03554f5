"""What a change did to the list, which places are firm, and what must be said of its programs."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from smartpick.plan.eligibility import UNMET, Eligibility
from smartpick.plan.firmness import DRAWS, AlikeGroup, Firmness
from smartpick.plan.plan import Plan
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import plural
from smartpick.text.program_facts import NOT_KNOWN, REQUIREMENT_NAMES, Row, program_labels, program_with_place

# What a changed answer did to the list: which programs came in, left, moved up or moved down.

NEW, UP = "new", "up"
_MOST_ANSWERS, _MOST_ITEMS = 3, 3


@dataclass(frozen=True)
class Move:
    """A program that is on both lists at another place; places count from 1."""

    program_id: str
    before: int
    now: int


@dataclass(frozen=True)
class ListChanges:
    """The difference between two lists of program ids; each part is in the order of the list it is on.

    Only the fewest programs whose moves explain the new order have moved: when one climbs from the end to
    the top, that one moved up and the others did not move down.
    """

    came_in: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    moved_up: tuple[Move, ...] = ()
    moved_down: tuple[Move, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the two lists are the same."""
        return self == ListChanges()

    @property
    def marks(self) -> dict[str, str]:
        """The mark of each program that came in or moved up."""
        return dict.fromkeys(self.came_in, NEW) | {move.program_id: UP for move in self.moved_up}


def list_changes(before: Sequence[str], now: Sequence[str]) -> ListChanges:
    """Compare two lists of program ids, each in the order in which programs add most."""
    place_before = {program: place for place, program in enumerate(before, start=1)}
    place_now = {program: place for place, program in enumerate(now, start=1)}
    climbed, fell = _climbers(before, now), _climbers(now, before)
    stayed = [program for program in now if program in place_before]
    moves = [Move(program, place_before[program], place_now[program]) for program in stayed]
    return ListChanges(
        came_in=tuple(program for program in now if program not in place_before),
        left=tuple(program for program in before if program not in place_now),
        moved_up=tuple(move for move in moves if move.program_id in climbed),
        moved_down=tuple(move for move in moves if move.program_id in fell),
    )


def _climbers(before: Sequence[str], now: Sequence[str]) -> set[str]:
    place_before = {program: place for place, program in enumerate(before)}
    stayed = [program for program in now if program in place_before]
    steady = _longest_in_order([place_before[program] for program in stayed])
    # Places are counted among the programs on both lists: one that left moves nobody up.
    in_old_order = sorted(stayed, key=place_before.__getitem__)
    among_both = {program: place for place, program in enumerate(in_old_order)}
    return {p for place, p in enumerate(stayed) if place not in steady and among_both[p] > place}


def _longest_in_order(places: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising subsequence (patience sorting)."""
    tails: list[int] = []
    tail_positions: list[int] = []
    previous: list[int] = []
    for position, place in enumerate(places):
        pile = bisect_left(tails, place)
        previous.append(tail_positions[pile - 1] if pile else -1)
        # A slice past the end appends.
        tails[pile : pile + 1], tail_positions[pile : pile + 1] = [place], [position]
    kept: set[int] = set()
    position = tail_positions[-1] if tail_positions else -1
    while position >= 0:
        kept.add(position)
        position = previous[position]
    return kept


def changes_sentence(changes: ListChanges) -> str:
    """Say in one sentence how much of the list changed."""
    if changes.nothing:
        return "Your last change did not affect the list."
    counts = [
        (len(changes.came_in), "added"),
        (len(changes.left), "removed"),
        (len(changes.moved_up), "moved up"),
        (len(changes.moved_down), "moved down"),
    ]
    return f"Your last change: {', '.join(f'{count} {what}' for count, what in counts if count)}."


def changed_answers(before: ApplicantProfile, now: ApplicantProfile) -> str:
    """Say which answers differ: "Number of applications: 100 → 80."; the rest of many are counted."""
    fields = type(now).model_fields
    different = [name for name in fields if getattr(before, name) != getattr(now, name)]
    sentences = [
        f"{fields[name].title or name}: "
        f"{answer_words(getattr(before, name))} → {answer_words(getattr(now, name))}."
        for name in different[:_MOST_ANSWERS]
    ]
    more = len(different) - len(sentences)
    return " ".join([*sentences, f"{more} more answers changed."] if more else sentences)


def answer_words(answer: object, in_full: bool = False) -> str:
    """Return an answer of the profile in a few words; several items are counted unless wanted `in_full`."""
    if answer is None:
        return "not set"
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, Mapping):
        if in_full:
            return ", ".join(f"{program}: {kind}" for program, kind in answer.items())
        return f"{len(answer)} set" if answer else "as recommended"
    if isinstance(answer, tuple):
        few = in_full or len(answer) <= _MOST_ITEMS
        return ", ".join(str(item) for item in answer) if few else f"{len(answer)} of them"
    if isinstance(answer, float):
        return f"{answer:g}"
    return str(answer).replace("_", " ")


# Which places of a list are firm, and groups of programs that look alike.


def firmness_sentence(firmness: Firmness) -> str:
    """Say how many places are firm, and what that means."""
    size, firm = len(firmness.share), int(firmness.firm.sum())
    if not size:
        return ""
    if firm == size:
        return "Every place is firm: it stays on the list when we vary the figures behind the order."
    return (
        f"{firm} of {size} places are firm: they stayed on at least four of five lists when we varied the "
        f"figures behind the order within their uncertainty ({DRAWS} times). The other places could go to "
        "programs that look just as good to us."
    )


def alike_sentence(group: AlikeGroup) -> str:
    """Say of a group that the figures cannot choose within it."""
    together, listed = len(group.listed) + len(group.others), len(group.listed)
    place = "on the West Coast" if group.pacific else f"in {plural(group.states, 'state')}"
    any_of_them = "any one of them is" if listed == 1 else f"any {listed} of them are"
    return (
        f"{together} {group.specialty} programs {place} look alike to us; {any_of_them} as good as those on "
        "your list. Choose among them by what you care about: place, size, what their websites say."
    )


def alike_table(group: AlikeGroup, programs: pd.DataFrame) -> pd.DataFrame:
    """Return a group as a table: those on the list first, then those of the directory that are as good."""
    ids = [*group.listed, *group.others]
    rows = programs.drop_duplicates("program_id").set_index("program_id").reindex(ids)
    return pd.DataFrame(
        {
            "Program": rows["name"].astype(str).to_numpy(),
            "City": rows["city"].fillna(NOT_KNOWN).astype(str).to_numpy(),
            "State": rows["state"].astype(str).to_numpy(),
            "First-year positions": rows["positions_pgy1"].astype("Int64").to_numpy(),
            "On your list": ["yes"] * len(group.listed) + ["as good"] * len(group.others),
            "Website": rows["website"].to_numpy(),
        }
    )


# What must be said of a program that is another's twin, that is excluded, or pinned against its rules.
# The one home of these sentences: page, command and file say the same.

_MOST_NOTICES = 5


@dataclass(frozen=True)
class ProgramNotice:
    """One sentence on one program that the applicant has named."""

    program_id: str
    kind: Literal["twin", "excluded", "pinned_against_rule"]
    sentence: str


def twin_sentence(name: str, others: Sequence[str]) -> str:
    """Say that `name` (with place) may be the same program as one of `others` (with place and code)."""
    if len(others) == 1:
        same, instead = f"the same program as {others[0]}", "that other entry"
    else:
        same, instead = f"one of these programs: {'; '.join(others)}", "the right one of them"
    return f"{name} may be {same}. This entry is never put on a list: pin or exclude {instead} instead."


def excluded_sentence(name: str) -> str:
    """Say what excluding a program does."""
    return f"You excluded {name}, so it is not on your list."


def pinned_sentence(name: str, rules: Sequence[str]) -> str:
    """Say that a pinned program (name with place) states rules, given in words, that are not met."""
    return (
        f"You pinned {name}, so it stays on your list although it states a rule that you do not meet "
        f"({', '.join(rules)}). Ask the program before you pay the fee."
    )


def program_notices(profile: ApplicantProfile, plan: Plan, programs: pd.DataFrame) -> list[ProgramNotice]:
    """Return what must be said of those of `facts.programs` that are pinned, excluded or signaled."""
    named = dict.fromkeys((*profile.pinned, *profile.excluded, *profile.signals))
    rows = programs[programs["program_id"].isin(list(named))]
    by_id: dict[str, Row] = {str(row["program_id"]): row for row in rows.to_dict("records")}
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


def notices_shown(notices: Sequence[ProgramNotice], most: int = _MOST_NOTICES) -> list[str]:
    """Return the sentences of the first `most` notices, and how many more there are."""
    sentences = [notice.sentence for notice in notices[:most]]
    more = len(notices) - len(sentences)
    if more:
        sentences.append(f"{plural(more, 'more program')} that you named: see your application list.")
    return sentences


def twins_of(row: Row, programs: pd.DataFrame) -> list[str]:
    """Return the entries that may be the same program, each with place and code; empty if none is known."""
    codes = row["possible_duplicate_of"]
    if not isinstance(codes, str) or not codes:
        return []
    labels = program_labels(programs, codes.split("|"))
    return [f"{label}, code {program_id}" for program_id, label in labels.items()]


def rules_against(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return, for each program of the list that a stated rule speaks against, the rules in words."""
    listed = plan.candidates
    against = {}
    for place in np.flatnonzero(listed.eligibility.state == Eligibility.FAILS):
        row = listed.rows[place]
        rules = [
            REQUIREMENT_NAMES[requirement]
            for requirement, verdicts in listed.eligibility.answers.items()
            if verdicts[place] == UNMET and listed.pool.answers[requirement].rule[row]
        ]
        # What bars a program for what it is (military, one year only ...) is said by `plan.kinds`.
        if rules:
            against[str(listed.program_ids[place])] = tuple(rules)
    return against
