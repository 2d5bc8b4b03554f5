"""What the applicant knows of single programs, and how far it moves what we expect of them.

A program's rate in one season is a noisy sight of how it usually invites: the rates of two seasons are
correlated at about one half. So an observed rate is taken with that credibility (Buehlmann), more with
more seasons (Spearman and Brown), and the rest stays with the program's cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import beta

from smartpick.arrays import Array

# Reports give rates to a hundredth: below this a program shows as zero.
SHOWS_AS_ZERO = 0.005
# A visa answer that the applicant has from the program itself is taken as good as certain.
_CERTAIN = 0.98


@dataclass(frozen=True)
class ProgramEvidence:
    """What is known of one program beyond what we publish; None where nothing is.

    Attributes:
        program_id: The program.
        interview_rate: Share (0-1) of applicants of this type that it invited, mean of `seasons`.
        seasons: Over how many seasons.
        non_us_img_share: Share (0-1) of its residents who are non-US IMGs.
        img_share: Share (0-1) of its residents who are IMGs of both kinds.
        takes_j1: Whether it takes J-1.
        takes_h1b: Whether it sponsors H-1B.
        origin: Where the applicant has it from, in their words or the file's name.
    """

    program_id: str
    interview_rate: float | None = None
    seasons: int = 1
    non_us_img_share: float | None = None
    img_share: float | None = None
    takes_j1: bool | None = None
    takes_h1b: bool | None = None
    origin: str = ""


Evidence = Mapping[str, ProgramEvidence]
NO_EVIDENCE: Evidence = {}


@dataclass(frozen=True)
class Priors:
    """What is expected of programs; arrays of one length (see `Candidates`)."""

    near_zero: Array
    mean_rest: Array
    relative_sd: Array


@dataclass(frozen=True)
class EvidenceStrength:
    """How far evidence is trusted (rows of `data/parameters/model_parameters.csv`).

    Attributes:
        season_reliability: Correlation of a program's rates in two seasons.
        near_zero_persistence: Chance that a near-zero program shows as zero in a season.
        resident_share_correlation: Correlation of a program's share of IMG residents with its rate.
    """

    season_reliability: float
    near_zero_persistence: float
    resident_share_correlation: float

    @classmethod
    def of(cls, parameters: Mapping[str, float]) -> EvidenceStrength:
        """Take the strength from parameters by name; other parameters are passed over."""
        return cls(**{field.name: parameters[field.name] for field in fields(cls)})


def with_rate(priors: Priors, rate: Array, seasons: Array, strength: EvidenceStrength) -> Priors:
    """Update priors with observed interview rates.

    Args:
        priors: What was expected, (n,).
        rate: Observed rate 0-1, NaN where nothing was observed, (n,).
        seasons: Seasons behind each, (n,).
        strength: How far a season is trusted.

    Returns:
        The priors of next season's rate. The near-zero chance follows from Bayes' rule: near-zero
        programs show as zero with `near_zero_persistence` and otherwise a little above it, others as
        their beta distribution says.
    """
    seen = ~np.isnan(rate)
    y, k = np.where(seen, rate, 0.0), np.where(seen, np.maximum(seasons, 1), 1)
    one = strength.season_reliability
    credibility = k * one / (1 + (k - 1) * one)
    m = np.clip(priors.mean_rest, 1e-5, 0.97)
    variance = np.minimum((m * priors.relative_sd) ** 2, 0.8 * m * (1 - m))
    size = m * (1 - m) / variance - 1
    shows_zero = y < SHOWS_AS_ZERO
    below = beta.cdf(SHOWS_AS_ZERO, m * size, (1 - m) * size)
    # The share of near-zero programs seen at a rate falls off tenfold for each hundredth above zero.
    strayed = (1 - strength.near_zero_persistence) * 10.0 ** -np.maximum((y - 0.01) / 0.01, 0.0)
    at_y = np.clip(
        beta.cdf(y + 0.005, m * size, (1 - m) * size) - beta.cdf(y - 0.005, m * size, (1 - m) * size), 1e-9, 1
    )
    odds = np.where(shows_zero, strength.near_zero_persistence / below, strayed / at_y) ** k
    zero = np.clip(priors.near_zero, 1e-6, 1 - 1e-6)
    near_zero = expit(logit(zero) + np.log(np.clip(odds, 1e-9, 1e9)))
    mean = (1 - credibility) * m + credibility * np.maximum(y, SHOWS_AS_ZERO / 2)
    left = np.sqrt(variance * (1 - one * credibility)) / mean
    return Priors(
        np.where(seen, near_zero, priors.near_zero),
        np.where(seen, mean, priors.mean_rest),
        np.where(seen, left, priors.relative_sd),
    )


def with_resident_share(
    priors: Priors, share: Array, mean: Array, sd: Array, strength: EvidenceStrength
) -> Priors:
    """Update priors with the share of residents who are IMGs.

    Args:
        priors: What was expected, (n,).
        share: Share 0-1, NaN where unknown, (n,).
        mean: Mean share of the specialty's programs, (n,).
        sd: Its SD over programs, (n,).
        strength: How far the share predicts the rate.
    """
    seen = ~np.isnan(share)
    z = np.where(seen, (np.where(seen, share, 0.0) - mean) / sd, 0.0)
    r = strength.resident_share_correlation
    log_sd = np.sqrt(np.log1p(priors.relative_sd**2))
    # On the log scale the rate regresses on the share; on the logit scale the near-zero chance does,
    # read as a threshold on a latent normal (pi / sqrt(3) turns its SD into a logistic one).
    zero = expit(logit(np.clip(priors.near_zero, 1e-6, 1 - 1e-6)) - r * z * np.pi / np.sqrt(3))
    return Priors(
        np.where(seen, zero, priors.near_zero),
        np.where(seen, priors.mean_rest * np.exp(r * z * log_sd - 0.5 * (r * log_sd) ** 2), priors.mean_rest),
        np.where(seen, np.sqrt(np.expm1((1 - r**2) * log_sd**2)), priors.relative_sd),
    )


def column(evidence: Evidence, ids: NDArray[np.str_], field: str) -> Array:
    """Return one field of the evidence for each program, NaN where nothing is known (True is 1)."""
    values = np.full(len(ids), np.nan)
    if evidence:
        places = {str(program): i for i, program in enumerate(ids)}
        for program, known in evidence.items():
            value = getattr(known, field)
            if value is not None and program in places:
                values[places[program]] = float(value)
    return values


def visa_chance(evidence: Evidence, ids: NDArray[np.str_], field: str, otherwise: Array) -> Array:
    """Return the chance of sponsoring a visa: the applicant's answer where there is one."""
    told = column(evidence, ids, field)
    return np.where(np.isnan(told), otherwise, np.where(told > 0, _CERTAIN, 1 - _CERTAIN))
