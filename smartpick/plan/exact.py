"""The best list by counting, and what no list within the limits can be worth more than."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from smartpick.estimate import Array
from smartpick.odds.counts import CountSums, Roots
from smartpick.plan.objective import Conditions, Objective, Selected, Ways, by_gain
from smartpick.plan.order import Optimality

# P(no match) after k interviews falls about geometrically, so a sum of geometric sequences sum_j a_j z_j^k
# with a_j >= 0 lies just below it. With such a sum in its place, the worth of a list x (x_i = 1 if program i
# is on it) is concave in x even between the lists: given the shared effect, a program multiplies E[z^K] by 1
# - q (1 - z), and a sum of exponentials of linear functions is convex. A concave function lies under its
# tangent, so no list y is worth more than worth(x) + gradient . (y - x), and the y that maximises this is a
# matter of sorting.

# Ratios of the geometric sequences, 0 (only the first interview counts) to 1 (none does).
_RATIOS = np.concatenate([[0.0], np.linspace(0.3, 0.98, 35), [1.0]])
# Weight of one interview more than the list has, when a sum is fitted: the slope of a specialty that the list
# leaves out rests on it.
_ONE_MORE = 0.05


def upper_bound(
    objective: Objective,
    pacific: NDArray[np.bool_],
    pinned: NDArray[np.bool_],
    conditions: Conditions,
    chosen: NDArray[np.intp],
    *,
    interviews: Array,
    ways: Ways | None = None,
) -> float:
    """Return a worth that no list within the conditions passes.

    Args:
        objective: What a list is worth.
        pacific: Whether each candidate lies in a West Coast state, (n,).
        pinned: Candidates that are on every list, (n,).
        conditions: What lists must keep to.
        chosen: A good list; the better it is, the tighter the bound.
        interviews: Its P(K = k) by specialty at programs of each level of value or better, (specialties,
            levels, 61); only tells where the bound should be tight.
        ways: Where candidates stand for programs with and without signals: each program is then taken in
            one way at the most and the allowances are kept to. `pacific` and `pinned` tell of ways.
    """
    worth, gradient = _tangent(objective, chosen, interviews)
    if ways is None:
        most = _most(gradient, pacific, pinned, conditions)
    else:
        first = ways.tier == 0
        best, spent = _best_ways(gradient, ways, chosen)
        most = _most(best, pacific[first], pinned[first], conditions) + spent
    return float(worth + most - gradient[chosen].sum())


def _tangent(objective: Objective, chosen: NDArray[np.intp], interviews: Array) -> tuple[float, Array]:
    """Return the concave worth of a list and its slope in every candidate, (n,)."""
    o = objective
    below = [
        _below_by_level(1 - curve, by_level, reached)
        for curve, by_level, reached in zip(o.rank_curves, interviews, o.reached, strict=True)
    ]
    rows = [np.flatnonzero(o.specialty == s) for s in range(len(below))]
    on_list = np.isin(np.arange(len(o.level)), chosen)
    # What the programs do to E[z^K] with the ratios z of each level: shape (nodes, ratios).
    parts: list[list[Array]] = []
    for s, by_level in enumerate(below):
        mine = rows[s][on_list[rows[s]]]
        factors = [
            _log_factors(o.invitation[mine[o.level[mine] <= v]], b.ratios) for v, b in enumerate(by_level)
        ]
        parts.append([b.shares * np.exp(f.sum(axis=0)) for b, f in zip(by_level, factors, strict=True)])
    missed = np.array([[part.sum(axis=-1) for part in by_level] for by_level in parts])
    gradient = np.zeros(len(o.level))
    for s, by_level in enumerate(below):
        others = np.delete(missed, s, axis=0).prod(axis=0)
        for v, b in enumerate(by_level):
            # A program counts at its own level and at all below.
            counts = rows[s][o.level[rows[s]] <= v]
            price = (o.steps[v] * others[v] * o.weights)[:, None] * parts[s][v]
            gradient[counts] -= np.einsum("inj,nj->i", _log_factors(o.invitation[counts], b.ratios), price)
    # The solver kept to its limits within a tolerance only.
    excess = sum(float(o.steps[v]) * b.excess for by_level in below for v, b in enumerate(by_level))
    return float(o.worth(missed.prod(axis=0))) + excess, gradient


@dataclass(frozen=True)
class _Geometric:
    """sum_j shares_j ratios_j^k, nowhere more than `excess` above what it stands for."""

    ratios: Array
    shares: Array
    excess: float


def _below_by_level(missed: Array, interviews: Array, reached: NDArray[np.intp]) -> list[_Geometric]:
    by_level: list[_Geometric] = []
    for level, at_level in enumerate(interviews):
        # A level without candidates of the specialty is to it what the level above is.
        same = level > 0 and reached[level] == reached[level - 1]
        by_level.append(by_level[-1] if same else _geometric_below(missed, at_level))
    return by_level


def _geometric_below(missed: Array, interviews: Array) -> _Geometric:
    """Return the sum of geometric sequences under `missed` (by k) that is nearest where interviews fall."""
    powers = _RATIOS ** np.arange(len(missed))[:, None]
    one_more = np.append(0.0, interviews[:-1])
    nearness = (1 - _ONE_MORE) * interviews + _ONE_MORE * one_more
    # Nothing can be left out of so small a program; looking for it takes longer than solving it.
    fit = linprog(
        -(nearness @ powers),
        A_ub=powers,
        b_ub=missed,
        bounds=(0, None),
        method="highs",
        options={"presolve": False},
    )
    shares = np.maximum(fit.x, 0.0) if fit.success else np.zeros(len(_RATIOS))
    used = shares > 0
    return _Geometric(_RATIOS[used], shares[used], float(np.max(powers @ shares - missed, initial=0.0)))


def _log_factors(invitation: Array, ratios: Array) -> Array:
    return np.asarray(np.log1p(-np.minimum(invitation, 1 - 1e-12)[..., None] * (1 - ratios)))


def _most(
    gradient: Array, pacific: NDArray[np.bool_], pinned: NDArray[np.bool_], conditions: Conditions
) -> float:
    """Return the largest sum of the gradient over a list within the conditions."""
    size = conditions.most_payable()
    near, far = (
        np.concatenate([[0.0], np.cumsum(np.sort(gradient[where & ~pinned])[::-1])])
        for where in (pacific, ~pacific)
    )
    near_pins, far_pins = int((pinned & pacific).sum()), int((pinned & ~pacific).sum())
    least = min(conditions.pacific_min, int(pacific.sum()), size)
    numbers = np.arange(max(least, near_pins), max(min(conditions.pacific_max, size), near_pins) + 1)
    taken = np.minimum(numbers - near_pins, len(near) - 1)
    left = np.clip(size - numbers - far_pins, 0, len(far) - 1)
    return float(gradient[pinned].sum() + (near[taken] + far[left]).max())


def _best_ways(gradient: Array, ways: Ways, chosen: NDArray[np.intp]) -> tuple[Array, float]:
    """Return what the best way of each program adds, less a price for its signal, and all signals' price.

    The sum of the gradient over a list with its signals does not pass the sum of these. Each signal is given
    a price, the same for all programs of a specialty and tier; then every program is taken in its best way,
    and what the allowance would cost is added. That bounds the sum whatever the prices are, and is nearest to
    it where the price is what the last signal brings.
    """
    programs = int((ways.tier == 0).sum())
    specialty = ways.objective.specialty[:programs]
    by_tier = np.full((1 + len(ways.tiers), programs), -np.inf)
    by_tier[ways.tier, ways.program] = gradient
    listed = np.zeros(programs, dtype=bool)
    listed[ways.program[chosen]] = True
    prices = np.zeros(ways.allowance.shape)
    for s, allowed in enumerate(ways.allowance):
        mine = listed & (specialty == s)
        # The weakest tier first: its last holder stands where all signals together end.
        spent, below = int(allowed.sum()), by_tier[0]
        for tier in sorted(np.flatnonzero(allowed), key=lambda t: by_tier[t, mine].sum()):
            brings = np.sort(by_tier[tier, mine] - below[mine])[::-1]
            last = brings[max(spent - 1, 0) : spent + 1]
            prices[s, tier] = max(last.mean() if last.size else 0.0, 0.0)
            below = np.maximum(below, by_tier[tier] - prices[s, tier])
            spent -= int(allowed[tier])
    return np.max(by_tier - prices[specialty].T, axis=0), float((prices * ways.allowance).sum())


# Within a class (one specialty, in a West Coast state or not) all places are worth the same, so whatever the
# number of applications, those most likely to invite are best: swapping one for a likelier one never loses.
# The search is then over counts alone, and caps, floors and stepped fees are conditions on counts. The
# order "most likely" could change with the shared applicant effect; taking at every value of it the
# likeliest there bounds what any list of those counts can be worth. If the orders agree, the bound is the
# value and the list is proven best.

Counts = tuple[int, ...]
Numbers = NDArray[np.intp]

# More specialties than this make too many combinations of counts.
MOST_SPECIALTIES = 2
# In a rough search numbers of two specialties are compared by so many first.
_STRIDE = 3
# So many numbers of two specialties are compared at a time.
_AT_ONCE = 5_000


class _Class:
    """The candidates of one class in the order in which they are taken, and the interviews they bring."""

    def __init__(
        self,
        objective: Objective,
        rows: NDArray[np.intp],
        pinned: NDArray[np.bool_],
        most: int,
        sums: CountSums,
    ) -> None:
        invited = objective.invitation[rows]
        likely = np.argsort(-(invited @ objective.weights), kind="stable")
        first = np.argsort(~pinned[rows[likely]], kind="stable")
        self.rows = rows[likely][first][:most]
        self.pinned = int(pinned[rows].sum())
        self._sums, self._invited, self._pins = sums, invited, pinned[rows]
        self._taken = objective.invitation[self.rows]
        # What `counts` has returned, by number.
        self._known: tuple[dict[int, Roots], dict[int, Roots]] = {}, {}

    @cached_property
    def _likeliest(self) -> Array:
        """At each value of the shared effect the likeliest there, pinned ones first."""
        per_node = np.sort(np.where(self._pins[:, None], 0.0, self._invited), axis=0)[::-1]
        return np.concatenate([self._invited[self._pins], per_node])[: len(self.rows)]

    @cached_property
    def same_order(self) -> bool:
        """Whether the order in which they are taken is that of every value of the shared effect."""
        return bool(np.allclose(self._likeliest, self._taken, rtol=1e-9, atol=1e-12))

    def counts(self, numbers: Numbers, bound: bool) -> Roots:
        """Return the interviews that its first so many bring; `numbers` rise.

        For a `bound` each value of the shared effect takes those that are likeliest there.
        """
        taken = self._likeliest if bound and not self.same_order else self._taken
        found = self._sums.of_first(taken, numbers, self._known[bound].get(int(numbers[0])))
        self._known[bound].update(zip(numbers.tolist(), found, strict=True))
        return found


def best_counts(
    objective: Objective,
    pacific: NDArray[np.bool_],
    pinned: NDArray[np.bool_],
    conditions: Conditions,
    prove: bool = True,
    rough: bool = False,
) -> Selected:
    """Find the best list of at most `MOST_SPECIALTIES` specialties; ValueError if there are more.

    The arguments are as `selection.choose` takes them. `prove=False` leaves the bound unknown. `rough=True`
    is for a search that goes on from here: it does not compare all numbers of two specialties, in a tenth of
    the time, and leaves the chosen in the order of their classes and what each added unknown.
    """
    specialties = len(objective.rank_curves)
    if specialties > MOST_SPECIALTIES:
        raise ValueError(f"exact search covers {MOST_SPECIALTIES} specialties, not {specialties}")
    most = {True: min(conditions.size, conditions.pacific_max), False: conditions.size}
    sums = CountSums(conditions.size)
    classes = [
        _Class(objective, np.flatnonzero((objective.specialty == s) & (pacific == p)), pinned, most[p], sums)
        for s in range(specialties)
        for p in (True, False)
    ]
    search = _Search(objective, classes, conditions, sums)
    counts, value = search.best(bound=False, thorough=not rough)
    bound = np.inf
    if prove and not rough:
        bound = value if all(c.same_order for c in classes) else search.best(bound=True, thorough=True)[1]
    optimality = Optimality(bound <= value + 1e-12, bound, "all numbers of applications by class compared")
    chosen = np.concatenate([c.rows[:n] for c, n in zip(classes, counts, strict=True)])
    if rough:
        return Selected(chosen, np.full(len(chosen), np.nan), value, optimality)
    return Selected(*by_gain(objective, chosen.tolist()), optimality)


class _Search:
    def __init__(
        self, objective: Objective, classes: list[_Class], conditions: Conditions, sums: CountSums
    ) -> None:
        self._o, self._classes, self._c, self._sums = objective, classes, conditions, sums
        # First level of value at which each class counts; an empty class never does.
        self._first = [
            int(objective.level[c.rows[0]]) if len(c.rows) else len(objective.steps) for c in classes
        ]
        self._ranks = sums.sums(objective.rank_curves)

    def _missed(self, specialty: int, near: Numbers, far: Numbers, bound: bool, across: bool) -> list[Array]:
        """Return by level P(no match there | node) with so many of a specialty's programs.

        `near` and `far` are numbers on the West Coast and elsewhere: pairs, for a result of shape (pairs,
        nodes), or where `across` is set each of the one with each of the other, (near, far, nodes).
        """
        pair, ranks = slice(2 * specialty, 2 * specialty + 2), self._ranks[:, specialty]
        near_class, far_class = self._classes[pair]
        near_only = near_class.counts(near, bound)
        if across:
            far_only = far_class.counts(far, bound)
        else:
            rising, of_pair = np.unique(far, return_inverse=True)
            far_only = far_class.counts(rising, bound)[of_pair]

        def matched(counted: tuple[bool, ...]) -> Array:
            ones = (near_only if counted[0] else np.ones_like(near_only)), far_only if counted[1] else None
            if not across:
                return self._sums.of(ones[0] if ones[1] is None else ones[0] * ones[1], ranks)
            if ones[1] is None:
                alone = self._sums.of(ones[0], ranks)[:, None]
                return np.broadcast_to(alone, (len(near), len(far_only), alone.shape[-1]))
            # The sum over the roots is a product of matrices, for real and imaginary parts alike.
            weighted = (ones[0] * (ranks[::2] - 1j * ranks[1::2])).conj()
            by_node = weighted.view(float).swapaxes(0, 1) @ np.moveaxis(ones[1].view(float), 0, -1)
            return np.moveaxis(by_node, 0, -1)

        by_level: list[Array] = []
        before: tuple[bool, ...] = ()
        for level in range(len(self._o.steps)):
            counted = tuple(first <= level for first in self._first[pair])
            again = counted == before
            by_level.append(by_level[-1] if again else np.subtract(1, matched(counted), order="C"))
            before = counted
        return by_level

    def best(self, bound: bool, thorough: bool) -> tuple[Counts, float]:
        """Return the feasible counts of the greatest worth (or of the greatest bound)."""
        if len(self._o.rank_curves) == 1:
            return self._best_of_one(bound)
        most = [np.arange(min(len(c.rows), self._c.size) + 1) for c in self._classes[:3]]
        if thorough:
            return self._best_of_two(most, bound)
        # First by threes, then those between around the best of them, then its neighbors until it is best.
        counts, worth = self._best_of_two([np.union1d(m[::_STRIDE], m[-1:]) for m in most], bound)
        if worth <= 0:  # Pins and caps can leave none of these possible.
            return self._best_of_two(most, bound)
        reach = _STRIDE
        while True:
            around = [m[max(n - reach, 0) : n + reach + 1] for m, n in zip(most, counts, strict=False)]
            nearer = self._best_of_two(around, bound)
            if nearer[1] <= worth and reach == 1:
                return counts, worth
            if nearer[1] > worth:
                counts, worth = nearer
            reach = 1

    def _best_of_one(self, bound: bool) -> tuple[Counts, float]:
        """Go through the numbers on the West Coast; elsewhere only the largest payable can be best."""
        near_rows, far_rows = (len(c.rows) for c in self._classes)
        numbers = np.arange(self._c.size + 1)
        payable = int(np.flatnonzero(self._c.affordable(numbers))[-1])
        most_near = min(near_rows, self._c.pacific_max, payable)
        # With too few there, where nothing may be sent elsewhere, one more is always worth something.
        near = np.arange(min(self._floor, most_near), most_near + 1)
        far = np.where(near < self._floor, 0, np.minimum(payable - near, far_rows))
        pinned_near, pinned_far = (c.pinned for c in self._classes)
        may = (near >= pinned_near) & (far >= pinned_far)
        near, far = near[may], far[may]
        if not near.size:
            return (0, 0), 0.0
        worth = self._o.worth(self._missed(0, near, far, bound, across=False))
        best = int(np.argmax(worth))
        return (int(near[best]), int(far[best])), max(float(worth[best]), 0.0)

    def _best_of_two(self, numbers: Sequence[Numbers], bound: bool) -> tuple[Counts, float]:
        """Go through these numbers: West Coast and elsewhere in the first specialty, West Coast in the other.

        Elsewhere in the second specialty only the largest payable number can be best.
        """
        pinned = [c.pinned for c in self._classes]
        all_near_0, far_0, near_1 = (n[n >= pins] for n, pins in zip(numbers, pinned, strict=False))
        best: tuple[Counts, float] = ((0, 0, 0, 0), 0.0)
        size, far_rows_1 = self._c.size, len(self._classes[3].rows)
        missed_0 = self._missed(0, all_near_0, far_0, bound, across=True)
        alone_0 = self._o.worth(missed_0)
        weighed_0 = [step * self._o.weights * x for step, x in zip(self._o.steps, missed_0, strict=True)]
        totals = np.unique(np.minimum(np.add.outer(all_near_0, far_0), size + 1))
        far_numbers = np.unique(np.clip(self._reach[totals, None] - near_1, 0, far_rows_1))
        matched_1 = [1 - y for y in self._missed(1, near_1, far_numbers, bound, across=True)]
        at_once = max(_AT_ONCE // max(len(near_1) * len(far_0), 1), 1)
        for first in range(0, len(all_near_0), at_once):
            # Numbers on the West Coast in the first specialty, in the second, and elsewhere in the first.
            near_0 = all_near_0[first : first + at_once, None, None]
            near = near_0 + near_1[:, None]
            far_1 = np.minimum(
                self._reach[np.minimum(near_0 + far_0, size + 1)] - near_1[:, None], far_rows_1
            )
            # With too few on the West Coast nothing may be sent elsewhere.
            short = near < self._floor
            may = (near <= min(self._c.pacific_max, size)) & (far_1 >= 0) & ~(short & (far_0 > 0))
            far_1 = np.where(short, 0, far_1)
            c, b, a = np.nonzero(may & (far_1 >= pinned[3]))
            if not a.size:
                continue
            beside, c = far_1[c, b, a], first + c
            place = np.searchsorted(far_numbers, beside)
            # Whoever does not match in the first specialty may match in the second.
            by_level = zip(weighed_0, matched_1, strict=True)
            added = [np.einsum("pn,pn->p", x[c, a], y[b, place]) for x, y in by_level]
            worth = alone_0[c, a] + np.sum(added, axis=0)
            top = int(np.argmax(worth))
            if worth[top] > best[1]:
                counts = all_near_0[c[top]], far_0[a[top]], near_1[b[top]], beside[top]
                best = tuple(int(n) for n in counts), float(worth[top])
        return best

    @cached_property
    def _reach(self) -> Numbers:
        """How many are payable in the second specialty beside 0, 1, ... in the first; -1 where none are."""
        first, second = np.indices((self._c.size + 2, self._c.size + 2))
        payable = (first + second <= self._c.size) & self._c.affordable(first, second)
        return np.asarray(payable.sum(axis=1) - 1)

    @property
    def _floor(self) -> int:
        """Applications owed to the West Coast: as asked, or as many as there are."""
        return min(self._c.pacific_min, sum(len(c.rows) for c in self._classes[::2]))
