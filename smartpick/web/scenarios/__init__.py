"""The scenarios page."""

from smartpick.web.scenarios.page import scenarios

__all__ = ["scenarios"]
