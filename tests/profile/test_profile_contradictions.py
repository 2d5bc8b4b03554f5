"""Answers that contradict each other, and all faults of a profile at once."""

import pytest
from pydantic import ValidationError

from smartpick.profile import ApplicantProfile, ProfileFaults, parse_profile
from smartpick.profile.consistency import CONSISTENCY_RULES


def faulty_fields(answers: dict) -> list[str]:
    with pytest.raises(ProfileFaults) as raised:
        parse_profile(answers)
    return [fault.field for fault in raised.value.faults]


CONTRADICTIONS = [
    ({"step1": "pass", "step1_failures": 1}, "step1_failures"),
    ({"step1": "fail_then_pass", "step1_failures": 0}, "step1_failures"),
    ({"step1": "fail", "step1_failures": 0}, "step1_failures"),
    ({"step1": "not_taken", "step1_failures": 1}, "step1_failures"),
    ({"step1": "fail", "step1_score": 185}, "step1_score"),
    ({"step1": "not_taken", "step1_score": 220}, "step1_score"),
    ({"step1": "fail", "step3": "pass"}, "step3"),
    ({"step2_ck_score": None, "step3": "pass"}, "step3"),
    ({"step2_ck_score": None, "step3": "fail"}, "step3"),
    ({"step3_score": 215}, "step3_score"),
    ({"us_letters": 1, "pacific_letters": 2}, "pacific_letters"),
    ({"pacific_min": 11, "max_applications": 10}, "pacific_min"),
    ({"pacific_min": 20, "pacific_max": 19}, "pacific_max"),
    ({"pinned": ["a", "b"], "excluded": ["b"]}, "excluded"),
    (
        {"season_stage": "waiting", "interviews_in_hand": 11, "max_applications": 10, "pacific_min": 1},
        "interviews_in_hand",
    ),
    (
        {"season_stage": "ranking", "programs_ranked": 11, "max_applications": 10, "pacific_min": 1},
        "programs_ranked",
    ),
    ({"season_stage": "unmatched", "earlier_unmatched_seasons": 0}, "earlier_unmatched_seasons"),
]


@pytest.mark.parametrize(("answers", "field"), CONTRADICTIONS)
def test_contradictions_are_faults(answers, field):
    assert faulty_fields(answers) == [field]
    with pytest.raises(ValidationError):
        ApplicantProfile(**answers)


@pytest.mark.parametrize(
    "answers",
    [
        {"step1": "fail_then_pass", "step1_failures": 1, "step1_score": 205},
        {"step1": "fail", "step1_failures": 3},
        {"step3": "pass", "step3_score": 215},
        {"us_letters": 2, "pacific_letters": 2},
        {"pacific_min": 10, "max_applications": 10, "pacific_max": 10},
        {"pacific_min": None, "pacific_max": None},
        {"pinned": ["a"], "excluded": ["b"]},
        {"season_stage": "waiting", "interviews_in_hand": 10, "max_applications": 10},
        {"season_stage": "ranking", "programs_ranked": 10, "max_applications": 10},
        {"season_stage": "waiting", "programs_ranked": 11, "max_applications": 10},
        {"season_stage": "unmatched", "earlier_unmatched_seasons": 1},
    ],
)
def test_answers_on_the_edge_of_a_contradiction_are_fine(answers):
    profile = parse_profile(answers)
    assert {name: getattr(profile, name) for name in answers} == {
        name: tuple(answer) if isinstance(answer, list) else answer for name, answer in answers.items()
    }


def test_every_rule_is_broken_by_a_case():
    assert {rule.field for rule in CONSISTENCY_RULES} == {field for _, field in CONTRADICTIONS}


def test_all_faults_come_at_once_single_answers_first():
    fields = faulty_fields(
        {
            "specialties": ["Internl Medicine", "qqqq"],
            "step2_ck_score": 999,
            "english": "good",
            "stp3": "pass",
            "us_letters": 1,
            "pacific_letters": 3,
            "pinned": ["a"],
            "excluded": ["a"],
        }
    )
    assert fields == [
        "specialties",
        "specialties",
        "step2_ck_score",
        "english",
        "stp3",
        "pacific_letters",
        "excluded",
    ]


def test_an_unreadable_answer_is_not_reported_a_second_time_as_a_contradiction():
    assert faulty_fields({"us_letters": "many", "pacific_letters": 3}) == ["us_letters"]
    assert faulty_fields({"step1": "perhaps", "step1_failures": 2}) == ["step1"]
    assert faulty_fields({"max_applications": 0, "pacific_min": 20}) == ["max_applications"]


def test_the_faults_make_one_line():
    with pytest.raises(ProfileFaults) as raised:
        parse_profile({"step2_ck_score": "two\nhundred", "english": "good"})
    line = str(raised.value)
    assert line.startswith("2 answers need correcting: (1) Step 2 CK score is 'two hundred'.")
    assert "(2) English is 'good', which lies between two of the answers." in line
    assert "\n" not in line


def test_failures_that_the_result_implies_are_counted_as_one():
    assert parse_profile({"step1": "fail_then_pass"}).step1_failures == 1
    assert parse_profile({"step1": "pass"}).step1_failures == 0


def test_pacific_limits_nobody_set_fit_the_list_and_each_other():
    assert parse_profile({"max_applications": 10}).pacific_min == 1  # as 15 are of 100
    assert parse_profile({"pacific_min": 40}).pacific_max == 40
    assert (parse_profile({}).pacific_min, parse_profile({}).pacific_max) == (15, 30)
