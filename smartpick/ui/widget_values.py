"""Giving a widget its value without taking away what a person is typing into it."""

from __future__ import annotations

from typing import Any

import streamlit as st


def give(key: str, value: Any) -> str:
    """Give the widget of this key a value if it has another, and return the key.

    Given again in every run, a value would overwrite what is being typed while the page follows the answer
    before.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key
