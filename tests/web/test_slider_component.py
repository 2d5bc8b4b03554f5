"""The slider in a page without a browser: a move is written as the browser writes it."""

import json
from pathlib import Path

import pytest
from slider_page import example_answers, take
from streamlit.testing.v1 import AppTest

from smartpick.web.score_slider import score_slider

PAGE = Path(__file__).parent / "slider_page.py"


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_file(str(PAGE), default_timeout=30).run()


def move(page: AppTest, score: object, message: str = "first") -> AppTest:
    page.session_state["slider"] = {"move": {"id": message, "score": score}}
    return page.run()


def server_line(page: AppTest) -> str:
    assert not page.exception
    return page.text[0].value


def placement(page: AppTest) -> dict[str, int]:
    return json.loads(page.get("bidi_component")[0].proto.json)["placement"]


def test_starts_at_the_value_of_the_page(page):
    assert server_line(page) == "server: 231"
    assert placement(page) == {"number": 1, "score": 231}


def test_a_move_is_returned_and_changes_nothing_that_the_browser_receives(page):
    before = page.get("bidi_component")[0].proto.json
    assert server_line(move(page, 240)) == "server: 240"
    assert server_line(move(page, 241, message="second")) == "server: 241"
    assert page.get("bidi_component")[0].proto.json == before


def test_a_move_counts_once_and_a_reset_moves_the_thumb(page):
    move(page, 240)
    assert server_line(page.run()) == "server: 240"
    page.button[0].click().run()
    assert server_line(page) == "server: 225"
    assert placement(page) == {"number": 2, "score": 225}
    assert server_line(page.run()) == "server: 225"


def test_the_thumb_can_be_moved_back_to_where_it_was_reset_from(page):
    move(page, 240)
    page.button[0].click().run()
    assert server_line(move(page, 240, message="second")) == "server: 240"


@pytest.mark.parametrize("score", [195, 271, "240", 240.5, True, None])
def test_a_message_that_no_slider_sends_is_ignored(page, score):
    assert server_line(move(page, score)) == "server: 231"


def test_a_value_outside_the_scores_is_an_error_of_the_page():
    with pytest.raises(ValueError, match="300 is outside the slider's scores 196 to 270"):
        score_slider(example_answers(), value=300, key="slider", on_move=take)
