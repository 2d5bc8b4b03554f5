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
    decision_sentences,
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
from smartpick.text.levers import cost_text
from smartpick.text.self_assessment import (
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
        (WeakPoints(("Step 1",), ("Visa", "US letters"), (), ()), "Exams (Step 1) are one of several weak "
                                                                  "points. Also weak for now: visa and US"),
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
        (
            {"step2_ck_score": 212},
            ["under 215 to 220 is low; your 212 is below that", "205 to 210", "212 is above that"],
        ),
        ({"step2_ck_score": 218}, ["your 218 is at that border"]),
        ({"specialties": ["Dermatology"]}, ["gives no number: a score under the mean of US MD applicants "
                                            "is low"]),
        ({"specialties": ["Neurology"]}, ["does not say what a low score is in Neurology"]),
        ({"step2_ck_score": None}, ["a score under 215 to 220 is low."]),
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
    assert "shift toward the West Coast" in mind_text(shifted)
    assert mind_text(action(Estimate(0.01, 0, 0.02))) == "Mind this."


def test_dates_count_back_from_the_opening() -> None:
    first, second = timeline([action(None, weeks=8)], None), timeline([action(None, weeks=8)], 5)
    assert stretch_text(first[0], None) == "Begin by 8 weeks before, done by the opening day"
    opening = date(2027, 9, 1)
    assert stretch_text(first[0], opening) == "Begin by 7 July 2027, done by the opening day"
    assert stretch_text(second[0], opening) == "Takes about 8 weeks, which is about 3 weeks too long."
    assert "Do it (about 3 weeks short)" in misfit_sentences(second)[0]
    assert misfit_sentences(first) == []
    assert timeline_table(second, opening)["begin_by"].isna().all()
    ticks = axis_ticks(20, opening)
    assert ticks[0] == (0.0, "1 Sep<br>2027")
    assert 3 <= len(ticks) <= 7
    assert axis_ticks(8, None)[0][1] == "opening"


def test_letters_and_paragraphs_are_filled_in_and_the_rest_is_left_in_brackets() -> None:
    plain = START.changed(specialties=["Psychiatry"])
    letters = letter_templates(plain)
    assert len(letters) == 3
    for template in [*letters, regional_template(plain)]:
        assert "Psychiatry" in template.text and "[" in template.text
        assert not {"{", "}"} & {*template.text, *template.title}
    assert all("\n\n" in letter.text for letter in letters)
    assert failure_templates(plain, below_passing=False) == []
    prompts = regional_prompts(plain.changed(languages=["Spanish", "Tagalog"], pacific_ties=True))
    assert prompts[0].startswith("Who or what ties you") and "use Spanish or Tagalog?" in prompts[2]
    assert len(prompts) == len(regional_prompts(plain)) == 5
    assert not {*prompts[:3]} & {*regional_prompts(plain)[::2]}


@pytest.mark.parametrize(
    ("changes", "exam", "end"),
    [
        ({"step1": "fail"}, "Step 1", "and [what follows: the day of the next attempt]."),
        ({"step1": "fail_then_pass"}, "Step 1", "and passed it, and reached 228 in Step 2 CK."),
        ({"step1": "fail_then_pass", "step2_ck_score": None}, "Step 1", "and passed it."),
        ({"step2_ck_failures": 1}, "Step 2 CK", "and reached 228."),
        ({"step2_ck_failures": 1, "step3": "pass"}, "Step 2 CK", "and reached 228 before passing Step 3."),
        ({"step3": "fail_then_pass"}, "Step 3", "and passed it."),
        ({"step3": "fail"}, "Step 3", "and [what follows: the day of the next attempt]."),
    ],
)  # fmt: skip
def test_a_failed_exam_is_two_sentences_that_end_with_what_came_of_it(
    changes: dict[str, object], exam: str, end: str
) -> None:
    (template,) = failure_templates(START.changed(**changes), below_passing=False)
    assert template.title == f"{exam}: two sentences"
    assert template.text.startswith(f"I failed {exam} in [month, year]") and template.text.endswith(end)
    assert template.text.count(". ") == 1


def test_a_score_below_passing_is_a_failed_attempt_and_no_result() -> None:
    failed = START.changed(step1="fail_then_pass", step2_ck_score=210, step2_ck_failures=1)
    first, second = failure_templates(failed, below_passing=True)
    assert (first.title, second.title) == ("Step 1: two sentences", "Step 2 CK: two sentences")
    assert "I failed Step 2 CK 2 times in" in second.text
    assert "210" not in first.text + second.text


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


def test_without_an_estimate_there_is_nothing_to_compare(engine: Engine) -> None:
    few = assess(START.changed(specialties=["Dermatology"]), engine)
    sentences = [
        *staged_sentences(staged_pathway(few, engine)),
        *decision_sentences(exam_decision(few, engine)),
    ]
    assert sum("no chances to compare" in sentence for sentence in sentences) == 2
    assert "%" not in " ".join(sentences)


def test_closed_options_have_no_figures(engine: Engine) -> None:
    decision = exam_decision(assess(START, engine), engine)
    figures = {option.name: dict(option_figures(option)) for option in decision.options}
    assert figures["wait_step2_ck"] == {}
    assert figures["step3_first"]["Exam fee"] == "$935"
    assert figures["now"]["Exam fee"] == "no fee"
    assert ", about " in figures["now"]["Chance of matching"]
