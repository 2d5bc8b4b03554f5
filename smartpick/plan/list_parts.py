"""A chosen list as the odds see it: a part for each specialty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smartpick.arrays import Array
from smartpick.odds.list_odds import SpecialtyList, specialty_list
from smartpick.plan.candidates import Candidates
from smartpick.plan.plan import Choice


def list_parts(
    choice: Choice, chosen: Candidates, shift: Array, signal: Sequence[str]
) -> tuple[SpecialtyList, ...]:
    """Return the parts of a list.

    Args:
        choice: What it was chosen from.
        chosen: Its programs.
        shift: Log odds ratio of each, signal included, (n,).
        signal: Signal of each, empty for none.
    """
    given = np.array([bool(s) for s in signal], dtype=bool)
    parts = []
    for index, model in enumerate(choice.models):
        rows = chosen.specialty_index == index
        parts.append(
            specialty_list(
                model,
                chosen.mean_rest[rows],
                chosen.near_zero[rows],
                chosen.relative_sd[rows],
                shift[rows],
                chosen.pacific[rows],
                given[rows],
                chosen.worth[rows],
            )
        )
    return tuple(parts)
