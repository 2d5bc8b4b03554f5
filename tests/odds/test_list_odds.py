"""What a list comes to: against enumeration, against simulation, and in the right direction."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_list_odds import simulate

from smartpick.assessment import SCORE_AXIS, assess
from smartpick.engine import Engine
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.list_odds import LOG_GRID, GridPlaces, interview_counts
from smartpick.profile import ApplicantProfile

CHANCE = st.floats(0, 1)


def enumerated(chances: list[float]) -> np.ndarray:
    """Add up every combination of invitations and refusals."""
    counts = np.zeros(61)
    for outcome in product([0, 1], repeat=len(chances)):
        counts[sum(outcome)] += np.prod(
            [p if got else 1 - p for p, got in zip(chances, outcome, strict=True)]
        )
    return counts


@settings(max_examples=40, deadline=None)
@given(chances=st.lists(CHANCE, min_size=0, max_size=8))
def test_interviews_are_counted_as_by_enumeration(chances: list[float]) -> None:
    found = interview_counts(np.array(chances).reshape(-1, 1))
    assert found[0] == pytest.approx(enumerated(chances), abs=1e-12)


def test_more_than_sixty_interviews_count_as_sixty() -> None:
    assert interview_counts(np.ones((80, 1)))[0, 60] == pytest.approx(1, abs=1e-12)
    many = interview_counts(np.full((100, 1), 0.7))[0]
    assert many.sum() == pytest.approx(1)


@settings(max_examples=50, deadline=None)
@given(chances=st.lists(CHANCE, max_size=20), extra=CHANCE)
def test_one_more_program_never_means_fewer_interviews(chances: list[float], extra: float) -> None:
    before = interview_counts(np.array(chances).reshape(-1, 1))
    after = interview_counts(np.array([*chances, extra]).reshape(-1, 1))
    assert (np.cumsum(after) <= np.cumsum(before) + 1e-12).all()
    assert after.sum() == pytest.approx(1)


def test_the_whole_model_agrees_with_a_plain_simulation(engine: Engine) -> None:
    """Through the public call: the recommended list, without spread between programs."""
    profile = ApplicantProfile(step2_ck_score=235, max_applications=60, pacific_weight=0.3)
    result = assess(profile, engine)
    plan, model = result.plan, result.plan.models[0]
    invited = plan.interview_probability
    expected = result.expected_interviews.point
    assert expected == pytest.approx(invited.sum(), rel=0.02)

    # The same interviews, thrown as dice: each program's own average chance, one shared effect.
    plain = simulate(
        mean_rest=invited,
        near_zero=np.zeros(plan.size),
        pacific=plan.candidates.pacific,
        rank_curve=model.rank_curve.probability,
        variance=model.frailty.variance,
        near_zero_rate=0.001,
        log_multiplier=0.0,
        applicants=40_000,
    )
    assert result.match_probability.point == pytest.approx(plain["match"], abs=0.02)
    assert result.match_probability_pacific.point == pytest.approx(plain["pacific"], abs=0.02)
    assert result.p_no_interview.point == pytest.approx(plain["no_interview"], abs=0.03)
    assert expected == pytest.approx(plain["interviews"], rel=0.05)


def test_without_the_shared_effect_the_chance_would_be_overstated(engine: Engine) -> None:
    result = assess(ApplicantProfile(step2_ck_score=250, max_applications=140), engine)
    independent = interview_counts(result.plan.interview_probability[:, None])[0]
    assert independent @ result.plan.models[0].rank_curve.probability > result.match_probability.point + 0.02
    assert independent[0] < result.p_no_interview.point - 0.05


def test_more_applications_never_lower_any_chance(engine: Engine) -> None:
    profile = ApplicantProfile(step2_ck_score=225, pacific_min=None, pacific_max=None)
    results = [assess(profile.changed(max_applications=n), engine) for n in (10, 40, 100, 180)]
    for name, falls in (
        ("match_probability", False),
        ("expected_interviews", False),
        ("p_no_interview", True),
    ):
        points = [getattr(r, name).point for r in results]
        assert points == sorted(points, reverse=falls), name
        assert points[0] != points[-1]


def test_a_higher_score_never_lowers_the_chance_of_a_match(engine: Engine) -> None:
    for specialty in ("Internal Medicine", "Pediatrics", "Neurology"):
        odds = assess(ApplicantProfile(specialties=(specialty,), step2_ck_score=240), engine).odds
        for curve in (odds.match, odds.match_pacific, odds.interviews):
            assert (np.diff(curve.point) >= -1e-9).all(), specialty


def test_every_number_lies_within_its_range_and_its_bounds(engine: Engine) -> None:
    for specialty in ("Internal Medicine", "Family Medicine", "Psychiatry", "General Surgery"):
        odds = assess(ApplicantProfile(specialties=(specialty,), step2_ck_score=230), engine).odds
        for curve in (odds.match, odds.match_pacific, odds.match_if_interviewed, odds.no_interview):
            assert (curve.low >= 0).all() and (curve.low <= curve.point).all()
            assert (curve.point <= curve.high).all() and (curve.high <= 1).all()
        assert (odds.match_pacific.point <= odds.match.point + 1e-9).all()
        # Whoever matches was interviewed.
        assert (odds.match.point <= 1 - odds.no_interview.point + 1e-9).all()
        assert (odds.match_if_interviewed.point >= odds.match.point - 1e-9).all()
        assert len(odds.match.point) == len(SCORE_AXIS)


def test_the_same_profile_always_gives_the_same_numbers(engine: Engine) -> None:
    profile = ApplicantProfile(step2_ck_score=228)
    first, second = assess(profile, engine), assess(profile, Engine(engine.facts))
    assert first.match_probability == second.match_probability
    assert first.plan.candidates.program_ids.tolist() == second.plan.candidates.program_ids.tolist()


def test_signals_never_lower_the_chance(engine: Engine) -> None:
    """Family Medicine gives signals; one spent on the last program of the list beats none spent at all."""
    profile = ApplicantProfile(specialties=("Family Medicine",), step2_ck_score=225, max_applications=40)
    plan = assess(profile, engine).plan
    assert any(plan.signal)
    unspent = assess(profile.changed(signals={"0000000000": "signal"}), engine)
    assert not any(unspent.plan.signal)
    assert assess(profile, engine).match_probability.point >= unspent.match_probability.point
    index = plan.signal.index(next(s for s in plan.signal if s))
    program = str(plan.candidates.program_ids[index])
    one = assess(profile.changed(signals={program: plan.signal[index]}), engine)
    assert one.match_probability.point >= unspent.match_probability.point


def test_an_average_over_the_nodes_is_that_of_the_values_at_them() -> None:
    """Also where points and nodes leave the grid, and for one table that all draws share."""
    random = np.random.default_rng(4)
    places = GridPlaces(random.uniform(-16, 10, (5, 7)))
    weights = random.random((5, len(LOG_NODES)))
    for rows in (5, 1):
        table = random.random((rows, len(LOG_GRID)))
        at_nodes = places.at_nodes(np.broadcast_to(table, (5, len(LOG_GRID))))
        expected = (at_nodes * weights[:, None]).sum(axis=-1)
        assert places.averaged(table, weights) == pytest.approx(expected, rel=1e-12)
