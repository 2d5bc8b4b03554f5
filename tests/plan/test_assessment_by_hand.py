"""What an assessment puts together, against sums done by hand."""

from dataclasses import replace

import numpy as np
import pytest

from smartpick.assessment import (
    SCORE_AXIS,
    Assessment,
    assess,
    assumed_share,
    axis_index,
    over_applicants,
    reassess,
)
from smartpick.engine import Engine
from smartpick.estimate import EstimateCurve
from smartpick.odds.effects import AppliedEffect
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence

PROFILE = ApplicantProfile(step2_ck_score=240, max_applications=30)


@pytest.fixture(scope="module")
def assessed(engine: Engine) -> Assessment:
    return assess(PROFILE, engine, thorough=False)


def effect(log_value: float, basis: str) -> AppliedEffect:
    return AppliedEffect(
        factor=basis,
        level="",
        log_value=log_value,
        log_low=log_value,
        log_high=log_value,
        scope="everywhere",
        basis=basis,
        source_id="",
    )


def test_without_a_score_the_range_is_that_of_the_middle_four_fifths() -> None:
    """A tenth of applicants is passed at the second score and nine tenths at the fourth, not at the third."""
    shares = np.array([0.05, 0.15, 0.6, 0.15, 0.05])
    point = np.array([0.0, 0.2, 0.5, 0.7, 1.0])
    estimate = over_applicants(EstimateCurve(point, point - 0.1, point + 0.05), shares)
    assert estimate.point == pytest.approx(0.03 + 0.3 + 0.105 + 0.05)
    assert estimate.low == pytest.approx(0.2 - 0.1)
    assert estimate.high == pytest.approx(0.7 + 0.05)


def test_a_range_without_a_score_holds_the_point() -> None:
    shares, point = np.array([0.5, 0.5]), np.array([0.2, 0.4])
    estimate = over_applicants(EstimateCurve(point, point, point), shares)
    assert (estimate.low, estimate.point, estimate.high) == pytest.approx((0.2, 0.3, 0.4))


def test_a_score_off_the_axis_is_read_at_its_end() -> None:
    assert [axis_index(score) for score in (150, 190, 240, 290, 300)] == [0, 0, 50, 100, 100]
    assert SCORE_AXIS[axis_index(240)] == 240


def test_the_score_is_among_what_the_assumed_share_is_a_share_of() -> None:
    effects = [effect(0.2, "assumed"), effect(-0.3, "published")]
    assert assumed_share(effects, 0.5) == pytest.approx(0.2 / (0.2 + 0.3 + 0.5))
    assert assumed_share(effects, -0.5) == pytest.approx(0.2)
    assert assumed_share([], 0.0) == 0.0
    assert assumed_share([effect(0.2, "assumed")], 0.0) == 1.0


def test_the_share_of_a_whole_profile_counts_its_score(engine: Engine, assessed: Assessment) -> None:
    sizes = dict.fromkeys(("assumed", "published", "derived"), 0.0)
    for one in assessed.effects:
        sizes[one.basis] += abs(one.log_value)
    score = abs(float(assessed.plan.models[0].log_multiplier(240)))
    assert score > 0.01 and sizes["assumed"] > 0
    assert assessed.assumed_share == pytest.approx(sizes["assumed"] / (sum(sizes.values()) + score))


def test_another_profile_is_assessed_with_the_same_evidence_and_effects(engine: Engine) -> None:
    known = {"1401121048": ProgramEvidence("1401121048", interview_rate=0.3)}
    first = assess(PROFILE, engine, False, evidence=known, thorough=False)
    again = reassess(first, PROFILE.changed(step2_ck_score=250), engine, thorough=False)
    assert again.profile.step2_ck_score == 250
    assert again.plan.choice.evidence == known
    assert not again.assumed


def test_chances_are_read_at_the_score(assessed: Assessment) -> None:
    assert assessed.match_probability == assessed.odds.match.at(50)
    assert assessed.expected_interviews == assessed.odds.interviews.at(50)


def test_two_assessments_are_the_same_only_as_one_object(assessed: Assessment) -> None:
    assert assessed != replace(assessed)
    assert {assessed: 1}[assessed] == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"specialties": ["Transitional Year"]}, "A Transitional Year alone does not lead to a license"),
        ({"step2_ck_score": 200}, "nobody with 200 is among them"),
        ({"visa_need": "h1b"}, "An H-1B petition needs a pass in Step 3."),
        ({"budget_usd": 0}, "No application fits these limits."),
        ({"budget_usd": 200}, "of the 30 applications you allow."),
    ],
)
def test_what_limits_the_numbers_is_said_once(
    engine: Engine, assessed: Assessment, changes: dict[str, object], sentence: str
) -> None:
    warnings = assess(PROFILE.changed(**changes), engine, thorough=False).warnings
    assert sum(sentence in warning for warning in warnings) == 1
    assert not any(sentence in warning for warning in assessed.warnings)
