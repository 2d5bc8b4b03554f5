"""Styles of this page alone: the cards, the options, and how the page is printed."""

from pathlib import Path

import streamlit as st

_RULES = Path(__file__).with_name("action_plan.css").read_text(encoding="utf-8")


def style_action_plan() -> None:
    """Add the page's styles; takes no room."""
    st.html(f"<style>{_RULES}</style>")
