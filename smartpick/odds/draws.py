"""The random numbers behind every range, drawn once so that the same profile shows the same range."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from smartpick.arrays import Array

SIZE = 128
_EFFECTS = 40
# Standard normal quantile at 90 %: half the width of an 80 % range.
Z80 = 1.2815515655446004


@dataclass(frozen=True)
class Draws:
    """A fixed set of draws (Sobol points): columns for each source of uncertainty.

    Attributes:
        rank_shape: Uniform, which shape of the rank distributions, (draws,).
        rank_error: Standard normal, sampling error of the rank curve, (draws, 3).
        shared_effect: Standard normal, variance of the shared applicant effect, (draws,).
        list_strength: Standard normal, what the programs of a list turn out to be, (draws,).
        parameter: Standard normal, for a single parameter, (draws,).
        effects: Standard normal, one column for each applied effect, (draws, 40).
    """

    rank_shape: Array
    rank_error: Array
    shared_effect: Array
    list_strength: Array
    parameter: Array
    effects: Array

    def signal_effect(self, share: float, log_sd: float) -> Array:
        """Return draws of a list's log strength from what signals are worth.

        Args:
            share: Share of the list's strength that comes from signalled programs.
            log_sd: SD of the log odds ratio of a signal.
        """
        return np.log1p(share * np.expm1(self.parameter * log_sd))

    @property
    def size(self) -> int:
        """Number of draws."""
        return len(self.rank_shape)

    def between(self, value: float, low: float, high: float) -> Array:
        """Return positive draws whose median is `value` and whose 80 % range is about low to high."""
        z = self.shared_effect
        up, down = np.log(max(high, value) / value) / Z80, np.log(value / min(low, value)) / Z80
        return value * np.exp(z * np.where(z > 0, up, down))


@lru_cache(maxsize=1)
def fixed_draws() -> Draws:
    """Return the draws that every range uses."""
    uniform = qmc.Sobol(d=7 + _EFFECTS, seed=1).random(SIZE)
    normal = ndtri(np.clip(uniform[:, 1:], 1e-6, 1 - 1e-6))
    return Draws(uniform[:, 0], normal[:, 0:3], normal[:, 3], normal[:, 4], normal[:, 5], normal[:, 6:])
