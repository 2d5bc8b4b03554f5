"""The best list with its signals: who is applied to and who is signalled, chosen together.

A signal is worth most where an interview is, and where an interview is worth most depends on the other
signals, so the two cannot be decided one after the other. Every program therefore comes in several ways:
without a signal and with one of each tier its specialty gives. A list takes each program in one way at the
most and keeps to the allowances. The search starts from the best list without signals, gives the signals to
the greatest gains, and then exchanges, one program for another or one holder of a signal for another, until
no exchange adds anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.plan.exact import MOST_SPECIALTIES, best_counts, upper_bound
from smartpick.plan.objective import Conditions, Objective, Selected, Ways
from smartpick.plan.order import Optimality
from smartpick.plan.selection import Selection, choose, select_by_gain, with_room_for_pins

# An exchange that adds less than this to the value (0-1) is a tie.
_NOTHING = 1e-10
# Exchanges tried at the most for each application and signal: a guard, three in a hundred are usual.
_MOST_EXCHANGES = 2


def choose_with_signals(
    ways: Ways,
    plain: Objective,
    pacific: NDArray[np.bool_],
    pinned: NDArray[np.bool_],
    conditions: Conditions,
    thorough: bool = True,
) -> Selected:
    """Choose programs and signals together; `chosen` of the result are ways.

    Args:
        ways: The ways programs can be on the list.
        plain: What a list without signals is worth.
        pacific: Whether each candidate lies on the Pacific Coast, (n,).
        pinned: Candidates that are on the list in any case, (n,).
        conditions: Caps, floor and budget.
        thorough: False leaves the exact search of two specialties and the bound for later.
    """
    if not ways.allowance.any():
        return choose(plain, pacific, pinned, conditions, thorough)
    conditions = with_room_for_pins(conditions, pacific, pinned)
    if len(plain.rank_curves) > (MOST_SPECIALTIES if thorough else 1):
        start = select_by_gain(plain, pacific, pinned, conditions, prove=False)
    else:
        start = best_counts(plain, pacific, pinned, conditions, prove=False, ordered=False)
    search = _Search(ways, pacific, pinned, conditions, start.chosen.tolist())
    search.give_signals()
    search.exchange()
    chosen, added, value = by_gain(ways.objective, search.chosen)
    bound = np.inf
    if thorough:
        bound = upper_bound(
            ways.objective,
            pacific[ways.program],
            pinned[ways.program],
            conditions,
            chosen,
            search.selection.interviews(),
            ways,
        )
    method = f"{start.optimality.method}, then exchanges of programs and signals"
    return Selected(chosen, added, value, Optimality(bound <= value + 1e-12, bound, method))


def by_gain(objective: Objective, chosen: Sequence[int]) -> tuple[NDArray[np.intp], Array, float]:
    """Return a list in the order in which its programs add most, what each adds, and what all are worth."""
    rows = np.array(chosen, dtype=np.intp)
    selection, added, left = Selection(objective.take(rows)), [], np.ones(len(rows), dtype=bool)
    for _ in rows:
        gains = np.where(left, selection.gains(), -np.inf)
        best = int(np.argmax(gains))
        added.append(float(gains[best]))
        selection.add(best)
        left[best] = False
    return rows[selection.chosen], np.array(added), selection.value()


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
        self.selection = Selection(ways.objective)
        for way in start:
            self.selection.add(way)

    @property
    def chosen(self) -> list[int]:
        return self.selection.chosen

    def give_signals(self) -> None:
        """Give every signal where it adds most, the stronger tiers first."""
        ways = self._ways
        for tier in range(1, len(ways.tiers) + 1):
            for specialty, count in enumerate(ways.allowance[:, tier]):
                for _ in range(min(int(count), len(self.chosen))):
                    found = self._best_holder(specialty, tier)
                    if found is None:
                        break
                    self._replace(found[0], found[1])

    def _best_holder(self, specialty: int, tier: int) -> tuple[int, int] | None:
        """Return (way on the list, the same program with the signal) of the greatest gain."""
        ways, o = self._ways, self._ways.objective
        on_list = np.array(self.chosen, dtype=np.intp)
        bare = on_list[(ways.tier[on_list] == 0) & (o.specialty[on_list] == specialty)]
        if not bare.size:
            return None
        lifted = ways.of_program[ways.program[bare], tier]
        price = self.selection.prices()[specialty, o.level[bare]]
        gains = ((o.invitation[lifted] - o.invitation[bare]) * price).sum(axis=1)
        best = int(np.argmax(gains))
        return (int(bare[best]), int(lifted[best])) if gains[best] > 0 else None

    def exchange(self) -> None:
        """Exchange until nothing adds anything."""
        for _ in range(_MOST_EXCHANGES * (len(self.chosen) + int(self._ways.allowance.sum()))):
            if not self._exchange_once():
                return

    def _exchange_once(self) -> bool:
        value = self.selection.value()
        options = [*self._program_exchanges(), *self._signal_exchanges()]
        for gain, out, into in sorted(options, key=lambda option: -option[0]):
            if gain <= _NOTHING:
                return False
            for old, new in zip(out, into, strict=True):
                self._replace(old, new)
            if self.selection.value() > value + _NOTHING:
                return True
            for old, new in zip(out, into, strict=True):
                self._replace(new, old)
        return False

    def _replace(self, old: int, new: int) -> None:
        self.selection.remove(old)
        self.selection.add(new)

    def _program_exchanges(self) -> Iterator[tuple[float, tuple[int, ...], tuple[int, ...]]]:
        """Yield the best exchange of one program for another from each class into each, with its gain.

        With the one program off the list the gain of every other is exact.
        """
        ways, o, c = self._ways, self._ways.objective, self._conditions
        listed = np.zeros(int(ways.program.max()) + 1, dtype=bool)
        listed[ways.program[self.chosen]] = True
        outside = ~listed[ways.program]
        near = int(self._pacific[self.chosen].sum())
        counts = np.bincount(o.specialty[self.chosen], minlength=len(o.rank_curves))
        worth = self.selection.gains()
        on_list = np.array(self.chosen, dtype=np.intp)
        owed = min(c.pacific_min, len(on_list))
        for key in {(int(o.specialty[w]), bool(self._pacific[w]), int(ways.tier[w])) for w in self.chosen}:
            s, pacific, tier = key
            mine = on_list[
                (o.specialty[on_list] == s)
                & (self._pacific[on_list] == pacific)
                & (ways.tier[on_list] == tier)
                & ~self._pinned[on_list]
            ]
            if not mine.size:
                continue
            out = int(mine[np.argmin(worth[mine])])
            self.selection.remove(out)
            gains = self.selection.gains()
            self.selection.add(out)
            # Whoever comes in takes the signal along, or comes without one in another specialty.
            may = outside & (((ways.tier == tier) & (o.specialty == s)) | ((ways.tier == 0) & (tier == 0)))
            if pacific and near - 1 < owed:
                may &= self._pacific
            if not pacific and near + 1 > c.pacific_max:
                may &= ~self._pacific
            for other in range(len(counts)):
                moved = counts - (np.arange(len(counts)) == s) + (np.arange(len(counts)) == other)
                if other != s and not c.affordable(*moved):
                    may &= o.specialty != other
            if may.any():
                into = int(np.argmax(np.where(may, gains, -np.inf)))
                yield float(gains[into] - gains[out]), (out,), (into,)

    def _signal_exchanges(self) -> Iterator[tuple[float, tuple[int, ...], tuple[int, ...]]]:
        """Yield for each class and tier the best way to hand one of its signals to another, with its gain."""
        ways, o = self._ways, self._ways.objective
        prices = self.selection.prices()
        on_list = np.array(self.chosen, dtype=np.intp)
        held = on_list[ways.tier[on_list] > 0]
        for key in {(int(o.specialty[w]), bool(self._pacific[w]), int(ways.tier[w])) for w in held}:
            s, pacific, tier = key
            holders = held[
                (o.specialty[held] == s) & (self._pacific[held] == pacific) & (ways.tier[held] == tier)
            ]
            others = on_list[(o.specialty[on_list] == s) & (ways.tier[on_list] < tier)]
            if len(ways.tiers) > 1:
                others = on_list[(o.specialty[on_list] == s) & (ways.tier[on_list] != tier)]
            if not others.size:
                continue
            best: tuple[float, int, int] | None = None
            for there in (True, False):
                group = others[self._pacific[others] == there]
                if not group.size:
                    continue
                for give_back in np.unique(ways.tier[group]):
                    takers = group[ways.tier[group] == give_back]
                    loss = self._moved(holders, int(give_back), prices)
                    gain = self._moved(takers, tier, prices)
                    h, t = int(np.argmax(loss)), int(np.argmax(gain))
                    first = float(loss[h] + gain[t])
                    if best is None or first > best[0]:
                        best = (first, int(holders[h]), int(takers[t]))
            if best is not None:
                first, holder, taker = best
                with_it = int(ways.of_program[ways.program[taker], tier])
                without = int(ways.of_program[ways.program[holder], ways.tier[taker]])
                yield first, (holder, taker), (without, with_it)

    def _moved(self, listed: NDArray[np.intp], tier: int, prices: Array) -> Array:
        """Return what each way on the list gains, by today's prices, in another tier."""
        ways, o = self._ways, self._ways.objective
        other = ways.of_program[ways.program[listed], tier]
        price = prices[o.specialty[listed], o.level[listed]]
        return np.asarray(((o.invitation[other] - o.invitation[listed]) * price).sum(axis=1))
