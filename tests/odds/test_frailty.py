"""The shared applicant effect: its size from published ranks, checked by summing the distribution itself."""

import numpy as np
import pytest
from scipy import stats

from smartpick.engine import Engine
from smartpick.odds.frailty import LOG_NODES, node_weights, pooled_frailty, solve_variance

# Mean and SD of contiguous ranks in Internal Medicine, both outcomes pooled (Charting Outcomes 2026).
IM_RANKS = (4.25, 3.94)


def moments_given_any(variance: float, mean: float) -> tuple[float, float, float]:
    """Sum the negative binomial term by term: mean and SD of K given K >= 1, and P(K = 0)."""
    size = 1 / variance
    k = np.arange(5000)
    p = stats.nbinom.pmf(k, size, size / (size + mean))
    some = p[1:] / p[1:].sum()
    centre = some @ k[1:]
    return float(centre), float(np.sqrt(some @ (k[1:] - centre) ** 2)), float(p[0])


def test_internal_medicine_needs_a_variance_of_1_3() -> None:
    variance, mean = solve_variance(*IM_RANKS)
    assert variance == pytest.approx(1.3, abs=0.05)
    centre, sd, none = moments_given_any(variance, mean)
    assert (centre, sd) == pytest.approx(IM_RANKS, abs=1e-3)
    assert none == pytest.approx(0.3, abs=0.03)
    # At the national mean rate of 2.2 %, DESIGN 2.5: about 138 applications.
    assert mean / 0.022 == pytest.approx(138, abs=5)


@pytest.mark.parametrize("variance", [0.3, 0.9, 1.3, 2.5])
@pytest.mark.parametrize("mean", [1.5, 3.0, 8.0])
def test_a_known_variance_comes_back(variance: float, mean: float) -> None:
    centre, sd, _ = moments_given_any(variance, mean)
    assert solve_variance(centre, sd) == pytest.approx((variance, mean), rel=1e-2)


def test_ranks_too_alike_for_any_shared_effect_are_refused() -> None:
    with pytest.raises(ValueError, match="no shared effect"):
        solve_variance(6.0, 1.0)


@pytest.mark.parametrize("variance", [0.8, 1.1, 1.3, 2.0])
def test_the_nodes_have_mean_one_and_the_variance_asked_for(variance: float) -> None:
    weights, effect = node_weights(variance), np.exp(LOG_NODES)
    mean = weights @ effect
    assert weights.sum() == pytest.approx(1)
    assert mean == pytest.approx(1, abs=0.01)
    assert weights @ (effect - mean) ** 2 == pytest.approx(variance, rel=0.05)


def test_the_nodes_integrate_a_chance_like_the_gamma_itself() -> None:
    variance, odds = 1.3, 0.02
    exact = stats.gamma(1 / variance, scale=variance).expect(lambda g: 1 - np.exp(-100 * odds * g))
    assert node_weights(variance) @ (1 - np.exp(-100 * odds * np.exp(LOG_NODES))) == pytest.approx(exact, abs=0.005)


def test_an_array_of_variances_gives_a_row_of_weights_each() -> None:
    rows = node_weights(np.array([0.9, 1.3]))
    assert rows[0] == pytest.approx(node_weights(0.9))
    assert rows[1] == pytest.approx(node_weights(1.3))


def test_runaway_fits_and_small_groups_take_the_pooled_size() -> None:
    centre, sd, _ = moments_given_any(1.0, 3.0)
    wild_centre, wild_sd, _ = moments_given_any(8.0, 2.0)
    found = pooled_frailty(
        {"sound": (1000, centre, sd), "wild": (1000, wild_centre, wild_sd), "small": (50, wild_centre, wild_sd)}
    )
    assert found["sound"].variance == pytest.approx(1.0, rel=0.01)
    assert not found["sound"].pooled
    for name in ("wild", "small"):
        assert found[name].pooled
        assert found[name].variance == pytest.approx(1.0, rel=0.01)


def test_nothing_to_pool_is_an_error() -> None:
    with pytest.raises(ValueError, match="enough ranked applicants"):
        pooled_frailty({"small": (10, 4.0, 4.0)})


@pytest.mark.parametrize("specialty", ["Internal Medicine", "Pediatrics", "Psychiatry", "Neurology", "Pathology"])
def test_published_specialties_lie_between_0_8_and_1_35(engine: Engine, specialty: str) -> None:
    frailty = engine.model(specialty, "non_us_img").frailty
    assert not frailty.pooled
    assert 0.8 <= frailty.variance <= 1.35


@pytest.mark.parametrize("specialty", ["Family Medicine", "General Surgery"])
def test_back_up_specialties_take_the_pooled_size(engine: Engine, specialty: str) -> None:
    frailty = engine.model(specialty, "non_us_img").frailty
    assert frailty.pooled
    assert frailty.low <= frailty.variance <= frailty.high <= 1.35
