"""The sections of the page with their anchors."""

from __future__ import annotations

from html import escape

from smartpick.ui.blocks import heading

SECTIONS = {
    "where-you-stand": "Where you stand",
    "what-to-do": "What to do, in order",
    "when": "When to do it",
    "exams": "Wait, retake, or Step 3?",
    "stages": "Straight to the coast, or in two stages?",
    "words": "Words to start from",
    "take-along": "Take it along",
}


def section_heading(name: str) -> str:
    """Return the heading of a section, which its link leads to."""
    return heading(SECTIONS[name], name)


def subheading(text: str) -> str:
    """Return a heading of the third level; `text` is plain text."""
    return f'<h3 class="sp-subheading">{escape(text)}</h3>'
