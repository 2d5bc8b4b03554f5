"""A second, plain implementation of the list model: throw the dice for every applicant.

Slow and short on purpose; it shares no code with `smartpick.odds.list_odds`.
"""

import numpy as np


def simulate(
    mean_rest: np.ndarray,
    near_zero: np.ndarray,
    pacific: np.ndarray,
    rank_curve: np.ndarray,
    variance: float,
    near_zero_rate: float,
    log_multiplier: float,
    applicants: int,
) -> dict[str, float]:
    """Return match, match on the Pacific, no interview and interviews, as shares of simulated applicants.

    Programs that are not near zero all have their mean rate here (no spread between them).
    """
    random = np.random.default_rng(11)
    effect = random.gamma(1 / variance, variance, applicants)
    sample = random.gamma(1 / variance, variance, 200_000)

    def odds_at_one(rate: float) -> float:
        """Bisect for the odds that average to `rate` over applicants."""
        low, high = 1e-9, 100.0
        for _ in range(80):
            middle = np.sqrt(low * high)
            reached = float(np.mean(middle * sample / (1 + middle * sample)))
            low, high = (middle, high) if reached < rate else (low, middle)
        return float(middle)

    total, near = np.zeros(applicants, dtype=int), np.zeros(applicants, dtype=int)
    for mean, zero, here in zip(mean_rest, near_zero, pacific, strict=True):
        closed = random.random(applicants) < zero
        odds = (
            np.where(closed, odds_at_one(near_zero_rate), odds_at_one(mean)) * effect * np.exp(log_multiplier)
        )
        invited = random.random(applicants) < odds / (1 + odds)
        total += invited
        near += invited & here
    return {
        "match": float(rank_curve[total].mean()),
        "pacific": float(rank_curve[near].mean()),
        "no_interview": float((total == 0).mean()),
        "interviews": float(total.mean()),
    }
