"""Simultaneous search: published cases to the last digit, and thousands of small ones by trying all."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smartpick.plan.order import best_list, expected_best, order_by_marginal_gain

# Chade and Smith 2006 and Kapur and Hong 2022; orders are counted from 1 there and from 0 here.
PUBLISHED = {
    "five places": (
        [0.2, 0.5, 0.1, 0.6, 0.1],
        [1, 4, 9, 1, 8],
        [2, 3, 5, 4, 1],
        [2.0, 2.7, 3.24, 3.483, 3.5154],
    ),
    "eight places": (
        [0.39, 0.33, 0.24, 0.24, 0.05, 0.03, 0.10, 0.12],
        [200, 250, 300, 350, 400, 450, 500, 550],
        # Printed there as each place's rank in the order: 4, 2, 6, 1, 7, 8, 5, 3.
        [4, 2, 8, 1, 7, 3, 5, 6],
        [84, 146.7, 195.096, 230.047, 257.643, 281.513, 288.778, 294.106],
    ),
}

CHANCES = st.floats(0, 1)
VALUES = st.integers(0, 20)
PLACES = st.lists(st.tuples(CHANCES, VALUES), min_size=1, max_size=7)


def best_by_trying(success: list[float], value: list[float], cost: list[float], budget: float) -> float:
    """Try every set that fits."""
    everyone = range(len(success))
    return max(
        worth_by_definition([success[i] for i in chosen], [value[i] for i in chosen])
        for size in range(len(success) + 1)
        for chosen in combinations(everyone, size)
        if sum(cost[i] for i in chosen) <= budget + 1e-9
    )


def worth_by_definition(success: list[float], value: list[float]) -> float:
    """Sum the best success over every outcome."""
    worth = 0.0
    for outcome in range(2 ** len(success)):
        got = [bool(outcome >> i & 1) for i in range(len(success))]
        chance = np.prod([p if g else 1 - p for p, g in zip(success, got, strict=True)])
        worth += chance * max((v for v, g in zip(value, got, strict=True) if g), default=0)
    return float(worth)


@pytest.mark.parametrize("case", PUBLISHED)
def test_published_cases(case: str) -> None:
    success, value, order, values = PUBLISHED[case]
    found, worth = order_by_marginal_gain(success, value, len(success))
    assert [i + 1 for i in found] == order
    assert worth == pytest.approx(values, abs=5e-4)


@settings(max_examples=300, deadline=None)
@given(places=PLACES)
def test_the_worth_of_a_set_is_that_of_every_outcome_summed(places: list[tuple[float, int]]) -> None:
    success, value = [p for p, _ in places], [float(v) for _, v in places]
    assert expected_best(success, value) == pytest.approx(worth_by_definition(success, value))


@settings(max_examples=250, deadline=None)
@given(places=PLACES)
def test_the_first_h_are_the_best_h_for_every_h(places: list[tuple[float, int]]) -> None:
    success, value = [p for p, _ in places], [float(v) for _, v in places]
    order, values = order_by_marginal_gain(success, value, len(places))
    assert sorted(order) == list(range(len(places)))
    for h in range(1, len(places) + 1):
        best = best_by_trying(success, value, [1.0] * len(places), h)
        assert values[h - 1] == pytest.approx(best, abs=1e-9)
        assert expected_best([success[i] for i in order[:h]], [value[i] for i in order[:h]]) == pytest.approx(
            best
        )


@settings(max_examples=200, deadline=None)
@given(places=PLACES, size=st.integers(0, 10), data=st.data())
def test_the_order_in_which_places_are_listed_does_not_matter(
    places: list[tuple[float, int]], size: int, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(places))
    worth = [
        order_by_marginal_gain([p for p, _ in x], [v for _, v in x], size)[1] for x in (places, shuffled)
    ]
    assert worth[0] == pytest.approx(worth[1])
    assert len(worth[0]) == min(size, len(places))


def test_gains_only_shrink() -> None:
    random = np.random.default_rng(0)
    _, values = order_by_marginal_gain(random.random(80), random.random(80), 80)
    gains = np.diff([0, *values])
    assert (gains >= -1e-12).all()
    assert (np.diff(gains) <= 1e-12).all()


@settings(max_examples=1000, deadline=None)
@given(
    places=st.lists(st.tuples(CHANCES, VALUES, st.integers(0, 9)), min_size=1, max_size=7),
    budget=st.integers(0, 40),
)
def test_whole_number_costs_are_solved_exactly(places: list[tuple[float, int, int]], budget: int) -> None:
    success, value, cost = (list(map(float, x)) for x in zip(*places, strict=True))
    chosen, worth, optimality = best_list(success, value, cost, budget)
    best = best_by_trying(success, value, cost, budget)
    assert worth == pytest.approx(best, abs=1e-9)
    assert optimality.proven
    assert optimality.upper_bound == pytest.approx(best, abs=1e-9)
    assert sum(cost[i] for i in chosen) <= budget
    assert chosen == sorted(set(chosen))
    assert expected_best([success[i] for i in chosen], [value[i] for i in chosen]) == pytest.approx(
        worth, abs=1e-9
    )


@settings(max_examples=200, deadline=None)
@given(
    places=st.lists(st.tuples(CHANCES, VALUES, st.floats(0.1, 9)), min_size=2, max_size=6),
    budget=st.floats(1, 30),
)
@example(places=[(0.5, 1, 0.75), (1.0, 1, 2.00001)], budget=2.75)  # a price that is nearly one in whole cents
def test_other_costs_fit_the_budget_and_the_bound_holds(
    places: list[tuple[float, int, float]], budget: float
) -> None:
    success, value, cost = (list(map(float, x)) for x in zip(*places, strict=True))
    chosen, worth, optimality = best_list(success, value, cost, budget)
    best = best_by_trying(success, value, cost, budget)
    assert sum(cost[i] for i in chosen) <= budget + 1e-9
    assert worth <= best + 1e-9 <= optimality.upper_bound + 2e-9
    if optimality.proven:
        assert worth == pytest.approx(best, abs=1e-9)
    # Twenty thousand steps of budget lose at the most one place that only just fits.
    assert optimality.gap(worth) >= 0


@pytest.mark.parametrize(
    ("success", "value", "cost", "budget", "chosen"),
    [
        # Best gain first takes the dear one (0.5) and has nothing left; the two cheap ones are worth 0.64.
        ([0.5, 0.4, 0.4], [1, 1, 1], [10, 5, 5], 10, [1, 2]),
        # Best gain per dollar first takes the cheap one (0.3 for 1) and cannot pay the dear one (0.9 for 10).
        ([0.3, 0.9], [1, 1], [1, 10], 10, [1]),
    ],
)
def test_cases_in_which_the_greedy_choice_fails(
    success: list[float], value: list[float], cost: list[float], budget: float, chosen: list[int]
) -> None:
    found, worth, optimality = best_list(success, value, cost, budget)
    assert found == chosen
    assert worth == pytest.approx(best_by_trying(success, value, cost, budget))
    assert optimality.proven


def test_more_budget_never_lowers_the_worth() -> None:
    random = np.random.default_rng(4)
    success, value, cost = random.random(25), random.random(25), random.integers(1, 30, 25)
    worths = [best_list(success, value, cost, b)[1] for b in range(0, 400, 7)]
    assert worths == sorted(worths)
    assert worths[0] == 0 < worths[-1]


def test_nothing_can_be_bought_for_nothing_unless_it_is_free() -> None:
    assert best_list([0.5], [1], [1], 0)[:2] == ([], 0.0)
    assert best_list([0.5, 0.5], [1, 1], [1, 0], 0)[:2] == ([1], 0.5)
    assert best_list([], [], [], 10)[:2] == ([], 0.0)
    assert best_list([0.5], [1], [1], -5)[:2] == ([], 0.0)


def test_places_that_are_worth_nothing_are_not_paid_for() -> None:
    assert best_list([0.5, 0.0, 0.5], [1, 5, 0], [1, 1, 1], 10)[0] == [0]


@pytest.mark.parametrize(
    ("success", "value"),
    [
        ([0.5], [1, 2]),
        ([1.5], [1]),
        ([-0.1], [1]),
        ([float("nan")], [1]),
        ([0.5], [-1]),
        ([0.5], [float("inf")]),
    ],
)
def test_impossible_numbers_are_refused(success: list[float], value: list[float]) -> None:
    with pytest.raises(ValueError):
        order_by_marginal_gain(success, value, 1)
    with pytest.raises(ValueError):
        best_list(success, value, [1.0] * len(success), 5)


@pytest.mark.parametrize("cost", [[-1.0], [float("nan")], [1.0, 2.0]])
def test_impossible_costs_are_refused(cost: list[float]) -> None:
    with pytest.raises(ValueError):
        best_list([0.5], [1], cost, 5)


def test_every_listing_of_a_knapsack_gives_the_same_worth() -> None:
    success, value, cost = [0.5, 0.4, 0.3, 0.2], [1, 3, 5, 8], [4, 3, 5, 2]
    worths = {
        round(best_list([success[i] for i in p], [value[i] for i in p], [cost[i] for i in p], 9)[1], 12)
        for p in permutations(range(4))
    }
    assert len(worths) == 1
