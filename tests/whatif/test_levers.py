"""Levers: each gain is that of the changed profile, and what is done already is not offered."""

from datetime import date

import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.levers import (
    lever_gain,
    lever_lines,
    nothing_moves_sentence,
    passing_first_sentence,
    shown_changes,
    telling_levers,
)
from smartpick.whatif.action_plan import ORDERS, action_plan, ordered
from smartpick.whatif.levers import exam_is_closed, levers

START = ApplicantProfile(step2_ck_score=228, max_applications=60)


def test_a_levers_gain_is_that_of_the_changed_profile(engine: Engine) -> None:
    before = assess(START, engine)
    found = levers(before, engine)
    assert [lever.gain.point for lever in found] == sorted((x.gain.point for x in found), reverse=True)
    # The list is chosen anew for the changed profile, with its signals; a lever is worked out on the old one.
    for lever in found:
        after = assess(START.changed(**lever.changes), engine)
        gain = after.match_probability.point - before.match_probability.point
        # On the new list some chance may go to places that are worth more to the applicant.
        assert lever.gain.point == pytest.approx(gain, abs=0.015), lever.name
        assert lever.gain.low <= lever.gain.point <= lever.gain.high


def test_what_is_done_already_is_not_offered(engine: Engine) -> None:
    done = START.changed(
        step3="pass",
        usce_hands_on_weeks=12,
        us_letters=4,
        pacific_letters=1,
        english="strong",
        ecfmg_certified=True,
        us_research_months=6,
    )
    names = {lever.name for lever in levers(assess(done, engine), engine)}
    assert names == {"publications", "more_applications", "second_specialty"}


def test_costs_are_published_or_unknown(engine: Engine) -> None:
    by_name = {lever.name: lever for lever in levers(assess(START, engine), engine)}
    assert by_name["step3"].cost_usd == 935  # FSMB, eligibility periods ending in 2025
    assert by_name["hands_on"].cost_usd is None
    # 60 to 90 applications in one specialty, $30 each beyond the thirtieth.
    assert by_name["more_applications"].cost_usd == 900


def test_step3_is_worth_more_to_those_who_need_an_h1b(engine: Engine) -> None:
    def gain(visa: str) -> float:
        profile = START.changed(visa_need=visa)
        return next(x.gain.point for x in levers(assess(profile, engine), engine) if x.name == "step3")

    assert gain("h1b") > gain("j1")


def test_whoever_takes_only_an_h1b_is_told_what_a_j1_would_bring(engine: Engine) -> None:
    """It is by far the most that such an applicant can change; for all others it changes nothing."""
    only_h1b = START.changed(visa_need="h1b")
    before = assess(only_h1b, engine)
    first, second, *_ = levers(before, engine)
    assert (first.name, first.changes) == ("accept_j1", {"visa_need": "either"})
    after = assess(only_h1b.changed(visa_need="either"), engine)
    gain = after.match_probability.point - before.match_probability.point
    assert first.gain.point == pytest.approx(gain, abs=0.015)
    assert first.gain.point > 2 * second.gain.point
    assert first.basis == "assumed", "what an H-1B is worth without Step 3 is not published"
    for others in (START.changed(visa_need="either"), only_h1b.changed(applicant_type="us_img")):
        assert "accept_j1" not in {lever.name for lever in levers(assess(others, engine), engine)}


@pytest.mark.parametrize("score", [195, 205, 217])
def test_until_the_exam_is_passed_passing_it_comes_first(engine: Engine, score: int) -> None:
    failed = assess(START.changed(step2_ck_score=score), engine)
    found = levers(failed, engine)
    first, *others = found
    assert (first.name, first.title) == ("pass_step2_ck", "Pass Step 2 CK with 218 or more")
    assert first.comes_first
    assert not any(lever.comes_first for lever in others)
    # Without a pass there is no match, so passing brings the whole chance that a pass gives.
    passed = assess(failed.profile.changed(step2_ck_score=218, step2_ck_failures=1), engine)
    assert first.before == 0
    assert first.gain.point == pytest.approx(passed.match_probability.point, abs=0.004)
    # The other gains come on top of that, and whoever tries one out has passed.
    assert {lever.before for lever in others} == {first.gain.point}
    assert all(lever.changes["step2_ck_score"] == 218 for lever in others)
    # Everywhere the same one is first, whatever the order asked for.
    actions = action_plan(failed, engine, found)
    assert {ordered(actions, by)[0].name for by in ORDERS} == {"pass_step2_ck"}
    assert telling_levers(found)[0] is first
    said = lever_lines(found, "")
    assert said[0] == passing_first_sentence(found)
    assert said[1].startswith("Pass Step 2 CK with 218 or more: no match without it; with it ")


def test_a_score_that_passed_on_its_day_is_passed(engine: Engine) -> None:
    earlier = assess(START.changed(step2_ck_score=215, step2_ck_date=date(2024, 5, 1)), engine)
    assert not any(lever.comes_first for lever in levers(earlier, engine))
    undated = levers(assess(START.changed(step2_ck_score=215), engine), engine)
    assert "If taken before 1 July 2025, it was a pass" in undated[0].note


def test_a_failed_step_1_comes_first_too(engine: Engine) -> None:
    found = levers(assess(START.changed(step1="fail", step1_failures=1), engine), engine)
    assert [lever.name for lever in found if lever.comes_first] == ["pass_step1"]
    both = START.changed(step1="fail", step1_failures=1, step2_ck_score=None, step2_ck_failures=1)
    found = levers(assess(both, engine), engine)
    assert [lever.name for lever in found if lever.comes_first] == ["pass_step1", "pass_step2_ck"]


def test_an_exam_that_is_still_ahead_is_not_failed(engine: Engine) -> None:
    ahead = assess(START.changed(step2_ck_score=None), engine)
    assert not any(lever.comes_first for lever in levers(ahead, engine))


def test_where_no_attempt_is_left_nothing_else_is_offered(engine: Engine) -> None:
    out = assess(START.changed(step2_ck_score=205, step2_ck_failures=3), engine)
    assert levers(out, engine) == []
    closed = exam_is_closed(out, engine)
    assert "4 attempts" in closed
    said = nothing_moves_sentence([], closed)
    assert "4 attempts" in said
    assert "no other change would count" in said


def test_a_second_specialty_is_offered_with_its_caveat(engine: Engine) -> None:
    start = assess(START, engine)
    offered = next(lever for lever in levers(start, engine) if lever.name == "second_specialty")
    kept, added = offered.changes["specialties"]  # type: ignore[misc]
    table = engine.facts.specialties.set_index("specialty")["guide_group"]
    assert kept == "Internal Medicine"
    assert table[added] == "less_competitive"
    assert offered.title == f"Also apply in {added}"
    assert "changes the specialty you would train in" in offered.note
    assert "letters and a statement of its own" in offered.note
    # Of the specialties that could be added it is the one that brings most, as the model says.
    for other in ("Family Medicine", "Pediatrics", "Psychiatry"):
        with_it = assess(START.changed(specialties=("Internal Medicine", other)), engine, thorough=False)
        gain = with_it.match_probability.point - start.match_probability.point
        assert offered.gain.point >= gain - 0.004, other


def test_what_the_applicant_has_is_not_offered_as_a_second_specialty(engine: Engine) -> None:
    everything = ("Internal Medicine", "Family Medicine", "Pediatrics", "Psychiatry")
    full = assess(START.changed(specialties=everything, max_applications=8), engine, thorough=False)
    offered = [lever for lever in levers(full, engine) if lever.name == "second_specialty"]
    assert offered == []


def test_no_card_says_the_same_number_twice(engine: Engine) -> None:
    strong = ApplicantProfile(
        step2_ck_score=260, applicant_type="us_md_senior", visa_need="none", max_applications=60
    )
    for profile in (strong, START, START.changed(max_applications=3), START.changed(step2_ck_score=205)):
        found = levers(assess(profile, engine), engine)
        for lever in telling_levers(found):
            if not lever.comes_first:
                before, after = lever_gain(lever).split(" (")[0].split(" → ")
                assert before != after, lever.name
        shown = shown_changes(found)
        assert all(lever in shown for lever in telling_levers(found))
    found = levers(assess(strong, engine), engine)
    assert telling_levers(found) == []
    assert "would move your chance as it is shown here" in nothing_moves_sentence(found, "")
    assert lever_lines(found, "") == [nothing_moves_sentence(found, "")]
