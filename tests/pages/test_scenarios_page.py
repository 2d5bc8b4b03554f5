"""The scenarios page over a grid of profiles, and what can be done on it."""

from typing import Any

import page_parts
import pytest
from page_parts import control_named, press, run, words
from streamlit.testing.v1 import AppTest

from smartpick.profile import ApplicantProfile


def opened(**answers: Any) -> AppTest:
    return page_parts.opened("scenarios", profile=ApplicantProfile.from_answers(answers))


def by_link(**parameters: str) -> AppTest:
    return page_parts.opened("scenarios", parameters)


def names(app: AppTest) -> list[str]:
    return [scenario.name for scenario in app.session_state["sitting"].scenarios]


def keep(app: AppTest, name: str = "") -> AppTest:
    app.text_input(key="scenario_name").input(name)
    next(b for b in app.button if b.label == "Keep my profile as a scenario").click()
    return run(app)


def answer(app: AppTest, **changes: Any) -> AppTest:
    app.session_state["sitting"].answer(**changes)
    return run(app)


def test_it_opens_with_what_to_do_the_levers_and_the_contours() -> None:
    app = opened()
    said = words(app)
    assert said.count("<h1") == 1
    for part in (
        "Nothing kept yet",
        "What each change would bring",
        "hollow: the size is assumed",
        "The smallest change to the next tier",
        "3 US letters instead of 2",
        "30 more applications are worth about as much as",
        "A passed Step 2 CK cannot be taken again",
    ):
        assert part in said
    charts = app.get("plotly_chart")
    assert len(charts) == 2
    assert all(chart.proto.alt for chart in charts)


@pytest.mark.parametrize(
    ("answers", "parts"),
    [
        ({"step2_ck_score": 205}, ["is not a pass, so the exam can be taken again"]),
        ({"step2_ck_score": 290}, ["Nobody with 290 is in the published data"]),
        ({"specialties": ["Family Medicine"]}, ["What each change would bring"]),
        ({"pacific_weight": 1, "pacific_min": 0}, ["Score against number of applications"]),
        ({"max_applications": 700, "pacific_min": 0}, ["Score against number of applications"]),
        ({"visa_need": "h1b", "step3": "pass", "step2_ck_failures": 2}, ["The smallest change"]),
    ],
)
def test_the_corners_of_the_profile(answers: dict[str, Any], parts: list[str]) -> None:
    app = opened(**answers)
    for part in parts:
        assert part in words(app)
    keep(app)
    assert "the first; the others are compared with it" in words(app)


def test_scenarios_are_kept_by_name_and_compared_with_the_first() -> None:
    app = keep(opened())
    assert names(app) == ["As it is now"]
    assert "your profile now" in words(app)
    assert not [b for b in app.button if b.label == "Keep my profile as a scenario"], "kept already"
    keep(answer(app, us_letters=3))
    keep(answer(app, step2_ck_score=240), "<b>If</b> I score 240")
    assert names(app) == ["As it is now", "3 US letters", "<b>If</b> I score 240"]
    said = words(app)
    assert "US letters of recommendation: 2 → 3" in said
    assert "up from B" in said
    assert "&lt;b&gt;If" in said and "<b>If</b>" not in said
    assert len(app.get("plotly_chart")) == 3


def test_a_lever_and_the_next_tier_become_scenarios_beside_what_is_now() -> None:
    app = opened()
    greatest = control_named(app.selectbox, "lever_chosen").options[0]
    before = app.session_state["sitting"].profile
    press(app, "lever_try")
    assert names(app) == ["As it is now", greatest]
    assert app.session_state["sitting"].profile == before, "trying changes no answer"
    press(app, "next_tier_try")
    assert names(app)[-1] == "To Tier A"
    press(app, "next_tier_try")
    assert len(names(app)) == 3
    assert "it is already kept" in words(app)


def test_a_scenario_is_applied_to_all_pages() -> None:
    app = press(opened(), "next_tier_try")
    links = [link.proto for link in app.get("page_link")]
    assert [link.label for link in links if link.label == "Your chances"] == ["Your chances"]
    control_named(app.selectbox, "scenario_chosen").select("To Tier A")
    press(run(app), "scenario_apply")
    assert app.session_state["sitting"].profile.us_letters == 3
    assert "All pages now show “To Tier A”" in words(app)


def test_scenarios_are_duplicated_renamed_made_first_and_removed() -> None:
    app = press(press(opened(), "next_tier_try"), "scenario_duplicate")
    assert names(app) == ["As it is now", "To Tier A", "As it is now (2)"]
    app.text_input(key="scenario_new_name").input("Base")
    next(b for b in app.button if b.label == "Rename").click()
    assert names(run(app))[0] == "Base"
    control_named(app.selectbox, "scenario_chosen").select("To Tier A")
    press(run(app), "scenario_first")
    assert names(app)[0] == "To Tier A"
    assert "down from A" in words(app)
    control_named(app.selectbox, "scenario_chosen").select("Base")
    press(run(app), "scenario_remove")
    assert names(app) == ["To Tier A", "As it is now (2)"]
    assert "“Base” is removed" in words(app)


def test_a_seventh_is_refused_with_a_word() -> None:
    app = keep(opened())
    for _ in range(5):
        press(app, "scenario_duplicate")
    assert len(names(app)) == 6
    assert app.button(key="scenario_duplicate").disabled
    press(app, "lever_try")
    assert len(names(app)) == 6
    assert "6 scenarios are kept, the most" in words(app)


def test_a_scenario_without_a_score_has_a_difference_with_its_range() -> None:
    app = keep(opened())
    keep(answer(app, step2_ck_score=None), "Not sat yet")
    said = words(app)
    assert "“Not sat yet” has no Step 2 CK score" in said
    row = said[said.rindex("<b>Not sat yet</b>") :]
    chance, pacific = (part.split("</span>")[0] for part in row.split('class="sp-apart">')[2:4])
    for part in (chance, pacific):
        assert "(" in part and " to " in part, "a difference and its range"


def test_the_change_looked_at_stands_in_the_link() -> None:
    app = opened()
    second = control_named(app.selectbox, "lever_chosen").options[1]
    control_named(app.selectbox, "lever_chosen").select(second)
    said = run(app).query_params["scenarios_lever"]
    again = by_link(scenarios_lever=said)
    assert (
        control_named(again.selectbox, "lever_chosen").value
        == control_named(app.selectbox, "lever_chosen").value
    )
    bad = by_link(scenarios_lever="win the lottery")
    assert "Not everything in the link was used: change “win the lottery” (" in words(bad)


def test_without_figures_for_a_specialty_the_kept_ones_stay() -> None:
    app = keep(opened())
    answer(app, specialties=["Urology"])
    assert "No source publishes outcomes of" in words(app)
    assert "As it is now" in words(app)
    assert not app.get("plotly_chart")


def test_a_link_brings_the_scenarios_back_without_their_names() -> None:
    app = keep(opened(), "My secret plan")
    answer(app, us_letters=3, specialties=["Family Medicine", "Internal Medicine"])
    keep(app, "Another secret")
    said = "".join(app.query_params["scenarios"])
    assert "secret" not in said

    again = by_link(scenarios=said)
    kept, before = again.session_state["sitting"].scenarios, app.session_state["sitting"].scenarios
    assert [scenario.profile for scenario in kept] == [scenario.profile for scenario in before]
    assert names(again)[0] == "As it is now"
    assert "3 US letters" in names(again)[1]


@pytest.mark.parametrize(
    "said", ["us_letters:3~nonsense:1", "us_letters:many", "~", "~".join(["start"] * 7), "x"]
)
def test_scenarios_that_cannot_be_read_are_left_out_and_named(said: str) -> None:
    app = by_link(scenarios=said)
    assert "Not everything in the link was used: kept scenarios “" in words(app)
    assert not app.session_state["sitting"].scenarios
    assert "scenarios" not in app.query_params
