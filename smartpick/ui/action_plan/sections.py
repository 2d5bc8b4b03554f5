"""The sections of the page with their anchors, and the way to them from the top."""

from __future__ import annotations

from html import escape

import streamlit as st

SECTIONS = {
    "where-you-stand": "Where you stand",
    "what-to-do": "What to do, in order",
    "when": "When to do it",
    "exams": "Wait, retake, or Step 3?",
    "stages": "Straight to the coast, or in two stages?",
    "words": "Words to start from",
    "take-along": "Take it along",
}


def contents() -> None:
    """Draw links to the sections."""
    links = "".join(f'<a href="#{name}">{escape(title)}</a>' for name, title in SECTIONS.items())
    st.html(f'<nav class="sp-contents" aria-label="On this page">{links}</nav>')


def section_heading(name: str) -> str:
    """Return the heading of a section, which its link leads to."""
    return f'<h2 class="sp-heading sp-section" id="{name}">{escape(SECTIONS[name])}</h2>'


def subheading(text: str) -> str:
    """Return a heading of the third level; `text` is plain text."""
    return f'<h3 class="sp-subheading">{escape(text)}</h3>'
