"""The page of score curves."""

from smartpick.ui.curves.page import curves

__all__ = ["curves"]
