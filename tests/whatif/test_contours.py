"""The chance over score and list size, and the exchange between them."""

import numpy as np
import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.whatif.list_size import Contours, contours, exchange_rate, points_for

SCORES = np.arange(210.0, 251.0)


def line(start: float, slope: float) -> np.ndarray:
    return (start + slope * (SCORES - SCORES[0]))[None]


@pytest.fixture(scope="module")
def found(engine: Engine) -> Contours:
    profile = ApplicantProfile()
    made = contours(assess(profile, engine, thorough=False), engine)
    assert made is not None
    return made


def test_points_for_on_straight_lines() -> None:
    # 0.03 more from the list, 0.01 for each point: three points.
    assert points_for(SCORES, 220, line(0.1, 0.01), line(0.13, 0.01)) == pytest.approx([3.0])
    assert points_for(SCORES, 220.5, line(0.1, 0.01), line(0.125, 0.01)) == pytest.approx([2.5])
    assert points_for(SCORES, 220, line(0.1, 0.01), line(0.1, 0.01)) == pytest.approx([0.0])


def test_no_published_score_is_enough_on_a_flat_curve_or_at_its_end() -> None:
    assert np.isinf(points_for(SCORES, 220, line(0.1, 0.0), line(0.13, 0.0)))
    assert np.isinf(points_for(SCORES, 249, line(0.1, 0.01), line(0.13, 0.01)))


def test_a_range_that_leaves_the_published_scores_has_no_upper_end() -> None:
    now = np.concatenate([line(0.1, 0.01)] * 7 + [line(0.1, 0.0)] * 3)
    longer = np.concatenate([line(0.13, 0.01)] * 7 + [line(0.13, 0.0)] * 3)
    rate = exchange_rate(
        SCORES, 220, line(0.1, 0.01)[0], line(0.13, 0.01)[0], now_draws=now, longer_draws=longer, more=30
    )
    assert rate.points == pytest.approx(3)
    assert rate.low == pytest.approx(3)
    assert rate.high is None
    assert rate.gain == pytest.approx(0.03)


def test_the_grid_agrees_with_the_assessment_at_the_applicants_place(engine: Engine, found: Contours) -> None:
    shown = assess(ApplicantProfile(), engine, thorough=False)
    row = found.match[int(np.flatnonzero(found.sizes == found.size)[0])]
    here = float(np.interp(found.score, found.scores, row))
    assert here == pytest.approx(shown.match_probability.point, abs=1e-9)
    assert found.size == shown.plan.size


def test_longer_lists_and_higher_scores_never_lower_the_chance(found: Contours) -> None:
    assert (np.diff(found.sizes) > 0).all()
    assert (np.diff(found.match, axis=0) > -1e-9).all()
    rises = float(found.match[-1, -1] - found.match[-1, 0])
    assert rises > 0.1, "Internal Medicine looks at scores"


def test_the_exchange_gives_the_same_chance_both_ways(engine: Engine, found: Contours) -> None:
    exchange = found.exchange
    assert exchange is not None
    assert exchange.points is not None and exchange.low is not None and exchange.high is not None
    assert exchange.low <= exchange.points <= exchange.high
    by_size = {int(size): row for size, row in zip(found.sizes, found.match, strict=True)}
    longer = np.interp(found.score, found.scores, by_size[found.size + exchange.more])
    higher = np.interp(found.score + exchange.points, found.scores, by_size[found.size])
    assert higher == pytest.approx(longer, abs=1e-4)


@pytest.mark.parametrize(
    "answers",
    [
        {"specialties": ["Family Medicine"]},
        {"specialties": ["Pathology"], "max_applications": 300},
        {"step2_ck_score": None},
        {"step2_ck_score": 195},
        {"max_applications": 5, "pacific_min": 5},
        {"budget_usd": 300},
        {"pacific_weight": 1},
    ],
)
def test_contours_at_the_corners(engine: Engine, answers: dict[str, object]) -> None:
    profile = ApplicantProfile.from_answers(answers)
    made = contours(assess(profile, engine, thorough=False), engine)
    assert made is not None
    assert made.match.shape == (len(made.sizes), len(made.scores))
    assert ((made.match >= 0) & (made.match <= 1)).all()
    assert made.size in made.sizes
    assert made.scores[0] <= made.score <= made.scores[-1]


def test_none_without_a_list_or_a_curve(engine: Engine) -> None:
    assert contours(assess(ApplicantProfile(budget_usd=0), engine, thorough=False), engine) is None
    few = ApplicantProfile.from_answers({"specialties": ["Dermatology"]})
    assert contours(assess(few, engine, thorough=False), engine) is None
