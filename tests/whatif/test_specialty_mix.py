"""Several specialties beside each alone."""

import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.whatif.scenarios import specialty_choices


def test_together_first_then_each_alone_within_the_same_limits(engine: Engine) -> None:
    profile = ApplicantProfile(
        specialties=("Internal Medicine", "Obstetrics and Gynecology"), max_applications=20, pacific_min=None
    )
    together = assess(profile, engine, thorough=False)
    told: list[float] = []
    found = specialty_choices(together, engine, progress=told.append)
    assert [choice.specialties for choice in found] == [
        profile.specialties,
        ("Internal Medicine",),
        ("Obstetrics and Gynecology",),
    ]
    assert found[0].match == together.match_probability
    assert all(sum(choice.counts.values()) == 20 for choice in found)
    assert found[1].cost.total_usd == 220.0
    assert found[2].cost.unpriced == {"Obstetrics and Gynecology": 20}
    assert told == [0.5, 1.0]


def test_signals_set_by_hand_do_not_switch_off_those_of_another_specialty(engine: Engine) -> None:
    programs = engine.facts.programs
    family = programs.loc[programs["specialty"] == "Family Medicine", "program_id"].iloc[0]
    profile = ApplicantProfile(
        specialties=("Internal Medicine", "Family Medicine"),
        max_applications=16,
        signals={str(family): "signal"},
    )
    alone = specialty_choices(assess(profile, engine, thorough=False), engine)[1]
    plain = assess(
        ApplicantProfile(specialties=("Internal Medicine",), max_applications=16), engine, thorough=False
    )
    assert alone.match.point == pytest.approx(plain.match_probability.point)
