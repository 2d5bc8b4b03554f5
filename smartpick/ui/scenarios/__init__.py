"""The scenarios page."""

from smartpick.ui.scenarios.page import scenarios

__all__ = ["scenarios"]
