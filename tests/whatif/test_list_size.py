"""Shorter lists: the whole one is the assessed one, fees step where they are published to, and what pays."""

import numpy as np
import pytest

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.estimate import EstimateCurve
from smartpick.profile import ApplicantProfile
from smartpick.whatif.list_size import ListSizes, list_sizes, sizes_to_show, stops_paying
from smartpick.whatif.scenarios import signal_worth


@pytest.fixture(scope="module")
def assessed(engine: Engine) -> Assessment:
    return assess(ApplicantProfile(max_applications=40), engine, thorough=False)


@pytest.fixture(scope="module")
def sizes(assessed: Assessment, engine: Engine) -> ListSizes:
    return list_sizes(assessed, engine)


def test_the_whole_list_comes_to_what_was_assessed(sizes: ListSizes, assessed: Assessment) -> None:
    assert sizes.sizes[-1] == assessed.plan.size == 40
    assert sizes.match.point[-1] == pytest.approx(assessed.match_probability.point, abs=1e-9)
    assert sizes.no_interview.point[-1] == pytest.approx(assessed.p_no_interview.point, abs=1e-9)
    assert sizes.interviews.point[-1] == pytest.approx(assessed.expected_interviews.point, abs=1e-9)
    # Ranges are worked out at every third score there, and at the score itself here.
    assert sizes.match.low[-1] == pytest.approx(assessed.match_probability.low, abs=0.01)
    assert sizes.cost_usd[-1] == assessed.plan.cost.total_usd == 630.0


def test_the_curve_ends_at_the_chance_of_the_very_same_list_with_its_signals(engine: Engine) -> None:
    """It ended 1.8 points above it while the signals of shorter lists were dealt in another way."""
    profile = ApplicantProfile(step2_ck_score=240, visa_need="j1", max_applications=60)
    assessed = assess(profile, engine, thorough=False)
    sizes = list_sizes(assessed, engine)
    assert sizes.match.point[-1] == pytest.approx(assessed.match_probability.point, abs=1e-9)


def test_nothing_sent_is_nothing_won(sizes: ListSizes) -> None:
    assert sizes.sizes[0] == 0
    assert sizes.match.point[0] == 0
    assert sizes.no_interview.point[0] == 1
    assert sizes.cost_usd[0] == 0


def test_more_applications_bring_more_interviews(sizes: ListSizes) -> None:
    assert (np.diff(sizes.interviews.point) > 0).all()
    assert (np.diff(sizes.no_interview.point) < 0).all()


def test_without_a_score_the_whole_list_comes_to_what_was_assessed(engine: Engine) -> None:
    assessed = assess(ApplicantProfile(step2_ck_score=None, max_applications=15), engine, thorough=False)
    found = list_sizes(assessed, engine)
    assert found.match.point[-1] == pytest.approx(assessed.match_probability.point, abs=1e-9)


def test_progress_ends_at_one(assessed: Assessment, engine: Engine) -> None:
    told: list[float] = []
    list_sizes(assessed, engine, told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_sizes_hold_the_application_before_a_dearer_one() -> None:
    alternating = np.array([0, 1] * 50)
    found = sizes_to_show(alternating, [[31], [31]], most=8)
    # The 31st application in each specialty is the 61st and 62nd of the list.
    assert {0, 60, 61, 100} <= set(found.tolist())
    assert (np.diff(found) > 0).all()
    assert sizes_to_show(np.zeros(0, int), [[31]], most=8).tolist() == [0]


def curve(points: list[float]) -> EstimateCurve:
    array = np.array(points)
    return EstimateCurve(array, array, array)


def made(match: list[float], cost: list[float], unpriced: list[int] | None = None) -> ListSizes:
    n = len(match)
    flat = curve([0.0] * n)
    return ListSizes(
        sizes=np.arange(n) * 10,
        match=curve(match),
        match_pacific=flat,
        no_interview=flat,
        interviews=flat,
        cost_usd=np.array(cost),
        unpriced=np.array(unpriced or [0] * n),
    )


def test_what_pays_is_where_the_gain_for_100_dollars_falls_under_the_wish() -> None:
    sizes = made([0.0, 0.10, 0.15, 0.16], [0.0, 100.0, 200.0, 400.0])
    np.testing.assert_allclose(sizes.gain_per_100_usd, [0.10, 0.05, 0.005])
    assert stops_paying(sizes, 0.2) == 0
    assert stops_paying(sizes, 0.06) == 10
    assert stops_paying(sizes, 0.049) == 20
    assert stops_paying(sizes, 0.004) is None


def test_a_later_step_that_pays_again_counts() -> None:
    sizes = made([0.0, 0.10, 0.101, 0.15, 0.151], [0.0, 100.0, 200.0, 300.0, 400.0])
    assert stops_paying(sizes, 0.04) == 30


def test_a_step_without_a_known_price_is_not_priced_and_a_free_one_always_pays() -> None:
    unknown = made([0.0, 0.1, 0.2], [0.0, 100.0, 100.0], unpriced=[0, 0, 10])
    assert np.isnan(unknown.gain_per_100_usd[1])
    assert stops_paying(unknown, 0.05) is None
    one_fee_for_all = made([0.0, 0.1, 0.2], [0.0, 99.0, 99.0])
    assert np.isinf(one_fee_for_all.gain_per_100_usd[1])
    assert stops_paying(one_fee_for_all, 5.0) is None


def test_signals_are_worth_something_and_the_list_without_them_less(
    assessed: Assessment, engine: Engine
) -> None:
    worth = signal_worth(assessed)
    assert sum(map(bool, assessed.plan.signal)) == 15
    assert 0 < worth.without.point < worth.with_signals.point
    assert worth.with_signals == assessed.match_probability
