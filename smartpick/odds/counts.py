"""Probabilities of counts: interviews and ranks, 0 to 60.

scipy.stats has these too, but importing it takes a third of the app's start.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, binom, xlogy

from smartpick.estimate import Array

# The longest rank order list that counts; longer ones, and more interviews, count as this many.
MOST_RANKS = 60
COUNTS = np.arange(MOST_RANKS + 1)


def binomial(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> Array:
    """Return P(k of n) with chance p each; 0 where k > n."""
    k, n, p = (np.asarray(values, float) for values in (k, n, p))
    return np.asarray(binom(n, k) * p**k * (1 - p) ** np.maximum(n - k, 0))


def negative_binomial(k: ArrayLike, size: ArrayLike, mean: ArrayLike) -> Array:
    """Return P(k) of a Poisson count whose mean is gamma distributed: variance mean + mean^2 / size."""
    k, size, mean = (np.asarray(values, float) for values in (k, size, mean))
    logs = xlogy(k, mean / (size + mean)) - size * np.log1p(mean / size)
    return np.asarray(np.exp(logs - betaln(size, k + 1) - np.log(size + k)))


def capped(pmf: Array) -> Array:
    """Return the probabilities of 0..60 with the last one taking all above, so that each row sums to 1."""
    rest = np.maximum(1 - pmf.sum(axis=-1), 0.0)
    return np.concatenate([pmf[..., :-1], (pmf[..., -1] + rest)[..., None]], axis=-1)
