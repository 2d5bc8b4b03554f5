"""What a term means, one click away from where it first stands on a page."""

import streamlit as st

from smartpick.presenters.terms import term_lines


def terms_popover(*terms: str, key: str, label: str = "What these words mean") -> None:
    """Show a button that opens the meanings of these terms; the whole glossary if none is named.

    Args:
        terms: Names in the glossary.
        key: Unique name of the button on the page.
        label: What the button says.
    """
    with st.popover(label, type="tertiary", icon=":material/help:", key=key):
        st.markdown("\n".join(f"- {line}" for line in term_lines(*terms)))
