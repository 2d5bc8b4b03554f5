"""Probabilities of counts: interviews and ranks, 0 to 60."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from smartpick.estimate import Array

# The longest rank order list that counts; longer ones, and more interviews, count as this many.
MOST_RANKS = 60
COUNTS = np.arange(MOST_RANKS + 1)


# Stands for the log of 0: any number of times it is a chance of 0, and 0 times it is none.
_LOG_OF_NONE = -1_000.0


def binomial(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> Array:
    """Return P(k of n) with chance p each; 0 where k > n."""
    k, n, p = np.asarray(k), np.asarray(n), np.asarray(p, float)
    others = np.maximum(n - k, 0)
    yes = np.log(p, out=np.full(p.shape, _LOG_OF_NONE), where=p > 0)
    no = np.log1p(-p, out=np.full(p.shape, _LOG_OF_NONE), where=p < 1)
    ways = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(others + 1.0)
    return np.where(k <= n, np.exp(ways + k * yes + others * no), 0.0)


def negative_binomial(size: float, p: ArrayLike) -> Array:
    """Return P(k failures before `size` successes of chance p) for k from 0 to 60, (*p, 61).

    The mean is size (1 - p) / p.
    """
    p = np.asarray(p, float)[..., None]
    ratios = (size + COUNTS[:-1]) / COUNTS[1:] * (1 - p)
    return np.cumprod(np.concatenate([p**size, ratios], axis=-1), axis=-1)


def capped(pmf: Array) -> Array:
    """Return the probabilities of 0..60 with the last one taking all above, so that each row sums to 1."""
    rest = np.maximum(1 - pmf.sum(axis=-1), 0.0)
    return np.concatenate([pmf[..., :-1], (pmf[..., -1] + rest)[..., None]], axis=-1)


Roots = NDArray[np.complexfloating]


# So many outcomes are counted together before generating functions are multiplied.
_TOGETHER = 8


class CountSums:
    """Sums over the number K of independent yes/no outcomes, by the generating function E[z^K].

    E[z^K] is the product of 1 - p + p z over the outcomes, so one outcome more or less is one multiplication
    or division. At the roots of unity a sum of P(K = k) m(k) over k is a dot product (a discrete Fourier
    transform read backwards), and the roots below the real axis mirror those above. With an odd number of
    roots none of them is -1, where an outcome of chance 1/2 could not be divided out.
    """

    def __init__(self, most: int) -> None:
        """Make ready for up to `most` outcomes."""
        self.most = most
        self._counts = most + 1 + most % 2
        self._powers = _powers(self._counts)
        self.size = self._powers.shape[1] // 2

    def factors(self, p: Array) -> Roots:
        """Return the factors of outcomes of chance `p`, shape (*p, roots)."""
        pmf = np.empty((*p.shape, 2))
        pmf[..., 0] = 1 - p
        pmf[..., 1] = p
        return (pmf @ self._powers[:2]).view(complex)

    def of_all(self, p: Array) -> Roots:
        """Return the generating functions of all outcomes of chance `p`, (n, ...), shape (..., roots)."""
        blocks = -(-len(p) // _TOGETHER)
        padded = np.zeros((_TOGETHER, blocks, *p.shape[1:]))
        padded.reshape(-1, *p.shape[1:])[: len(p)] = p
        return self._of_blocks(padded).prod(axis=0)

    def of_first(self, p: Array, numbers: NDArray[np.intp], fewest: Roots | None = None) -> Roots:
        """Return the generating functions of the first so many outcomes of chance `p`, (n, ...).

        `numbers` rise; what is known for the first of them need not be worked out (`fewest`). Shape (numbers,
        ..., roots).
        """
        steps = np.diff(numbers, prepend=numbers[:1])
        widest = int(steps.max(initial=0))
        if widest > _TOGETHER:
            closer = np.union1d(numbers, np.arange(numbers[0], numbers[-1], _TOGETHER))
            return self.of_first(p, closer, fewest)[np.searchsorted(closer, numbers)]
        within = np.arange(widest)[:, None]
        place = np.minimum(numbers - steps + within, len(p) - 1)
        there = (within < steps).reshape(*place.shape, *[1] * (p.ndim - 1))
        products = self._of_blocks(np.where(there, p[place], 0.0))
        products[:1] = self.of_all(p[: numbers[0]]) if fewest is None else fewest
        # One step after the other: three times as fast as numpy's own accumulate.
        for before, one in pairwise(products):
            one *= before
        return products

    def _of_blocks(self, p: Array) -> Roots:
        """Return the generating functions of up to 8 outcomes each of chance `p`, (together, ...)."""
        # P(k of them) for k from 0 on.
        pmf = np.zeros((len(p) + 1, *p.shape[1:]))
        pmf[0] = 1
        for most, one in enumerate(p, 1):
            up = pmf[:most] * one
            pmf[:most] -= up
            pmf[1 : most + 1] += up
        by_root = pmf.reshape(len(pmf), -1).T @ self._powers[: len(pmf)]
        return by_root.view(complex).reshape(*p.shape[1:], self.size)

    def sums(self, functions: Array) -> Array:
        """Return what `of` takes to sum functions of the count, (..., 61); above 60 they stay as they are.

        Shape (2 x roots, ...), real and imaginary parts in rows of their own.
        """
        return _sums(self._counts, functions.shape, functions.tobytes())

    def of(self, generating: Roots, sums: Array) -> Array:
        """Return the sums over the counts that have these generating functions, (..., roots)."""
        return np.asarray(generating.view(float) @ sums)

    def distribution(self, generating: Roots) -> Array:
        """Return P(K = k) for k from 0 to 60, the last taking all above, (..., 61)."""
        return np.maximum(self.of(generating, _single_counts(self.most)), 0.0)


# Sizes of lists and rank curves come up again and again.


@lru_cache(maxsize=64)
def _powers(counts: int) -> Array:
    """Return z^k at the roots z of unity, real and imaginary parts in columns of their own.

    Real products are faster.
    """
    roots = np.exp(2j * np.pi / counts * np.arange(counts // 2 + 1))
    return np.asarray((roots ** np.arange(_TOGETHER + 1)[:, None]).view(float))


@lru_cache(maxsize=256)
def _sums(counts: int, shape: tuple[int, ...], functions: bytes) -> Array:
    last = np.minimum(np.arange(counts), len(COUNTS) - 1)
    by_root = np.fft.ihfft(np.take(np.frombuffer(functions).reshape(shape), last, axis=-1))
    by_root[..., 1:] *= 2
    return np.moveaxis(by_root.view(float), -1, 0)


@lru_cache(maxsize=16)
def _single_counts(most: int) -> Array:
    """Return what sums up to so many outcomes to P(K = k), the last taking all above."""
    return np.ascontiguousarray(CountSums(most).sums(np.eye(len(COUNTS))))
