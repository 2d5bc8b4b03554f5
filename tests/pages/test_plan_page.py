"""The action plan page at the corners of the profile space: every part there, own labels kept."""

import logging
from datetime import date, timedelta

import page_parts
import pytest
from page_parts import control_named, words
from streamlit.testing.v1 import AppTest

from smartpick.profile import ApplicantProfile
from smartpick.web.session import Sitting

PARTS = (
    "Where you stand",
    "What to do, in order",
    "When to do it",
    "Wait, retake, or Step 3?",
    "Straight to the West Coast, or in two stages?",
    "Words to start from",
    "Take it with you",
)


def opened(assumed: bool = True, **answers: object) -> AppTest:
    profile = ApplicantProfile.from_answers(answers)
    sitting = Sitting(profile=profile, assumed=assumed)
    return page_parts.opened("plan", sitting=sitting)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ["Nothing in this table counts as a liability", "cannot be taken again", "not known"]),
        ({"step2_ck_score": 212}, ["under the passing score of 218", "Exams are your only weak point"]),
        (
            {"step1": "fail_then_pass", "years_since_graduation": 9, "us_letters": 0},
            ["one of several weak points", "Address the failed exam"],
        ),
        ({"pacific_weight": 0.0}, ["Anywhere, with your list"]),
        ({"pacific_weight": 1.0}, ["On the West Coast, applying only there"]),
        ({"max_applications": 1, "pacific_min": 0}, ["What to do, in order"]),
        (
            {"step3": "pass", "usce_hands_on_weeks": 12, "us_letters": 4, "pacific_letters": 1},
            ["You have passed it already"],
        ),
    ],
    ids=str,
)
def test_every_part_is_there_for_every_kind_of_profile(
    answers: dict[str, object], expected: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="smartpick"):
        page = opened(**answers)
    assert not [r for r in caplog.records if r.name.startswith("smartpick")], caplog.text
    said = words(page)
    for part in (*PARTS, *expected):
        assert part in said, part
    assert said.index("<h1") < said.index("<h2") < said.index("<h3")


def test_a_specialty_without_figures_still_gets_its_table() -> None:
    page = opened(specialties=["Colon and Rectal Surgery"])
    assert "No source publishes outcomes of" in words(page)
    assert "Clinical experience" in words(page)
    assert page.button(key="go_on_without")


def test_own_labels_change_the_summary_and_can_be_taken_back() -> None:
    page = opened()
    control_named(page.selectbox, "self_label_leadership").select("liability").run()
    assert "These count against you for now: leadership and teaching" in words(page)
    control_named(page.text_input, "self_answer_leadership").set_value("  <i>none</i> yet ").run()
    assert "&lt;i&gt;none&lt;/i&gt; yet" in words(page)
    control_named(page.selectbox, "self_label_graduation").select("neutral").run()
    assert "Neutral (yours)" in words(page)
    control_named(page.selectbox, "self_label_graduation").select("strong_advantage").run()
    assert "(yours)" in words(page), "that of leadership stays"
    back = next(button for button in page.button if button.label == "Go back to the labels from the rules")
    back.click().run()
    assert "(yours)" not in words(page)
    assert "Nothing in this table counts as a liability" in words(page)


def test_the_order_follows_the_choice_and_a_day_brings_dates_and_flags_what_no_longer_fits() -> None:
    page = opened()
    assert "not enough time before applications open" not in words(page)
    by_week = words(page).split('class="sp-list sp-plan"')[1]
    control_named(page.button_group, "plan_order").set_value("gain").run()
    assert words(page).split('class="sp-list sp-plan"')[1] != by_week
    assert control_named(page.date_input, "own_date_eras_submit").value is None
    control_named(page.date_input, "own_date_eras_submit").set_value(date.today() + timedelta(weeks=6)).run()
    said = words(page)
    assert "not enough time before applications open for" in said
    assert "Two more publications" in said
    assert "this means the next season" in said


def test_the_score_to_reach_moves_the_waiting_option() -> None:
    page = opened(step2_ck_score=212)
    slider = control_named(page.slider, "plan_reached_score")
    assert slider.value == 218
    slider.set_value(250).run()
    assert "Taken with a score of 250" in words(page)


def test_a_link_brings_the_choices_back_and_names_what_it_cannot_use() -> None:
    day = date.today() + timedelta(weeks=20)
    page = opened(step2_ck_score=212)
    assert not any(name.startswith("plan_") for name in page.query_params)
    control_named(page.button_group, "plan_order").set_value("gain").run()
    control_named(page.slider, "plan_reached_score").set_value(231).run()
    control_named(page.date_input, "own_date_eras_submit").set_value(day).run()
    said = {name: "".join(page.query_params[name]) for name in page.query_params if name.startswith("plan_")}
    assert said == {"plan_order": "gain", "plan_score": "231", "plan_opening": day.isoformat()}

    again = page_parts.opened("plan", said, sitting=page.session_state["sitting"])
    assert control_named(again.button_group, "plan_order").value == "gain"
    assert "Taken with a score of 231" in words(again)
    assert control_named(again.date_input, "own_date_eras_submit").value == day

    bad = {"plan_order": "luck", "plan_score": "9000", "plan_opening": "2020-01-01"}
    page = page_parts.opened("plan", bad, sitting=again.session_state["sitting"])
    for title in ("order of the actions", "score to reach", "day on which applications open"):
        assert title in words(page)
    assert not any(name.startswith("plan_") for name in page.query_params)


def test_left_out_assumptions_are_named() -> None:
    page = opened(assumed=False)
    assert "Here they count" in words(page)
    of_gains = next(text.value for text in page.markdown if text.value.startswith("Each gain is the chance"))
    assert "left out" not in of_gains, "the gains rest on them"


def test_words_to_copy_come_from_the_profile() -> None:
    page = opened(step1="fail_then_pass", specialties=["Family Medicine"])
    texts = [code.value for code in page.code]
    assert any("Family Medicine" in text for text in texts)
    assert any(text.startswith("I failed Step 1 in [month, year]") for text in texts)
