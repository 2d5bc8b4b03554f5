"""Probabilities of counts: interviews and ranks, 0 to 60."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from smartpick.estimate import Array

try:
    # What scipy.stats calls for these two; importing all of scipy.stats takes a third of the app's start.
    from scipy.special._ufuncs import _binom_pmf, _nbinom_pmf
except ImportError:  # another version of scipy: the public ones, which take longer to import
    from scipy.stats import binom, nbinom

    _binom_pmf, _nbinom_pmf = binom.pmf, nbinom.pmf

# The longest rank order list that counts; longer ones, and more interviews, count as this many.
MOST_RANKS = 60
COUNTS = np.arange(MOST_RANKS + 1)


def binomial(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> Array:
    """Return P(k of n) with chance p each; 0 where k > n."""
    k, n = np.asarray(k), np.asarray(n)
    return np.where(k <= n, _binom_pmf(np.minimum(k, n), n, p), 0.0)


def negative_binomial(k: ArrayLike, size: ArrayLike, p: ArrayLike) -> Array:
    """Return P(k failures before `size` successes of chance p): mean size (1 - p) / p."""
    return np.asarray(_nbinom_pmf(k, size, p))


def capped(pmf: Array) -> Array:
    """Return the probabilities of 0..60 with the last one taking all above, so that each row sums to 1."""
    rest = np.maximum(1 - pmf.sum(axis=-1), 0.0)
    return np.concatenate([pmf[..., :-1], (pmf[..., -1] + rest)[..., None]], axis=-1)
