"""A list that a person brings: what each of its programs adds, and which others would add more.

The list is planned as any other, with its programs pinned and room for no others, so that its odds, its worth
and its fees come from the same code as those of the recommended list.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.objective import Objective
from smartpick.plan.plan import Plan
from smartpick.plan.selection import Selection
from smartpick.profile import ApplicantProfile

ListStatus = Literal["planned", "applied", "invited", "ranked"]
# From the least to the most that has happened.
STATUSES: tuple[ListStatus, ...] = get_args(ListStatus)
MOST_PROGRAMS = 700
_MOST_SPECIALTIES = 5
_DOUBTFUL = "Its entry in our directory is too doubtful to count on."


@dataclass(frozen=True)
class LeftOut:
    """A program of the list that no chance is counted for, and why, in a sentence."""

    program_id: str
    reason: str


def countable(
    program_ids: Sequence[str], profile: ApplicantProfile, engine: Engine
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[LeftOut, ...]]:
    """Return the specialties of a list, its programs that the model covers, and the others.

    The profile's specialties come first; then those that the list adds, the most frequent one first.
    """
    of = {one: engine.specialty_of[one] for one in program_ids if one in engine.specialty_of}
    names = list(of.values())
    added = sorted(set(names) - set(profile.specialties), key=lambda s: (-names.count(s), s))
    specialties, uncovered = list(profile.specialties), {}
    for name in added:
        if not engine.has_figures(name, profile.applicant_type):
            uncovered[name] = f"Nobody publishes outcomes of applicants like you in {name}."
        elif len(specialties) == _MOST_SPECIALTIES:
            uncovered[name] = f"A list is worked out for at most {_MOST_SPECIALTIES} specialties."
        else:
            specialties.append(name)
    known = set(engine.pool(tuple(specialties), profile.applicant_type).program_ids.tolist())
    left_out = [
        LeftOut(one, uncovered.get(of.get(one, ""), _DOUBTFUL)) for one in program_ids if one not in known
    ]
    return tuple(specialties), tuple(one for one in program_ids if one in known), tuple(left_out)


def list_profile(
    profile: ApplicantProfile, specialties: Sequence[str], program_ids: Sequence[str]
) -> ApplicantProfile:
    """Return the profile whose recommended list is exactly these programs."""
    return profile.changed(
        specialties=tuple(specialties),
        pinned=tuple(program_ids),
        excluded=tuple(one for one in profile.excluded if one not in set(program_ids)),
        max_applications=len(program_ids),
        budget_usd=None,
        pacific_min=None,
        pacific_max=None,
    )


def best_of_same_size(
    profile: ApplicantProfile, own: Plan, size: int, excluded: Collection[str]
) -> ApplicantProfile:
    """Return the profile of the best list of a size without `excluded` ids.

    Its limits are no tighter than the own list keeps.
    """
    near = own.pacific_count
    least, most = profile.pacific_min, profile.pacific_max
    return profile.changed(
        specialties=tuple(model.specialty for model in own.models),
        pinned=(),
        excluded=tuple(excluded),
        max_applications=size,
        budget_usd=None,
        pacific_min=None if least is None else min(least, near),
        pacific_max=None if most is None else max(most, near),
    )


def ruled_out(plan: Plan) -> NDArray[np.bool_]:
    """Return which programs of a list state a rule that the applicant does not meet."""
    return np.asarray(plan.candidates.eligibility.state == Eligibility.FAILS)


def worth_of_members(objective: Objective, chosen: Sequence[int]) -> Array:
    """Return what the list would lose without each of its programs, in its order.

    Half of the list is put before the other half again and again, so each program meets all the others after
    about log2(n) additions instead of n.
    """
    worth = np.zeros(len(chosen))

    def walk(before: Selection, places: Sequence[int]) -> None:
        if len(places) == 1:
            alone = before.value()
            before.add(chosen[places[0]])
            worth[places[0]] = before.value() - alone
            return
        half = len(places) // 2
        for these, others in ((places[:half], places[half:]), (places[half:], places[:half])):
            with_others = deepcopy(before, {id(objective): objective})
            for place in others:
                with_others.add(chosen[place])
            walk(with_others, these)

    if len(chosen):
        walk(Selection(objective), range(len(chosen)))
    return worth


def worth_of_additions(plan: Plan) -> tuple[NDArray[np.intp], Array]:
    """Return the candidates that are not on a list, the best first, and what each would add alone."""
    choice = plan.choice
    selection = Selection(choice.objective)
    for one in choice.order.tolist():
        selection.add(one)
    gains = selection.gains()
    gains[choice.order] = -np.inf
    ranked = np.argsort(-gains, kind="stable")[: len(gains) - len(choice.order)]
    return ranked, gains[ranked]
