"""The advising page."""

from smartpick.web.advising.page import advising

__all__ = ["advising"]
