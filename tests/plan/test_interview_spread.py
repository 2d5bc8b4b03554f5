"""What one person may see of interviews is told apart from how well the mean is known."""

import numpy as np
import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.plan.firmness import InterviewSpread
from smartpick.profile import ApplicantProfile
from smartpick.text.application_list import spread_sentence


def test_the_spread_holds_four_fifths_of_people_and_no_number_too_many() -> None:
    spread = InterviewSpread.of(np.array([0.42, 0.3, 0.2, 0.05, 0.03]))
    assert (spread.low, spread.high, spread.none) == (0, 2, pytest.approx(0.42))
    assert spread_sentence(spread) == "Most people like you get 0 to 2 interviews; 42 of 100 get none."


@pytest.mark.parametrize("score", [210, 228, 250, None])
def test_people_drawn_by_the_model_fall_into_the_spread(engine: Engine, score: int | None) -> None:
    """One by one: a shared effect for each person, then an invitation or none from each program."""
    assessed = assess(ApplicantProfile(step2_ck_score=score, max_applications=80), engine)
    spread = assessed.interviews_spread
    assert spread.none == pytest.approx(assessed.p_no_interview.point, abs=0.02)
    if score is None:
        return
    random = np.random.default_rng(3)
    plan = assessed.plan
    model = plan.models[0]
    from smartpick.plan.candidates import invitations

    invited = invitations(plan.models, plan.candidates, plan.log_multiplier)
    node = random.choice(invited.shape[1], 4000, p=model.invitation_weights)
    drawn = (random.random((4000, len(invited))) < invited.T[node]).sum(axis=1)
    inside = float(((drawn >= spread.low) & (drawn <= spread.high)).mean())
    assert inside == pytest.approx(spread.within, abs=0.03)
    assert inside >= 0.78
    mean = assessed.expected_interviews
    assert float(((drawn >= mean.low) & (drawn <= mean.high)).mean()) < inside
