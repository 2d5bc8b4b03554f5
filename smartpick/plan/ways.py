"""The ways a program can be on a list: without a signal, or with one of a tier its specialty gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.plan.objective import Objective
from smartpick.plan.signals import SignalRules


@dataclass(frozen=True)
class Ways:
    """Programs and the ways they can be on a list; `objective` and the arrays have one entry for each way.

    Attributes:
        objective: What a list of ways is worth.
        program: Which candidate it is.
        tier: 0 without a signal, else the number of the tier in `tiers`, from 1.
        tiers: Names of the tiers that any of the specialties gives.
        allowance: Signals that may be given, by specialty and tier, (specialties, 1 + tiers).
    """

    objective: Objective
    program: NDArray[np.intp]
    tier: NDArray[np.intp]
    tiers: tuple[str, ...]
    allowance: NDArray[np.intp]

    @classmethod
    def of(cls, objective: Objective, lifted: dict[str, Array], rules: Sequence[SignalRules]) -> Ways:
        """Put the ways of all candidates together.

        Args:
            objective: What a list without signals is worth.
            lifted: P(invitation that counts in full) with a signal of each tier, (n, nodes).
            rules: The specialties' signals.
        """
        n, tiers = len(objective.level), tuple(lifted)
        program = [np.arange(n)]
        program += [
            np.flatnonzero(np.array([tier in rule.allowance for rule in rules])[objective.specialty])
            for tier in tiers
        ]
        invitation = [objective.invitation]
        invitation += [lifted[tier][who] for tier, who in zip(tiers, program[1:], strict=True)]
        whose = np.concatenate(program)
        everything = replace(objective.take(whose), invitation=np.concatenate(invitation))
        allowance = np.array([[0, *(rule.allowance.get(tier, 0) for tier in tiers)] for rule in rules])
        tier = np.repeat(np.arange(len(program)), [len(who) for who in program])
        return cls(everything, whose, tier, tiers, allowance)

    @cached_property
    def of_program(self) -> NDArray[np.intp]:
        """Which way a program is in with each tier, (n, 1 + tiers); -1 where it cannot be."""
        found = np.full((int(self.program.max(initial=-1)) + 1, 1 + len(self.tiers)), -1, dtype=np.intp)
        found[self.program, self.tier] = np.arange(len(self.program))
        return found

    def signals_left(self, chosen: Sequence[int]) -> NDArray[np.intp]:
        """Return how many signals of each specialty and tier a list leaves."""
        left = self.allowance.copy()
        np.subtract.at(left, (self.objective.specialty[list(chosen)], self.tier[list(chosen)]), 1)
        return left
