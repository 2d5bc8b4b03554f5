"""A link brings back what was on screen, and nothing in it can break or speak to the page."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.facts import Facts
from smartpick.profile import SPECIALTY_NAMES, ApplicantProfile, ProfileFaults
from smartpick.web.links import link_parameters, page_link_parameters, read_link

PROGRAM_IDS = st.from_regex(r"[0-9]{10}|NRMP:[0-9A-Z]{9}|WEB:[a-z0-9-]{1,34}", fullmatch=True)
ANSWERS = {
    "applicant_type": st.sampled_from(["non_us_img", "us_img", "us_do_senior", "us_md_senior"]),
    "specialties": st.lists(st.sampled_from(SPECIALTY_NAMES), min_size=1, max_size=5, unique=True).map(tuple),
    "step1": st.sampled_from(["pass", "fail_then_pass", "fail", "not_taken"]),
    "step1_failures": st.integers(0, 10),
    "step2_ck_score": st.none() | st.integers(1, 300),
    "step2_ck_failures": st.integers(0, 10),
    "step2_ck_date": st.none() | st.integers(0, 9000).map(lambda days: date(2005, 1, 1) + timedelta(days)),
    "step3": st.sampled_from(["not_taken", "pass", "fail_then_pass", "fail"]),
    "ecfmg_certified": st.none() | st.booleans(),
    "visa_need": st.sampled_from(["none", "j1", "h1b", "either"]),
    "years_since_graduation": st.floats(0, 60),
    "usce_hands_on_weeks": st.floats(0, 520),
    "us_letters": st.integers(0, 10),
    "pacific_letters": st.integers(0, 10),
    "english": st.sampled_from(["strong", "adequate", "limited"]),
    "pacific_ties": st.booleans(),
    "pacific_weight": st.floats(0, 1),
    "second_choice_value": st.floats(0, 1),
    "max_applications": st.integers(1, 700),
    "budget_usd": st.none() | st.floats(0, 1e7),
    "pacific_min": st.none() | st.integers(0, 700),
    "pacific_max": st.none() | st.integers(0, 700),
    "signals": st.dictionaries(PROGRAM_IDS, st.sampled_from(["gold", "silver", "signal"]), max_size=4),
    "pinned": st.lists(PROGRAM_IDS, max_size=4, unique=True).map(tuple),
    "excluded": st.lists(PROGRAM_IDS, max_size=4, unique=True).map(tuple),
}


def _possible(answers: dict[str, object]) -> ApplicantProfile | None:
    try:
        return ApplicantProfile.from_answers(answers)
    except ProfileFaults as found:
        faulty = {fault.field for fault in found.faults}
        rest = {name: answer for name, answer in answers.items() if name not in faulty}
        return _possible(rest) if len(rest) < len(answers) else None


PROFILES = (
    st.fixed_dictionaries({}, optional=ANSWERS).map(_possible).filter(lambda profile: profile is not None)
)


@settings(max_examples=150, deadline=None)
@given(profile=PROFILES, assumed=st.booleans())
def test_a_link_brings_the_profile_back(profile: ApplicantProfile, assumed: bool) -> None:
    reading = read_link(link_parameters(profile, assumed))
    assert vars(reading.profile) == vars(profile)
    assert reading.assumed is assumed
    assert reading.notice is None


@settings(max_examples=150, deadline=None)
@given(parameters=st.dictionaries(st.sampled_from([*ANSWERS, "v", "assumed", "languages", "x"]), st.text()))
def test_no_link_breaks_the_page(parameters: dict[str, str]) -> None:
    reading = read_link(parameters)
    assert isinstance(reading.profile, ApplicantProfile)
    assert reading.profile.languages == ()


def test_starting_values_need_no_parameters() -> None:
    assert link_parameters(ApplicantProfile()) == {}


def test_only_what_differs_is_written() -> None:
    profile = ApplicantProfile.from_answers(
        {"step2_ck_score": 212, "visa_need": "j1", "max_applications": 10}
    )
    assert link_parameters(profile) == {"v": "1", "step2_ck_score": "212", "max_applications": "10"}


def test_languages_are_free_text_and_stay_out_of_links() -> None:
    profile = ApplicantProfile.from_answers({"languages": ["Spanish"]})
    assert link_parameters(profile) == {}


def test_a_bad_value_is_named_and_the_rest_is_used() -> None:
    reading = read_link(
        {
            **{"step2_ck_score": "ninety", "us_letters": "3", "pinned": "see-my-site", "colour": "red"},
            **{"applicant_type": "IMG", "years_since_graduation": "2.125"},
        }
    )
    assert reading.profile.us_letters == 3
    assert reading.profile.years_since_graduation == 2.125
    assert reading.profile.step2_ck_score == 225
    assert reading.profile.pinned == ()
    assert reading.notice is not None
    assert "Step 2 CK score" in reading.notice
    assert "Pinned programs “see-my-site” (" in reading.notice
    assert "“ninety” (225 is used instead)" in reading.notice
    assert "“IMG” (IMG, not a US citizen is used instead)" in reading.notice
    assert "1 unknown name was ignored" in reading.notice


def test_whether_assumed_effects_count_is_yes_or_no() -> None:
    assert read_link({"assumed": "no"}).assumed is False
    reading = read_link({"assumed": "maybe", "us_letters": "3"})
    assert reading.assumed is True and reading.profile.us_letters == 3
    assert reading.notice is not None and "Assumed effects “maybe” (yes is used instead)" in reading.notice


def test_an_answer_that_is_given_twice_is_a_list_or_is_named() -> None:
    """A form on another site sends `a=1&a=2`; the last one must not win unseen."""
    reading = read_link(
        {"specialties": ["Psychiatry", "Family Medicine"], "us_letters": ["3", "4"], "v": ["1", "1"]}
    )
    assert reading.profile.specialties == ("Psychiatry", "Family Medicine")
    assert reading.profile.us_letters == ApplicantProfile().us_letters
    assert reading.notice is not None and "“3|4”" in reading.notice


def test_a_value_is_shown_cut_short_and_a_name_not_at_all() -> None:
    """Enough to find it in the link, and no place for a stranger's message."""
    said = "many\x00\n <b>ring 555-0100 now</b>"
    notice = read_link({"call-555-0100-now": "1", "us_letters": said}).notice
    assert notice == (
        "Not everything in the link was used: US letters of recommendation “many   <b>ring 5 …” (2 is used "
        "instead); 1 unknown name was ignored."
    )


def test_answers_that_contradict_each_other_are_left_out() -> None:
    reading = read_link({"step1": "pass", "step1_failures": "2", "us_letters": "1", "pacific_letters": "4"})
    assert reading.profile.step1_failures == 0
    assert reading.profile.pacific_letters == 0
    assert reading.profile.us_letters == 1
    assert reading.notice is not None


@pytest.mark.parametrize(("version", "said"), [("1", False), ("2", True)])
def test_a_link_of_another_version_says_so(version: str, said: bool) -> None:
    notice = read_link({"v": version, "us_letters": "3"}).notice
    assert (notice is not None and "another version" in notice) is said


def test_a_copied_link_has_the_page_the_profile_and_a_version() -> None:
    letters = ApplicantProfile().changed(us_letters=3)
    address = {"program": "1403921352", "curves_view": "region", "us_letters": "9", "elsewhere": "x"}
    assert page_link_parameters(letters, True, address) == {
        "v": "1",
        "us_letters": "3",
        "program": "1403921352",
        "curves_view": "region",
    }
    assert page_link_parameters(ApplicantProfile(), True, {}) == {}
    of_a_page = page_link_parameters(ApplicantProfile(), True, {"curves_view": "region"})
    assert of_a_page == {"v": "1", "curves_view": "region"}
    assert read_link(of_a_page).notice is None
    assert "another version" in (read_link({"v": "2", "curves_view": "region"}).notice or "")


def test_every_shipped_program_can_stand_in_a_link(facts: Facts) -> None:
    ids = tuple(facts.programs["program_id"].astype(str).iloc[::37])
    profile = ApplicantProfile.from_answers({"excluded": ids})
    assert read_link(link_parameters(profile)).profile.excluded == ids
    every = tuple(facts.programs["program_id"].astype(str))
    assert read_link({"excluded": "|".join(every)}).notice is None
