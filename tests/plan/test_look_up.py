"""What to look up next, against planning again under every answer."""

import numpy as np
import pytest

from smartpick.engine import Engine
from smartpick.plan.look_up import VISA, look_up_next
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence

PROFILE = ApplicantProfile(
    step2_ck_score=235, max_applications=40, pacific_min=5, pacific_max=10, pacific_weight=0.4
)


@pytest.fixture(scope="module")
def asked(engine: Engine):
    plan = plan_list(PROFILE, engine)
    return plan, look_up_next(plan.choice, PROFILE, engine.parameters, most=400)


def test_questions_come_best_first_and_name_known_programs(asked, engine: Engine) -> None:
    _, questions = asked
    values = [q.value for q in questions]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0
    assert {q.program_id for q in questions} <= set(engine.facts.programs["program_id"])
    assert {q.fact for q in questions} == {"visa", "interview_rate"}


def test_a_visa_question_is_worth_what_planning_again_gains(asked, engine: Engine) -> None:
    """The oracle replans under yes and under no. Pricing at the present list must agree within a half:
    it does not count the signal that a no sets free.
    """
    plan, questions = asked
    checked = [q for q in questions if q.fact == VISA][:4]
    assert checked
    same_list = PROFILE.changed(pinned=tuple(plan.candidates.program_ids.tolist()))
    for question in checked:
        gain = 0.0
        for answer, chance in ((True, question.likely), (False, 1 - question.likely)):
            told = ProgramEvidence(question.program_id, takes_j1=answer, visa_this_season=True)
            evidence = {question.program_id: told}
            # Who does not act on the answer sends the list as it is.
            acted, sent = (plan_list(p, engine, evidence=evidence).value for p in (PROFILE, same_list))
            gain += chance * (acted - sent)
        assert question.value == pytest.approx(gain, rel=0.45, abs=2e-5)


def test_what_is_known_is_not_asked_again(asked, engine: Engine) -> None:
    _, questions = asked
    first = next(q for q in questions if q.fact == VISA)
    evidence = {first.program_id: ProgramEvidence(first.program_id, takes_j1=True, interview_rate=0.05)}
    again = look_up_next(
        plan_list(PROFILE, engine, evidence=evidence).choice, PROFILE, engine.parameters, most=400
    )
    assert first.program_id not in {q.program_id for q in again}


def test_nobody_is_asked_about_visas_they_do_not_need(engine: Engine) -> None:
    profile = PROFILE.changed(visa_need="none")
    questions = look_up_next(plan_list(profile, engine).choice, profile, engine.parameters)
    assert VISA not in {q.fact for q in questions}
    assert np.isfinite([q.value for q in questions]).all()
