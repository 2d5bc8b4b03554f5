"""Odds: from published distributions to the chance of a list (DESIGN section 2)."""

from smartpick.odds.distribution import Distribution
from smartpick.odds.score_curve import ScoreCurve, fit_score_curve

__all__ = ["Distribution", "ScoreCurve", "fit_score_curve"]
