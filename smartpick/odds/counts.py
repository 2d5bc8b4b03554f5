"""Probabilities of counts: interviews and ranks, 0 to 60."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

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


Roots = NDArray[np.complexfloating]


class CountSums:
    """Sums over the number K of independent yes/no outcomes, by the generating function E[z^K].

    E[z^K] is the product of 1 - p + p z over the outcomes, so one outcome more or less is one multiplication
    or division. At the roots of unity a sum of P(K = k) m(k) over k is a dot product (a discrete Fourier
    transform read backwards), and the roots below the real axis mirror those above. With an odd number of
    roots none of them is -1, where an outcome of chance 1/2 could not be divided out.
    """

    def __init__(self, most: int, rough: bool = False) -> None:
        """Make ready for up to `most` outcomes; `rough` sums are right to six digits, in half the time."""
        self.most = most
        self._counts = most + 1 + most % 2
        self._roots: Roots = np.exp(2j * np.pi / self._counts * np.arange(self._counts // 2 + 1))
        self._less = (self._roots - 1).astype(np.complex64 if rough else np.complex128)
        self.size = len(self._roots)

    def factors(self, p: Array) -> Roots:
        """Return the factors of outcomes of chance `p`, shape (*p, roots)."""
        factors = p.astype(self._less.real.dtype, copy=False)[..., None] * self._less
        factors += 1
        return factors

    def of_all(self, p: Array, times: NDArray[np.intp] | None = None) -> Roots:
        """Return the generating functions of all outcomes of chance `p`, (n, ...), shape (..., roots).

        `times` says how often each stands for itself, (n,); None takes once.
        """
        product = np.ones((*p.shape[1:], self.size), dtype=self._less.dtype)
        for one, often in zip(p, [1] * len(p) if times is None else times.tolist(), strict=True):
            factors = self.factors(one)
            for _ in range(often):
                product *= factors
        return product

    def of_first(self, p: Array) -> Roots:
        """Return the generating functions of the first 0, 1, ... n outcomes of chance `p`, (..., n).

        Shape (..., n + 1, roots).
        """
        none_yet = np.zeros((*p.shape[:-1], 1))
        products = self.factors(np.concatenate([none_yet, p], axis=-1))
        return np.multiply.accumulate(products, axis=-2, out=products)

    def sums(self, functions: Array) -> Array:
        """Return what `of` takes to sum functions of the count, (..., 61); above 60 they stay as they are.

        Shape (2 x roots, ...): real and imaginary parts in rows of their own, for real products are faster.
        """
        flat = np.pad(
            functions,
            [(0, 0)] * (functions.ndim - 1) + [(0, max(self._counts - len(COUNTS), 0))],
            mode="edge",
        )
        by_root = np.conj(flat[..., : self._counts] @ self._roots ** np.arange(self._counts)[:, None])
        by_root[..., 1:] *= 2
        parts = np.stack([by_root.real, -by_root.imag], axis=-1) / self._counts
        rows = parts.reshape(*functions.shape[:-1], 2 * self.size).astype(self._less.real.dtype)
        return np.moveaxis(rows, -1, 0)

    def of(self, generating: Roots, sums: Array) -> Array:
        """Return the sums over the counts that have these generating functions, (..., roots)."""
        return np.asarray(generating.view(generating.real.dtype) @ sums)

    def distribution(self, generating: Roots) -> Array:
        """Return P(K = k) for k from 0 to 60, the last taking all above, (..., 61)."""
        pmf = np.fft.irfft(np.conj(generating), n=self._counts)
        cut = np.zeros((*pmf.shape[:-1], MOST_RANKS + 1))
        kept = min(self._counts, MOST_RANKS + 1)
        cut[..., :kept] = pmf[..., :kept]
        cut[..., -1] += pmf[..., kept:].sum(axis=-1)
        return np.maximum(cut, 0.0)
