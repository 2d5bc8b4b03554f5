"""Our own blocks of text: headings, notes, small print. One block is one element of the page.

Streamlit sends and draws element by element, so what belongs together goes out together: while a score is
dragged the page is drawn several times a second.
"""

from collections.abc import Iterable, Mapping
from html import escape

import streamlit as st


def block(*parts: str) -> None:
    """Show HTML parts, made by the functions here, as one element; nothing where all are empty."""
    body = "".join(parts)
    if body:
        st.html(f'<div class="sp-block">{body}</div>' if len(parts) > 1 else body)


def heading(text: str, anchor: str = "") -> str:
    """Return a heading of the second level; `text` is plain text.

    With an `anchor` (letters and hyphens) the links of `contents` lead to it.
    """
    if anchor:
        return f'<h2 class="sp-heading sp-section" id="{anchor}">{escape(text)}</h2>'
    return f'<h2 class="sp-heading">{escape(text)}</h2>'


def chart_keys(keys: Iterable[tuple[str, str]]) -> str:
    """Return what the lines and areas of a chart mean: the name of each sign's style, and plain text."""
    items = "".join(f'<li><span class="sp-key sp-key-{key}"></span>{escape(text)}</li>' for key, text in keys)
    return f'<ul class="sp-keys">{items}</ul>'


def contents(sections: Mapping[str, str]) -> None:
    """Draw the way from the top of a long page to its sections; titles by the anchors of their headings."""
    links = "".join(f'<a href="#{anchor}">{escape(title)}</a>' for anchor, title in sections.items())
    st.html(f'<nav class="sp-contents" aria-label="On this page">{links}</nav>')


def fine(*sentences: str) -> str:
    """Return small plain text; empty sentences are left out, and without any there is nothing."""
    said = " ".join(sentence for sentence in sentences if sentence)
    return f'<p class="sp-fine">{escape(said)}</p>' if said else ""


def plain(text: str) -> str:
    """Return a paragraph of plain text."""
    return f'<p class="sp-plain">{escape(text)}</p>'


def note_html(text: str, strong: bool = False) -> str:
    """Return a sentence or two in a quiet frame; `strong` for what must be read first."""
    return f'<div class="sp-note{" sp-note-strong" if strong else ""}" role="note">{escape(text)}</div>'


def note(text: str, strong: bool = False) -> None:
    """Show a note as an element of its own."""
    block(note_html(text, strong))


def notice(*texts: str | None, strong: bool = False) -> None:
    """Show the notes among `texts` in a place that is kept for them.

    What follows on the page then stays where it is when a note comes or goes; without its place, everything
    below would be drawn anew.
    """
    with st.container():
        for text in filter(None, texts):
            note(text, strong)
