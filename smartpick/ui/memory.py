"""Results that a session keeps, so that nothing is worked out twice while a page is redrawn."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

Result = TypeVar("Result")
_MOST_KEPT = 8


def remembered(kind: str, key: Hashable, make: Callable[[], Result]) -> Result:
    """Return `make()`, or what it returned for the same `kind` and `key` lately in this session.

    The last eight of each kind are kept, in this session only: results are about a person.
    """
    kept: OrderedDict[Hashable, Result] = st.session_state.setdefault(f"remembered_{kind}", OrderedDict())
    if key not in kept:
        kept[key] = make()
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]
