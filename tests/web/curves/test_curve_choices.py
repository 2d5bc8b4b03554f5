"""A link brings the choices back, and nothing in a link can break the page."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from smartpick.profile import ApplicantProfile
from smartpick.web.curves.choices import (
    MOST_APPLICATIONS,
    PARAMETER_NAMES,
    CurveChoices,
    choices_of,
    parameters_of,
    read_changes,
)
from smartpick.web.links import PAGE_PARAMETERS

SPECIALTIES = ["Family Medicine", "Internal Medicine", "Internal Medicine/Psychiatry", "Pediatrics"]
PLACES = ["CA", "OR", "Coast", "New England", "US"]
TYPES = ["non_us_img", "us_img", "us_do_senior", "us_md_senior"]


def several(names: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "view": st.sampled_from(["score", "region", "interviews"]),
        "specialties": several(SPECIALTIES),
        "types": several(TYPES),
        "places": several(PLACES),
        "applications": st.integers(1, MOST_APPLICATIONS),
        "chance": st.sampled_from(["season", "interviewed"]),
        "layout": st.sampled_from(["auto", "one", "panels"]),
        "mark": st.booleans(),
    },
)


@given(CHANGES)
def test_a_link_brings_the_choices_back(changes: dict[str, object]) -> None:
    assert read_changes(parameters_of(changes), SPECIALTIES, PLACES) == (changes, [])


@given(st.dictionaries(st.sampled_from(sorted(PARAMETER_NAMES)), st.text(max_size=30)))
def test_no_text_in_a_link_breaks_the_page(parameters: dict[str, str]) -> None:
    changes, unused = read_changes(parameters, SPECIALTIES, PLACES)
    assert len(changes) + len(unused) >= len(parameters)
    assert isinstance(choices_of(ApplicantProfile(), changes), CurveChoices)


def test_known_names_are_kept_and_others_left_out() -> None:
    changes, unused = read_changes(
        {
            "curves_specialties": "Pediatrics|<script>|Pediatrics",
            "curves_types": "martian",
            "curves_applications": "99999",
            "curves_mark": "maybe",
            "program": "0123456789",
        },
        SPECIALTIES,
        PLACES,
    )
    assert changes == {"specialties": ("Pediatrics",)}
    assert [(one.title, one.text) for one in unused] == [
        ("specialties", "<script>"),
        ("applicants", "martian"),
        ("applications sent there", "99999"),
        ("mark of your score", "maybe"),
    ]
    assert read_changes({"curves_applications": "0"}, [], PLACES)[0] == {}


def test_without_changes_the_profile_says_what_is_compared() -> None:
    profile = ApplicantProfile(applicant_type="us_img", specialties=("Pediatrics", "Neurology"))
    choices = choices_of(profile, {})
    assert choices.specialties == ("Pediatrics", "Neurology")
    assert choices.types == ("us_img",)
    assert choices.places == ("CA", "Coast", "US")
    assert parameters_of({}) == {}
    assert parameters_of({"places": choices.places}) == {"curves_places": "CA|Coast|US"}


def test_the_parameters_belong_to_the_page_and_not_to_the_profile() -> None:
    assert {f"curves_{field.name}" for field in fields(CurveChoices)} == PARAMETER_NAMES
    assert PARAMETER_NAMES <= PAGE_PARAMETERS
