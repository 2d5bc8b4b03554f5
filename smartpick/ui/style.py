"""The style sheets of our own blocks, in the palette's colours, and of the page on paper."""

from dataclasses import asdict
from pathlib import Path

import streamlit as st

from smartpick.charts.palette import Palette

_SHEETS = ("blocks.css", "print.css")
_RULES = "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _SHEETS)


def style_blocks(colours: Palette) -> None:
    """Add the styles of our own blocks to this page; takes no room."""
    values = "".join(f"--sp-{name.replace('_', '-')}:{value};" for name, value in asdict(colours).items())
    st.html(f"<style>:root{{{values}}}{_RULES}</style>")
