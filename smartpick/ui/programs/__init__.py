"""The page of programs: search, map, one program's view, comparison."""

from smartpick.ui.programs.page import programs

__all__ = ["programs"]
