import dataclasses
import json
from itertools import pairwise

from slider_page import example_answers

from smartpick.web.score_slider import slider_payload, tier_runs, tier_shades


def test_every_score_has_every_word():
    payload = slider_payload(example_answers())
    assert {len(texts) for texts in payload["text"].values()} == {75}
    assert json.loads(json.dumps(payload, allow_nan=False))["text"] == payload["text"]


def test_a_fail_is_said_before_missing_data():
    notices = slider_payload(example_answers())["text"]["notice"]
    assert notices[200 - 196].startswith("Below 218 is a fail")
    assert notices[217 - 196].startswith("Below 218 is a fail")
    assert notices[218 - 196] == ""
    assert notices[263 - 196] == "Nobody with this score is in the data."


def test_the_spoken_answer_holds_all_three_answers():
    spoken = slider_payload(example_answers())["text"]["spoken"][216 - 196]
    assert spoken == (
        "216. Below 218 is a fail under the passing standard in force. "
        "Guide's tier: A. For non-US IMGs; between B and A. "
        "Chance of matching 27 percent, range 19 to 33 percent, 7 in 25. "
        "On the West Coast 8 percent, range 5 to 11 percent, 2 in 25"
    )


def test_tier_runs_follow_the_labels():
    assert tier_runs(example_answers()) == [
        ("C", 196, 204),
        ("B", 205, 214),
        ("A", 215, 230),
        ("not low", 231, 270),
    ]


def test_the_strip_has_no_cliff():
    shades = tier_shades(example_answers())
    assert (shades[0], shades[-1]) == (0, 1)
    assert all(0 <= after - before < 0.06 for before, after in pairwise(shades))


def test_one_tier_at_all_scores_is_one_plain_strip():
    answers = dataclasses.replace(example_answers(), tier=["B"] * 75)
    assert tier_runs(answers) == [("B", 196, 270)]
    assert set(tier_shades(answers)) == {0}


def test_where_the_guide_gives_no_tier_none_is_shown_or_spoken():
    payload = slider_payload(dataclasses.replace(example_answers(), tier=[], tier_note=[]))
    assert payload["tiers"] == []
    assert len(payload["shade"]) == 75
    assert set(payload["text"]["tier"]) == {""}
    assert not any("tier" in said.lower() for said in payload["text"]["spoken"])
