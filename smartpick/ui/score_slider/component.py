"""Mounting the slider and telling a move of the thumb from a value that the page sets."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from smartpick.ui.score_slider.answers import SliderAnswers
from smartpick.ui.score_slider.payload import slider_payload

_FOLDER = Path(__file__).parent

_mount = st.components.v2.component(
    "smartpick.score_slider",
    html=(_FOLDER / "score_slider.html").read_text(encoding="utf-8"),
    css=(_FOLDER / "score_slider.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "score_slider.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class SliderState:
    """Where the thumb is. `settled` is False while it is still being moved."""

    score: int
    settled: bool


@dataclass
class _Memory:
    """What the server remembers of one slider between two runs of the page."""

    message: str | None = None
    score: int | None = None
    settled: bool = True
    placement: int = 0
    placed_at: int = 0


def score_slider(
    answers: SliderAnswers, *, value: int, key: str, on_move: Callable[[SliderState], None]
) -> SliderState:
    """Draw the slider with its three answers and return where it stands.

    The page owns the score: pass it as `value` and store the returned `score` before drawing anything else.
    A move of the thumb wins over `value` in the run that it causes; in every other run `value` wins, and a
    `value` that is not the one returned last (a link, a reset) moves the thumb. What the browser receives
    does not change while the thumb moves, so an answer of the server can never pull at it.

    Args:
        answers: the answers at every score; they stay valid while only the score changes.
        value: the score the page holds, within `answers.scores`.
        key: unique name of this slider in the session.
        on_move: called with every move of the thumb, before anything is drawn for it.

    Returns:
        The score, and whether the person has let go of the thumb.

    Raises:
        ValueError: if `value` is outside `answers.scores`.
    """
    first, last = answers.scores[0], answers.scores[-1]
    if not first <= value <= last:
        raise ValueError(f"{value} is outside the slider's scores {first} to {last}")

    memory: _Memory = st.session_state.setdefault(f"{key}_memory", _Memory())
    moved = _take_move(memory, st.session_state.get(key), first, last)
    if not moved and value != memory.score:
        memory.score, memory.settled = value, True
        memory.placement, memory.placed_at = memory.placement + 1, value

    def tell() -> None:
        if _take_move(memory, st.session_state.get(key), first, last) and memory.score is not None:
            on_move(SliderState(memory.score, memory.settled))

    mounted = _mount(
        key=key,
        data=slider_payload(answers)
        | {"key": key, "placement": {"number": memory.placement, "score": memory.placed_at}},
        on_move_change=tell,
    )
    # After a lost connection the browser's state is known only once the slider stands on the page.
    _take_move(memory, mounted, first, last)
    return SliderState(score=value if memory.score is None else memory.score, settled=memory.settled)


def _take_move(memory: _Memory, component_state: Any, first: int, last: int) -> bool:
    """Note the browser's last message; False if it is old, absent or not one that the slider sends."""
    move = component_state.get("move") if hasattr(component_state, "get") else None
    if not isinstance(move, dict) or not isinstance(move.get("id"), str) or move["id"] == memory.message:
        return False
    score = move.get("score")
    if not isinstance(score, int) or isinstance(score, bool) or not first <= score <= last:
        return False
    memory.message, memory.score, memory.settled = move["id"], score, bool(move.get("settled"))
    return True
