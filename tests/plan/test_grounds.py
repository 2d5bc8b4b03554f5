"""What an estimate is said to rest on is what it rests on: whatever moves it is named."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.plan.grounds import evidence_parameters, program_sources
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.text.sources import (
    GUIDE,
    assumed_sentence,
    curve_parameters,
    invitation_grounds,
    warning_sources,
)
from smartpick.whatif.invitations import estimate_invitations

SMALL = {"max_applications": 25, "pacific_min": 5, "pacific_max": 10}
PROFILES: dict[str, dict[str, Any]] = {
    "non-US IMG": {},
    "two specialties, H-1B": {"specialties": ["Internal Medicine", "Anesthesiology"], "visa_need": "h1b"},
    "no visa, few ranks": {"specialties": ["Dermatology"], "visa_need": "none", "years_since_graduation": 12},
    "US MD senior": {"applicant_type": "us_md_senior", "visa_need": "none", "specialties": ["Pediatrics"]},
}


def profile_of(name: str) -> ApplicantProfile:
    return ApplicantProfile.from_answers({**SMALL, **PROFILES[name]})


def told(assessment: Assessment) -> list[Any]:
    odds = assessment.odds
    curves = (odds.match, odds.match_pacific, odds.interviews, odds.no_interview)
    numbers = [end for curve in curves for end in (curve.point, curve.low, curve.high)]
    return [*numbers, assessment.plan.interview_probability, assessment.plan.marginal_gain]


def same(first: Assessment, second: Assessment) -> bool:
    if first.plan.candidates.program_ids.tolist() != second.plan.candidates.program_ids.tolist():
        return False
    pairs = zip(told(first), told(second), strict=True)
    return all(np.allclose(one, other, rtol=1e-9, atol=1e-12, equal_nan=True) for one, other in pairs)


def moved(facts: Facts, *names: str) -> Facts:
    table = facts.model_parameters.copy()
    rows = table["parameter"].isin(names)
    assert rows.sum() == len(names)
    for column in ("value", "low", "high"):
        table[column] = table[column].astype(float)
        table.loc[rows, column] = table.loc[rows, column] * 0.9
    return replace(facts, model_parameters=table)


@pytest.mark.slow
@pytest.mark.parametrize("name", PROFILES)
def test_every_parameter_that_moves_an_estimate_is_named(name: str, facts: Facts, engine: Engine) -> None:
    profile = profile_of(name)
    own = assess(profile, engine)

    def moves(*parameters: str) -> bool:
        return not same(own, assess(profile, Engine(moved(facts, *parameters))))

    named = [one for one in own.grounds.parameters if one in set(facts.model_parameters["parameter"])]
    others = [one for one in facts.model_parameters["parameter"].astype(str) if one not in named]
    # All at once; only where that moves something is it worth knowing which.
    unnamed = [one for one in others if moves(one)] if moves(*others) else []
    assert not unnamed, f"not named: {unnamed}"
    assert sum(moves(one) for one in named[:3]) >= 2, "so few parameters can hardly be all"


@pytest.mark.parametrize("name", PROFILES)
def test_sources_are_known_and_hold_what_the_parameters_name(name: str, facts: Facts, engine: Engine) -> None:
    own = assess(profile_of(name), engine)
    behind = own.grounds
    known = set(facts.sources["source_id"])
    assert set(behind.source_ids) <= known
    assert set(own.sources) <= set(behind.source_ids)
    assert set(program_sources(own.plan, engine)) <= known
    assert set(warning_sources(own)) <= known
    assert {effect.factor for effect in own.effects} <= set(behind.parameters)
    if own.profile.applicant_type == "non_us_img":
        assert "aamc_residency_explorer_aggregates_2021" in behind.source_ids, "shares of J-1 and IMGs"
        assert "nrmp_match_results_by_state_2021" in behind.source_ids, "what a Pacific interview counts"
    assert "nrmp_charting_outcomes_non_us_img_2026" in behind.source_ids, (
        "numbers of ranks, lent to all types"
    )


def test_parameters_are_named_only_where_they_count(engine: Engine) -> None:
    img = assess(profile_of("non-US IMG"), engine).grounds.parameters
    senior = assess(profile_of("US MD senior"), engine).grounds.parameters
    two = assess(profile_of("two specialties, H-1B"), engine).grounds.parameters
    assert "pacific_interview_worth" in img and "pacific_interview_worth" not in senior
    assert "typical_applications_us_seniors" in senior and "typical_applications_us_seniors" not in img
    assert "second_choice_value" in two and "second_choice_value" not in img
    assert "h1b_without_step3_odds_ratio" in two and "h1b_without_step3_odds_ratio" not in img


def test_the_share_of_invitations_that_is_out_is_named_while_waiting_only(engine: Engine) -> None:
    before = profile_of("non-US IMG").changed(season_month="november")
    waiting = before.changed(season_stage="waiting")
    assert "invitations_out_november" not in assess(before, engine, thorough=False).grounds.parameters
    named = assess(waiting, engine, thorough=False).grounds.parameters
    assert "invitations_out_november" in named and "invitations_out_october" not in named


def test_own_figures_name_how_far_they_are_trusted(engine: Engine) -> None:
    assert evidence_parameters({}) == ()
    rate = {"a": ProgramEvidence("a", interview_rate=0.1)}
    share = {"a": ProgramEvidence("a", img_share=0.4)}
    assert evidence_parameters(rate) == ("season_reliability", "near_zero_persistence")
    assert evidence_parameters(share) == ()
    profile = profile_of("non-US IMG")
    listed = assess(profile, engine).plan.candidates.program_ids[0]
    informed = assess(profile, engine, evidence={listed: ProgramEvidence(listed, interview_rate=0.1)})
    assert "season_reliability" in informed.grounds.parameters


def test_chances_of_an_invitation_name_the_rates_of_their_places(engine: Engine) -> None:
    profile = profile_of("non-US IMG")
    behind = invitation_grounds(estimate_invitations(profile, engine, True, {}), profile, engine, True, {})
    assert "aamc_residency_explorer_interview_rates_2024" in behind.source_ids
    assert {"near_zero_rate", "visa_need"} <= set(behind.parameters)
    without = ApplicantProfile(specialties=("Emergency Medicine/Anesthesiology",))
    none = invitation_grounds(estimate_invitations(without, engine, True, {}), without, engine, True, {})
    assert none.source_ids == none.parameters == ()


def test_a_score_below_passing_names_the_passing_standard(engine: Engine) -> None:
    below = assess(profile_of("non-US IMG").changed(step2_ck_score=210), engine)
    assert warning_sources(below)[0] == below.passing.source_id
    h1b = assess(profile_of("two specialties, H-1B"), engine)
    assert "fsmb_step3_eligibility" in warning_sources(h1b)


def test_the_assumed_share_is_said_and_so_is_leaving_it_out(engine: Engine) -> None:
    profile = profile_of("non-US IMG")
    with_assumed, without = assess(profile, engine), assess(profile, engine, assumed=False)
    assert assumed_sentence(with_assumed).endswith("rests on assumed sizes.")
    assert "%" in assumed_sentence(with_assumed)
    assert "left out" in assumed_sentence(without)
    assert not {e.factor for e in with_assumed.effects if e.basis == "assumed"} & set(
        without.grounds.parameters
    )


def test_only_curves_of_a_region_rest_on_parameters(facts: Facts) -> None:
    assert curve_parameters(False) == ()
    assert set(curve_parameters(True)) <= set(facts.model_parameters["parameter"])
    assert GUIDE in set(facts.sources["source_id"])
