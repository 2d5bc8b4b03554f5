"""The estimates shown beside single programs are those that the list is chosen by."""

import numpy as np
import pytest

from smartpick.engine import Engine
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.whatif.invitations import estimate_invitations

PROFILES = [
    ApplicantProfile(),
    ApplicantProfile(specialties=("Psychiatry", "Family Medicine"), visa_need="either", step2_ck_score=None),
    ApplicantProfile(applicant_type="us_img", visa_need="none", pacific_letters=1),
]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("assumed", [True, False])
def test_they_equal_what_the_list_is_chosen_by(
    engine: Engine, profile: ApplicantProfile, assumed: bool
) -> None:
    evidence = {"1405121433": ProgramEvidence("1405121433", interview_rate=0.2, takes_j1=True)}
    choice = plan_list(profile, engine, assumed, evidence=evidence).choice
    estimates = estimate_invitations(profile, engine, assumed, evidence)
    chosen_by = choice.objective.invitation @ choice.objective.weights
    own = estimates.line_up(choice.candidates.program_ids) * choice.candidates.worth
    np.testing.assert_allclose(own, chosen_by, rtol=1e-9)


def test_programs_that_are_ruled_out_or_excluded_have_an_estimate_too(engine: Engine) -> None:
    profile = ApplicantProfile(excluded=("1405121433",))
    estimates = estimate_invitations(profile, engine)
    assert estimates.place_of("1405121433") is not None
    assert estimates.place_of("1403921352") is not None


def test_what_is_not_in_the_profile_has_none(engine: Engine) -> None:
    estimates = estimate_invitations(ApplicantProfile(), engine)
    family_medicine = engine.facts.programs.query("specialty == 'Family Medicine'")["program_id"].iloc[0]
    assert np.isnan(estimates.line_up(np.array([family_medicine]))[0])
    assert estimates.place_of(family_medicine) is None


def test_a_specialty_without_figures_is_named_and_the_others_stay(engine: Engine) -> None:
    profile = ApplicantProfile(
        applicant_type="us_md_senior", visa_need="none", specialties=("Internal Medicine",)
    )
    both = profile.changed(specialties=("Internal Medicine", "Internal Medicine/Dermatology"))
    estimates = estimate_invitations(both, engine)
    assert estimates.without_figures == ("Internal Medicine/Dermatology",)
    np.testing.assert_array_equal(estimates.invitation, estimate_invitations(profile, engine).invitation)


def test_good_evidence_raises_the_estimate_and_every_range_holds_its_point(engine: Engine) -> None:
    plain = estimate_invitations(ApplicantProfile(), engine)
    evidence = {"1405121433": ProgramEvidence("1405121433", interview_rate=0.3, seasons=3, takes_j1=True)}
    informed = estimate_invitations(ApplicantProfile(), engine, evidence=evidence)
    entry = plain.place_of("1405121433")
    assert entry is not None
    before, after = plain.estimate(entry), informed.estimate(entry)
    assert after.point > 3 * before.point
    assert after.low > before.low
    for i in range(0, len(plain.invitation), 50):
        estimate = plain.estimate(i)
        assert 0 <= estimate.low <= estimate.point <= estimate.high <= 1
