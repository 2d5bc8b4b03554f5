"""What must be said of a program that is another's twin, that is excluded, or pinned against its rules.

The one home of these sentences: page, command and file say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from smartpick.plan.eligibility import UNMET, Eligibility
from smartpick.plan.plan import Plan
from smartpick.presenters.look_up_questions import program_with_place
from smartpick.presenters.program_statements import REQUIREMENT_NAMES
from smartpick.profile import ApplicantProfile

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
