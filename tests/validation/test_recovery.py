"""The simulation with known truth."""

import numpy as np
import pandas as pd
import pytest

from smartpick.validation.recovery import INSIDE, TAILS, TRUTHS, as_printed, recovery


@pytest.fixture(scope="module")
def simulated() -> pd.DataFrame:
    return recovery(repetitions=15, applicants=(800, 5000), truths=(TRUTHS[0], TRUTHS[2]))


def test_a_report_prints_whole_points_only() -> None:
    scores = np.array([210.0, 220.0, 231.0, 240.0, 251.0, 262.0])
    printed = as_printed(scores)
    figures = [printed.min, printed.q1, printed.median, printed.q3, printed.max, printed.mean, printed.sd]
    assert all(f is not None and f == round(f) for f in figures)
    assert (printed.n, printed.min, printed.max, printed.mean) == (6, 210, 262, 236)


def test_a_straight_truth_comes_back_and_is_covered(simulated: pd.DataFrame) -> None:
    inside = simulated[simulated["part"] == INSIDE]
    assert set(simulated["part"]) == {INSIDE, TAILS}
    assert (inside["bias"].abs() < 0.02).all()
    assert (inside["rmse"] < 0.05).all()
    assert inside["coverage"].mean() == pytest.approx(0.8, abs=0.12)


def test_more_applicants_bring_it_nearer(simulated: pd.DataFrame) -> None:
    by_count = (
        simulated[simulated["part"] == INSIDE].groupby("applicants_count")[["rmse", "mean_width"]].mean()
    )
    assert (by_count.loc[5000] < 0.7 * by_count.loc[800]).all()


def test_the_same_seed_gives_the_same_table() -> None:
    once, again = (recovery(3, (150,), TRUTHS[:1]) for _ in range(2))
    pd.testing.assert_frame_equal(once, again)


@pytest.mark.slow
def test_rounding_to_whole_points_is_in_the_range() -> None:
    """With thousands of applicants rounding is most of the error; left out, coverage is near 0.6 here."""
    steep = next(t for t in TRUTHS if "x 1.43" in t.name)
    table = recovery(60, (5000,), (steep,), seed=5)
    assert table.set_index("part").loc[INSIDE, "coverage"] >= 0.74


@pytest.mark.slow
def test_a_gentle_slope_that_few_applicants_could_not_show_is_in_the_range() -> None:
    """Weighed as the point is (Schwarz), flat is believed too much: coverage is near 0.6 here."""
    gentle = next(t for t in TRUTHS if "x 1.2" in t.name)
    table = recovery(60, (150,), (gentle,), seed=5).set_index("part")
    assert (table["coverage"] >= 0.72).all()
