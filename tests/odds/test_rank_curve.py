"""The rank curve: golden figures, and what must hold whatever the published ranks are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.engine import Engine
from smartpick.odds import Distribution
from smartpick.odds.counts import MOST_RANKS
from smartpick.odds.rank_curve import SHAPES, RankCurve, fit_rank_curve, pooled_moments

# Contiguous ranks in Internal Medicine, non-US IMGs: Charting Outcomes 2026.
MATCHED = Distribution(2649, min=1, q1=3, median=5, q3=8, max=44, mean=6.1, sd=4.5)
NOT_MATCHED = Distribution(2730, min=1, q1=1, median=2, q3=3, max=20, mean=2.5, sd=2.2)


@pytest.fixture(scope="module")
def internal_medicine() -> RankCurve:
    return fit_rank_curve(MATCHED, NOT_MATCHED, 2649, 2812)


def test_internal_medicine_comes_to_two_thirds_at_five_ranks(internal_medicine: RankCurve) -> None:
    """Witness: DESIGN, four distribution shapes fitted to the printed figures by another program."""
    assert 0.66 <= internal_medicine.probability[5] <= 0.72
    assert internal_medicine.probability[10] == pytest.approx(0.87, abs=0.02)
    assert 0.1 <= internal_medicine.probability[1] <= 0.2
    assert internal_medicine.fits


def test_the_shapes_agree_at_five_ranks_and_not_at_one(internal_medicine: RankCurve) -> None:
    at = {
        k: np.ptp(internal_medicine.by_shape[:, k] / internal_medicine.by_shape[:, k].mean())
        for k in (1, 5, 10)
    }
    assert at[1] > 0.5
    assert max(at[5], at[10]) < 0.15


def test_no_rank_no_match_and_one_more_rank_never_hurts(engine: Engine) -> None:
    for specialty in (
        "Internal Medicine",
        "Family Medicine",
        "Pediatrics",
        "General Surgery",
        "Anesthesiology",
    ):
        curve = engine.model(specialty, "non_us_img").rank_curve
        assert curve.probability.shape == (MOST_RANKS + 1,)
        for each in (curve.probability, *curve.by_shape):
            assert each[0] == 0
            assert (np.diff(each) >= -1e-12).all(), specialty
            assert each[-1] <= 1


def test_where_no_shape_fits_the_printed_figures_it_says_so(internal_medicine: RankCurve) -> None:
    two_humps = Distribution(100, min=1, q1=2, median=10, q3=11, max=14, mean=7.5, sd=4.2)
    curve = fit_rank_curve(two_humps, NOT_MATCHED, 100, 100)
    assert not curve.fits
    assert (curve.misfit > internal_medicine.misfit).all()


def test_the_curve_averages_to_the_match_rate(internal_medicine: RankCurve) -> None:
    assert internal_medicine.mix @ internal_medicine.probability[1:] == pytest.approx(
        2649 / (2649 + 2812), abs=0.005
    )


def test_the_mix_of_ranks_has_the_published_mean(internal_medicine: RankCurve) -> None:
    mean, sd = pooled_moments(MATCHED, NOT_MATCHED, 2649, 2812)
    k = np.arange(1, MOST_RANKS + 1)
    assert mean == pytest.approx(4.25, abs=0.02)
    assert sd == pytest.approx(3.94, abs=0.03)
    assert internal_medicine.mix @ k == pytest.approx(mean, abs=0.15)


def test_draws_start_at_zero_never_fall_and_lie_around_the_point(internal_medicine: RankCurve) -> None:
    random = np.random.default_rng(1)
    draws = internal_medicine.draws(random.random(2000), random.normal(size=(2000, 3)))
    assert (draws[:, 0] == 0).all()
    assert (np.diff(draws, axis=1) >= 0).all()
    assert np.median(draws[:, 5]) == pytest.approx(internal_medicine.probability[5], abs=0.02)
    # The shape decides at one rank: the range there spans what the four shapes say.
    low, high = np.quantile(draws[:, 1], [0.1, 0.9])
    assert low < internal_medicine.by_shape[:, 1].min() + 0.02
    assert high > internal_medicine.by_shape[:, 1].max() - 0.02


def test_a_tilt_multiplies_the_odds_and_leaves_no_rank_at_zero(internal_medicine: RankCurve) -> None:
    tilted = internal_medicine.tilted(np.log(2))
    before, after = (c.probability[1:] / (1 - c.probability[1:]) for c in (internal_medicine, tilted))
    assert after == pytest.approx(2 * before)
    assert tilted.probability[0] == 0


def test_pooled_moments_are_those_of_both_groups_together() -> None:
    one, two = np.repeat([1.0, 3.0], [30, 70]), np.repeat([2.0, 8.0], [50, 50])
    groups = [Distribution(100, median=2, mean=x.mean(), sd=x.std()) for x in (one, two)]
    everybody = np.concatenate([one, two])
    assert pooled_moments(*groups, 100, 100) == pytest.approx((everybody.mean(), everybody.std()))


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=25, deadline=None)
@given(a=st.floats(-1, 1), b=st.floats(0.3, 2.5))
def test_every_shape_gives_masses(shape: str, a: float, b: float) -> None:
    masses = SHAPES[shape](a, b)
    assert masses.shape == (MOST_RANKS,)
    assert (masses >= 0).all()
    assert masses.sum() <= 1 + 1e-9
