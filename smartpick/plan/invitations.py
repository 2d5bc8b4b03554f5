"""P(invitation) of candidates at each value of the shared applicant effect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smartpick.arrays import Array
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import Candidates


def invitations(models: Sequence[SpecialtyModel], c: Candidates, log_multiplier: Array) -> Array:
    """Return P(invitation), shape (n, nodes).

    Args:
        models: The specialties' models.
        c: The candidates.
        log_multiplier: Log odds multiplier of each, everything but the shared effect, (n,).
    """
    invited = np.empty((len(log_multiplier), len(LOG_NODES)))
    for i, model in enumerate(models):
        rows = c.specialty_index == i
        invited[rows] = model.invitation.probability(
            c.mean_rest[rows], c.near_zero[rows], c.relative_sd[rows], log_multiplier[rows, None] + LOG_NODES
        )
    return invited
