"""Reading JSON, changing a profile, and what every profile guarantees."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.paths import data_folder
from smartpick.profile import (
    SPECIALTY_NAMES,
    ApplicantProfile,
    ProfileFaults,
    attempt_warnings,
    parse_profile,
)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{"step1": "pass",\n "english" "strong"}', "line 2, column 12"),
        ("", "line 1, column 1"),
        ("[1, 2]", "one JSON object"),
        ('{"step2_ck_score": NaN}', "NaN, which is not a number"),
        ('{"english": "strong", "english": "limited"}', "'english' is answered more than once"),
        ("[" * 100_000, "nested too deeply"),
        ('{"step2_ck_score": ' + "9" * 5000 + "}", "too many digits"),
    ],
)
def test_unreadable_json_says_where_and_what(text, part):
    with pytest.raises(ProfileFaults) as raised:
        parse_profile(text)
    assert part in str(raised.value)
    assert len(raised.value.faults) == 1


def test_no_answers_give_the_starting_positions():
    assert parse_profile("{}") == parse_profile({}) == ApplicantProfile()


profiles = st.builds(
    lambda answers, extra: parse_profile({**answers, **extra}),
    st.fixed_dictionaries(
        {},
        optional={
            "applicant_type": st.sampled_from(["non_us_img", "us_img", "us_do_senior", "us_md_senior"]),
            "specialties": st.lists(st.sampled_from(SPECIALTY_NAMES), min_size=1, max_size=5, unique=True),
            "step1": st.sampled_from(["pass", "fail_then_pass", "fail", "not_taken"]),
            "step2_ck_score": st.none() | st.integers(1, 300),
            "step2_ck_failures": st.integers(0, 10),
            "step2_ck_date": st.none() | st.dates(),
            "ecfmg_certified": st.none() | st.booleans(),
            "years_since_graduation": st.floats(0, 60),
            "usce_hands_on_weeks": st.floats(0, 520),
            "english": st.sampled_from(["strong", "adequate", "limited"]),
            "languages": st.lists(
                st.text("abcäß ", min_size=1).filter(str.strip), max_size=3, unique_by=str.strip
            ),
            "budget_usd": st.none() | st.floats(0, 1e6),
            "max_applications": st.integers(1, 700),
            "pinned": st.lists(st.text("0123456789", min_size=1, max_size=10), max_size=3, unique=True),
        },
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "signals": st.dictionaries(
                st.text("09", min_size=1, max_size=40), st.sampled_from(["gold", "signal"])
            )
        },
    ),
)


@given(profiles)
def test_a_profile_survives_json(profile):
    again = parse_profile(profile.model_dump_json())
    assert again == profile
    assert hash(again) == hash(profile)
    assert parse_profile(json.loads(profile.model_dump_json())) == profile


def test_equal_profiles_have_one_hash_in_whatever_order_signals_were_given():
    one, other = (parse_profile({"signals": signals}) for signals in (["a", "b"], ["b", "a"]))
    assert one == other
    assert hash(one) == hash(other)


def test_a_changed_profile_is_checked_again_and_leaves_the_first_alone():
    profile = parse_profile({"us_letters": 3})
    assert profile.changed(us_letters=4).us_letters == 4
    assert profile.us_letters == 3
    with pytest.raises(ProfileFaults, match="9 letters from the West Coast are more"):
        profile.changed(pacific_letters=9)


def test_a_profile_cannot_be_altered():
    with pytest.raises(ValueError, match="frozen"):
        ApplicantProfile().us_letters = 5


def test_the_specialty_names_are_those_of_the_reference_table():
    table = pd.read_csv(data_folder() / "reference" / "specialties.csv")
    assert sorted(SPECIALTY_NAMES) == sorted(table["specialty"])


def test_attempts_at_the_limit_are_a_warning_and_below_it_none():
    rules = pd.DataFrame([{"exam": "USMLE", "rule": "total attempt limit", "value": 4.0}])
    assert attempt_warnings(ApplicantProfile(step2_ck_failures=3), rules) == []
    warnings = attempt_warnings(ApplicantProfile(step1="fail_then_pass", step1_failures=4), rules)
    assert len(warnings) == 1
    assert warnings[0].startswith("4 failed attempts at Step 1")


def test_without_a_known_limit_there_is_no_warning():
    rules = pd.DataFrame({"exam": ["USMLE"], "rule": ["total attempt limit"], "value": [None]})
    assert attempt_warnings(ApplicantProfile(step2_ck_failures=9), rules) == []
