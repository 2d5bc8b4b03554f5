"""Calm notes on a page: what to know before reading on."""

from html import escape

import streamlit as st


def note(text: str, strong: bool = False) -> None:
    """Show a sentence or two in a quiet frame; `strong` for what must be read first. `text` is plain text."""
    st.html(f'<div class="sp-note{" sp-note-strong" if strong else ""}" role="note">{escape(text)}</div>')


def fine_print(*sentences: str) -> None:
    """Show small plain text."""
    st.html(f'<p class="sp-fine">{escape(" ".join(sentences))}</p>')
