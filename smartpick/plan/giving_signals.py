"""Which programs of the list get a signal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.plan.candidates import Candidates, invitations
from smartpick.plan.plan import Choice
from smartpick.plan.selection import prices_of
from smartpick.programs.season import SignalRules


def give_signals(
    choice: Choice, rules: Sequence[SignalRules], given: Mapping[str, str]
) -> tuple[tuple[str, ...], Array]:
    """Give the applicant's own signals, or where none are set the allowance to the greatest gains.

    Args:
        choice: The list and what it was chosen from.
        rules: Signal rules of each specialty.
        given: Signals the applicant has set, by program id.

    Returns:
        (signal of each program of the list, log odds ratio that goes with it).
    """
    chosen = choice.candidates.take(choice.order)
    ids, multiplier = chosen.program_ids, choice.multiplier[choice.order]
    signal = np.full(len(ids), "", dtype=object)
    lift = choice.unsignalled[choice.order].copy()
    worth = prices_of(choice.objective, choice.order)
    worth = worth[chosen.specialty_index, choice.objective.level[choice.order]]
    plain = choice.objective.invitation[choice.order]
    for index, rule in enumerate(rules):
        free = chosen.specialty_index == index
        for tier, count in rule.allowance.items():
            lifted = rule.unsignalled + rule.log_odds_ratio[tier]
            if given:
                gain = np.array([given.get(str(i)) == tier for i in ids], dtype=float)
            else:
                with_it = invitations(choice.models, chosen, multiplier + chosen.log_shift + lifted)
                gain = ((with_it * chosen.worth[:, None] - plain) * worth).sum(axis=1)
            ranked = np.argsort(np.where(free, -gain, np.inf), kind="stable")[:count]
            picked = ranked[free[ranked] & (gain[ranked] > 0)]
            signal[picked], lift[picked], free[picked] = tier, lifted, False
    return tuple(str(s) for s in signal), lift


def own_signals(
    candidates: Candidates, rules: Sequence[SignalRules], given: Mapping[str, str], unsignalled: Array
) -> tuple[NDArray[np.object_], Array]:
    """Return the tier that each candidate is signalled with, empty for none, and its log odds ratio.

    Only as many count as a specialty allows of a tier: those named first.
    """
    signal, lift = np.full(len(unsignalled), "", dtype=object), unsignalled.copy()
    left = [dict(rule.allowance) for rule in rules]
    place = {str(program): i for i, program in enumerate(candidates.program_ids)}
    for program, tier in given.items():
        i = place.get(program)
        if i is None:
            continue
        rule, mine = rules[candidates.specialty_index[i]], left[candidates.specialty_index[i]]
        if mine.get(tier, 0) > 0:
            mine[tier] -= 1
            signal[i], lift[i] = tier, rule.unsignalled + rule.log_odds_ratio[tier]
    return signal, lift


def tier_lifts(candidates: Candidates, rules: Sequence[SignalRules]) -> dict[str, Array]:
    """Return the log odds ratio of a signal at every candidate, for each tier that any specialty gives."""
    tiers = dict.fromkeys(tier for rule in rules for tier in rule.allowance)
    ratio = {t: [rule.unsignalled + rule.log_odds_ratio.get(t, 0.0) for rule in rules] for t in tiers}
    return {tier: np.array(ratio[tier])[candidates.specialty_index] for tier in tiers}
