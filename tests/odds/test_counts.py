"""Probabilities of counts are those of scipy.stats, which takes too long to import for the app."""

import numpy as np
import pytest
from scipy import stats

from smartpick.odds.counts import COUNTS, CountSums, binomial, capped, negative_binomial

CHANCES = np.array([1e-9, 0.02, 0.3, 0.9999, 1.0])[:, None]


@pytest.mark.parametrize("n", [0, 1, 40, 60, 140, 700])
def test_binomial(n: int) -> None:
    expected = stats.binom.pmf(COUNTS, n, CHANCES)
    assert binomial(COUNTS, n, CHANCES) == pytest.approx(expected, rel=1e-11, abs=1e-300)


@pytest.mark.parametrize("size", [0.6, 1.3, 20, 1e6])
def test_negative_binomial(size: float) -> None:
    p = size / (size + np.array([0.01, 2.0, 40.0]))
    expected = stats.nbinom.pmf(COUNTS, size, p[:, None])
    assert negative_binomial(size, p) == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_the_last_count_takes_all_above() -> None:
    """Of 140 interviews expected, hardly any list has fewer than 61."""
    masses = capped(binomial(COUNTS, 150, np.array([[0.02], [0.95]])))
    assert masses.sum(axis=1) == pytest.approx([1, 1])
    assert masses[1, -1] == pytest.approx(1)


@pytest.mark.parametrize("numbers", [[0, 1, 2, 3], [0], [2, 5, 8, 20], [0, 30], [7, 7 + 8, 7 + 17]])
def test_the_first_outcomes_are_counted_as_each_of_them_alone(numbers: list[int]) -> None:
    """Steps of any width, from any number on, and one that is known already."""
    p = np.random.default_rng(3).random((30, 2))
    counts = CountSums(30)
    alone = np.array([counts.factors(p[:n]).prod(axis=0) for n in numbers])
    assert counts.of_first(p, np.array(numbers)) == pytest.approx(alone, abs=1e-12)
    assert counts.of_first(p, np.array(numbers), alone[0]) == pytest.approx(alone, abs=1e-12)
    assert counts.of_all(p[: numbers[-1]]) == pytest.approx(alone[-1], abs=1e-12)
