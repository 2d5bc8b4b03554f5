"""Programs like another one: an order to look in, not an estimate.

The distance of two programs of a specialty adds up what a person would compare first, each part from 0
(alike) to 1 (as different as can be), with half a point where one side is unknown:

- setting (university, affiliated, community ...): 0 if the same, else 1;
- place: 0 in the same state, a half in the same census division, else 1;
- size: how many times larger one is, 1 at four times and beyond;
- statements: of the requirements that both pages speak of, the share that they answer differently.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.explore.directory import Directory

_ONE_UNKNOWN = 0.5
_DOUBLINGS_AT_MOST = 2.0


def similar_programs(directory: Directory, row: int, most: int = 6) -> NDArray[np.intp]:
    """Return the rows of the programs most like the one at `row`, nearest first, itself left out.

    Only programs of the same specialty whose identity is sure are compared.
    """
    rows = directory.programs
    same = (rows["specialty"] == rows["specialty"].iloc[row]).to_numpy(bool) & directory.sure
    same[row] = False
    candidates = np.flatnonzero(same)
    distance = distances_to(directory, row, candidates)
    return candidates[np.argsort(distance, kind="stable")[:most]]


def distances_to(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    """Return the distance (0 to 4) of the program at `row` to each of `others`."""
    return (
        (directory.setting[others] != directory.setting[row]).astype(float)
        + _place(directory, row, others)
        + _size(directory, row, others)
        + _statements(directory, row, others)
    )


def _place(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    rows = directory.programs
    state, division = rows["state"].to_numpy(str), rows["census_division"].to_numpy(str)
    return np.select([state[others] == state[row], division[others] == division[row]], [0.0, 0.5], 1.0)


def _size(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    positions = directory.programs["positions_pgy1"].to_numpy(float, na_value=np.nan)
    positions = np.where(positions > 0, positions, np.nan)
    doublings = np.abs(np.log2(positions[others] / positions[row]))
    return np.nan_to_num(np.minimum(doublings, _DOUBLINGS_AT_MOST) / _DOUBLINGS_AT_MOST, nan=_ONE_UNKNOWN)


def _statements(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    both, differ = np.zeros(len(others)), np.zeros(len(others))
    for said in directory.answers.values():
        spoken = (said.value[others] != "") & (said.value[row] != "")
        both += spoken
        differ += spoken & (said.value[others] != said.value[row])
    return np.where(both > 0, differ / np.maximum(both, 1), _ONE_UNKNOWN)
