"""The page of score curves over a grid of what can be chosen: it never fails and says what it must."""

import page_parts
import pytest
from page_parts import words
from streamlit.testing.v1 import AppTest


def opened(**parameters: str) -> AppTest:
    return page_parts.opened("curves", {f"curves_{name}": value for name, value in parameters.items()})


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


def test_it_opens_on_the_profile_with_one_curve() -> None:
    app = opened()
    assert charts(app) == 1
    said = words(app)
    assert said.count("<h1") == 1
    for part in (
        "Chance of matching by Step 2 CK score: Internal Medicine, non-US IMGs",
        "of those who matched scored at or below 225",
        "3,392",
    ):
        assert part in said


@pytest.mark.parametrize("view", ["score", "region", "interviews"])
@pytest.mark.parametrize("types", ["non_us_img", "us_md_senior|us_do_senior|us_img"])
@pytest.mark.parametrize("specialties", ["Family Medicine", "Internal Medicine|Dermatology|Urology"])
def test_the_grid_of_choices(view: str, types: str, specialties: str) -> None:
    app = opened(view=view, types=types, specialties=specialties)
    assert charts(app) >= 1
    said = words(app)
    if "Urology" in specialties:
        assert "Urology" in said
        assert "the number who matched is not published" in said
    if view == "region":
        assert "Nobody publishes scores by region" in said
    if view == "interviews":
        assert "We count every interview as a ranked program" in said


def test_few_applicants_are_shown_as_counts() -> None:
    app = opened(specialties="Dermatology")
    assert charts(app) == 0
    assert "Too few applicants for a curve" in words(app)
    assert "None of these can be drawn" in words(app)


def test_more_than_four_curves_become_small_charts_and_one_chart_on_demand() -> None:
    five = "Internal Medicine|Family Medicine|Pediatrics|Psychiatry|Pathology"
    assert charts(opened(specialties=five)) == 5
    assert charts(opened(specialties=five, layout="one")) == 1
    assert charts(opened(specialties=five, layout="one", types="non_us_img|us_img")) == 10


def test_no_more_small_charts_than_can_be_looked_at() -> None:
    app = opened(
        view="region",
        specialties="Internal Medicine|Pediatrics",
        places="CA|OR|WA|Pacific|Mountain|New England|US",
    )
    assert charts(app) == 12
    assert "14 curves were chosen; the first 12 are shown" in words(app)


def test_a_region_view_starts_with_the_coast_beside_a_state_and_the_nation() -> None:
    app = opened(view="region")
    said = words(app)
    for part in (
        "West Coast: California, Oregon and Washington. The published rates of these states are weighted",
        "The Pacific division also includes Alaska and Hawaii",
    ):
        assert part in said
    spec = app.get("plotly_chart")[0].proto.spec
    assert all(name in spec for name in ("California", "West Coast", "United States"))
    assert "Pacific division" not in spec
    both = opened(view="region", places="Coast|Pacific")
    assert charts(both) == 1
    assert both.session_state["curves_changes"]["places"] == ("Coast", "Pacific")


def test_a_bad_link_is_named_and_the_rest_used() -> None:
    app = opened(view="sideways", specialties="Pediatrics")
    said = "Not everything in the link was used: view “sideways” (the starting value is used instead)."
    assert said in words(app)
    assert "Pediatrics, non-US IMGs" in words(app)


def test_the_mark_goes_when_it_is_switched_off() -> None:
    app = opened()
    assert "you: 225" in app.get("plotly_chart")[0].proto.spec
    app.toggle[0].set_value(False).run()
    assert "you: 225" not in app.get("plotly_chart")[0].proto.spec
    assert "at or below 225" not in words(app)


def test_widgets_change_what_is_shown_and_it_stays() -> None:
    app = opened()
    app.multiselect[0].set_value(["Pediatrics", "Psychiatry"]).run()
    assert "Psychiatry" in app.get("plotly_chart")[0].proto.spec
    app.run()
    assert app.multiselect[0].value == ["Pediatrics", "Psychiatry"]
    app.multiselect[0].set_value([]).run()
    assert app.multiselect[0].value == ["Internal Medicine"]


def test_all_specialties_with_a_curve() -> None:
    app = opened()
    next(b for b in app.button if "All specialties" in b.label).click().run()
    assert charts(app) == 11


def test_every_chart_has_words_for_those_who_do_not_see_it() -> None:
    app = opened(specialties="Internal Medicine|Pediatrics", layout="panels")
    for chart in app.get("plotly_chart"):
        assert "percent at" in chart.proto.alt
