"""Styles of this page alone: the comparison, as a table where there is room and as cards on a phone."""

from pathlib import Path

import streamlit as st

_RULES = Path(__file__).with_name("scenarios.css").read_text(encoding="utf-8")


def style_scenarios() -> None:
    """Add the page's styles; takes no room."""
    st.html(f"<style>{_RULES}</style>")
