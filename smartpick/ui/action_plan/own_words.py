"""What the person adds on this page: labels and short answers. In the session and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from smartpick.guidance.self_assessment import Label, Line, relabelled

_KEY = "self_assessment_own"
MOST_CHARACTERS = 200


@dataclass
class OwnWords:
    """Labels and answers by item of the self-assessment; what is not in them is as the rules have it."""

    labels: dict[str, Label] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    def on(self, ruled: Sequence[Line]) -> list[Line]:
        """Return the lines that the rules made with what was added, as it stands now."""
        return relabelled(ruled, self.labels, self.answers)


def own_words() -> OwnWords:
    """Return what this session's person has added."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = OwnWords()
    return st.session_state[_KEY]


def forget_own_words() -> None:
    """Go back to the labels of the rules."""
    own_words().labels.clear()
    own_words().answers.clear()
