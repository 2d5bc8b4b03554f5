"""Weighted logistic regression on polynomial terms: the one fit behind score and rank curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from smartpick.arrays import Array


@dataclass(frozen=True)
class LogisticFit:
    """Coefficients of 1, z, z^2, ... on the logit, their covariance, and the log likelihood."""

    coefficients: Array
    covariance: Array
    log_likelihood: float


def fit_logistic(z: Array, successes: Array, failures: Array, degree: int) -> LogisticFit:
    """Maximise sum(successes log p + failures log(1-p)) with logit p a polynomial in z.

    `successes` and `failures` are expected counts at each z and need not be whole numbers.
    """
    terms = np.vander(z, degree + 1, increasing=True)
    total = successes + failures
    b = np.zeros(degree + 1)
    b[0] = np.log(successes.sum() / failures.sum())
    information = np.eye(degree + 1)
    for _ in range(60):
        p = expit(terms @ b)
        information = terms.T @ (terms * (total * p * (1 - p))[:, None])
        step = np.linalg.solve(information, terms.T @ (successes - total * p))
        b = b + step * min(1.0, 3.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < 1e-10:
            break
    logit = terms @ b
    log_likelihood = float(successes @ -np.logaddexp(0, -logit) + failures @ -np.logaddexp(0, logit))
    return LogisticFit(b, np.linalg.inv(information), log_likelihood)
