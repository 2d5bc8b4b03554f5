"""The shared applicant effect: its size from published ranks, checked by summing the distribution itself."""

import numpy as np
import pytest
from scipy import stats

from smartpick.engine import Engine
from smartpick.odds.frailty import LOG_NODES, node_weights, population


@pytest.mark.parametrize("variance", [0.32, 0.5, 0.8, 1.3])
def test_the_nodes_have_mean_one_and_the_variance_asked_for(variance: float) -> None:
    weights, effect = node_weights(variance), np.exp(LOG_NODES)
    mean = weights @ effect
    assert weights.sum() == pytest.approx(1)
    assert mean == pytest.approx(1, abs=0.01)
    assert weights @ (effect - mean) ** 2 == pytest.approx(variance, rel=0.05)


def test_the_nodes_integrate_a_chance_like_the_gamma_itself() -> None:
    variance, odds = 1.3, 0.02
    exact = stats.gamma(1 / variance, scale=variance).expect(lambda g: 1 - np.exp(-100 * odds * g))
    assert node_weights(variance) @ (1 - np.exp(-100 * odds * np.exp(LOG_NODES))) == pytest.approx(
        exact, abs=0.005
    )


def test_an_array_of_variances_gives_a_row_of_weights_each() -> None:
    rows = node_weights(np.array([0.9, 1.3]))
    assert rows[0] == pytest.approx(node_weights(0.9))
    assert rows[1] == pytest.approx(node_weights(1.3))


def plain_population(variance: float, engine: Engine, specialty: str) -> tuple[float, float]:
    """Mean and SD of ranks over the score mix by simulation: draw scores, effects, interviews."""
    model = engine.model(specialty, "non_us_img")
    random = np.random.default_rng(4)
    x, share = model.score_curve.applicant_mix
    scores = random.choice(x, 60_000, p=share / share.sum())
    grid = np.exp(np.arange(-5, 4.5, 0.05))
    k = np.arange(61)
    given_one = []
    for mean in grid:
        p = stats.nbinom.pmf(k, 1 / variance, 1 / (1 + variance * mean))
        p[-1] += 1 - p.sum()
        given_one.append(p @ model.rank_curve.probability / (1 - p[0]))
    means = np.interp(model.score_curve.probability(scores), given_one, grid)
    interviews = random.poisson(means * random.gamma(1 / variance, variance, len(means)))
    some = interviews[interviews > 0]
    return float(some.mean()), float(some.std())


@pytest.mark.parametrize("variance", [0.3, 0.5])
def test_the_population_is_that_of_a_plain_simulation(engine: Engine, variance: float) -> None:
    model = engine.model("Neurology", "non_us_img")
    x, share = model.score_curve.applicant_mix
    ours = population(variance, model.score_curve.probability(x), share, model.rank_curve)
    assert (ours.mean_ranks, ours.sd_ranks) == pytest.approx(
        plain_population(variance, engine, "Neurology"), rel=0.04
    )


@pytest.mark.parametrize(
    "specialty", ["Internal Medicine", "Pediatrics", "Psychiatry", "Neurology", "Pathology"]
)
def test_the_shared_effect_gives_the_published_spread_and_the_mean_follows(
    engine: Engine, specialty: str
) -> None:
    """Fitted to the SD of ranks alone; that the mean comes out too is evidence for the split."""
    model, ranks = engine.model(specialty, "non_us_img"), engine.published_ranks[specialty]
    assert not model.frailty.pooled
    assert 0.3 <= model.frailty.variance <= 0.75
    x, share = model.score_curve.applicant_mix
    everyone = population(model.frailty.variance, model.score_curve.probability(x), share, model.rank_curve)
    assert everyone.sd_ranks == pytest.approx(ranks.sd, rel=0.01)
    assert everyone.mean_ranks == pytest.approx(ranks.mean, rel=0.06)


def test_the_pooled_size_is_the_middle_of_the_specialties_with_their_own(engine: Engine) -> None:
    own = [
        engine.model(s, "non_us_img").frailty
        for s in ("Internal Medicine", "Pediatrics", "Psychiatry", "Neurology", "Pathology")
    ]
    assert engine.parameters["shared_effect_variance"] == pytest.approx(
        np.exp(np.mean(np.log([f.variance for f in own]))), abs=0.02
    )
    assert own[0].low == pytest.approx(min(f.variance for f in own), abs=0.01)
    assert own[0].high == pytest.approx(max(f.variance for f in own), abs=0.01)


@pytest.mark.parametrize("specialty", ["Family Medicine", "General Surgery"])
def test_back_up_specialties_take_the_pooled_size(engine: Engine, specialty: str) -> None:
    frailty = engine.model(specialty, "non_us_img").frailty
    assert frailty.pooled
    assert frailty.low <= frailty.variance <= frailty.high


def test_as_many_end_without_an_interview_as_without_a_rank_list(engine: Engine) -> None:
    """Not seen by the fit: 20,756 IMGs in ERAS 2025, 11,465 + 4,587 of them active in the Match."""
    published = 1 - (11465 + 4587) / 20756
    model = engine.model("Internal Medicine", "non_us_img")
    x, share = model.score_curve.applicant_mix
    everyone = population(model.frailty.variance, model.score_curve.probability(x), share, model.rank_curve)
    assert everyone.none_share == pytest.approx(published, abs=0.08)
