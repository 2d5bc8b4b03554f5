"""The page of score curves."""

from smartpick.web.curves.page import curves

__all__ = ["curves"]
