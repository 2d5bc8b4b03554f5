"""Styles of this page alone: the groups, the small lists, and how the page is printed."""

from pathlib import Path

import streamlit as st

_RULES = Path(__file__).with_name("applications.css").read_text(encoding="utf-8")


def style_applications() -> None:
    """Add the page's styles; takes no room."""
    st.html(f"<style>{_RULES}</style>")
