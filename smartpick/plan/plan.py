"""A recommended list, the programs it was chosen from, and the choices of the applicant it cannot follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.odds.effects import AppliedEffect
from smartpick.odds.list_odds import SpecialtyList, specialty_list
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import Candidates, invitations
from smartpick.plan.objective import Objective
from smartpick.plan.order import Optimality
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import Evidence
from smartpick.programs.season import ListCost, SignalRules


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """A list, and everything that it was chosen from.

    Attributes:
        models: The fitted models, in the order of the profile's specialties.
        rules: The signal rules of each of these specialties.
        candidates: Every program that may be applied to.
        multiplier: Log odds multiplier of the applicant at each, without the program's own shift.
        unsignalled: Log odds ratio of no signal at each.
        objective: What a list of them is worth, before signals.
        effects: What the profile beside the score changes.
        evidence: What the applicant knows of single programs.
        order: The chosen ones, in the order in which they add most.
        signal: The signal that each of these gets: gold, silver, signal, or empty for none.
        lift: Log odds ratio of that signal, or of none.
    """

    models: tuple[SpecialtyModel, ...]
    rules: tuple[SignalRules, ...]
    candidates: Candidates
    multiplier: Array
    unsignalled: Array
    objective: Objective
    effects: tuple[AppliedEffect, ...]
    evidence: Evidence
    order: NDArray[np.intp]
    signal: tuple[str, ...]
    lift: Array

    @property
    def interview_probability(self) -> Array:
        """P(invitation) of every candidate before signals, averaged over the shared effect."""
        return (self.objective.invitation @ self.objective.weights) / self.candidates.worth

    @cached_property
    def listed(self) -> Candidates:
        """The chosen programs, in their order."""
        return self.candidates.take(self.order)

    @cached_property
    def parts(self) -> tuple[SpecialtyList, ...]:
        """The list as the odds use it, one part for each specialty."""
        listed, shift = self.listed, self.listed.log_shift + self.lift
        signalled = np.array([bool(signal) for signal in self.signal], dtype=bool)
        of_specialty = [listed.specialty_index == index for index in range(len(self.models))]
        return tuple(
            specialty_list(
                model,
                mean_rest=listed.mean_rest[rows],
                near_zero=listed.near_zero[rows],
                relative_sd=listed.relative_sd[rows],
                log_shift=shift[rows],
                pacific=listed.pacific[rows],
                signalled=signalled[rows],
                worth=listed.worth[rows],
                odds=listed.odds[rows],
            )
            for model, rows in zip(self.models, of_specialty, strict=True)
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """A recommended list; arrays follow the order in which programs were added.

    Attributes:
        choice: The list and what it was chosen from.
        marginal_gain: What each program added to the expected value of the best outcome.
        value: Expected value of the best outcome of the whole list with its signals, 0-1.
        cost: Fees.
        prove: Works out `optimality`.
        eligible_count: Programs that are not ruled out.
        ruled_out_count: Programs that a stated requirement rules out.
    """

    choice: Choice
    marginal_gain: Array
    value: float
    cost: ListCost
    prove: Callable[[], Optimality]
    eligible_count: int
    ruled_out_count: int

    @cached_property
    def optimality(self) -> Optimality:
        """Whether the list is proven best, and the upper bound of what any list can be worth."""
        return self.prove()

    @property
    def models(self) -> tuple[SpecialtyModel, ...]:
        """The fitted models, in the order of the profile's specialties."""
        return self.choice.models

    @property
    def candidates(self) -> Candidates:
        """The chosen programs."""
        return self.choice.listed

    @property
    def signal(self) -> tuple[str, ...]:
        """Signal to give: gold, silver, signal or empty."""
        return self.choice.signal

    @property
    def parts(self) -> tuple[SpecialtyList, ...]:
        """The list for the odds, a part for each specialty."""
        return self.choice.parts

    @property
    def log_multiplier(self) -> Array:
        """Log odds multiplier of the applicant at each: score, profile, program and signal together."""
        choice = self.choice
        return choice.multiplier[choice.order] + (self.candidates.log_shift + choice.lift)

    @cached_property
    def interview_probability(self) -> Array:
        """P(invitation) for this applicant, averaged over the shared effect."""
        invited = invitations(self.models, self.candidates, self.log_multiplier)
        return np.asarray(invited @ self.choice.objective.weights)

    @property
    def success(self) -> Array:
        """Chance that this application alone leads to a match there."""
        after_one_interview = self.choice.objective.rank_curves[self.candidates.specialty_index, 1]
        return self.interview_probability * self.candidates.worth * after_one_interview

    @property
    def size(self) -> int:
        """Number of applications."""
        return len(self.choice.order)

    @property
    def pacific_count(self) -> int:
        """Number of applications in the West Coast states."""
        return int(self.candidates.pacific.sum())


# What of an applicant's own choices a list cannot follow, or follows at a price: said, never passed over.

_NAMED = 3
# The guide advises 15 to 30 West Coast programs in a list of 100 to 150; a minimum above that share is noted.
_MOST_USUAL_SHARE = 0.3


def own_choice_warnings(profile: ApplicantProfile, plan: Plan, engine: Engine) -> list[str]:
    """Return a sentence for each pin, exclusion, signal or limit that cannot simply be followed.

    A pin against a rule that its program states is kept, and `text.list_changes.program_notices` says so.
    """
    return [*_unknown(profile, engine), *_unused_signals(profile, plan), *_west_coast(profile, plan)]


def _unknown(profile: ApplicantProfile, engine: Engine) -> list[str]:
    specialty_of = engine.specialty_of
    sentences = []
    for choice, ids in (
        ("Pinned", profile.pinned),
        ("Excluded", profile.excluded),
        ("Signaled", tuple(profile.signals)),
    ):
        strange = [one for one in ids if one not in specialty_of]
        if strange:
            sentences.append(
                f"{choice}, but no program here has this id: {_some(strange)}. "
                "Look the program up on the Programs page and copy its id."
            )
        elsewhere = [
            one for one in ids if specialty_of.get(one, profile.specialties[0]) not in profile.specialties
        ]
        if elsewhere and choice != "Excluded":
            sentences.append(
                f"{choice}, but in a specialty you have not chosen: {_some(elsewhere)}. "
                "Add the specialty, or leave the program out."
            )
    return sentences


def _unused_signals(profile: ApplicantProfile, plan: Plan) -> list[str]:
    if not profile.signals:
        return []
    listed = dict(zip(plan.candidates.program_ids.tolist(), plan.signal, strict=True))
    pool = plan.choice.candidates.pool
    specialty_of = dict(zip(pool.program_ids.tolist(), pool.specialty_index.tolist(), strict=True))
    wrong, beyond, unlisted = [], [], []
    for program, tier in profile.signals.items():
        if listed.get(program) or program not in specialty_of:
            continue
        if tier not in plan.choice.rules[specialty_of[program]].allowance:
            wrong.append(program)
        elif program in listed:
            beyond.append(program)
        else:
            unlisted.append(program)
    sentences = {
        f"Signals of a kind that the specialty does not give are not counted: {_some(wrong)}.": wrong,
        f"More signals than the specialty gives. Not counted: {_some(beyond)}.": beyond,
        f"Signaled, but not on the list: {_some(unlisted)}. Pin it to keep it on the list.": unlisted,
    }
    return [sentence for sentence, programs in sentences.items() if programs]


def _west_coast(profile: ApplicantProfile, plan: Plan) -> list[str]:
    least, near, size = profile.pacific_min or 0, plan.pacific_count, plan.size
    if not least or not size:
        return []
    if near < least:
        why = (
            "the list has no more room."
            if near == size
            else "no others there are open to you, or your limits leave no room for more."
        )
        return [
            f"You asked for at least {least} programs in the West Coast states. Of the {size} programs on "
            f"the list, {near} are there: {why}"
        ]
    if near == least and least > _MOST_USUAL_SHARE * size:
        return [
            f"{near} of the {size} programs are in the West Coast states because you asked for at least "
            f"{least}. Programs elsewhere invite more often, so a lower minimum raises your chance."
        ]
    return []


def _some(ids: Sequence[str]) -> str:
    rest = len(ids) - _NAMED
    return ", ".join(ids[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
