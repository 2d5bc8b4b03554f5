"""Interview rates: the share of its applicants of one type that a program invites.

Reports give, for each specialty and place, the mean over programs, their spread and the share of programs
near zero. A printed cell counts nearly all of its programs, not a sample of them, so it stands as printed. A
division in which too few programs of a specialty report is expected to differ from the nation as it does over
all specialties, and the programs outside the printed states of a division make up the rest of its figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betaincinv, expit, logit

from smartpick.estimate import Array
from smartpick.odds.frailty import LOG_NODES, node_weights

# A state's own figure counts when at least this many programs report (DESIGN 2.3).
STATE_FROM = 5
# Into how many equally likely rates the spread of a program's rate is split.
POSITIVE_NODES = 6


@dataclass(frozen=True, kw_only=True)
class RateCell:
    """What is known of a program before anything is known of the program itself."""

    mean: float  # Mean interview rate over programs, 0-1
    near_zero_share: float  # Share of programs that invite fewer than 1 in 200
    relative_sd: float  # SD over mean of the rates of the other programs (national; states are too small)
    level: str  # state, division or nation: the place the figures come from
    place: str  # Its name
    programs: int  # Number of programs that report there
    source_id: str


@dataclass(frozen=True)
class RateTable:
    """The cells of one specialty and applicant group."""

    nation: RateCell  # The nation's
    # By census division; `programs` is 0 where none is printed and other specialties stand in
    divisions: dict[str, RateCell]
    states: dict[str, RateCell]  # By state, where enough programs report
    # By census division, what its printed states leave for the programs elsewhere in it
    remainders: dict[str, RateCell]

    def cell(self, state: str, division: str) -> RateCell:
        """Return the cell of the smallest place with enough programs."""
        return self.states.get(state) or self.divisions.get(division) or self.nation


@dataclass(frozen=True)
class RegionalFactor:
    """How a place differs from the nation over all specialties: a ratio of rates, a shift of a logit."""

    ratio: float
    near_zero_shift: float


def regional_factors(rates: pd.DataFrame) -> dict[str, RegionalFactor]:
    """Return what all specialties together say of each division and state, for one applicant group.

    One specialty's programs in a place are few; if most specialties invite less there, the next one
    probably does too. Ratios are pulled towards 1 by the share of their spread that is noise.
    """
    nation = rates[rates["geography_level"] == "nation"].set_index("specialty")
    places = rates[rates["geography_level"] != "nation"]
    places = places[places["specialty"].isin(nation.index)]
    n = places["programs_reporting"].to_numpy(float)
    base = nation.loc[places["specialty"]]
    # Specialties count by programs, each against its own nation, so that no rich specialty dominates.
    mean, sd, near_zero = (base[c].to_numpy(float) for c in ("mean", "sd", "near_zero_share"))
    sums = pd.DataFrame(
        {
            "place": places["geography"].astype(str).to_numpy(),
            "level": places["geography_level"].astype(str).to_numpy(),
            "n": n,
            "relative": n * (places["mean"].to_numpy(float) / mean),
            "noise": n * (sd / mean) ** 2,
            "gap": n * (places["near_zero_share"].to_numpy(float) - near_zero),
            "zero": n * np.maximum(near_zero * (1 - near_zero), 1e-3),
        }
    )
    by_place = sums.groupby(["level", "place"]).sum()
    factors: dict[str, RegionalFactor] = {}
    for _, level in by_place.groupby(level="level"):
        total = level["n"].to_numpy()
        ratio = np.maximum(level["relative"].to_numpy() / total, 0.05)
        log_ratio = _shrunk(np.log(ratio), level["noise"].to_numpy() / total**2)
        scale = level["zero"].to_numpy() / total
        shift = _shrunk(level["gap"].to_numpy() / total / scale, 1 / (scale * total))
        for place, r, s in zip(level.index.get_level_values("place"), log_ratio, shift, strict=True):
            factors[str(place)] = RegionalFactor(float(np.exp(r)), float(s))
    return factors


def _shrunk(values: Array, variances: Array) -> Array:
    """Pull values towards 0 by the share of their spread that is noise (DerSimonian and Laird 1986)."""
    precision = 1 / variances
    scale = precision.sum() - (precision**2).sum() / precision.sum()
    between = max((precision @ values**2 - len(values)) / scale, 0.0) if scale > 0 else 0.0
    return values * between / (between + variances)


def rate_table(
    rates: pd.DataFrame,
    state_divisions: Mapping[str, str],
    factors: Mapping[str, RegionalFactor] | None = None,
) -> RateTable:
    """Read the published cells of one specialty and applicant group (rows of `interview_rates`).

    Args:
        rates: The rows, a national one among them.
        state_divisions: Census division of each state.
        factors: How divisions differ over all specialties; None takes them to be alike.

    Raises:
        ValueError: if the national row is missing.
    """
    national = rates[rates["geography_level"] == "nation"]
    if national.empty:
        raise ValueError("interview rates need a national row")
    row = national.iloc[0]
    relative_sd = _relative_sd(float(row["mean"]), float(row["sd"]), float(row["near_zero_share"]))

    columns = ["geography_level", "geography", "mean", "near_zero_share", "programs_reporting", "source_id"]
    cells = rates[columns]

    def printed(level: str, fewest: int) -> dict[str, RateCell]:
        rows = cells[(cells["geography_level"] == level) & (cells["programs_reporting"] >= fewest)]
        return {
            str(r["geography"]): RateCell(
                mean=float(r["mean"]),
                near_zero_share=float(r["near_zero_share"]),
                relative_sd=relative_sd,
                level=level,
                place=str(r["geography"]),
                programs=int(r["programs_reporting"]),
                source_id=str(r["source_id"]),
            )
            for r in rows.to_dict("records")
        }

    nation = next(iter(printed("nation", 0).values()))
    divisions = {
        division: _moved(nation, division, factor)
        for division, factor in sorted((factors or {}).items())
        if division in state_divisions.values()
    }
    divisions |= printed("division", STATE_FROM)
    states = printed("state", STATE_FROM)
    remainders = {}
    for name, whole in divisions.items():
        inside = [c for s, c in states.items() if state_divisions.get(s) == name]
        if whole.programs:
            remainders[name] = _remainder(whole, inside)
    return RateTable(nation, divisions, states, remainders)


def _remainder(whole: RateCell, parts: Sequence[RateCell]) -> RateCell:
    """Return what is left of a place's programs without some of its parts; the place itself if nothing is."""
    left = whole.programs - sum(p.programs for p in parts)
    if left <= 0:
        return whole
    mean = (whole.mean * whole.programs - sum(p.mean * p.programs for p in parts)) / left
    zero = whole.near_zero_share * whole.programs - sum(p.near_zero_share * p.programs for p in parts)
    # Rounding of the printed figures can leave a hair less than nothing.
    return replace(
        whole, mean=max(mean, 0.0), near_zero_share=float(np.clip(zero / left, 0.0, 1.0)), programs=left
    )


def _moved(nation: RateCell, division: str, factor: RegionalFactor) -> RateCell:
    """Return what is expected of a division that is not printed."""
    zero = float(expit(logit(np.clip(nation.near_zero_share, 1e-3, 0.98)) + factor.near_zero_shift))
    mean = nation.mean * factor.ratio
    return replace(
        nation, mean=mean, near_zero_share=min(zero, 0.98), level="division", place=division, programs=0
    )


def _relative_sd(mean: float, sd: float, zero: float) -> float:
    """Return the SD over mean of the programs that are not near zero, from the moments of all."""
    if zero >= 1 or mean <= 0:
        return 1.0
    positive_mean = mean / (1 - zero)
    variance = (sd**2 + mean**2) / (1 - zero) - positive_mean**2
    return float(np.sqrt(max(variance, 0.0)) / positive_mean) or 0.3


@dataclass(frozen=True)
class InvitationModel:
    """Turns a program's prior (near-zero share, mean and spread of the rest) into invitation odds.

    `near_zero_rate` is the rate of a program that invites fewer than 1 in 200 (assumed; 0-0.005),
    `variance` that of the shared applicant effect: the published rate is the average over applicants,
    so the odds at multiplier 1 are set to average back to it.
    """

    near_zero_rate: float
    variance: float

    def probability(self, mean: Array, zero: Array, relative_sd: Array, log_multiplier: Array) -> Array:
        """Return P(invitation) of n programs at t multipliers, averaged over what a program's rate may be.

        Args:
            mean: Mean rate of the programs that are not near zero, (n,).
            zero: Chance that the program is near zero, (n,).
            relative_sd: SD over mean of the rates of the others, (n,).
            log_multiplier: Log odds multipliers, (t,) for all or (n, t) for each.
        """
        return self.given_odds(self.odds(mean, relative_sd), zero, np.exp(np.atleast_2d(log_multiplier)))

    def odds(self, mean: Array, relative_sd: Array) -> Array:
        """Return the odds at multiplier 1 of programs that are not near zero, at equally likely rates.

        Shape (n, POSITIVE_NODES); the arguments are those of `probability`.
        """
        # Many programs share their state's figures, and a pair as one number is sorted ten times as fast.
        pairs, which = np.unique(mean.round(9) + 1j * relative_sd.round(9), return_inverse=True)
        return self._odds(_positive_rates(pairs.tobytes()))[which]

    def given_odds(self, odds: Array, zero: Array, multiplier: Array) -> Array:
        """Return P(invitation) as `probability` does, from `odds` and at odds multipliers, (1 or n, t)."""
        # Rate by rate the tables stay small enough to be near the processor.
        declined, one = np.zeros((2, len(odds), multiplier.shape[1]))
        for at_rate in odds.T:
            np.multiply(at_rate[:, None], multiplier, out=one)
            one += 1
            declined += np.reciprocal(one, out=one)
        rest = 1 - declined / odds.shape[1]
        low = self._near_zero_odds * multiplier
        return zero[:, None] * low / (1 + low) + (1 - zero[:, None]) * rest

    @cached_property
    def _near_zero_odds(self) -> float:
        return float(self._odds(np.array([self.near_zero_rate]))[0])

    def _odds(self, rates: Array) -> Array:
        """Return the odds at multiplier 1 that average to `rates` over the shared effect."""
        log_rates, log_odds = self._average_rates
        return np.exp(np.interp(np.log(np.clip(rates, 1e-7, 0.995)), log_rates, log_odds))

    @cached_property
    def _average_rates(self) -> tuple[Array, Array]:
        log_odds = np.linspace(-17, 8, 400)
        multiplied = np.exp(log_odds[:, None] + LOG_NODES)
        return np.log((multiplied / (1 + multiplied)) @ node_weights(self.variance)), log_odds


def positive_rates(mean: ArrayLike, sd: ArrayLike) -> Array:
    """Return equally likely rates that stand for betas with these means and SDs, (..., POSITIVE_NODES)."""
    m = np.clip(np.asarray(mean, float)[..., None], 1e-6, 0.98)
    variance = np.minimum(np.square(np.asarray(sd, float))[..., None], 0.8 * m * (1 - m))
    spread = variance > 1e-12
    size = m * (1 - m) / np.where(spread, variance, 1.0) - 1
    middle = (np.arange(POSITIVE_NODES) + 0.5) / POSITIVE_NODES
    nodes = betaincinv(m * size, (1 - m) * size, middle)
    nodes = np.clip(nodes * m / np.maximum(nodes.mean(axis=-1, keepdims=True), 1e-12), 1e-7, 0.99)
    return np.where(spread, nodes, m)


# With figures of the applicant's own the programs of a pool come again at every score.
@lru_cache(maxsize=16)
def _positive_rates(pairs: bytes) -> Array:
    """Return `positive_rates` of pairs of a mean and a ratio of SD to mean, each pair as one number."""
    of_pair = np.frombuffer(pairs, complex)
    return positive_rates(of_pair.real, of_pair.real * of_pair.imag)
