"""Ties are said: firm places stay in every draw, the others stand for a group that looks alike."""

import numpy as np
import pytest

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.plan.firmness import FIRM, Firmness, list_firmness
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence


@pytest.fixture(scope="module")
def shown(engine: Engine) -> Assessment:
    profile = ApplicantProfile(
        specialties=("Internal Medicine",), step2_ck_score=222, visa_need="j1", max_applications=100
    )
    return assess(profile, engine)


@pytest.fixture(scope="module")
def firmness(shown: Assessment, engine: Engine) -> Firmness:
    return list_firmness(shown.plan, shown.profile, engine)


def test_every_place_has_a_share_of_draws_and_the_best_are_firmer(
    shown: Assessment, firmness: Firmness
) -> None:
    assert firmness.share.shape == (shown.plan.size,)
    assert ((firmness.share >= 0) & (firmness.share <= 1)).all()
    chance = shown.plan.interview_probability
    inland = ~shown.plan.candidates.pacific
    order = np.argsort(-chance[inland])
    half = len(order) // 2
    assert firmness.share[inland][order[:half]].mean() > firmness.share[inland][order[half:]].mean()
    # The same list is drawn the same way.
    assert 0.05 < firmness.firm.mean() < 0.95


def test_a_group_is_the_open_places_and_the_programs_that_are_as_good(
    shown: Assessment, firmness: Firmness
) -> None:
    listed = set(shown.plan.candidates.program_ids.tolist())
    assert firmness.groups
    for group in firmness.groups:
        assert set(group.listed) <= listed
        assert not set(group.others) & listed
        assert group.states >= 2
    open_ = {
        str(i) for i, f in zip(shown.plan.candidates.program_ids, firmness.share, strict=True) if f < FIRM
    }
    assert {i for group in firmness.groups for i in group.listed} <= open_


def test_a_known_high_rate_makes_a_place_firm_and_a_pin_is_always_firm(
    shown: Assessment, engine: Engine
) -> None:
    last = str(shown.plan.candidates.program_ids[-1])
    told = {last: ProgramEvidence(last, interview_rate=0.2)}
    informed = assess(shown.profile, engine, evidence=told)
    place = informed.plan.candidates.program_ids.tolist().index(last)
    assert list_firmness(informed.plan, informed.profile, engine).share[place] > 0.95
    pinned = assess(shown.profile.changed(pinned=(last,)), engine)
    place = pinned.plan.candidates.program_ids.tolist().index(last)
    assert list_firmness(pinned.plan, pinned.profile, engine).share[place] == 1


def test_nothing_is_firm_in_an_empty_list(shown: Assessment, engine: Engine) -> None:
    nothing = shown.profile.changed(budget_usd=0)
    empty = assess(nothing, engine)
    if not empty.plan.size:
        assert list_firmness(empty.plan, nothing, engine).groups == ()
