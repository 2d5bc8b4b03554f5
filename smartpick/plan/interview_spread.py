"""How many interviews one person with a list may get: a spread of people, not the range of a mean.

The expected number of interviews is a mean, and its range tells how well we know that mean. Whoever sends the
list gets a whole number, and people alike in everything we ask get very different ones: because every
invitation is chance, and because what their applications share is not seen by us. Both are in the model
already; here they are counted out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smartpick.arrays import Array
from smartpick.odds.list_odds import interview_counts
from smartpick.plan.invitations import invitations
from smartpick.plan.plan import Plan

# The middle four fifths of people, as every range of ours is the middle 80 %.
_LOWEST, _HIGHEST = 0.1, 0.9


@dataclass(frozen=True)
class InterviewSpread:
    """Numbers of interviews of people like the applicant.

    Attributes:
        low: At most one in ten gets fewer.
        high: At most one in ten gets more.
        none: Share (0-1) that gets none.
        within: Share (0-1) that gets from `low` to `high`; at least 0.8.
    """

    low: int
    high: int
    none: float
    within: float

    @classmethod
    def of(cls, counts: Array) -> InterviewSpread:
        """Return the spread of a distribution P(K = k), k = 0, 1, ..."""
        reached = np.cumsum(counts) / counts.sum()
        low, high = (int(np.searchsorted(reached, q - 1e-12)) for q in (_LOWEST, _HIGHEST))
        below = float(reached[low - 1]) if low else 0.0
        return cls(low, high, float(reached[0]), float(reached[high]) - below)


def interview_spread(plan: Plan, scores: Array, shares: Array, score: float) -> InterviewSpread:
    """Return how many interviews people with this list get.

    Args:
        plan: The list.
        scores: Step 2 CK scores that the applicant may have, (scores,).
        shares: How likely each is, (scores,).
        score: The score that the list was made for.
    """
    points = [model.log_multiplier(np.append(scores, score)) for model in plan.models]
    moved = np.array([p[:-1] - p[-1] for p in points])[plan.candidates.specialty_index]
    weights = plan.models[0].invitation_weights
    counts = np.zeros(1)
    for column, share in enumerate(shares):
        invited = invitations(plan.models, plan.candidates, plan.log_multiplier + moved[:, column])
        counts = counts + share * (weights @ interview_counts(invited))
    return InterviewSpread.of(counts)
