"""A recommended list and what it was chosen from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.odds.list_odds import SpecialtyList
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import Candidates
from smartpick.plan.evidence import Evidence
from smartpick.plan.fees import ListCost
from smartpick.plan.objective import Objective
from smartpick.plan.order import Optimality


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
