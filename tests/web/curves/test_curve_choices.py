"""A link brings the choices back, and nothing in a link can break the page."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.profile import ApplicantProfile
from smartpick.web.address import parameters_of, take
from smartpick.web.curves import (
    MOST_APPLICATIONS,
    MOST_SPECIALTIES,
    CurveChoices,
    changes,
    choices_of,
    choose,
    linked_choices,
)
from smartpick.web.links import PAGE_PARAMETERS, Unused

SPECIALTIES = ["Family Medicine", "Internal Medicine", "Internal Medicine/Psychiatry", "Pediatrics"]
PLACES = ["CA", "OR", "Coast", "New England", "US"]
TYPES = ["non_us_img", "us_img", "us_do_senior", "us_md_senior"]


PARAMETERS = [f"curves_{field.name}" for field in fields(CurveChoices)]


def several(names: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)


def opened(
    parameters: dict[str, str], before: dict[str, Any] | None = None
) -> tuple[dict[str, Any], list[Unused], CurveChoices]:
    """Return what a link changes in a session, what of it could not be used, and what is then shown."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.session_state", {"curves_changes": before or {}})
        unused = take(linked_choices(SPECIALTIES, PLACES), parameters)
        return changes(), unused, choices_of(ApplicantProfile())


def written(chosen: dict[str, Any]) -> dict[str, str]:
    """Return the parameters of what was changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.session_state", {"curves_changes": chosen})
        return parameters_of(linked_choices(SPECIALTIES, PLACES))


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
def test_a_link_brings_the_choices_back(chosen: dict[str, Any]) -> None:
    assert opened(written(chosen), {"view": "region", "mark": False})[:2] == (chosen, [])


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=30)))
def test_no_text_in_a_link_breaks_the_page(parameters: dict[str, str]) -> None:
    changed, unused, choices = opened(parameters)
    assert len(changed) + len(unused) >= len(parameters)
    assert isinstance(choices, CurveChoices)


def test_known_names_are_kept_and_others_left_out() -> None:
    changed, unused, _ = opened(
        {
            "curves_specialties": "Pediatrics|<script>|Pediatrics",
            "curves_types": "martian",
            "curves_applications": "99999",
            "curves_mark": "maybe",
            "program": "0123456789",
        }
    )
    assert changed == {"specialties": ("Pediatrics",)}
    assert unused == [
        Unused("specialties", "<script>", "the rest of the list"),
        Unused("applicants", "martian", "the starting value"),
        Unused("applications sent there", "99999", "the starting value"),
        Unused("mark of your score", "maybe", "the starting value"),
    ]
    assert opened({"curves_applications": "0"})[0] == {}


def test_no_more_specialties_than_can_be_compared() -> None:
    names = [f"Specialty {number}" for number in range(MOST_SPECIALTIES + 1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.session_state", {})
        unused = take(linked_choices(names, PLACES), {"curves_specialties": "|".join(names)})
        assert changes() == {"specialties": tuple(names[:-1])}
    assert unused == [Unused("specialties", names[-1], "the rest of the list")]


def test_without_changes_the_profile_says_what_is_compared(session: Any) -> None:
    profile = ApplicantProfile(applicant_type="us_img", specialties=("Pediatrics", "Neurology"))
    choices = choices_of(profile)
    assert choices.specialties == ("Pediatrics", "Neurology")
    assert choices.types == ("us_img",)
    assert choices.places == ("CA", "Coast", "US")
    assert written({}) == {}
    assert written({"places": choices.places}) == {"curves_places": "CA|Coast|US"}
    choose("specialties", ("Pediatrics",))
    assert choices_of(profile).specialties == ("Pediatrics",)
    choose("specialties", ())
    assert choices_of(profile).specialties == profile.specialties, "an emptied list goes back to the start"


def test_the_parameters_belong_to_the_page_and_not_to_the_profile(session: Any) -> None:
    assert [choice.name for choice in linked_choices([], [])] == PARAMETERS
    assert set(PARAMETERS) <= PAGE_PARAMETERS
