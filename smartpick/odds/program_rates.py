"""What is expected of each program before anything is known of the program itself but public traces.

A published cell (specialty x state, census division or nation) fixes two things: the mean rate over its
programs and their share near zero. Public traces only say which of the cell's programs are likelier to be
which. So each cell has two constants, solved such that its programs have the published mean and the published
share, wherever the traces put single programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, lsq_linear
from scipy.special import expit

from smartpick.estimate import Array
from smartpick.odds.rates import RateCell, RateTable

# A share near zero is kept off both ends: a state whose programs all showed 0.00 may hold one that invites.
_LEAST_NEAR_ZERO, _MOST_NEAR_ZERO = 0.01, 0.98
_HIGHEST_RATE = 0.9
# How closely the reconciled cells must keep to what is printed: shares of the mean, and points of near zero.
_STATE, _LARGER, _REMAINDER = 0.02, 0.01, 1.0


@dataclass(frozen=True)
class TraceSlopes:
    """How an index of public traces moves a program within its cell."""

    zero: float  # Change of the log odds of being near zero for one unit of the index
    rest: float  # Change of the log rate of a program that is not near zero
    # SD over mean of the rates of programs that are not near zero, the index known; None where it is the
    # cell's own
    relative_sd: float | None


NO_TRACES = TraceSlopes(0.0, 0.0, None)


@dataclass(frozen=True)
class ProgramRates:
    """Priors of programs; arrays have one entry for each program."""

    # The published cell each comes from, its mean and near-zero share as reconciled
    cells: tuple[RateCell, ...]
    near_zero: Array  # Chance that it invites fewer than 1 in 200
    mean_rest: Array  # Mean rate if it does not
    relative_sd: Array  # SD over mean of that
    centred: Array  # Index less its mean over the cell


def program_rates(
    table: RateTable,
    states: Sequence[str],
    divisions: Sequence[str],
    index: Array,
    slopes: TraceSlopes,
    near_zero_rate: float,
) -> ProgramRates:
    """Return what is expected of every program of one specialty.

    Args:
        table: The published cells of the specialty and applicant type.
        states: State of each program.
        divisions: Census division of each program.
        index: Index of public traces of each program, (n,).
        slopes: What the index is worth.
        near_zero_rate: Rate of a program near zero.
    """
    smallest = [table.cell(s, d) for s, d in zip(states, divisions, strict=True)]
    number_of = {cell: number for number, cell in enumerate(dict.fromkeys(smallest))}
    cell_of = np.array([number_of[cell] for cell in smallest], dtype=np.intp)
    cells = reconciled(table, list(number_of), cell_of, divisions)
    near_zero, mean_rest, centred = (np.zeros(len(smallest)) for _ in range(3))
    for number, cell in enumerate(cells):
        rows = np.flatnonzero(cell_of == number)
        centred[rows] = index[rows] - index[rows].mean()
        near_zero[rows] = chances_with_mean(slopes.zero * centred[rows], cell.near_zero_share)
        away = 1 - near_zero[rows]
        strength = np.exp(slopes.rest * centred[rows])
        left = cell.mean * len(rows) - near_zero_rate * near_zero[rows].sum()
        # Where even the programs near zero make up the whole mean, the rest are as low as a rate is printed.
        scale = max(left / (away @ strength), near_zero_rate * 2)
        mean_rest[rows] = np.minimum(scale * strength, _HIGHEST_RATE)
    spread = np.array([c.relative_sd if slopes.relative_sd is None else slopes.relative_sd for c in cells])
    return ProgramRates(tuple(cells[i] for i in cell_of), near_zero, mean_rest, spread[cell_of], centred)


def chances_with_mean(log_odds: Array, share: float) -> Array:
    """Return chances whose log odds differ as given and whose mean is `share` (kept off 0 and 1)."""
    share = float(np.clip(share, _LEAST_NEAR_ZERO, _MOST_NEAR_ZERO))

    def gap(constant: float) -> float:
        return float(expit(constant + log_odds).mean()) - share

    return np.asarray(expit(brentq(gap, -40.0, 40.0) + log_odds))


def reconciled(
    table: RateTable, cells: Sequence[RateCell], cell_of: NDArray[np.intp], divisions: Sequence[str]
) -> list[RateCell]:
    """Return the cells such that every larger place printed keeps its figures too.

    A division's figure holds its states': what the programs of its other states are like follows from the
    difference. Programs that report and programs in the directory are not quite the same, so the printed
    figures cannot all hold to the last digit; a least-squares fit shares the small gaps out.

    Args:
        table: The published cells.
        cells: The smallest published place of the programs, each once.
        cell_of: Which of `cells` each program belongs to, (n,).
        divisions: Census division of each program.
    """
    count = np.bincount(cell_of, minlength=len(cells)).astype(float)
    division_of = np.asarray(divisions)
    groups = [(table.nation, np.ones(len(cell_of), dtype=bool))]
    groups += [(c, division_of == name) for name, c in table.divisions.items() if c.programs > 0]
    shares = [np.bincount(cell_of[rows], minlength=len(cells)) / max(rows.sum(), 1) for _, rows in groups]
    floor = 0.1 * table.nation.mean

    def solve(printed: Array, larger: Array, scale: Array, larger_scale: Array, top: float) -> Array:
        own = np.array([_STATE if c.level == "state" and c.programs else _REMAINDER for c in cells])
        left = np.vstack([np.diag(1 / (own * scale)), np.array(shares) / (_LARGER * larger_scale)[:, None]])
        right = np.concatenate([printed / (own * scale), larger / (_LARGER * larger_scale)])
        keep = count > 0
        solution = printed.copy()
        solution[keep] = lsq_linear(left[:, keep], right, bounds=(0.0, top)).x
        return solution

    # One starts from the cell, or from what its printed states leave of a larger place.
    start = [c if c.level == "state" else table.remainders.get(c.place, c) for c in cells]
    mean = np.array([c.mean for c in start])
    zero = np.array([c.near_zero_share for c in start])
    big_mean = np.array([c.mean for c, _ in groups])
    big_zero = np.array([c.near_zero_share for c, _ in groups])
    means = solve(mean, big_mean, np.maximum(mean, floor), np.maximum(big_mean, floor), 1.0)
    zeros = solve(zero, big_zero, np.ones(len(cells)), np.ones(len(groups)), 1.0)
    return [
        replace(cell, mean=float(m), near_zero_share=float(z))
        for cell, m, z in zip(cells, means, zeros, strict=True)
    ]
