"""A recommended list, what it was chosen from, and which of the applicant's own choices it cannot follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.odds.list_odds import SpecialtyList, specialty_list
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import Candidates
from smartpick.plan.objective import Objective
from smartpick.plan.order import Optimality
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import Evidence
from smartpick.programs.season import ListCost

# A recommended list and what it was chosen from.


@dataclass(frozen=True)
class Choice:
    """What a list was chosen from.

    Attributes:
        models: The fitted models, in the order of the profile's specialties.
        candidates: Every program that may be applied to.
        multiplier: Log odds multiplier of the applicant at each, without the program's own shift.
        unsignalled: Log odds ratio of no signal at each.
        lift: Log odds ratio of the signal that each has in the list, or of none.
        objective: What a list of them is worth.
        order: The chosen ones, in the order in which they add most.
        evidence: What the applicant knows of single programs.
    """

    models: tuple[SpecialtyModel, ...]
    candidates: Candidates
    multiplier: Array
    unsignalled: Array
    lift: Array
    objective: Objective
    order: NDArray[np.intp]
    evidence: Evidence

    @property
    def interview_probability(self) -> Array:
        """P(invitation) of every candidate before signals, averaged over the shared effect."""
        return (self.objective.invitation @ self.objective.weights) / self.candidates.worth


@dataclass(frozen=True)
class Plan:
    """A recommended list; arrays follow the order in which programs were added.

    Attributes:
        candidates: The chosen programs.
        interview_probability: P(invitation) for this applicant, averaged over the shared effect.
        success: Chance that this application alone leads to a match there.
        marginal_gain: What it added to the expected value of the best outcome.
        signal: Signal to give: gold, silver, signal or empty.
        value: Expected value of the best outcome of the whole list with its signals, 0-1.
        cost: Fees.
        optimality: Whether the list is proven best.
        log_multiplier: Log odds multiplier of the applicant at each, score, profile, program and signal
            together.
        parts: The list for the odds, a part for each specialty.
        choice: What it was chosen from.
        eligible_count: Programs that are not ruled out.
        ruled_out_count: Programs that a stated requirement rules out.
    """

    candidates: Candidates
    interview_probability: Array
    success: Array
    marginal_gain: Array
    signal: tuple[str, ...]
    value: float
    cost: ListCost
    optimality: Optimality
    log_multiplier: Array
    parts: tuple[SpecialtyList, ...]
    choice: Choice
    eligible_count: int
    ruled_out_count: int

    @property
    def models(self) -> tuple[SpecialtyModel, ...]:
        """The fitted models, in the order of the profile's specialties."""
        return self.choice.models

    @property
    def size(self) -> int:
        """Number of applications."""
        return len(self.success)

    @property
    def pacific_count(self) -> int:
        """Number of applications on the Pacific Coast."""
        return int(self.candidates.pacific.sum())


# A chosen list as the odds see it: a part for each specialty.


def list_parts(
    choice: Choice, chosen: Candidates, shift: Array, signal: Sequence[str]
) -> tuple[SpecialtyList, ...]:
    """Return the parts of a list.

    Args:
        choice: What it was chosen from.
        chosen: Its programs.
        shift: Log odds ratio of each, signal included, (n,).
        signal: Signal of each, empty for none.
    """
    given = np.array([bool(s) for s in signal], dtype=bool)
    parts = []
    for index, model in enumerate(choice.models):
        rows = chosen.specialty_index == index
        parts.append(
            specialty_list(
                model,
                mean_rest=chosen.mean_rest[rows],
                near_zero=chosen.near_zero[rows],
                relative_sd=chosen.relative_sd[rows],
                log_shift=shift[rows],
                pacific=chosen.pacific[rows],
                signalled=given[rows],
                worth=chosen.worth[rows],
            )
        )
    return tuple(parts)


# What of an applicant's own choices a list cannot follow, or follows at a price: told, never passed over.

_NAMED = 3
# The guide advises 15 to 30 Pacific programs in a list of 100 to 150; a minimum above that share is told.
MOST_USUAL_SHARE = 0.3


def own_choice_warnings(profile: ApplicantProfile, plan: Plan, engine: Engine) -> tuple[str, ...]:
    """Return a sentence for each pin, exclusion, signal or limit that is not simply kept to.

    A pin against a rule that its program states is kept, and said by `presenters.program_notices`.

    Args:
        profile: The applicant.
        plan: The list.
        engine: For the programs and their signals.
    """
    return (
        *_unknown(profile, engine),
        *_unused_signals(profile, plan, engine),
        *_pacific(profile, plan),
    )


def _unknown(profile: ApplicantProfile, engine: Engine) -> list[str]:
    known = engine.specialty_of
    said = []
    for name, ids in (
        ("Pinned", profile.pinned),
        ("Excluded", profile.excluded),
        ("Signaled", tuple(profile.signals)),
    ):
        strange = [one for one in ids if one not in known]
        if strange:
            said.append(
                f"{name}, but no program here has this id: {_some(strange)}. "
                "Look the program up on the Programs page and copy its id."
            )
        elsewhere = [one for one in ids if one in known and known[one] not in profile.specialties]
        if elsewhere and name != "Excluded":
            said.append(
                f"{name}, but in a specialty you have not chosen: {_some(elsewhere)}. "
                "Add the specialty, or leave the program out."
            )
    return said


def _unused_signals(profile: ApplicantProfile, plan: Plan, engine: Engine) -> list[str]:
    if not profile.signals:
        return []
    used = {
        str(program)
        for program, signal in zip(plan.candidates.program_ids, plan.signal, strict=True)
        if signal
    }
    pool = plan.choice.candidates.pool
    ids = pool.program_ids.tolist()
    tiers = [engine.signal_rules(model.specialty, model.applicant_type).allowance for model in plan.models]
    listed = set(plan.candidates.program_ids.tolist())
    wrong: list[str] = []
    beyond: list[str] = []
    unlisted: list[str] = []
    for program, tier in profile.signals.items():
        if program in used or program not in ids:
            continue
        allowed = tiers[pool.specialty_index[ids.index(program)]]
        group = wrong if tier not in allowed else beyond if program in listed else unlisted
        group.append(program)
    said = []
    if wrong:
        said.append(f"Signals of a kind that the specialty does not give are not counted: {_some(wrong)}.")
    if beyond:
        said.append(f"More signals than the specialty gives: {_some(beyond)} is not counted as signaled.")
    if unlisted:
        said.append(f"Signaled, but not on the list: {_some(unlisted)}. Pin the program to keep it on.")
    return said


def _pacific(profile: ApplicantProfile, plan: Plan) -> list[str]:
    least, near, size = profile.pacific_min or 0, plan.pacific_count, plan.size
    if not least or not size:
        return []
    if near < least:
        short = (
            "that is all the list has room for."
            if near == size
            else "no others there are open to you, or your limits leave no room for more."
        )
        return [f"You ask for {least} Pacific programs or more. The list has {near} of {size}: {short}"]
    if near == least and least > MOST_USUAL_SHARE * size:
        return [
            f"{near} of the {size} programs are on the Pacific Coast because you ask for {least} or more. "
            "Programs elsewhere invite more often; with a lower minimum the chance of matching rises."
        ]
    return []


def _some(ids: Iterable[str]) -> str:
    named: Sequence[str] = list(ids)
    rest = len(named) - _NAMED
    return ", ".join(named[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
