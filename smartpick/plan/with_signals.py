"""The best list with its signals: who is applied to and who is signalled, chosen together.

A signal is worth most where an interview is, and where an interview is worth most depends on the other
signals, so the two cannot be decided one after the other. Every program therefore comes in several ways:
without a signal and with one of each tier its specialty gives. A list takes each program in one way at the
most and keeps to the allowances. The search starts from the best list without signals (with several
specialties: from the best one if each had its signals already), gives the signals to the greatest gains, and
then exchanges one program for another, or one holder of a signal for another, until nothing is gained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import Candidates, invitations
from smartpick.plan.exact import MOST_SPECIALTIES, best_counts, upper_bound
from smartpick.plan.objective import Conditions, Objective, Selected, Ways, by_gain
from smartpick.plan.order import Optimality
from smartpick.plan.plan import Choice
from smartpick.plan.selection import (
    Selection,
    choose,
    select_by_gain,
    with_room_for_pins,
)
from smartpick.programs.season import SignalRules

# Specialty, whether in a West Coast state, and tier of a way.
_ClassOfWays = tuple[int, bool, int]
# What an exchange adds, the ways that it takes off the list, and those that it puts on instead.
_Exchange = tuple[float, tuple[int, ...], tuple[int, ...]]
# An exchange that adds less than this to the value (0-1) is a tie.
_NOTHING = 1e-10
# Exchanges tried at the most for each application and signal: a guard, three in a hundred are usual.
_MOST_EXCHANGES = 2


def signal_ways(
    models: Sequence[SpecialtyModel],
    candidates: Candidates,
    multiplier: Array,
    plain: Objective,
    rules: Sequence[SignalRules],
) -> tuple[Ways, Array]:
    """Return the ways candidates can be on a list, and the log odds ratio of each way's signal, or of none.

    `multiplier` is the log odds multiplier of the applicant at each candidate, beside its own shift; `plain`
    is what a list without signals is worth.
    """
    tiers = dict.fromkeys(tier for rule in rules for tier in rule.allowance)
    lifts = [np.array([rule.unsignalled for rule in rules])[candidates.specialty_index]]
    lifted: dict[str, Array] = {}
    for tier in tiers:
        by_specialty = [rule.unsignalled + rule.log_odds_ratio.get(tier, 0.0) for rule in rules]
        lifts.append(np.array(by_specialty)[candidates.specialty_index])
        invited = invitations(models, candidates, multiplier + candidates.log_shift + lifts[-1])
        lifted[tier] = invited * candidates.worth[:, None]
    ways = Ways.of(plain, lifted, rules)
    return ways, np.array(lifts)[ways.tier, ways.program]


def own_signals(
    candidates: Candidates, rules: Sequence[SignalRules], given: Mapping[str, str], unsignalled: Array
) -> tuple[NDArray[np.object_], Array]:
    """Return the tier that each candidate is signalled with, empty for none, and its log odds ratio.

    Only as many of `given` (tier by program id) count as a specialty allows of a tier: those named first.
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


def relisted(choice: Choice, order: NDArray[np.intp], given: Mapping[str, str]) -> Choice:
    """Return another list of the same candidates, these in this order, with the signals that are best for it.

    Where the applicant has set signals (`given`), those that are on this list count instead.
    """
    listed, plain = choice.candidates.take(order), choice.objective.take(order)
    if given or not len(order):
        signal, lift = own_signals(listed, choice.rules, given, choice.unsignalled[order])
        return replace(choice, order=order, signal=tuple(signal), lift=lift)
    ways, lift = signal_ways(choice.models, listed, choice.multiplier[order], plain, choice.rules)
    size = len(order)
    # With every program pinned, only signals change hands.
    free = Conditions(size, 0, size, [np.zeros(size + 1)] * len(choice.models))
    search = _Search(ways, listed.pacific, np.ones(size, dtype=bool), free, list(range(size)))
    search.give_signals()
    search.exchange()
    chosen = sorted(search.chosen, key=lambda way: int(ways.program[way]))
    return replace(choice, order=order, signal=ways.signals(chosen), lift=lift[chosen])


def choose_with_signals(
    ways: Ways,
    plain: Objective,
    pacific: NDArray[np.bool_],
    pinned: NDArray[np.bool_],
    conditions: Conditions,
    thorough: bool = True,
    *,
    finished: bool = True,
    prove: bool = True,
) -> Selected:
    """Choose programs and signals together; `chosen` of the result are ways.

    `plain` is what a list without signals is worth; the other arguments are as `choose` takes them.
    `finished=False` chooses the same and leaves out in what order, what each added, and the bound.
    `prove=False` leaves the bound of a list with signals for `proven`.
    """
    if not ways.allowance.any():
        return choose(plain, pacific, pinned, conditions, thorough)
    conditions = with_room_for_pins(conditions, pacific, pinned)
    counted = _as_if_signalled(ways, plain) if len(plain.rank_curves) > 1 else plain
    if len(plain.rank_curves) > (MOST_SPECIALTIES if thorough else 1):
        start = select_by_gain(counted, pacific, pinned, conditions, prove=False)
    else:
        start = best_counts(counted, pacific, pinned, conditions, rough=True)
    search = _Search(ways, pacific, pinned, conditions, start.chosen.tolist())
    search.give_signals()
    search.exchange()
    method = f"{start.optimality.method}, then exchanges of programs and signals"
    if not finished:
        as_found = np.array(search.chosen, dtype=np.intp)
        unknown = np.full(len(as_found), np.nan)
        return Selected(as_found, unknown, search.selection.value(), Optimality(False, np.inf, method))
    chosen, added, value = by_gain(ways.objective, search.chosen)
    open_yet = Optimality(False, np.inf, method)
    found = Selected(chosen, added, value, open_yet, search.selection.interviews() if thorough else None)
    if prove:
        found = replace(found, optimality=proven(found, ways, pacific, pinned, conditions))
    return found


def proven(
    found: Selected,
    ways: Ways,
    pacific: NDArray[np.bool_],
    pinned: NDArray[np.bool_],
    conditions: Conditions,
) -> Optimality:
    """Return how good a list of `choose_with_signals` is at the least; it was made from the same things."""
    if found.interviews is None:
        return found.optimality
    conditions = with_room_for_pins(conditions, pacific, pinned)
    near, pins = pacific[ways.program], pinned[ways.program]
    bound = upper_bound(
        ways.objective, near, pins, conditions, found.chosen, interviews=found.interviews, ways=ways
    )
    return replace(found.optimality, proven=bound <= found.value + 1e-12, upper_bound=bound)


def _as_if_signalled(ways: Ways, plain: Objective) -> Objective:
    """Return the objective in which the most promising programs of each specialty have its signals.

    Exchanges move one program at a time, so how a list is divided between specialties is decided where the
    search starts. Without the signals a specialty that gives many would look poorer there than it is.
    """
    invitation = plain.invitation.copy()
    value = np.append(np.cumsum(plain.steps[::-1])[::-1], 0.0)[plain.level]
    promise = (plain.invitation @ plain.weights) * value
    for specialty, allowance in enumerate(ways.allowance):
        mine = np.flatnonzero(plain.specialty == specialty)
        holders = iter(mine[np.argsort(-promise[mine], kind="stable")])
        for tier, count in enumerate(allowance):
            for program in islice(holders, int(count)):
                invitation[program] = ways.objective.invitation[ways.of_program[program, tier]]
    return replace(plain, invitation=invitation)


class _Search:
    """A list of ways that is bettered step by step."""

    def __init__(
        self,
        ways: Ways,
        pacific: NDArray[np.bool_],
        pinned: NDArray[np.bool_],
        conditions: Conditions,
        start: list[int],
    ) -> None:
        self._ways, self._conditions = ways, conditions
        self._pacific, self._pinned = pacific[ways.program], pinned[ways.program]
        self.selection = Selection(ways.objective, len(start), start)
        # Which class each way is in, and all ways of each class.
        of_specialty, tiers = ways.objective.specialty, 1 + len(ways.tiers)
        self._class_of = (2 * of_specialty + self._pacific) * tiers + ways.tier
        self._classes: dict[_ClassOfWays, NDArray[np.intp]] = {
            (int(one) // tiers // 2, bool(one // tiers % 2), int(one) % tiers): np.flatnonzero(
                self._class_of == one
            )
            for one in np.unique(self._class_of)
        }

    @property
    def chosen(self) -> list[int]:
        return self.selection.chosen

    def give_signals(self) -> None:
        """Give every signal where it adds most, the stronger tiers first."""
        ways = self._ways
        for tier in range(1, len(ways.tiers) + 1):
            for specialty, count in enumerate(ways.allowance[:, tier]):
                self._give(specialty, tier, int(count))

    def _give(self, specialty: int, tier: int, count: int) -> None:
        """Give so many signals of a tier to programs of a specialty that have none, one after the other."""
        ways, o = self._ways, self._ways.objective
        on_list = np.array(self.chosen, dtype=np.intp)
        bare = on_list[(ways.tier[on_list] == 0) & (o.specialty[on_list] == specialty)]
        if not (count and bare.size):
            return
        lifted = ways.of_program[ways.program[bare], tier]
        more = o.by_level(bare, o.invitation[lifted] - o.invitation[bare]) * o.step_weights
        for _ in range(min(count, len(bare))):
            gains = more @ self.selection.slopes()[specialty].ravel()
            best = int(gains.argmax())
            if gains[best] <= 0:
                break
            self.selection.replace(int(bare[best]), int(lifted[best]))
            more[best] = 0.0

    def exchange(self) -> None:
        """Exchange until nothing adds anything."""
        for _ in range(_MOST_EXCHANGES * (len(self.chosen) + int(self._ways.allowance.sum()))):
            if not self._exchange_once():
                return

    def _exchange_once(self) -> bool:
        value = self.selection.value()
        members, gains = self._by_class(), self.selection.gains()
        options = [*self._program_exchanges(members, gains), *self._signal_exchanges(members, gains)]
        for gain, out, into in sorted(options, key=lambda option: -option[0]):
            if gain <= _NOTHING:
                return False
            for old, new in zip(out, into, strict=True):
                self.selection.replace(old, new)
            if self.selection.value() > value + _NOTHING:
                return True
            for old, new in zip(out, into, strict=True):
                self.selection.replace(new, old)
        return False

    def _by_class(self) -> dict[_ClassOfWays, NDArray[np.intp]]:
        """Return the ways on the list by their class."""
        chosen = np.array(self.chosen, dtype=np.intp)
        classes = self._class_of[chosen]
        members = {
            its_class: chosen[classes == self._class_of[rows[0]]] for its_class, rows in self._classes.items()
        }
        return {its_class: mine for its_class, mine in members.items() if mine.size}

    def _program_exchanges(
        self, members: dict[_ClassOfWays, NDArray[np.intp]], worth: Array
    ) -> Iterator[_Exchange]:
        """Yield the best exchange of one program for another from each class into each, with its gain.

        With the one program off the list the gain of every other is exact.
        """
        ways, o, c = self._ways, self._ways.objective, self._conditions
        near = int(self._pacific[self.chosen].sum())
        counts = np.bincount(o.specialty[self.chosen], minlength=len(o.rank_curves))
        owed = min(c.pacific_min, len(self.chosen))
        free = {its_class: mine[~self._pinned[mine]] for its_class, mine in members.items()}
        least = {
            its_class: int(mine[np.argmin(worth[mine])]) for its_class, mine in free.items() if mine.size
        }
        one = np.eye(len(counts), dtype=np.intp)
        too_dear = [
            [t for t in range(len(one)) if t != s and not c.affordable(*(counts - one[s] + one[t]))]
            for s in range(len(one))
        ]
        without = self.selection.gains_without(np.array([*least.values()], dtype=np.intp))
        own = without[np.arange(len(least)), [*least.values()]]
        listed = ways.of_program[ways.program[self.chosen]]
        without[:, listed[listed >= 0]] = -np.inf
        for ((s, pacific, tier), out), gains, loss in zip(least.items(), without, own.tolist(), strict=True):
            best, into = -np.inf, -1
            for (other, there, its_tier), rows in self._classes.items():
                # Whoever comes in takes the signal along, or comes without one in another specialty.
                if its_tier != tier or (tier and other != s) or other in too_dear[s]:
                    continue
                if (pacific > there and near <= owed) or (there > pacific and near >= c.pacific_max):
                    continue
                of_class = gains[rows]
                top = int(of_class.argmax())
                # Of programs that gain as much the first among all candidates comes in.
                if of_class[top] > best or (of_class[top] == best and rows[top] < into):
                    best, into = float(of_class[top]), int(rows[top])
            if into >= 0:
                yield best - loss, (out,), (into,)

    def _signal_exchanges(
        self, members: dict[_ClassOfWays, NDArray[np.intp]], gains: Array
    ) -> Iterator[_Exchange]:
        """Yield for each class and tier the best way to hand one of its signals to another, with its gain."""
        ways = self._ways
        # For each class and tier: the most that one of the class gains in that tier, which one, and as what.
        best: dict[_ClassOfWays, list[tuple[float, int, int]]] = {}
        for its_class, mine in members.items():
            moved = ways.of_program[ways.program[mine]]
            more = gains[moved] - gains[mine, None]
            best[its_class] = [
                (float(more[i, tier]), int(mine[i]), int(moved[i, tier]))
                for tier, i in enumerate(more.argmax(axis=0))
            ]
        for (specialty, _, tier), holders in best.items():
            options = [
                (holders[back], takers[tier])
                for (other, _, back), takers in best.items()
                if other == specialty and back != tier > 0
            ]
            if options:
                given, taken = max(options, key=lambda option: option[0][0] + option[1][0])
                (loss, holder, without), (gain, taker, with_it) = given, taken
                yield loss + gain, (holder, taker), (without, with_it)
