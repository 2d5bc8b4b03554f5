"""The list search against brute force: every list, every pattern of invitations."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.engine import Engine
from smartpick.odds.counts import MOST_RANKS
from smartpick.odds.frailty import LOG_NODES, node_weights
from smartpick.plan.exact import best_counts, upper_bound
from smartpick.plan.objective import Conditions, Objective, by_gain, first_of_greatest
from smartpick.plan.planning import plan_list
from smartpick.plan.selection import Selection, choose, select_by_gain
from smartpick.profile import ApplicantProfile

SIZE = 7
RANKS = 1 - 0.7 ** np.arange(MOST_RANKS + 1)
# A rank curve whose second step is larger than its first, as the published ones are.
RISING = np.interp(np.arange(MOST_RANKS + 1), [0, 1, 2, 6, 60], [0, 0.12, 0.33, 0.7, 0.97])


def make_objective(seed: int, specialties: int, same_order: bool) -> tuple[Objective, np.ndarray]:
    random = np.random.default_rng(seed)
    pacific = random.random(SIZE) < 0.5
    specialty = random.integers(0, specialties, SIZE)
    odds = np.exp(random.normal(-2, 0.8, SIZE))
    # With a mixture of two rates the order of two programs can change with the shared effect.
    mixture = np.zeros(SIZE) if same_order else random.random(SIZE) * 0.8
    effect = np.exp(LOG_NODES)
    plain = odds[:, None] * effect / (1 + odds[:, None] * effect)
    strong = np.minimum(8 * odds[:, None] * effect / (1 + 8 * odds[:, None] * effect), 1)
    invitation = (1 - mixture[:, None]) * plain + mixture[:, None] * strong * 0.4
    value = np.where(pacific, 1.0, 0.6) * 0.8**specialty
    curves = np.array([RANKS, RISING, 0.9 * RANKS][:specialties])
    return Objective.from_values(invitation, value, specialty, curves, node_weights(1.2)), pacific


def plain_value(objective: Objective, chosen: tuple[int, ...]) -> float:
    """Sum over every pattern of invitations, at every value of the shared effect."""
    total = 0.0
    for node, weight in enumerate(objective.weights):
        for pattern in product((0, 1), repeat=len(chosen)):
            p = np.prod(
                [
                    q if hit else 1 - q
                    for q, hit in zip(objective.invitation[list(chosen), node], pattern, strict=True)
                ]
            )
            worth = 0.0
            for level, step in enumerate(objective.steps):
                missed = 1.0
                for s, curve in enumerate(objective.rank_curves):
                    k = sum(
                        hit for c, hit in zip(chosen, pattern, strict=True)
                        if objective.specialty[c] == s and objective.level[c] <= level
                    )  # fmt: skip
                    missed *= 1 - curve[k]
                worth += step * (1 - missed)
            total += weight * p * worth
    return total


def selection_value(objective: Objective, chosen: tuple[int, ...]) -> float:
    selection = Selection(objective, SIZE)
    for candidate in chosen:
        selection.add(candidate)
    return selection.value()


def brute_force(objective: Objective, pacific: np.ndarray, conditions: Conditions) -> float:
    best = 0.0
    available = int(pacific.sum())
    for size in range(1, conditions.size + 1):
        for chosen in combinations(range(SIZE), size):
            near = int(pacific[list(chosen)].sum())
            owed = min(conditions.pacific_min, available, size)
            counts = np.bincount(objective.specialty[list(chosen)], minlength=len(objective.rank_curves))
            if owed <= near <= conditions.pacific_max and bool(conditions.affordable(*counts)):
                best = max(best, selection_value(objective, chosen))
    return best


# Fees that step: the first two applications of a specialty cost 1, the others 3.
STEPPED = np.cumsum([0, 1, 1, 3, 3, 3, 3, 3]).astype(float)


LIMITS = {
    "size": st.integers(1, SIZE),
    "floor": st.integers(0, 3),
    "room": st.integers(0, 4),
    "budget": st.sampled_from([2.0, 5.0, 9.0, 100.0]),
}


def conditions_of(specialties: int, size: int, least: int, most: int, budget: float = 100.0) -> Conditions:
    return Conditions(size, least, most, [STEPPED] * specialties, budget)


@pytest.mark.parametrize("specialties", [1, 2])
def test_the_value_of_a_list_is_that_of_plain_enumeration(specialties: int) -> None:
    objective, _ = make_objective(3, specialties, same_order=False)
    for chosen in ((0,), (1, 4), (0, 2, 3, 5)):
        assert selection_value(objective, chosen) == pytest.approx(plain_value(objective, chosen), abs=1e-10)


def test_two_programs_are_put_in_order_by_hand() -> None:
    """Chances of 0.5 and 0.4 of an interview, which is a match for sure and one more never counts."""
    curve = np.append(0.0, np.ones(MOST_RANKS))
    alone = Objective(
        invitation=np.array([[0.4], [0.5]]),
        level=np.zeros(2, dtype=np.intp),
        specialty=np.zeros(2, dtype=np.intp),
        steps=np.ones(1),
        rank_curves=curve[None],
        weights=np.ones(1),
    )
    order, added, value = by_gain(alone, [0, 1])
    assert order.tolist() == [1, 0]
    assert added == pytest.approx([0.5, 0.5 * 0.4]) and value == pytest.approx(0.7)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), specialties=st.integers(1, 3), size=st.integers(0, SIZE))
def test_a_list_is_in_the_order_of_what_each_adds_to_those_before(seed, specialties, size) -> None:
    objective, _ = make_objective(seed, specialties, same_order=False)
    chosen = np.random.default_rng(seed).permutation(SIZE)[:size]
    order, added, value = by_gain(objective, chosen.tolist())
    selection, left = Selection(objective, SIZE), np.full(SIZE, -np.inf)
    left[chosen] = 0.0
    for program, gain in zip(order.tolist(), added.tolist(), strict=True):
        before, gains = selection.value(), selection.gains() + left
        assert program == first_of_greatest(gains)
        selection.add(program)
        left[program] = -np.inf
        assert gain == pytest.approx(selection.value() - before, abs=1e-12)
    assert sorted(order.tolist()) == sorted(chosen.tolist())
    assert value == pytest.approx(selection.value(), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), specialties=st.integers(1, 2), **LIMITS)
def test_no_list_beats_the_search_where_orders_agree(seed, specialties, size, floor, room, budget) -> None:
    objective, pacific = make_objective(seed, specialties, same_order=True)
    conditions = conditions_of(specialties, size, floor, floor + room, budget)
    found = best_counts(objective, pacific, np.zeros(SIZE, dtype=bool), conditions)
    assert found.optimality.proven
    assert found.value == pytest.approx(brute_force(objective, pacific, conditions), abs=1e-9)
    assert found.value == pytest.approx(selection_value(objective, tuple(found.chosen)), abs=1e-9)
    assert found.added.sum() == pytest.approx(found.value, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), specialties=st.integers(1, 2), size=st.integers(1, SIZE))
def test_the_bound_holds_where_orders_differ(seed, specialties, size) -> None:
    objective, pacific = make_objective(seed, specialties, same_order=False)
    conditions = conditions_of(specialties, size, 0, SIZE)
    best = brute_force(objective, pacific, conditions)
    nobody = np.zeros(SIZE, dtype=bool)
    for found in (
        best_counts(objective, pacific, nobody, conditions),
        select_by_gain(objective, pacific, nobody, conditions),
    ):
        assert found.value <= best + 1e-9
        assert found.optimality.upper_bound >= best - 1e-9
    assert choose(objective, pacific, nobody, conditions).value >= 0.97 * best


@pytest.mark.parametrize(
    ("seed", "specialties", "budget", "better"), [(73, 2, 9.0, best_counts), (78, 1, 5.0, select_by_gain)]
)
def test_of_the_two_searches_the_better_list_is_taken(seed, specialties, budget, better) -> None:
    objective, pacific = make_objective(seed, specialties, same_order=False)
    problem = objective, pacific, np.zeros(SIZE, dtype=bool), conditions_of(specialties, 5, 0, SIZE, budget)
    values = {way: way(*problem).value for way in (best_counts, select_by_gain)}
    assert max(values, key=values.__getitem__) is better
    assert max(values.values()) > 1.0005 * min(values.values())
    assert choose(*problem).value == max(values.values())


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10_000), specialties=st.integers(1, 3), **LIMITS)
def test_the_bound_of_the_order_of_gains_holds_against_every_list(
    seed, specialties, size, floor, room, budget
) -> None:
    objective, pacific = make_objective(seed, specialties, same_order=False)
    conditions = conditions_of(specialties, size, floor, floor + room, budget)
    found = select_by_gain(objective, pacific, np.zeros(SIZE, dtype=bool), conditions)
    best = brute_force(objective, pacific, conditions)
    assert found.optimality.upper_bound >= max(best, found.value) - 1e-9
    # Wherever the tangent is laid, even at a poor list, it stays above all others.
    nobody = np.zeros(SIZE, dtype=bool)
    for chosen in (np.array([], dtype=np.intp), np.array([0, SIZE - 1])):
        selection = Selection(objective, SIZE)
        for candidate in chosen.tolist():
            selection.add(candidate)
        bound = upper_bound(objective, pacific, nobody, conditions, chosen, interviews=selection.interviews())
        assert bound >= best - 1e-9


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), specialties=st.integers(1, 3))
def test_what_all_would_add_without_each_of_some_programs(seed, specialties) -> None:
    objective, _ = make_objective(seed, specialties, same_order=False)
    selection = Selection(objective, SIZE, range(SIZE - 2))
    some = np.array([0, SIZE // 2, SIZE - 3])
    found = selection.gains_without(some)
    for program, gains in zip(some.tolist(), found, strict=True):
        others = [one for one in range(SIZE - 2) if one != program]
        assert gains == pytest.approx(Selection(objective, SIZE, others).gains(), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(1, SIZE), budget=st.sampled_from([2.0, 9.0, 100.0]))
def test_with_geometric_misses_the_bound_is_tight(seed, size, budget) -> None:
    """Then nothing is lost in the curve, and the tangent at the best list touches it."""
    objective, pacific = make_objective(seed, 1, same_order=True)
    conditions = conditions_of(1, size, 0, SIZE, budget)
    found = select_by_gain(objective, pacific, np.zeros(SIZE, dtype=bool), conditions)
    assert found.optimality.gap(found.value) < 0.08


def test_three_specialties_come_with_a_bound_that_says_something(engine: Engine) -> None:
    for names, limit in (
        (("Psychiatry", "Neurology", "Pathology"), 0.03),
        # Family Medicine's second interview is worth more than the first, and signals are part of what is
        # bounded; that much stays open.
        (("Internal Medicine", "Family Medicine", "Pediatrics"), 0.35),
    ):
        plan = plan_list(ApplicantProfile(specialties=names, max_applications=100), engine)
        assert 0 <= plan.optimality.gap(plan.value) < limit


def test_the_most_applications_that_a_budget_pays() -> None:
    """Two at 1, the others at 3: spread over two specialties 10 pays 6, alone 4."""
    assert conditions_of(2, 7, 0, 7, 10.0).most_payable() == 6
    assert conditions_of(1, 7, 0, 7, 10.0).most_payable() == 4
    assert conditions_of(2, 5, 0, 7, 10.0).most_payable() == 5
    assert conditions_of(2, 7, 0, 7, 0.5).most_payable() == 0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 5), data=st.data())
def test_pinned_are_in_caps_hold_and_order_of_input_does_not_matter(seed, size, data) -> None:
    objective, pacific = make_objective(seed, 2, same_order=True)
    pinned = np.zeros(SIZE, dtype=bool)
    pinned[data.draw(st.integers(0, SIZE - 1))] = True
    conditions = conditions_of(2, size, 0, 2)
    found = choose(objective, pacific, pinned, conditions)
    assert set(np.flatnonzero(pinned)) <= set(found.chosen.tolist())
    assert len(found.chosen) <= size
    assert pacific[found.chosen].sum() <= 2
    shuffle = np.random.default_rng(seed).permutation(SIZE)
    mixed = Objective(
        objective.invitation[shuffle], objective.level[shuffle], objective.specialty[shuffle],
        objective.steps, objective.rank_curves, objective.weights,
    )  # fmt: skip
    again = choose(mixed, pacific[shuffle], pinned[shuffle], conditions)
    assert again.value == pytest.approx(found.value, abs=1e-12)


def test_more_budget_never_lowers_the_value() -> None:
    objective, pacific = make_objective(11, 2, same_order=True)
    nobody = np.zeros(SIZE, dtype=bool)
    values = [
        best_counts(objective, pacific, nobody, conditions_of(2, SIZE, 0, SIZE, b)).value
        for b in range(0, 20)
    ]
    assert np.all(np.diff(values) >= -1e-12)
    assert values[0] == 0.0


def test_where_fees_step_going_by_gain_alone_loses_and_the_search_does_not(engine: Engine) -> None:
    """$1,500 for two specialties: by gain the money goes to dear applications in the likelier one."""
    profile = ApplicantProfile(
        step2_ck_score=235,
        specialties=("Internal Medicine", "Family Medicine"),
        max_applications=138,
        budget_usd=1500,
    )
    by_gain = plan_list(profile, engine, thorough=False)
    exact = plan_list(profile, engine)
    assert exact.cost.total_usd <= 1500
    assert exact.value > 1.0005 * by_gain.value
    # Signals are bounded with the list: the bound is wide where two specialties share a budget.
    assert exact.optimality.gap(exact.value) < 0.4
