"""What a profile changes: its answers as odds multipliers, and what a point of score is worth."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from smartpick.estimate import Z80, Array, Estimate, between
from smartpick.facts import Facts

# What a point of Step 2 CK is worth for an invitation, over all specialties together.
#
# The score curve of a specialty is about those who ranked it first. Who does that is not the same at every
# score: Family Medicine is ranked first by people of low scores who want it and by people of high scores who
# were invited nowhere else. So a flat curve there does not show that programs ignore the score; what other
# specialties and program directors say counts too. This is a random-effects fit: the slope of a specialty is
# a common one, in proportion to how much its directors say the score counts, plus a part of its own. A
# published slope shows it with an error, or is flat because of who ranks the specialty first.

# A specialty's own slope is clear from this many standard errors above zero.
CLEAR_FROM = 2.0
# Even priors over these: common slope and spread between specialties (log multiplier for a point of score),
# and the share of specialties whose published slope is flat from selection.
_COMMON: Array = np.linspace(0.0, 0.15, 61)
_SPREAD: Array = np.linspace(0.0025, 0.04, 16)
_FLAT: Array = np.linspace(0.02, 0.98, 25)


@dataclass(frozen=True)
class OwnSlope:
    """What a specialty's published scores say of the log odds of an invitation for a point of score.

    `importance` is how much its directors say the score counts, 1 on average.
    """

    slope: float
    error: float
    importance: float

    @property
    def clear(self) -> bool:
        """Whether the slope is above zero beyond doubt."""
        return self.slope >= CLEAR_FROM * self.error


class PooledSlopes:
    """The fit over the specialties with enough applicants; ask it for the slope of any specialty."""

    def __init__(self, seen: Sequence[OwnSlope]) -> None:
        common, spread, flat = np.meshgrid(_COMMON, _SPREAD, _FLAT, indexing="ij")
        self._common, self._spread, self._flat = common.ravel(), spread.ravel(), flat.ravel()
        log_likelihood = np.zeros_like(self._common)
        for own in seen:
            shown, hidden = self._densities(own)
            log_likelihood += np.log((1 - self._flat) * shown + self._flat * hidden)
        weights = np.exp(log_likelihood - log_likelihood.max())
        self._weights = weights / weights.sum()

    def of(self, own: OwnSlope | None, importance: float) -> tuple[Estimate, float]:
        """Return (slope of a specialty with its range, chance that its published slope hides it).

        `own` is None where no scores are published.
        """
        expected = self._common * importance
        if own is None:
            return self._summary(expected, self._spread**2), 1.0
        shown, hidden = self._densities(own)
        hides = self._flat * hidden / (self._flat * hidden + (1 - self._flat) * shown)
        precision = 1 / own.error**2 + 1 / self._spread**2
        pulled = (own.slope / own.error**2 + expected / self._spread**2) / precision
        mean = hides * expected + (1 - hides) * pulled
        second = hides * (expected**2 + self._spread**2) + (1 - hides) * (pulled**2 + 1 / precision)
        return self._summary(mean, second - mean**2), float(self._weights @ hides)

    def _densities(self, own: OwnSlope) -> tuple[Array, Array]:
        """Return the densities of a published slope that shows the tie, and of one flat from selection."""
        sd = np.sqrt(own.error**2 + self._spread**2)
        from_common, from_zero = (own.slope - self._common * own.importance) / sd, own.slope / sd
        scale = np.sqrt(2 * np.pi) * sd
        return np.exp(-(from_common**2) / 2) / scale, np.exp(-(from_zero**2) / 2) / scale

    def _summary(self, means: Array, variances: Array) -> Estimate:
        mean = float(self._weights @ means)
        sd = float(np.sqrt(self._weights @ (variances + means**2) - mean**2))
        return Estimate(mean, max(mean - Z80 * sd, 0.0), mean + Z80 * sd)


def score_importance(facts: Facts) -> dict[str, float]:
    """Return how much each specialty's directors say Step 2 CK counts for an interview, 1 on average.

    The share who cite it times its mean importance (1 to 5), over the mean of all specialties.
    """
    rows = facts.director_survey
    rows = rows[
        (rows["factor"] == "USMLE Step 2 CK score")
        & (rows["stage"] == "interview")
        & (rows["specialty"] != "All specialties")
    ].dropna(subset=["cited_pct", "importance_mean"])
    rows = rows[rows["survey_year"] == rows["survey_year"].max()]
    weight = (rows["cited_pct"] * rows["importance_mean"]).to_numpy(float)
    return dict(zip(rows["specialty"].astype(str), weight / weight.mean(), strict=True))


def pooled_slope(slopes: pd.DataFrame, specialty: str, shape_type: str) -> Estimate | None:
    """Return the pooled slope that stands in for an unclear one, None where the specialty's own is clear.

    `slopes` is the table `score_slopes`, `shape_type` the applicant type whose scores shape the curve.
    """
    rows = slopes[(slopes["specialty"] == specialty) & (slopes["applicant_type"] == shape_type)]
    if rows.empty or bool(rows["own_clear"].iloc[0]):
        return None
    slope, low, high = (float(rows[c].iloc[0]) for c in ("slope", "low", "high"))
    return Estimate(slope, low, high)


# What the answers of a profile change.
#
# The published rates are those of the average applicant of a type, so every effect is centred: the
# reference level of each factor has odds ratio 1. Values, ranges and their basis are rows of
# `data/parameters/effects.csv`; here they are only looked up and interpolated between levels.

# Which groups of applicants (column `applies_to`) an applicant type belongs to.
_GROUPS = {
    "non_us_img": {"all", "img", "non_us_img"},
    "us_img": {"all", "img"},
    "us_do_senior": {"all"},
    "us_md_senior": {"all"},
}


@dataclass(frozen=True, kw_only=True)
class AppliedEffect:
    """One factor at one profile's level, as log odds ratios with an 80 % range."""

    factor: str
    level: str
    log_value: float
    log_low: float
    log_high: float
    scope: str
    basis: str
    source_id: str

    def draws(self, normal: Array) -> Array:
        """Return draws of the log odds ratio."""
        return between(normal, self.log_value, self.log_low, self.log_high)


@dataclass(frozen=True, kw_only=True)
class Factor:
    """All levels of one factor, ready to look up.

    `numbers` are the numeric levels, rising, or None where the levels are words (`words`).
    """

    name: str
    numbers: Array | None
    words: tuple[str, ...]
    logs: Array
    scope: str
    applies_to: str
    bases: tuple[str, ...]
    source_ids: tuple[str, ...]

    @cached_property
    def at(self) -> Callable[[Hashable], AppliedEffect | None]:
        """Return the effect at one answer, or None where the answer is not among the levels."""
        # Most answers are among a few; yes is another one than 1.
        return lru_cache(maxsize=256, typed=True)(self._at)

    def _at(self, answer: object) -> AppliedEffect | None:
        if self.numbers is not None:
            place = float(answer)  # type: ignore[arg-type]
            value, low, high = (float(np.interp(place, self.numbers, self.logs[:, i])) for i in range(3))
            row = int(np.argmin(np.abs(self.numbers - place)))
        else:
            word = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)
            if word not in self.words:
                return None
            row = self.words.index(word)
            value, low, high = (float(v) for v in self.logs[row])
        return AppliedEffect(
            factor=self.name,
            level=str(answer),
            log_value=value,
            log_low=low,
            log_high=high,
            scope=self.scope,
            basis=self.bases[row],
            source_id=self.source_ids[row],
        )


def read_factors(effects: pd.DataFrame) -> tuple[Factor, ...]:
    """Read the rows of `data/parameters/effects.csv`."""
    factors = []
    for name, rows in effects.groupby("factor", sort=False):
        numbers = pd.to_numeric(rows["level"], errors="coerce").to_numpy(float)
        factors.append(
            Factor(
                name=str(name),
                numbers=None if np.isnan(numbers).any() else numbers,
                words=tuple(rows["level"].astype(str)),
                logs=np.log(rows[["odds_ratio", "low", "high"]].to_numpy(float)),
                scope=str(rows["scope"].iloc[0]),
                applies_to=str(rows["applies_to"].iloc[0]),
                bases=tuple(rows["basis"].astype(str)),
                source_ids=tuple(rows["source_id"].astype(str)),
            )
        )
    return tuple(factors)


def applied_effects(
    answers: Mapping[str, Hashable], factors: Sequence[Factor], applicant_type: str, assumed: bool = True
) -> list[AppliedEffect]:
    """Return one effect for each factor that moves the odds or is uncertain.

    An answer is a number, word or bool; an unknown one (None) moves nothing. Without `assumed`, effects
    whose basis is "assumed" are left out.
    """
    effects = []
    for factor in factors:
        answer = answers.get(factor.name)
        if answer is None or factor.applies_to not in _GROUPS[applicant_type]:
            continue
        effect = factor.at(answer)
        if effect is None or (effect.basis == "assumed" and not assumed):
            continue
        if (effect.log_value, effect.log_low, effect.log_high) != (0.0, 0.0, 0.0):
            effects.append(effect)
    return effects


def total(effects: Sequence[AppliedEffect], scope: str) -> float:
    """Return the summed log odds ratio of one scope."""
    return sum(e.log_value for e in effects if e.scope == scope)


def total_draws(effects: Sequence[AppliedEffect], scope: str, normal: Array) -> Array:
    """Return draws of the summed log odds ratio of one scope, from standard normal ones (draws, effects)."""
    summed = np.zeros(len(normal))
    for column, effect in enumerate(effects):
        if effect.scope == scope:
            summed += effect.draws(normal[:, column])
    return summed
