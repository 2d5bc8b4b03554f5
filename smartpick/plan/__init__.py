"""Plan: which applications to send (DESIGN section 2.8)."""

from smartpick.plan.order import Optimality, best_list, expected_best, order_by_marginal_gain

__all__ = ["Optimality", "best_list", "expected_best", "order_by_marginal_gain"]
