"""Nobody is offered a program that cannot take them: military, closed, one year only, in Spanish."""

import numpy as np
import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.programs.kinds import barred_sentence
from smartpick.text.records import assessment_record

KEESLER, MADIGAN, TRIPLER_READING = "1402712001", "1405412010", "4201421933"
ARMY_WITH_TEXAS_TECH = "2604821198"
SKAGIT, UCLA_VA, SAN_JUAN_CITY = "1205400720", "4000531032", "1404211396"
MOUNT_SINAI_CHICAGO, NEWPORT_BEACH = "1401621541", "0800500145"
EISENHOWER_RANCHO_MIRAGE, BEAUMONT_MICHIGAN, FORT_WAYNE, BEAUMONT_TEXAS, WRIGHT_STATE = (
    "1400500895",
    "1402512201",
    "1201721121",
    "1404800001",
    "1403821345",
)
MEDICINE = ApplicantProfile(step2_ck_score=222, visa_need="j1", max_applications=600, pacific_weight=0.0)


def listed(profile: ApplicantProfile, engine: Engine) -> set[str]:
    return set(plan_list(profile, engine, thorough=False).candidates.program_ids.tolist())


def why_not(program_id: str, engine: Engine, profile: ApplicantProfile = MEDICINE) -> str | None:
    kind = engine.kinds.barring(program_id, profile)
    return None if kind is None else kind.kind


@pytest.mark.parametrize(
    ("program_id", "kind"),
    [
        (KEESLER, "military"),
        (MADIGAN, "military"),
        (TRIPLER_READING, "military"),
        (ARMY_WITH_TEXAS_TECH, "joint_military"),
        (SKAGIT, "closed"),
        (UCLA_VA, "merged"),
        (SAN_JUAN_CITY, "needs_spanish"),
        (MOUNT_SINAI_CHICAGO, "preliminary_only"),
        (NEWPORT_BEACH, "reserved_only"),
        (EISENHOWER_RANCHO_MIRAGE, None),
        (BEAUMONT_MICHIGAN, None),
        (FORT_WAYNE, None),
        (BEAUMONT_TEXAS, None),
        (WRIGHT_STATE, None),
    ],
)
def test_what_keeps_a_program_off_a_list(engine: Engine, program_id: str, kind: str | None) -> None:
    assert why_not(program_id, engine) == kind


def test_military_programs_are_those_of_the_armed_forces_and_no_others(facts: Facts) -> None:
    kinds = facts.program_kinds
    military = facts.programs[
        facts.programs["program_id"].isin(kinds["program_id"][kinds["kind"] == "military"])
    ]
    assert len(military) == 22
    assert set(military["state"]) == {"CA", "GA", "HI", "MD", "MS", "NC", "TX", "VA", "WA"}
    assert not military["name"].str.contains("Rancho Mirage|Beaumont Health|Fort Wayne|Wright State").any()
    puerto_rico = facts.programs[facts.programs["state"] == "PR"]
    assert set(puerto_rico["program_id"]) == set(kinds["program_id"][kinds["kind"] == "needs_spanish"])


@pytest.mark.parametrize(
    "specialty", ["Internal Medicine", "Diagnostic Radiology", "Psychiatry", "Family Medicine"]
)
def test_a_list_of_all_has_none_that_cannot_take_the_applicant(engine: Engine, specialty: str) -> None:
    profile = MEDICINE.changed(specialties=[specialty], visa_need="none", max_applications=700)
    chosen = listed(profile, engine)
    assert len(chosen) > 100
    assert [i for i in chosen if engine.kinds.barring(i, profile) is not None] == []


def test_the_list_of_a_j1_applicant_has_no_military_hospital(engine: Engine) -> None:
    chosen = listed(MEDICINE, engine)
    assert EISENHOWER_RANCHO_MIRAGE in chosen or BEAUMONT_MICHIGAN in chosen
    assert not {KEESLER, MADIGAN, MOUNT_SINAI_CHICAGO} & chosen


def test_puerto_rico_is_open_to_those_who_speak_spanish_only(engine: Engine) -> None:
    profile = MEDICINE.changed(visa_need="none", max_applications=700)
    pool = engine.pool(profile.specialties, profile.applicant_type)
    island = set(pool.program_ids[(pool.programs["state"] == "PR").to_numpy(bool)].tolist())
    assert len(island) == 10
    assert not island & listed(profile, engine)
    for name in ("Spanish", " spanish ", "Español"):
        assert island <= listed(profile.changed(languages=["Tagalog", name]), engine)


@pytest.mark.parametrize("program_id", [KEESLER, MADIGAN])
def test_pinning_a_military_program_is_answered_not_obeyed(engine: Engine, program_id: str) -> None:
    result = assess(MEDICINE.changed(pinned=[program_id], max_applications=20), engine, thorough=False)
    assert program_id not in result.plan.candidates.program_ids
    assert result.plan.size == 20
    said = [w for w in assessment_record(result)["warnings"] if "pinned but not on the list" in w]
    assert len(said) == 1
    assert said[0].endswith("Takes service members only, through the military match.")


def test_pinning_a_closed_program_says_that_it_is_closed(engine: Engine) -> None:
    family = MEDICINE.changed(specialties=["Family Medicine"], pinned=[SKAGIT], max_applications=20)
    result = assess(family, engine, thorough=False)
    assert SKAGIT not in result.plan.candidates.program_ids
    assert any(
        w.startswith("Skagit Regional Health is pinned but not on the list. Closed: over three years")
        for w in result.warnings
    )


def test_pinning_a_program_in_spanish_is_obeyed_with_a_word(engine: Engine) -> None:
    result = assess(MEDICINE.changed(pinned=[SAN_JUAN_CITY], max_applications=20), engine, thorough=False)
    assert SAN_JUAN_CITY in result.plan.candidates.program_ids
    assert any("needs Spanish, and Spanish is not among your languages" in w for w in result.warnings)
    speaker = MEDICINE.changed(pinned=[SAN_JUAN_CITY], max_applications=20, languages=["Spanish"])
    spoken = assess(speaker, engine, thorough=False)
    assert not any("Spanish" in w for w in spoken.warnings)


def test_eligibility_and_kinds_agree_for_every_program(engine: Engine) -> None:
    for specialty in ("Internal Medicine", "Orthopaedic Surgery", "Dermatology"):
        profile = MEDICINE.changed(specialties=[specialty])
        pool = engine.pool(profile.specialties, profile.applicant_type)
        from_ids = np.array([engine.kinds.barring(str(i), profile) is not None for i in pool.program_ids])
        assert np.array_equal(from_ids, pool.kinds.barred(profile))


def test_every_kind_has_its_sentence(facts: Facts, engine: Engine) -> None:
    for program_id in facts.program_kinds["program_id"].unique():
        kind = engine.kinds.barring(str(program_id), MEDICINE)
        if kind is not None:
            said = barred_sentence(kind)
            assert said[0].isupper() and said.endswith(".") and not said.endswith("..")
            assert str(Eligibility.FAILS) not in said
