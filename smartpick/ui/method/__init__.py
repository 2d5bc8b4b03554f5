"""The page of sources and method."""

from smartpick.ui.method.page import method

__all__ = ["method"]
