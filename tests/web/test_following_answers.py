"""The last thing a person did counts; answers that contradict it follow, and the page says so."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.profile import ApplicantProfile
from smartpick.web.session import Sitting

CHANGES = st.sampled_from(
    [
        *({"step1": answer} for answer in ("pass", "fail_then_pass", "fail", "not_taken")),
        *({"step3": answer} for answer in ("pass", "fail", "not_taken")),
        *({"step2_ck_score": score} for score in (None, 200, 250)),
        *({"us_letters": number} for number in (0, 2, 5)),
        *({"pacific_letters": number} for number in (0, 1, 4)),
        *({"max_applications": number} for number in (1, 10, 120)),
        *({"pacific_min": number} for number in (None, 0, 20, 300)),
        *({"pacific_max": number} for number in (None, 0, 5, 200)),
    ]
)


@settings(max_examples=150, deadline=None)
@given(changes=st.lists(CHANGES, max_size=8))
def test_every_change_on_the_page_is_taken(changes: list[dict[str, Any]]) -> None:
    sitting = Sitting()
    for change in changes:
        sitting.answer(**change)
        (field, answer), *_ = change.items()
        impossible = field == "step3" and answer != "not_taken" and sitting.profile.step3 != answer
        if impossible:
            assert sitting.profile.step1 in ("fail", "not_taken") or sitting.profile.step2_ck_score is None
            assert sitting.faults or sitting.notices
        else:
            assert getattr(sitting.profile, field) == answer
            assert not sitting.faults


@pytest.mark.parametrize(
    ("start", "change", "follows"),
    [
        ({"pacific_letters": 2}, {"us_letters": 1}, {"pacific_letters": 1}),
        ({"us_letters": 1}, {"pacific_letters": 3}, {"us_letters": 3}),
        ({"pacific_min": 15}, {"max_applications": 8}, {"pacific_min": 8}),
        ({}, {"pacific_max": 10}, {"pacific_min": 10}),
        ({"pacific_max": 20}, {"pacific_min": 25}, {"pacific_max": 25}),
        ({"step3": "pass"}, {"step2_ck_score": None}, {"step3": "not_taken"}),
    ],
)
def test_what_follows_is_said(start: dict[str, Any], change: dict[str, Any], follows: dict[str, Any]) -> None:
    sitting = Sitting()
    sitting.replace(ApplicantProfile.from_answers(start))
    sitting.answer(**change)
    for field, answer in follows.items():
        assert getattr(sitting.profile, field) == answer
    assert len(sitting.notices) == 1


def test_a_failed_step_1_counts_one_attempt_and_a_pass_none() -> None:
    sitting = Sitting()
    sitting.answer(step1="fail_then_pass")
    assert sitting.profile.step1_failures == 1
    sitting.answer(step1_failures=2)
    sitting.answer(step1="pass")
    assert sitting.profile.step1_failures == 0


def test_a_score_that_was_let_go_is_a_change_like_any_other() -> None:
    sitting = Sitting()
    sitting.follow_score(225)
    assert sitting.before is None
    sitting.follow_score(240)
    assert sitting.profile.step2_ck_score == 240
    assert sitting.before is not None
    assert sitting.before.step2_ck_score == 225
