"""Spreads a list over states: what is picked because one season's figure of a state is high will disappoint.

A state's published rate is that of its programs in one season. A list that took every program of the three
highest states would rest on those three figures alone. So outside the Pacific Coast, where the applicant
sets a cap themselves, a state gets little more of a list than its share of the programs: its best ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smartpick.arrays import Array

# So many programs of a state are never held back, however small the state or short the list.
_ALWAYS = 5


def spread_over_states(
    specialty: NDArray[np.intp],
    state: NDArray[np.str_],
    gain: Array,
    free: NDArray[np.bool_],
    size: int,
    most: float,
) -> NDArray[np.intp]:
    """Return the candidates that stay: of each state the best, as many as a list may have of it.

    Args:
        specialty: Specialty index of each candidate, (n,).
        state: Its state, (n,).
        gain: What decides which are best, (n,).
        free: Those that no limit touches (pins, the Pacific Coast), (n,).
        size: Applications at the most.
        most: How many times its share of the specialty's programs a state may have of the list. All states
            may have more where the list would not be filled otherwise.

    Returns:
        Indices in their order.
    """
    if not len(state):
        return np.zeros(0, dtype=np.intp)
    place = np.unique(np.char.add(specialty.astype(str), state), return_inverse=True)[1]
    order = np.lexsort((-gain, free, place))
    starts = np.r_[True, np.diff(place[order]) != 0]
    rank = np.empty(len(place), dtype=np.intp)
    rank[order] = np.arange(len(place)) - np.maximum.accumulate(np.where(starts, np.arange(len(place)), 0))
    share = np.bincount(place)[place] / np.bincount(specialty)[specialty]
    # A program's place beside its state's limit: what stays has 1 or less.
    beside_limit = (rank + 1) / np.maximum(np.ceil(most * share * size), _ALWAYS)
    needed = min(size, len(place)) - int(free.sum())
    fills = np.sort(beside_limit[~free])[needed - 1] if needed > 0 else 0.0
    return np.flatnonzero(free | (beside_limit <= max(1.0, fills)))
