"""The application list page: the list in groups, what it costs, and everything to take away."""

from smartpick.web.applications.page import applications

__all__ = ["applications"]
