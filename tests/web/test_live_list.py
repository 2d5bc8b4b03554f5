"""What travels ahead to the browser is what the server would say after a release."""

from typing import Any

import pytest

from smartpick.assessment import SCORE_AXIS, assess
from smartpick.charts.score_curve import HEIGHT
from smartpick.engine import Engine
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import fine_percent
from smartpick.web.cockpit import live


@pytest.mark.slow
@pytest.mark.parametrize(
    "answers",
    [
        {"specialties": ["Internal Medicine"]},
        {"specialties": ["Psychiatry"], "visa_need": "j1", "max_applications": 40},
        {"specialties": ["Neurology", "Internal Medicine"], "budget_usd": 1500},
        {"specialties": ["General Surgery"], "applicant_type": "us_img", "pacific_min": 5},
    ],
)
def test_a_list_that_travels_ahead_is_the_one_that_the_server_draws(
    engine: Engine, answers: dict[str, Any]
) -> None:
    ahead = live._Ahead()
    for score in (200, 216, 218, 231, 244, 262, 290):
        profile = ApplicantProfile.from_answers({**answers, "step2_ck_score": score})
        drawn = assess(profile, engine).plan
        ahead.take(score, plan_list(profile, engine, thorough=len(profile.specialties) > 1), True)
        order, chances, signals = ahead.lists[score]
        names = [ahead.programs[number][0] for number in order]
        assert names == drawn.candidates.programs["name"].tolist()
        assert [ahead.numbers[one] for one in drawn.candidates.program_ids] == order
        assert chances == [fine_percent(float(p)) for p in drawn.interview_probability]
        assert [live._SIGNALS[int(digit)] for digit in signals] == list(drawn.signal)


def test_only_what_the_browser_lacks_is_sent(engine: Engine) -> None:
    ahead = live._Ahead()
    for score in (222, 223):
        profile = ApplicantProfile(step2_ck_score=score, max_applications=20)
        ahead.take(score, plan_list(profile, engine), False)
    whole, rest = live._lists(ahead, [222, 223], 0), live._lists(ahead, [223], len(ahead.programs) - 1)
    assert [one[0] for one in rest["lists"]] == [223]
    assert whole["programs"][-1:] == rest["programs"]
    assert rest["named"] == len(ahead.programs) - 1
    score, order, chances, signals = rest["lists"][0]
    assert len(order) == len(chances) == len(signals) == 20
    assert [rest["texts"][place] for place in chances] == ahead.lists[score][1]


@pytest.mark.parametrize(
    "message", [None, 5, {}, {"key": "k"}, {"key": "k", "near": 2, "have": 3, "named": 1}]
)
def test_a_message_that_the_list_does_not_send_is_ignored(
    monkeypatch: pytest.MonkeyPatch, message: object
) -> None:
    monkeypatch.setattr(live.st, "session_state", {live._KEY: {"ahead": message}})
    assert live._asked("k") is None


def test_the_mark_lies_on_both_curves_and_has_no_dots_outside_of_the_data(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, Any] = {}
    monkeypatch.setattr(live, "_mark", lambda key, data: drawn.update(data))
    assessment = assess(ApplicantProfile(step2_ck_score=225), engine)
    live.curve_mark(assessment, key="mark")
    supported = assessment.score_curve.supported(SCORE_AXIS)
    assert [top is not None for top in drawn["curve"]] == supported.tolist()
    place = 225 - int(SCORE_AXIS[0])
    plot = HEIGHT - 48
    assert drawn["own"][place] == pytest.approx(
        8 + 0.7 * plot * (1 - assessment.match_probability.point), abs=0.1
    )
    assert drawn["across"][place] == pytest.approx(0.35)
    assert drawn["score"] == 225
