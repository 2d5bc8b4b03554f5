"""Pricing all candidates at once against recomputing the objective for each, in the same run."""

from time import perf_counter

import numpy as np
import pytest

from smartpick.odds.counts import MOST_RANKS
from smartpick.odds.frailty import LOG_NODES, node_weights
from smartpick.plan.objective import Objective
from smartpick.plan.selection import Selection

PROGRAMS, LISTED, RECOMPUTED = 5576, 149, 40


@pytest.fixture(scope="module")
def selection() -> Selection:
    random = np.random.default_rng(1)
    odds = np.exp(random.normal(-3.8, 0.8, PROGRAMS))[:, None] * np.exp(LOG_NODES)
    value = np.where(random.random(PROGRAMS) < 0.1, 1.0, 0.4)
    ranks = np.interp(np.arange(MOST_RANKS + 1), [0, 1, 2, 6, 60], [0, 0.15, 0.33, 0.7, 0.97])
    objective = Objective.from_values(
        odds / (1 + odds), value, np.zeros(PROGRAMS, dtype=np.intp), ranks[None], node_weights(0.5)
    )
    chosen = Selection(objective, LISTED + 1)
    for candidate in random.permutation(PROGRAMS)[:LISTED]:
        chosen.add(int(candidate))
    return chosen


def recomputed_gain(selection: Selection, candidate: int) -> float:
    """Build the list anew with the candidate and take its value: what pricing saves."""
    again = Selection(selection.objective, LISTED + 1)
    for one in [*selection.chosen, candidate]:
        again.add(one)
    return again.value() - selection.value()


@pytest.mark.slow
def test_all_candidates_are_priced_100_times_faster_than_one_by_one(selection: Selection) -> None:
    open_ = np.setdiff1d(np.arange(PROGRAMS), selection.chosen)[:RECOMPUTED]
    start = perf_counter()
    one_by_one = np.array([recomputed_gain(selection, int(c)) for c in open_])
    each = (perf_counter() - start) / RECOMPUTED
    times = []
    for _ in range(5):
        start = perf_counter()
        gains = selection.gains()
        times.append(perf_counter() - start)
    assert gains[open_] == pytest.approx(one_by_one, abs=1e-9)
    ratio = each * PROGRAMS / float(np.median(times))
    assert ratio > 100, f"only {ratio:.0f} times faster"
    print(f"{ratio:.0f} times faster")
