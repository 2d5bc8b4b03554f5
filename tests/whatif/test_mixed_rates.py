"""Rates of several places combined, against a case worked out by hand and against simulated programs."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.odds.rates import RateCell
from smartpick.whatif.invitations import mixed_cell


def cell(mean: float, zero: float, relative_sd: float, place: str = "A", level: str = "state") -> RateCell:
    return RateCell(
        mean=mean,
        near_zero_share=zero,
        relative_sd=relative_sd,
        level=level,
        place=place,
        programs=10,
        source_id="source_of_rates",
    )


def test_a_case_worked_out_by_hand() -> None:
    """Three programs of four in A, one in B.

    Near zero: 3/4 of 0.2 and 1/4 of 0.6 is 0.3. Mean: 3/4 of 0.08 and 1/4 of 0.02 is 0.065. The others have
    a mean of 0.1 in A and 0.05 in B, and are 0.6 of all in A and 0.1 of all in B: 6 of 7 and 1 of 7, so
    0.65 / 7 in all. Their SDs are 0.05 and 0.05. Variance: 0.0025 within, and between
    6/7 (0.1 - 0.65/7)^2 + 1/7 (0.05 - 0.65/7)^2 = 0.000306122.
    """
    found = mixed_cell([cell(0.08, 0.2, 0.5), cell(0.02, 0.6, 1.0, "B")], [3, 1], "coast", "both")
    assert found.near_zero_share == pytest.approx(0.3)
    assert found.mean == pytest.approx(0.065)
    assert found.relative_sd == pytest.approx(np.sqrt(0.0025 + 0.000306122) / (0.65 / 7), rel=1e-5)
    assert (found.level, found.place, found.programs, found.source_id) == (
        "coast",
        "both",
        20,
        "source_of_rates",
    )


def test_the_moments_are_those_of_simulated_programs() -> None:
    parts = [cell(0.05, 0.4, 0.9), cell(0.02, 0.1, 0.5), cell(0.12, 0.25, 1.2)]
    weights = np.array([60, 25, 15])
    random = np.random.default_rng(1)
    place = random.choice(3, size=400_000, p=weights / weights.sum())
    zero, rest, spread = (
        np.array([part.near_zero_share for part in parts])[place],
        np.array([part.mean / (1 - part.near_zero_share) for part in parts])[place],
        np.array([part.relative_sd for part in parts])[place],
    )
    rates = random.gamma(1 / spread**2, rest * spread**2)
    near_zero = random.random(len(place)) < zero
    found = mixed_cell(parts, weights.tolist(), "coast", "all")
    assert found.near_zero_share == pytest.approx(near_zero.mean(), abs=0.005)
    assert found.mean == pytest.approx(np.where(near_zero, 0, rates).mean(), rel=0.02)
    others = rates[~near_zero]
    assert found.relative_sd == pytest.approx(others.std() / others.mean(), rel=0.02)


@given(
    st.floats(1e-4, 0.5),
    st.floats(0, 0.9),
    st.floats(0, 2),
    st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(any),
)
def test_alike_places_mix_to_the_same(mean: float, zero: float, spread: float, weights: list[int]) -> None:
    found = mixed_cell([cell(mean, zero, spread)] * 3, weights, "coast", "all")
    assert (found.mean, found.near_zero_share, found.relative_sd) == pytest.approx(
        (mean, zero, spread), abs=1e-7
    )


def test_a_place_without_programs_does_not_count() -> None:
    a, b = cell(0.08, 0.2, 0.5), cell(0.02, 0.6, 1.0, "B")
    assert mixed_cell([a, b], [5, 0], "coast", "x").mean == pytest.approx(a.mean)
    with pytest.raises(ValueError, match="at least one"):
        mixed_cell([a, b], [0, 0], "coast", "x")


def test_who_reports_is_not_counted_twice_where_a_larger_place_stands_in() -> None:
    larger = replace(cell(0.03, 0.3, 0.8, "Pacific", "division"), programs=80)
    assert mixed_cell([cell(0.1, 0.1, 1.0), larger, larger], [4, 1, 1], "coast", "x").programs == 80
