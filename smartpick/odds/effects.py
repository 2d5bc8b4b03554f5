"""What a profile changes: odds multipliers against the reference profile.

The published rates are those of the average applicant of a type, so every effect is centred: the
reference level of each factor has odds ratio 1. Values, ranges and their basis are rows of
`data/parameters/effects.csv`; this module only looks them up and interpolates between levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartpick.arrays import Array
from smartpick.odds.draws import Z80

_GROUPS = {
    "non_us_img": {"all", "img", "non_us_img"},
    "us_img": {"all", "img"},
    "us_do_senior": {"all"},
    "us_md_senior": {"all"},
}


@dataclass(frozen=True)
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
        """Return draws of the log odds ratio: a normal whose two halves fit the two ends."""
        up, down = (self.log_high - self.log_value) / Z80, (self.log_value - self.log_low) / Z80
        return self.log_value + normal * np.where(normal > 0, up, down)


@dataclass(frozen=True)
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

    def at(self, answer: object) -> AppliedEffect | None:
        """Return the effect at one answer, or None where the answer is not among the levels."""
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
            self.name, str(answer), value, low, high, self.scope, self.bases[row], self.source_ids[row]
        )


def read_factors(effects: pd.DataFrame) -> tuple[Factor, ...]:
    """Read the rows of `data/parameters/effects.csv`."""
    factors = []
    for name, rows in effects.groupby("factor", sort=False):
        numbers = pd.to_numeric(rows["level"], errors="coerce").to_numpy(float)
        factors.append(
            Factor(
                str(name),
                None if np.isnan(numbers).any() else numbers,
                tuple(rows["level"].astype(str)),
                np.log(rows[["odds_ratio", "low", "high"]].to_numpy(float)),
                str(rows["scope"].iloc[0]),
                str(rows["applies_to"].iloc[0]),
                tuple(rows["basis"].astype(str)),
                tuple(rows["source_id"].astype(str)),
            )
        )
    return tuple(factors)


def applied_effects(
    answers: Mapping[str, object], factors: Sequence[Factor], applicant_type: str, assumed: bool = True
) -> list[AppliedEffect]:
    """Look up every factor for one applicant.

    Args:
        answers: Level of each factor (number, word, bool or None for unknown).
        factors: As returned by `read_factors`.
        applicant_type: Which factors apply.
        assumed: False leaves out every effect whose basis is `assumed`.

    Returns:
        One effect for each factor that moves the odds or is uncertain; an unknown answer moves nothing.
    """
    found = []
    for factor in factors:
        answer = answers.get(factor.name)
        if answer is None or factor.applies_to not in _GROUPS[applicant_type]:
            continue
        effect = factor.at(answer)
        if effect is None or (effect.basis == "assumed" and not assumed):
            continue
        if (effect.log_value, effect.log_low, effect.log_high) != (0.0, 0.0, 0.0):
            found.append(effect)
    return found


def total(effects: Sequence[AppliedEffect], scope: str) -> float:
    """Return the summed log odds ratio of one scope."""
    return sum(e.log_value for e in effects if e.scope == scope)


def total_draws(effects: Sequence[AppliedEffect], scope: str, normal: Array) -> Array:
    """Return draws of the summed log odds ratio of one scope.

    Args:
        effects: As returned by `applied_effects`.
        scope: `everywhere` or `pacific`.
        normal: Standard normal, shape (draws, at least len(effects)): one column for each effect.
    """
    summed = np.zeros(len(normal))
    for column, effect in enumerate(effects):
        if effect.scope == scope:
            summed += effect.draws(normal[:, column])
    return summed
