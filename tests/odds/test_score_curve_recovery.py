"""Does the curve find a known truth again, when all it sees is what a report prints?"""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, logit

from smartpick.odds import Distribution, fit_score_curve

# The truth of the simulation: the odds rise by 1.43 for 10 points, one half match at 245.
SLOPE, MIDDLE = np.log(1.43) / 10, 245.0
PLACES = np.array([230.0, 245.0, 260.0])


def simulated(seed: int, applicants: int) -> tuple[np.ndarray, np.ndarray]:
    """Return scores and outcomes of applicants with a normal mix of scores."""
    random = np.random.default_rng(seed)
    scores = np.rint(random.normal(245, 14, applicants))
    return scores, random.random(applicants) < expit(SLOPE * (scores - MIDDLE))


def as_published(scores: np.ndarray, quartiles_only: bool) -> Distribution:
    low, middle, high = np.rint(np.quantile(scores, [0.25, 0.5, 0.75]))
    if quartiles_only:
        return Distribution(len(scores), q1=low, median=middle, q3=high)
    rest = {"min": scores.min(), "max": scores.max(), "mean": round(scores.mean()), "sd": round(scores.std())}
    return Distribution(len(scores), q1=low, median=middle, q3=high, **rest)


def individual_logistic_regression(scores: np.ndarray, outcome: np.ndarray) -> tuple[float, float]:
    """Return (slope, logit at 245) by maximum likelihood on every applicant, which no report prints."""
    z = scores - MIDDLE

    def loss(b: np.ndarray) -> float:
        eta = b[0] + b[1] * z
        return float(np.logaddexp(0, eta).sum() - eta[outcome].sum())

    found = minimize(
        loss, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-7, "maxiter": 2000}
    )
    return float(found.x[1]), float(found.x[0])


@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_with_a_regression_on_every_applicant(seed: int) -> None:
    scores, outcome = simulated(seed, 5000)
    slope, level = individual_logistic_regression(scores, outcome)
    curve = fit_score_curve(as_published(scores[outcome], False), as_published(scores[~outcome], False))
    assert curve.probability(PLACES) == pytest.approx(expit(level + slope * (PLACES - MIDDLE)), abs=0.025)


@pytest.mark.slow
@pytest.mark.parametrize("quartiles_only", [False, True], ids=["all figures", "quartiles only"])
def test_slope_and_level_come_back_without_bias_and_the_range_covers(quartiles_only: bool) -> None:
    truth = expit(SLOPE * (PLACES - MIDDLE))
    points, covered, slopes = [], [], []
    for seed in range(150):
        scores, outcome = simulated(1000 + seed, 1500)
        curve = fit_score_curve(
            as_published(scores[outcome], quartiles_only), as_published(scores[~outcome], quartiles_only)
        )
        point = curve.probability(PLACES)
        low, high = curve.interval(PLACES, level=0.8)
        points.append(point)
        covered.append((low <= truth) & (truth <= high))
        slopes.append((logit(point[2]) - logit(point[0])) / 30)
    bias = np.mean(points, axis=0) - truth
    coverage = np.mean(covered, axis=0)
    print(
        f"bias {bias.round(3)}, coverage of the 80 % range {coverage.round(2)}, slope {np.mean(slopes):.4f}"
    )
    # Level within a point, slope within a tenth; rounding to whole points costs some coverage.
    assert np.abs(bias).max() < 0.015
    assert np.mean(slopes) == pytest.approx(SLOPE, rel=0.12)
    assert (coverage > (0.55 if quartiles_only else 0.65)).all()
    assert (coverage < 0.97).all()
