"""Where a higher score would hardly help, the page says so and names what limits the chance instead."""

import numpy as np
import pytest

from smartpick.assessment import SCORE_AXIS, Assessment, assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.levers import score_reach_sentences
from smartpick.whatif.levers import Limit, ScoreReach, score_reach

HELD = ApplicantProfile(
    step2_ck_score=220,
    specialties=("Internal Medicine", "Family Medicine"),
    visa_need="h1b",
    step2_ck_failures=2,
)


@pytest.fixture(scope="module")
def held(engine: Engine) -> Assessment:
    return assess(HELD, engine, thorough=False)


def test_the_window_is_the_models_own_chance(held: Assessment, engine: Engine) -> None:
    reach = score_reach(held, engine)
    assert reach is not None
    # No score under the passing one is compared.
    assert (reach.low_score, reach.high_score) == (218, 230)
    inside = (SCORE_AXIS >= 218) & (SCORE_AXIS <= 230)
    assert reach.chances == pytest.approx(held.odds.match.point[inside])


def test_the_limits_are_the_models_own_terms(held: Assessment, engine: Engine) -> None:
    reach = score_reach(held, engine)
    assert reach is not None
    by_kind = {(limit.kind, limit.name): limit.odds_ratio for limit in reach.limits}
    sponsoring = held.plan.choice.candidates.visa_share.mean()
    assert by_kind[("visa", "h1b")] == pytest.approx(sponsoring)
    assert by_kind[("no_step3", "")] == engine.parameters["h1b_without_step3_odds_ratio"]
    failures = next(e for e in held.effects if e.factor == "exam_failures")
    assert by_kind[("answer", "exam_failures")] == pytest.approx(np.exp(failures.log_value))
    ratios = [limit.odds_ratio for limit in reach.limits]
    assert ratios == sorted(ratios)
    # What is taken away goes: with Step 3 passed it limits nothing.
    passed = score_reach(assess(HELD.changed(step3="pass"), engine, thorough=False), engine)
    assert passed is not None
    assert "no_step3" not in {limit.kind for limit in passed.limits}
    free = HELD.changed(visa_need="none", step2_ck_failures=0)
    freed = score_reach(assess(free, engine, thorough=False), engine)
    assert freed is not None
    assert not {"visa", "no_step3"} & {limit.kind for limit in freed.limits}
    assert "exam_failures" not in {limit.name for limit in freed.limits}


def test_it_is_said_only_where_the_score_hardly_moves_the_printed_chance() -> None:
    limits = (Limit("no_step3", 0.25), Limit("answer", 0.35, "exam_failures"), Limit("flat_curve", 1.0, "X"))
    still = score_reach_sentences(ScoreReach(218, 230, (0.043, 0.042), limits))
    assert still[0].replace("\u202f", " ") == "From 218 to 230 points your chance stays at 4 %."
    assert "Step 3" in still[1]
    assert "failed attempts" in still[1]
    assert still[2].startswith("In X, those who matched")
    one_point = score_reach_sentences(ScoreReach(218, 230, (0.044, 0.046), limits))
    assert "goes from 4" in one_point[0]
    assert score_reach_sentences(ScoreReach(218, 230, (0.04, 0.08), limits)) == []
    # Nearly certain is no limit to explain, and without a score there is nothing to say.
    assert score_reach_sentences(ScoreReach(250, 270, (0.995, 0.996), limits)) == []
    assert score_reach_sentences(None) == []


def test_where_the_score_matters_nothing_is_said(engine: Engine) -> None:
    usual = assess(ApplicantProfile(step2_ck_score=225), engine, thorough=False)
    assert score_reach_sentences(score_reach(usual, engine)) == []
    ahead = assess(ApplicantProfile(step2_ck_score=None), engine, thorough=False)
    assert score_reach(ahead, engine) is None
