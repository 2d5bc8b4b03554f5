"""Why a program stands where it stands, in steps that add up and sentences for every trace."""

import pytest

from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.text.programs import trace_sentences, why_steps
from smartpick.whatif.invitations import InvitationEstimates, estimate_invitations

PROFILE = ApplicantProfile(specialties=("Internal Medicine",), step2_ck_score=230, visa_need="j1")


@pytest.fixture(scope="module")
def estimates(engine: Engine) -> InvitationEstimates:
    return estimate_invitations(PROFILE, engine)


def test_the_steps_go_from_the_published_figure_to_the_estimate(
    engine: Engine, estimates: InvitationEstimates
) -> None:
    c = estimates.candidates
    assert c is not None
    entry = int(c.near_zero.argmin())
    steps = why_steps(estimates, estimates, entry, "New York", known=False)
    assert steps[0].rate == pytest.approx(c.cells[entry].mean)
    assert steps[1].rate > steps[0].rate, "the likeliest program stands above its place"
    assert steps[-1].rate == pytest.approx(float(estimates.invitation[entry]))
    program = str(c.program_ids[entry])
    told = {program: ProgramEvidence(program, interview_rate=0.2)}
    informed = estimate_invitations(PROFILE, engine, True, told)
    with_figures = why_steps(informed, estimates, entry, "New York", known=True)
    assert len(with_figures) == len(steps) + 1
    assert with_figures[2].rate > with_figures[1].rate


def test_sentences_name_what_moves_a_program_and_which_way(
    engine: Engine, estimates: InvitationEstimates
) -> None:
    c = estimates.candidates
    assert c is not None
    reported = engine.traces.features["reported_non_us"].reindex(c.program_ids).to_numpy()
    entry = int(reported.argmax())
    said = trace_sentences(engine.traces, c, entry)
    assert any("reported invitations of non-US IMGs (raises" in sentence for sentence in said)
    kaiser = int(engine.traces.features["kaiser"].reindex(c.program_ids).to_numpy().argmax())
    assert any("Kaiser (lowers" in sentence for sentence in trace_sentences(engine.traces, c, kaiser))
