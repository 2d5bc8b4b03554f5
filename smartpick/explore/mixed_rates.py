"""Interview rates of several places taken together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smartpick.odds.rates import RateCell

_LEVELS = ("state", "division", "nation")


def mixed_cell(cells: Sequence[RateCell], weights: Sequence[float], level: str, place: str) -> RateCell:
    """Return the cell of a program of which only the odds are known that it is in one place or another.

    Near zero is the weighted share. The mean is the weighted mean, and the spread of the programs that are
    not near zero is that of a mixture: the mean of the variances within the places, plus the variance
    between their means. A place's programs count there by its weight less its share near zero.

    Args:
        cells: The places' cells.
        weights: How many programs each place has; not all 0.
        level, place: What the cell is called.

    Returns:
        The mixture. `programs` counts those reporting: the sum over the places, or those of the largest
        place where one of the cells is borrowed from it, because it holds the others.

    Raises:
        ValueError: if no place has a program.
    """
    share = np.asarray(weights, float)
    if not share.sum() > 0:
        raise ValueError("a mixture needs at least one place with programs")
    share = share / share.sum()
    near_zero = np.array([cell.near_zero_share for cell in cells])
    means = np.array([cell.mean for cell in cells])
    mean, zero = float(share @ means), float(share @ near_zero)
    rest = means / np.maximum(1 - near_zero, 1e-6)
    within = (rest * np.array([cell.relative_sd for cell in cells])) ** 2
    of_rest = share * (1 - near_zero) / max(1 - zero, 1e-6)
    mean_rest = float(of_rest @ rest)
    variance = float(of_rest @ (within + (rest - mean_rest) ** 2))
    counted = [cell for cell, part in zip(cells, share, strict=True) if part > 0]
    largest = max(_LEVELS.index(cell.level) for cell in counted)
    reporting = {(cell.level, cell.place): cell.programs for cell in counted}
    return RateCell(
        mean,
        zero,
        float(np.sqrt(variance)) / max(mean_rest, 1e-12),
        level,
        place,
        sum(reporting.values()) if largest == 0 else max(reporting.values()),
        "|".join(dict.fromkeys(cell.source_id for cell in counted)),
    )
