"""Every answer that cannot be used is named in the applicant's words, with what to do."""

from datetime import date

import pytest

from smartpick.profile import ApplicantProfile, ProfileFaults, parse_profile

JARGON = (
    "validation",
    "pydantic",
    "input should",
    "value error",
    "type=",
    "literal",
    "int_",
    "str_type",
    "NoneType",
)


def faults_of(answers: dict | str) -> dict[str, str]:
    with pytest.raises(ProfileFaults) as raised:
        parse_profile(answers)
    return {fault.field: fault.message for fault in raised.value.faults}


def test_the_score_fault_says_the_range_and_the_way_out():
    assert faults_of({"step2_ck_score": 999}) == {
        "step2_ck_score": "Step 2 CK score is 999. Scores run from 1 to 300; enter yours or leave it empty."
    }


@pytest.mark.parametrize(
    ("field", "lowest", "highest"),
    [
        ("step1_score", 1, 300),
        ("step2_ck_score", 1, 300),
        ("step2_ck_failures", 0, 10),
        ("years_since_graduation", 0, 60),
        ("usce_hands_on_weeks", 0, 520),
        ("usce_observer_weeks", 0, 520),
        ("us_letters", 0, 10),
        ("publications", 0, 500),
        ("presentations", 0, 500),
        ("us_research_months", 0, 240),
        ("pacific_weight", 0, 1),
        ("second_choice_value", 0, 1),
        ("max_applications", 1, 700),
        ("pacific_max", 15, 700),
    ],
)
def test_numbers_are_taken_up_to_their_limits_and_not_beyond(field, lowest, highest):
    for inside in (lowest, highest):
        assert getattr(parse_profile({field: inside}), field) == inside
    assert field in faults_of({field: highest + 1})
    assert field in faults_of({field: -1})


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("applicant_type", "martian"),
        ("specialties", []),
        ("specialties", ["IM", "FM", "Peds", "Psych", "Path", "Neurology"]),
        ("specialties", ["IM", "Internal Medicine"]),
        ("specialties", 7),
        ("step1", "taken"),
        ("step1_failures", "two"),
        ("step2_ck_score", 230.5),
        ("step2_ck_score", True),
        ("step2_ck_score", [230]),
        ("step2_ck_date", "yesterday"),
        ("step3", None),
        ("step3_score", 0),
        ("ecfmg_certified", "perhaps"),
        ("visa_need", "tourist"),
        ("years_since_graduation", float("nan")),
        ("pacific_letters", -1),
        ("english", "good"),
        ("languages", ["Spanish", 5]),
        ("languages", [f"language {number}" for number in range(11)]),
        ("pacific_ties", "sometimes"),
        ("unexplained_gap", 3),
        ("budget_usd", -0.01),
        ("pacific_min", 1.5),
        ("signals", {"1400521118": "platinum"}),
        ("signals", 3),
        ("pinned", [""]),
        ("pinned", ["a", "a"]),
        ("excluded", [12]),
    ],
)
def test_unusable_answers_are_faults_without_jargon(field, answer):
    message = faults_of({field: answer})[field]
    assert not [word for word in JARGON if word.lower() in message.lower()]
    assert message.endswith((".", "?"))


def test_every_field_has_words_for_its_fault_and_its_meaning():
    for name, field in ApplicantProfile.model_fields.items():
        assert field.title and field.description and field.json_schema_extra["advice"], name


def test_unknown_fields_name_the_closest_one():
    assert "'step2_ck_score'" in faults_of({"step2_score": 230})["step2_score"]
    assert "Remove it" in faults_of({"zzz": 1})["zzz"]


def test_unknown_specialties_name_the_closest_one():
    assert "Did you mean Psychiatry" in faults_of({"specialties": ["Psychaitry"]})["specialties"]
    assert "full name" in faults_of({"specialties": ["qqqq"]})["specialties"]


def test_specialties_are_known_by_their_everyday_names_in_any_case():
    profile = parse_profile(
        {"specialties": ["IM", "fm", "Peds", "  internal medicine/PSYCHIATRY ", "OB/GYN"]}
    )
    assert profile.specialties == (
        "Internal Medicine",
        "Family Medicine",
        "Pediatrics",
        "Internal Medicine/Psychiatry",
        "Obstetrics and Gynecology",
    )


def test_answers_typed_in_other_ways_are_understood():
    profile = parse_profile(
        {
            "step2_ck_score": "231",
            "step2_ck_date": "2025-09-30",
            "step3_score": "",
            "visa_need": "J-1",
            "english": "Strong",
            "applicant_type": "non-US IMG",
            "languages": "Spanish|Tagalog",
            "signals": ["1400521118"],
        }
    )
    assert profile.step2_ck_score == 231
    assert profile.step2_ck_date == date(2025, 9, 30)
    assert profile.step3_score is None
    assert (profile.visa_need, profile.english, profile.applicant_type) == ("j1", "strong", "non_us_img")
    assert profile.languages == ("Spanish", "Tagalog")
    assert profile.signals == {"1400521118": "signal"}
