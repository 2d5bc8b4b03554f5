"""Levers: each gain is that of the changed profile, and what is done already is not offered."""

import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.guidance.levers import levers
from smartpick.profile import ApplicantProfile

START = ApplicantProfile(step2_ck_score=228, max_applications=60)


def test_a_levers_gain_is_that_of_the_changed_profile(engine: Engine) -> None:
    before = assess(START, engine)
    found = levers(before, engine)
    assert [lever.gain.point for lever in found] == sorted((x.gain.point for x in found), reverse=True)
    # The list is chosen anew for the changed profile, with its signals; a lever is worked out on the old one.
    for lever in found:
        after = assess(START.changed(**lever.changes), engine)
        gain = after.match_probability.point - before.match_probability.point
        assert lever.gain.point == pytest.approx(gain, abs=0.006), lever.name
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
    assert names == {"publications", "more_applications"}


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
