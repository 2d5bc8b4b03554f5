"""The words of the action plan: respectful, unknown said as unknown, nothing lost on the way to a file."""

from dataclasses import replace
from datetime import date

import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.facts import Facts
from smartpick.profile import ApplicantProfile
from smartpick.text.action_plan import (
    axis_ticks,
    cost_text,
    decision_table,
    gain_text,
    mind_text,
    misfit_sentences,
    option_figures,
    per_100_usd_text,
    per_week_text,
    plan_table,
    routes_table,
    staged_sentences,
    stretch_text,
    timeline_table,
    weeks_text,
)
from smartpick.text.self_assessment import (
    PlanDocument,
    failure_templates,
    letter_templates,
    low_score_sentences,
    plan_markdown,
    regional_prompts,
    regional_template,
    self_table,
    summary_sentences,
)
from smartpick.whatif.action_plan import Action, action_plan, staged_pathway, timeline
from smartpick.whatif.exams import exam_decision
from smartpick.whatif.self_assessment import WeakPoints, self_assessment, weak_points

START = ApplicantProfile(step2_ck_score=228, max_applications=40, specialties=["Internal Medicine"])


def action(gain: Estimate | None, weeks: float = 4, cost: float | None = None) -> Action:
    return Action(
        name="a",
        title="Do it",
        gain=gain,
        gain_pacific=gain,
        cost_usd=cost,
        weeks=weeks,
        track="study",
        runs_in="",
        basis="assumed",
        note="Mind this",
        source_id="smartpick_guide",
    )


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (WeakPoints((), (), (), ()), "Nothing in this table counts as a liability"),
        (WeakPoints(("Step 1",), (), (), ()), "Exams are your only weak point here (Step 1)"),
        (WeakPoints(("Step 1",), ("Visa", "US letters"), (), ()), "Step 1, and beside them visa and US"),
        (WeakPoints((), ("Years since graduation",), (), ()), "Exams are not your weak point"),
    ],
)  # fmt: skip
def test_the_summary_tells_the_only_weak_point_from_one_of_several(points: WeakPoints, said: str) -> None:
    assert said in summary_sentences(points)[0]


def test_strengths_and_unknown_lines_are_counted() -> None:
    said = summary_sentences(
        WeakPoints((), (), ("English and communication", "Hands-on US experience"), ("x",))
    )
    assert said[1:] == [
        "Strong already: English and communication and hands-on US experience.",
        "1 line is not known yet.",
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"step2_ck_score": 212}, ["under 215 to 220; your 212 is under it", "205 to 210", "212 is over it"]),
        ({"step2_ck_score": 218}, ["your 218 is at that border"]),
        ({"specialties": ["Dermatology"]}, ["names no number: low is under the mean of US MD applicants"]),
        ({"specialties": ["Neurology"]}, ["does not say what a low score is in Neurology"]),
        ({"step2_ck_score": None}, ["low begins under 215 to 220."]),
    ],
)  # fmt: skip
def test_what_low_means_here(facts: Facts, changes: dict[str, object], expected: list[str]) -> None:
    said = " ".join(low_score_sentences(START.changed(**changes), facts))
    for part in expected:
        assert part in said


def test_gains_and_efforts_in_words() -> None:
    assert gain_text(Estimate(0.031, 0.01, 0.06)) == "+3 points (+1 to +6)"
    assert gain_text(Estimate(0.01, 0.01, 0.01)) == "+1 point"
    assert gain_text(None) == "No number: the guide advises it."
    assert [weeks_text(w) for w in (0, 1, 12.9)] == ["under a week", "about 1 week", "about 13 weeks"]
    assert [cost_text(c) for c in (None, 0.0, 935.0)] == ["not known", "no fee", "$935"]
    small = action(Estimate(0.001, 0, 0.002), weeks=40, cost=900.0)
    assert (per_week_text(small), per_100_usd_text(small)) == ("under 0.1", "under 0.1")
    assert per_100_usd_text(action(Estimate(0.01, 0, 0.02))) == "not known"
    assert per_week_text(action(None)) == per_100_usd_text(action(None)) == ""


def test_a_list_that_shifts_to_the_coast_is_explained() -> None:
    shifted = replace(action(Estimate(-0.01, -0.02, 0)), gain_pacific=Estimate(0.02, 0, 0.03))
    assert "shift toward the coast" in mind_text(shifted)
    assert mind_text(action(Estimate(0.01, 0, 0.02))) == "Mind this."


def test_dates_count_back_from_the_opening() -> None:
    first, second = timeline([action(None, weeks=8)], None), timeline([action(None, weeks=8)], 5)
    assert stretch_text(first[0], None) == "Begin by 8 weeks before, done by the opening day"
    opening = date(2027, 9, 1)
    assert stretch_text(first[0], opening) == "Begin by 7 July 2027, done by the opening day"
    assert stretch_text(second[0], opening) == "Takes about 8 weeks; about 3 weeks too many."
    assert "Do it (about 3 weeks short)" in misfit_sentences(second)[0]
    assert misfit_sentences(first) == []
    assert timeline_table(second, opening)["begin_by"].isna().all()
    ticks = axis_ticks(20, opening)
    assert ticks[0] == (0.0, "1 Sep<br>2027")
    assert 3 <= len(ticks) <= 7
    assert axis_ticks(8, None)[0][1] == "opening"


def test_templates_take_only_what_the_profile_knows() -> None:
    plain = START.changed(specialties=["Psychiatry"])
    assert len(letter_templates(plain)) == 3
    assert all("Psychiatry" in template.text for template in letter_templates(plain))
    assert all("{" not in t.text and "\n\n" in t.text for t in letter_templates(plain))
    assert failure_templates(plain, below_passing=False) == []
    failed = plain.changed(step1="fail_then_pass", step2_ck_score=236)
    sentences = failure_templates(failed, below_passing=False)[0].text
    assert sentences.count(". ") == 1, "two sentences"
    assert "passed it, and reached 236 in Step 2 CK" in sentences
    below = failure_templates(failed.changed(step2_ck_score=210), below_passing=True)
    assert [t.title for t in below] == ["Step 1: two sentences", "Step 2 CK: two sentences"]
    assert all("210" not in t.text for t in below)
    assert "Spanish" in " ".join(regional_prompts(plain.changed(languages=["Spanish"])))
    assert "[" in regional_template(plain).text


def test_tables_leave_the_unknown_empty(engine: Engine, facts: Facts) -> None:
    assessment = assess(START, engine)
    plan = plan_table(action_plan(assessment, engine))
    advised = plan["basis_of_the_size"] == "advised"
    assert plan.loc[advised, "gain_in_match_probability"].isna().all()
    assert plan.loc[~advised, "gain_in_match_probability"].notna().all()
    decision = decision_table(exam_decision(assessment, engine))
    assert decision["match_probability"].isna().tolist() == [False, True, False, False]
    routes = routes_table(staged_pathway(assessment, engine))
    assert routes["match_probability"].isna().tolist() == [False] * 4 + [True]
    assert not {"match_rate"} & {*plan, *decision, *routes}
    table = self_table(self_assessment(START, engine))
    assert table.loc[table["line"] == "Leadership and teaching", "answer"].isna().all()


def test_the_second_stage_is_said_to_be_unknown(engine: Engine) -> None:
    said = " ".join(staged_sentences(staged_pathway(assess(START, engine), engine)))
    assert "not known" in said
    assert "%" in said


def test_the_document_holds_every_part_and_own_words_stay_words(engine: Engine, facts: Facts) -> None:
    from smartpick.whatif.self_assessment import relabelled

    assessment = assess(START, engine)
    lines = relabelled(self_assessment(START, engine), {"leadership": "strong_advantage"},
                       {"leadership": "<b>chief | [x](http://y)"})  # fmt: skip
    plan = action_plan(assessment, engine)
    decision = exam_decision(assessment, engine)
    text = plan_markdown(
        PlanDocument(
            intro=summary_sentences(weak_points(lines)),
            lines=lines,
            actions=plan,
            stretches=timeline(plan, None),
            opening=None,
            decision=decision,
            staged=staged_pathway(assessment, engine),
            credit="Sources",
            today=date(2026, 11, 22),
        )
    )
    for part in (
        "22 November 2026",
        "### Exams",
        "## What to do, in order",
        "## When",
        "Not open:",
        "Sources",
    ):
        assert part in text
    assert "\\<b\\>chief \\| \\[x\\]" in text
    assert "Strong advantage (yours)" in text
    for line in lines:
        assert line.title in text
    for one in plan:
        assert one.title in text


def test_closed_options_have_no_figures(engine: Engine) -> None:
    decision = exam_decision(assess(START, engine), engine)
    figures = {option.name: dict(option_figures(option)) for option in decision.options}
    assert figures["wait_step2_ck"] == {}
    assert figures["step3_first"]["Exam fee"] == "$935"
    assert figures["now"]["Exam fee"] == "none"
    assert ", about " in figures["now"]["Chance of matching"]
