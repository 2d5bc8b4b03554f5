"""The action plan: order by gain for effort, effort left to do, advice without a number, the timeline."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.profile import ApplicantProfile
from smartpick.whatif.action_plan import LEAST_WEEKS, TRACKS, Action, action_plan, ordered, timeline

START = ApplicantProfile(step2_ck_score=228, max_applications=60, usce_hands_on_weeks=2)


@pytest.fixture(scope="module")
def plan(engine: Engine) -> list[Action]:
    return action_plan(assess(START, engine), engine)


def action(name: str, gain: float | None, weeks: float = 4, cost: float | None = None, track: str = "study",
           runs_in: str = "") -> Action:  # fmt: skip
    estimate = None if gain is None else Estimate(gain, gain, gain)
    return Action(
        name=name,
        title=name,
        gain=estimate,
        gain_pacific=estimate,
        cost_usd=cost,
        weeks=weeks,
        track=track,
        runs_in=runs_in,
        basis="assumed",
        note="",
        source_id="",
    )


def test_the_greatest_gain_per_week_comes_first_and_advice_last(plan: list[Action]) -> None:
    numbered = [a.gain_per_week for a in plan if a.gain_per_week is not None]
    assert numbered == sorted(numbered, reverse=True)
    assert [a.gain is None for a in plan] == sorted(a.gain is None for a in plan)
    assert {a.basis for a in plan if a.gain is None} == {"advised"}


def test_only_what_is_left_to_do_takes_time(plan: list[Action]) -> None:
    by_name = {a.name: a for a in plan}
    assert by_name["hands_on"].weeks == 6  # 2 of 8 weeks are done
    assert by_name["us_letters"].weeks == 4  # one letter more, of a rotation of four weeks
    assert by_name["step3"].cost_usd == 935  # FSMB, eligibility periods ending in 2025


def test_gains_by_effort_and_money() -> None:
    evening = action("evening", 0.02, weeks=0, cost=0.0)
    assert evening.gain_per_week == 0.02 / LEAST_WEEKS
    assert evening.gain_per_100_usd is None
    assert action("paid", 0.02, cost=400.0).gain_per_100_usd == pytest.approx(0.005)
    assert action("advice", None).gain_per_week is None


def test_the_order_follows_the_question() -> None:
    fast, big, advice = action("fast", 0.02, 1), action("big", 0.05, 20, 500.0), action("advice", None)
    assert [a.name for a in ordered([big, advice, fast], "gain_per_week")] == ["fast", "big", "advice"]
    assert [a.name for a in ordered([fast, advice, big], "gain")] == ["big", "fast", "advice"]
    assert [a.name for a in ordered([fast, advice, big], "gain_per_100_usd")] == ["big", "fast", "advice"]


@pytest.mark.parametrize(
    ("changes", "advised", "not_advised"),
    [
        ({"step1": "fail_then_pass"}, "address_failure", ""),
        ({}, "ask_for_letters", "address_failure"),
        ({"pacific_weight": 0.0}, "ask_for_letters", "regional_interest"),
        ({"usce_hands_on_weeks": 8}, "ask_for_letters", "mid_rotation_feedback"),
    ],
)
def test_advice_is_given_to_whom_it_concerns(
    engine: Engine, changes: dict[str, object], advised: str, not_advised: str
) -> None:
    names = {a.name for a in action_plan(assess(START.changed(**changes), engine), engine)}
    assert advised in names
    assert not_advised not in names


def test_work_of_one_kind_follows_and_of_two_kinds_runs_side_by_side() -> None:
    plan = [action("a", 0.2, 10), action("b", 0.1, 5), action("c", 0.1, 8, track="research")]
    placed = {s.action.name: (s.start, s.end) for s in timeline(plan, None)}
    assert placed == {"a": (15, 5), "b": (5, 0), "c": (8, 0)}


def test_a_letter_lies_within_its_rotation() -> None:
    rotation = action("rotation", 0.2, 8, track="clinic")
    letter = action("letter", 0.1, 4, track="clinic", runs_in="rotation")
    feedback = action("feedback", None, 0, track="clinic", runs_in="rotation")
    after = action("after", None, 2, track="clinic")
    placed = {s.action.name: s for s in timeline([rotation, letter, feedback, after], 12)}
    assert (placed["rotation"].start, placed["rotation"].end) == (10, 2)
    assert (placed["letter"].start, placed["letter"].end) == (6, 2)
    assert placed["feedback"].start == placed["feedback"].end == 6
    assert placed["letter"].within == "rotation"
    # Too late for the rotation: the letter stands for itself.
    alone = {s.action.name: s for s in timeline([rotation, letter], 5)}
    assert not alone["rotation"].fits
    assert alone["letter"].fits
    assert alone["letter"].within == ""


def test_what_no_longer_fits_is_flagged_with_what_is_missing() -> None:
    first, second = action("first", 0.2, 6), action("second", 0.1, 6)
    placed = {s.action.name: s for s in timeline([first, second], 10)}
    assert placed["first"].fits
    assert not placed["second"].fits
    assert placed["second"].short_by == 2
    assert not any(s.fits for s in timeline([first], -3))


@given(
    st.lists(
        st.tuples(st.floats(0, 60), st.sampled_from(TRACKS), st.booleans()),
        max_size=8,
    ),
    st.none() | st.floats(-10, 100),
)
def test_nothing_is_lost_and_nothing_of_a_kind_overlaps(
    drawn: list[tuple[float, str, bool]], weeks_left: float | None
) -> None:
    plan = [
        action(str(i), 0.1, weeks, track=track, runs_in="0" if guest and i else "")
        for i, (weeks, track, guest) in enumerate(drawn)
    ]
    placed = timeline(plan, weeks_left)
    assert sorted(s.action.name for s in placed) == sorted(a.name for a in plan)
    for s in placed:
        assert s.start >= s.end >= 0
        if s.fits and weeks_left is not None:
            assert s.start <= weeks_left + 1e-9
    for track in TRACKS:
        own = sorted(
            (s for s in placed if s.action.track == track and s.fits and not s.action.runs_in),
            key=lambda s: (-s.start, -s.end),
        )
        for earlier, later in pairwise(own):
            assert earlier.end >= later.start - 1e-9 or earlier.start == earlier.end
