"""Styles of this page alone."""

from pathlib import Path

import streamlit as st

_RULES = Path(__file__).with_name("method.css").read_text(encoding="utf-8")


def style_method() -> None:
    """Add the page's styles; takes no room."""
    st.html(f"<style>{_RULES}</style>")
