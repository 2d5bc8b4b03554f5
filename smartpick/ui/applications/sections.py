"""The sections that every list has, with their anchors."""

from __future__ import annotations

from smartpick.ui.blocks import heading

SECTIONS = {
    "groups": "The list in three groups",
    "alike": "Which places are firm",
    "gain": "Where the next application stops paying",
    "mix": "Where the list goes",
    "own-list": "The list you have",
    "look-up": "What to find out next",
    "calendar": "Calendar reminders",
}


def section_heading(name: str) -> str:
    """Return the heading of a section, which its link leads to."""
    return heading(SECTIONS[name], name)
