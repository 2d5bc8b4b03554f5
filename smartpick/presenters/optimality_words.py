"""How sure it is that no other list is better, in words."""

from __future__ import annotations

from math import isinf

from smartpick.plan.plan import Plan
from smartpick.presenters.wording import NARROW_SPACE, fine_percent

_AT_MOST = "No list within your limits is worth over {} more than this one, by our estimates."


def optimality_sentence(plan: Plan) -> str:
    """Say whether the list is proven best, or how far at most a better one could be."""
    if plan.optimality.proven:
        return "No other list within your limits is worth more: proven, by our estimates."
    gap = plan.optimality.gap(plan.value)
    if isinf(gap):
        return "A good list within your limits; whether another is worth more was not searched to the end."
    return _AT_MOST.format(f"0.1{NARROW_SPACE}%" if gap < 0.001 else fine_percent(gap))
