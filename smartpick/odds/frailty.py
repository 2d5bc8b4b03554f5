"""The applicant effect that a list's invitations share.

One applicant's outcomes go together: who is invited once is more likely to be invited again. Without
that, the chance of at least one match would be overstated. The shared effect is a gamma multiplier of
mean 1 on the odds of every invitation. Its variance follows from the published spread of contiguous
ranks: with Poisson invitations and a gamma multiplier the number of interviews is negative binomial,
and its mean and SD given at least one must be those of the reports (DESIGN 2.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from smartpick.arrays import Array

# Nodes of log(multiplier) for integrating over the shared effect. For smooth integrands a sum over an
# even grid is as good as exact; the gamma density below -9 and above 2.6 is negligible here.
LOG_NODES: Array = np.arange(-9.0, 2.6, 0.5)

# Above this variance the published spread is not made by a shared effect but by many applicants who
# ranked a single back-up program (Family Medicine, General Surgery): no use as an estimate.
_CREDIBLE = 3.0
# Fits on fewer ranked applicants than this are too noisy to count.
_ENOUGH_APPLICANTS = 200.0


@dataclass(frozen=True)
class Frailty:
    """Variance of the shared multiplier: the value used and the range it is drawn from."""

    variance: float
    low: float
    high: float
    pooled: bool


def node_weights(variance: float | Array) -> Array:
    """Return the weights of `LOG_NODES` under a gamma multiplier of mean 1 and this variance.

    Args:
        variance: One number, or an array of draws.

    Returns:
        Weights summing to 1 on the last axis, shape (..., len(LOG_NODES)).
    """
    shape = 1.0 / np.asarray(variance, float)[..., None]
    log_density = shape * LOG_NODES - shape * np.exp(LOG_NODES)
    weights = np.exp(log_density - log_density.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def solve_variance(mean_ranks: float, sd_ranks: float) -> tuple[float, float]:
    """Return (variance of the multiplier, mean interviews) that give K | K >= 1 this mean and SD.

    Raises:
        ValueError: if no negative binomial has them (SD below a truncated Poisson's).
    """

    def moments(parameters: Array) -> tuple[float, float]:
        variance, mean = np.exp(parameters)
        none = (1 + variance * mean) ** (-1 / variance)
        second = mean + (1 + variance) * mean**2
        conditional = mean / (1 - none)
        return conditional, float(np.sqrt(max(second / (1 - none) - conditional**2, 0.0)))

    result = optimize.least_squares(
        lambda p: np.subtract(moments(p), (mean_ranks, sd_ranks)),
        [0.0, np.log(mean_ranks)],
        bounds=([-6, -6], [4, 4]),
    )
    if result.cost > 1e-4:
        raise ValueError(f"no shared effect gives ranks of mean {mean_ranks:.2f} and SD {sd_ranks:.2f}")
    variance, mean = np.exp(result.x)
    return float(variance), float(mean)


def pooled_frailty(ranks: Mapping[str, tuple[float, float, float]]) -> dict[str, Frailty]:
    """Return the frailty of each specialty: its own where the fit is credible, else the pooled one.

    The range is that of the credible fits, for a specialty's own fit is itself uncertain.

    Args:
        ranks: For each specialty (applicants, mean, SD) of contiguous ranks, both outcomes pooled.
    """
    own: dict[str, float] = {}
    for name, (applicants, mean, sd) in ranks.items():
        if applicants < _ENOUGH_APPLICANTS:
            continue
        try:
            variance, _ = solve_variance(mean, sd)
        except ValueError:
            continue
        if variance <= _CREDIBLE:
            own[name] = variance
    if not own:
        raise ValueError("no specialty has enough ranked applicants to tell the shared effect")
    low, high = min(own.values()), max(own.values())
    middle = float(np.exp(np.mean(np.log(list(own.values())))))
    return {n: Frailty(own.get(n, middle), low, high, n not in own) for n in ranks}
