"""The page of sources and method."""

from smartpick.web.method.page import method

__all__ = ["method"]
