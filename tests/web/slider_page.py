"""A page with the slider, what the server made of it, a reset and enough below to scroll."""

import time

import streamlit as st

from smartpick.web.score_slider import SliderAnswers, score_slider
from smartpick.web.theme import pinned_container, style_page


def example_answers() -> SliderAnswers:
    scores = list(range(196, 271))
    chance = [0.005 + 0.99 * (score - 196) / 74 for score in scores]
    return SliderAnswers(
        scores=scores,
        tier=[
            "C" if score < 205 else "B" if score < 215 else "A" if score <= 230 else "not low"
            for score in scores
        ],
        tier_note=["between B and A" if abs(score - 215) < 6 else "" for score in scores],
        chance=chance,
        chance_low=[0.7 * point for point in chance],
        chance_high=[min(1.0, 1.2 * point) for point in chance],
        pacific=[0.3 * point for point in chance],
        pacific_low=[0.2 * point for point in chance],
        pacific_high=[0.4 * point for point in chance],
        supported=[207 <= score <= 262 for score in scores],
        expected_interviews=[8 * point for point in chance],
        p_no_interview=[0.6 * (1 - point) for point in chance],
        passing_score=218,
        exam_error=6,
        marks=[(238, "half of the matched: up to 238")],
        unsupported_note="Nobody with this score is in the data.",
    )


def take(score: int) -> None:
    st.session_state["score"] = score


def reset() -> None:
    st.session_state["score"] = 225


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    style_page()
    st.sidebar.button("Reset", on_click=reset)
    with pinned_container():
        score = score_slider(
            example_answers(), value=st.session_state.get("score", 231), key="slider", on_move=take
        )
    st.session_state["score"] = score
    time.sleep(float(st.query_params.get("delay", "0")))
    st.text(f"server: {score}")
    for line in range(60):
        st.text(f"line {line}")
