"""The style sheet of our own blocks (notes, levers, reasons, the list), in the palette's colours."""

from dataclasses import asdict
from pathlib import Path

import streamlit as st

from smartpick.charts.palette import Palette

_RULES = Path(__file__).with_name("blocks.css").read_text(encoding="utf-8")


def style_blocks(colours: Palette) -> None:
    """Add the styles of our own blocks to this page; takes no room."""
    values = "".join(f"--sp-{name.replace('_', '-')}:{value};" for name, value in asdict(colours).items())
    st.html(f"<style>:root{{{values}}}{_RULES}</style>")
