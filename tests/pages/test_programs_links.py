"""The link of the programs page: every choice comes back, and what is not known is named and left out."""

from html import escape
from typing import Any

import page_parts
import pytest
from page_parts import run, words
from streamlit.testing.v1 import AppTest

from smartpick.profile import ApplicantProfile
from smartpick.web.programs import filters

TULSA, RICHMOND = "1403921352", "1405121433"

STATES: dict[str, tuple[Any, str]] = {
    "programs_view": ("Map", "map"),
    "programs_map_layer": ("Chance by state (ours)", "chance"),
    "programs_specialties": (["Pediatrics", "Psychiatry"], "Pediatrics|Psychiatry"),
    "programs_regions": ([filters.COAST, "Mountain", "NY"], "Coast|Mountain|NY"),
    "programs_visa": ("H-1B: no page says no", "h1b_not_no"),
    "programs_requirements": ("Not ruled out", "not_ruled_out"),
    "programs_size": ("not known", "not_known"),
    "programs_fill": ("Filled every year", "every_year"),
    "programs_marked": ("Pinned", "pinned"),
    "programs_near": ("Fresno, CA", "Fresno, CA"),
    "programs_miles": (250, "250"),
    "programs_doubtful": (True, "yes"),
}


def opened(**parameters: str) -> AppTest:
    return page_parts.opened("programs", parameters)


def ours(app: AppTest) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else value[-1]
        for name, value in app.query_params.items()
        if name.startswith("program")
    }


def test_each_choice_stands_in_the_address_and_comes_back() -> None:
    codes = {key.replace("programs_map_layer", "programs_layer"): code for key, (_, code) in STATES.items()}
    app = opened()
    assert ours(app) == {}, "the start needs no parameters"
    for key, (value, _) in STATES.items():
        app.session_state[key] = value
    assert ours(run(app)) == codes
    again = opened(**codes)
    assert {key: again.session_state[key] for key in STATES} == {
        key: value for key, (value, _) in STATES.items()
    }
    assert ours(again) == codes


def test_every_choice_of_every_filter_has_a_code_but_the_persons_own_notes() -> None:
    for choices, codes in (
        (filters.VISA, filters.VISA_CODES),
        (filters.REQUIREMENTS, filters.REQUIREMENT_CODES),
        (filters.FILL, filters.FILL_CODES),
    ):
        assert codes.keys() == choices.keys() and len(set(codes.values())) == len(codes)
    assert set(filters.MARKED) - filters.MARKED_CODES.keys() == {filters.OWN}


def test_what_is_typed_is_in_no_link() -> None:
    app = opened()
    app.session_state["programs_text"] = "kern medical"
    app.session_state["programs_marked"] = filters.OWN
    assert ours(run(app)) == {}


def test_no_specialty_is_a_choice_too() -> None:
    app = opened(programs_specialties="all")
    assert app.session_state["programs_specialties"] == []
    assert len(app.dataframe[0].value) > 5000


def test_the_whole_search_comes_back_as_a_list() -> None:
    one = opened(programs_regions="Coast", programs_visa="j1_yes", programs_specialties="Family Medicine")
    assert set(one.dataframe[0].value["Place"].str[-2:]) == {"CA", "OR", "WA"}
    again = opened(**ours(one))
    assert again.dataframe[0].value.equals(one.dataframe[0].value)


def test_a_program_and_a_comparison_come_back() -> None:
    app = opened(program=TULSA, programs_compared=f"{RICHMOND}|{TULSA}")
    assert app.button(key="program_compare").label == "Remove from comparison"
    assert ours(app) == {"program": TULSA, "programs_compared": f"{RICHMOND}|{TULSA}"}
    compared = opened(programs_view="compare", programs_compared=f"{RICHMOND}|{TULSA}")
    assert words(compared).count('<th scope="col">') == 2


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("programs_view", "globe", "view"),
        ("programs_layer", "<b>", "map layer"),
        ("programs_regions", "CA|Atlantis", "states and regions"),
        ("programs_visa", "o1", "visa"),
        ("programs_near", "Gotham, NJ", "place"),
        ("programs_miles", "4", "miles"),
        ("programs_miles", "1e9", "miles"),
        ("programs_doubtful", "perhaps", "less certain entries"),
        ("programs_marked", "With a note or your figures", "marked"),
        ("programs_compared", "0000000000", "comparison"),
    ],
)
def test_what_is_not_known_is_named_with_its_value(name: str, text: str, title: str) -> None:
    app = opened(**{name: text, "programs_fill": "every_year"})
    assert f"Not everything in the link was used: {title} “{escape(text[:16])}" in words(app)
    assert ours(app) == {"programs_fill": "every_year"}, "the rest is used and the address is cleaned"


def test_a_layer_that_is_not_offered_gives_way() -> None:
    profile = ApplicantProfile(specialties=("Internal Medicine/Dermatology",))
    layer = {"programs_map_layer": "Chance by state (ours)"}
    app = page_parts.opened("programs", {"programs_view": "map"}, profile, **layer)
    assert app.session_state["programs_map_layer"] == "Programs found"
