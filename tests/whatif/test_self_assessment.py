"""The self-assessment: labels at the guide's thresholds, unknowns kept, the applicant's own labels."""

import pytest

from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.whatif.self_assessment import (
    COLUMNS,
    LABELS,
    Line,
    relabelled,
    self_assessment,
    self_quantities,
    weak_points,
)

# A pass on any date, and nothing else that counts against.
START = ApplicantProfile(step2_ck_score=225)


def labels(engine: Engine, **changes: object) -> dict[str, str]:
    return {line.item: line.label for line in self_assessment(START.changed(**changes), engine)}


@pytest.mark.parametrize(
    ("item", "changes", "label"),
    [
        # Guide, target zone: modestly low is 215 to 230; today's passing score is 218.
        ("step2_ck_score", {"step2_ck_score": 217}, "liability"),
        ("step2_ck_score", {"step2_ck_score": 218}, "neutral"),
        ("step2_ck_score", {"step2_ck_score": 230}, "neutral"),
        ("step2_ck_score", {"step2_ck_score": 231}, "strong_advantage"),
        ("step2_ck_score", {"step2_ck_score": 216, "step2_ck_date": "2023-01-01"}, "neutral"),
        ("step2_ck_score", {"step2_ck_score": 214, "step2_ck_date": "2023-01-01"}, "liability"),
        # Moderately competitive: low under 220 to 225.
        ("step2_ck_score", {"step2_ck_score": 219, "specialties": ["Anesthesiology"]}, "liability"),
        ("step2_ck_score", {"step2_ck_score": 220, "specialties": ["Anesthesiology"]}, "neutral"),
        # Highly competitive: the guide names no number.
        ("step2_ck_score", {"step2_ck_score": 245, "specialties": ["Dermatology"]}, "not_known"),
        ("step2_ck_attempts", {"step2_ck_failures": 1}, "liability"),
        ("step1", {"step1": "fail_then_pass"}, "liability"),
        ("step3", {"step3": "pass"}, "strong_advantage"),
        ("step3", {"step3": "fail"}, "liability"),
        ("step3", {"visa_need": "h1b"}, "liability"),
        ("step3", {"visa_need": "either"}, "neutral"),
        ("hands_on", {"usce_hands_on_weeks": 3.5}, "neutral"),
        ("hands_on", {"usce_hands_on_weeks": 4}, "strong_advantage"),
        ("hands_on", {"usce_hands_on_weeks": 0, "usce_observer_weeks": 3}, "liability"),
        ("us_letters", {"us_letters": 0}, "liability"),
        ("us_letters", {"us_letters": 2}, "neutral"),
        ("us_letters", {"us_letters": 3}, "strong_advantage"),
        ("graduation", {"years_since_graduation": 3}, "strong_advantage"),
        ("graduation", {"years_since_graduation": 4}, "neutral"),
        ("graduation", {"years_since_graduation": 5}, "liability"),
        ("gap", {"unexplained_gap": True}, "liability"),
        ("english", {"english": "limited"}, "liability"),
        ("pacific_ties", {"pacific_ties": True}, "strong_advantage"),
        ("visa", {"visa_need": "none"}, "strong_advantage"),
        ("visa", {"visa_need": "h1b"}, "liability"),
        # NRMP 2026, Internal Medicine, matched: upper quartile of publications 6.
        ("publications", {"publications": 5}, "neutral"),
        ("publications", {"publications": 6}, "strong_advantage"),
        ("publications", {"publications": 0, "presentations": 0}, "liability"),
    ],
)
def test_labels_at_the_thresholds(engine: Engine, item: str, changes: dict[str, object], label: str) -> None:
    assert labels(engine, **changes)[item] == label


def test_what_is_not_told_is_not_known_and_never_guessed(engine: Engine) -> None:
    found = labels(engine, step2_ck_score=None, step1="not_taken", ecfmg_certified=None, languages=())
    for item in ("step2_ck_score", "step2_ck_attempts", "step1", "ecfmg", "languages"):
        assert found[item] == "not_known", item


def test_lines_that_only_the_applicant_can_judge_are_there_and_empty(engine: Engine) -> None:
    asked = {line.item: line for line in self_assessment(START, engine) if line.editable}
    assert {"home_rotations", "leadership", "life_experience", "oet", "other_exams"} <= asked.keys()
    assert all(line.label == "not_known" and line.answer == "" for line in asked.values())


def test_every_line_has_a_column_a_label_a_reason_and_a_place_in_the_guide(engine: Engine) -> None:
    lines = self_assessment(START, engine)
    assert tuple(dict.fromkeys(line.column for line in lines)) == COLUMNS
    for line in lines:
        assert line.label in LABELS
        assert line.reason
        assert line.clause
    assert {line.source_id for line in lines} <= set(engine.facts.sources["source_id"])


def test_seniors_of_us_schools_are_not_asked_about_work_in_us_clinics(engine: Engine) -> None:
    items = labels(engine, applicant_type="us_md_senior", visa_need="none").keys()
    assert not items & {"hands_on", "observing", "ecfmg", "oet"}
    assert {"step2_ck_score", "graduation", "leadership"} <= items


def test_every_rule_names_a_quantity_that_exists(engine: Engine) -> None:
    named = set(engine.facts.self_assessment["quantity"].dropna())
    assert named <= self_quantities(START, engine).keys()


def test_a_few_published_applicants_are_no_quartile(engine: Engine) -> None:
    few = START.changed(specialties=["Internal Medicine/Pediatrics"])  # 5 matched
    assert self_quantities(few, engine)["publications_over_upper_quartile"] is None


def test_own_labels_and_answers_count(engine: Engine) -> None:
    lines = self_assessment(START, engine)
    changed = relabelled(lines, {"leadership": "strong_advantage", "graduation": "strong_advantage"},
                         {"leadership": "chief resident", "graduation": "ignored"})  # fmt: skip
    by_item = {line.item: line for line in changed}
    assert (by_item["leadership"].label, by_item["leadership"].answer) == (
        "strong_advantage",
        "chief resident",
    )
    assert by_item["leadership"].own
    # The same label as the rule's is not the applicant's own, and the profile's answer stays.
    assert not by_item["graduation"].own
    assert by_item["graduation"].answer == "3 years"
    assert relabelled(lines, {}, {}) == lines


def line(column: str, label: str) -> Line:
    return Line(
        column=column,  # type: ignore[arg-type]
        item=f"{column} {label}",
        title=column,
        answer="",
        label=label,  # type: ignore[arg-type]
        reason="",
        clause="",
        reading="",
        source_id="",
        editable=False,
    )


@pytest.mark.parametrize(
    ("lines", "standing"),
    [
        ([], "none"),
        ([line("exams", "liability")], "only_exams"),
        ([line("exams", "liability"), line("personal", "liability")], "exams_and_others"),
        ([line("research", "liability"), line("exams", "neutral")], "only_others"),
    ],
)
def test_scores_are_the_only_weak_point_or_one_of_several(lines: list[Line], standing: str) -> None:
    assert weak_points(lines).standing == standing
