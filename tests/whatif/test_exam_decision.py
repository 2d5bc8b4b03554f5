"""The exam decision and the staged pathway: chances of the changed profile; closed options say why."""

import pytest

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.tiers import passing_standard
from smartpick.whatif.action_plan import staged_pathway
from smartpick.whatif.exams import Decision, Option, exam_decision, step2_ck_access, step3_access

START = ApplicantProfile(step2_ck_score=228, max_applications=40, ecfmg_certified=True)


def decided(engine: Engine, profile: ApplicantProfile, **how: object) -> tuple[Assessment, Decision]:
    assessment = assess(profile, engine)
    return assessment, exam_decision(assessment, engine, **how)  # type: ignore[arg-type]


def option(decision: Decision, name: str) -> Option:
    return next(o for o in decision.options if o.name == name)


def test_a_passed_exam_cannot_be_retaken_and_the_option_says_so(engine: Engine) -> None:
    _, decision = decided(engine, START)
    waiting = option(decision, "wait_step2_ck")
    assert not waiting.open
    assert "passed Step 2 CK cannot be taken again" in waiting.why_closed
    assert waiting.chance is None
    assert decision.reached_score is None


def test_each_open_option_is_the_assessment_of_its_changed_profile(engine: Engine) -> None:
    profile = START.changed(step2_ck_score=None)
    assessment, decision = decided(engine, profile, reached_score=240)
    assert option(decision, "now").chance == assessment.match_probability
    waiting = option(decision, "wait_step2_ck")
    again = assess(profile.changed(step2_ck_score=240, years_since_graduation=4), engine)
    assert waiting.chance == again.match_probability
    assert waiting.year_later
    assert waiting.exam_cost_usd is None  # no fee of Step 2 CK is in the data

    _, decision = decided(engine, START)
    step3 = option(decision, "step3_first")
    assert step3.chance == assess(START.changed(step3="pass"), engine).match_probability
    assert step3.exam_cost_usd == 935
    assert step3.weeks == 13
    assert option(decision, "step3_later").chance == option(decision, "now").chance


def test_a_failed_exam_counts_as_one_more_attempt_after_the_retake(engine: Engine) -> None:
    failed = START.changed(step2_ck_score=212)
    _, decision = decided(engine, failed, reached_score=235)
    changes = option(decision, "wait_step2_ck").changes
    assert changes["step2_ck_failures"] == 1
    assert changes["step2_ck_score"] == 235
    assert "passed Step 2 CK" in option(decision, "step3_first").why_closed


def test_the_score_to_reach_starts_at_the_passing_score_and_stays_above_it(engine: Engine) -> None:
    failed = START.changed(step2_ck_score=212)
    assert decided(engine, failed)[1].reached_score == 218
    assert decided(engine, failed, reached_score=150)[1].reached_score == 218
    assert decided(engine, failed, reached_score=260)[1].reached_score == 260


def test_step_3_that_does_not_fit_means_the_next_season(engine: Engine) -> None:
    _, decision = decided(engine, START, weeks_left=5.0)
    step3 = option(decision, "step3_first")
    assert step3.year_later
    assert step3.changes["years_since_graduation"] == START.years_since_graduation + 1
    assert not option(decided(engine, START, weeks_left=30.0)[1], "step3_first").year_later


def test_the_visa_is_named_where_it_matters(engine: Engine) -> None:
    h1b = option(decided(engine, START.changed(visa_need="h1b"))[1], "step3_first")
    assert any("H-1B needs a passed Step 3" in said for said in h1b.trade_offs)
    j1 = option(decided(engine, START)[1], "step3_first")
    assert "A J-1 does not need Step 3." in j1.trade_offs


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"step3": "pass"}, "passed it already"),
        ({"step1": "fail"}, "a passed Step 1"),
        ({"step2_ck_score": None}, "a passed Step 2 CK"),
        ({"step1": "not_taken", "step2_ck_score": None}, "a passed Step 1 and a passed Step 2 CK"),
        ({"ecfmg_certified": False}, "ECFMG certification"),
        ({"applicant_type": "us_md_senior", "visa_need": "none"}, "after medical school"),
    ],
)
def test_step_3_is_closed_with_a_reason(engine: Engine, changes: dict[str, object], reason: str) -> None:
    profile = START.changed(**changes)
    access = step3_access(profile, passing_standard(None, engine.facts.usmle_rules))
    assert not access.open
    assert reason in access.why_closed


def test_attempts_run_out(engine: Engine) -> None:
    rules = engine.facts.usmle_rules
    standard = passing_standard(None, rules)
    three = START.changed(step2_ck_score=None, step2_ck_failures=3)
    assert step2_ck_access(three, standard, rules).open
    four = START.changed(step2_ck_score=None, step2_ck_failures=4)  # USMLE, since July 2021: 4 in all
    assert "4 attempts" in step2_ck_access(four, standard, rules).why_closed


def test_a_score_that_once_was_a_pass_is_pointed_out(engine: Engine) -> None:
    rules = engine.facts.usmle_rules
    access = step2_ck_access(START.changed(step2_ck_score=215), passing_standard(None, rules), rules)
    assert access.open
    assert "If taken before 1 July 2025, it was a pass" in access.make_sure


def test_two_stages_are_two_probabilities_and_the_second_is_not_known(engine: Engine) -> None:
    assessment = assess(START, engine)
    staged = staged_pathway(assessment, engine)
    assert staged.later is None
    assert staged.pacific_with_list.chance == assessment.match_probability_pacific
    assert staged.anywhere_with_list.chance == assessment.match_probability
    assert staged.pacific_only.pacific_count == staged.pacific_only.applications
    assert staged.pacific_only.chance.point >= staged.pacific_with_list.chance.point
    assert staged.anywhere_best.chance.point >= staged.anywhere_with_list.chance.point - 1e-9
    assert staged.anywhere_best.chance.point > staged.pacific_only.chance.point
