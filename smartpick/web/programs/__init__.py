"""The page of programs: search, map, one program's view, comparison."""

from smartpick.web.programs.page import programs

__all__ = ["programs"]
