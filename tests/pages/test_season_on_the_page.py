"""The season on the cockpit, and the list that a person has on the application list page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from smartpick.web.links import link_parameters, read_link
from smartpick.web.session import Sitting

STAGE, LIST = "Where are you in the season?", "Your list, one program on each line"
DASHBOARD = Path(__file__).parents[2] / "dashboard.py"


def opened_cockpit() -> AppTest:
    page = AppTest.from_file(str(DASHBOARD), default_timeout=240)
    for name, value in {"v": "1", "step2_ck_score": "222", "max_applications": "30"}.items():
        page.query_params[name] = value
    return page.run()


def list_page() -> None:
    from smartpick.web.applications import applications

    applications()


def opened_list() -> AppTest:
    from smartpick.profile import ApplicantProfile

    test = AppTest.from_function(list_page, default_timeout=240)
    state = Sitting()
    state.replace(ApplicantProfile(step2_ck_score=222, max_applications=30))
    test.session_state["sitting"] = state
    return test.run()


def words(page: AppTest) -> str:
    said = " ".join(element.proto.body for element in page.get("html"))
    assert "Something on this page did not work" not in said
    return said


def labels(page: AppTest) -> set[str]:
    return {w.label for kind in (page.selectbox, page.number_input) for w in kind}


def box(page: AppTest, label: str) -> Any:
    """Return the control whose label starts so."""
    kinds = (page.selectbox, page.number_input, page.text_area)
    (found,) = [one for kind in kinds for one in kind if one.label.startswith(label)]
    return found


def profile_of(page: AppTest) -> Any:
    return page.session_state["sitting"].profile


@pytest.fixture(scope="module")
def cockpit(shared_database: Path) -> AppTest:
    return opened_cockpit()


def test_before_applying_one_question_and_no_other_word(cockpit: AppTest) -> None:
    assert not cockpit.exception
    said = labels(cockpit)
    assert "Where are you in the season?" in said
    assert not said & {"Interviews in hand", "Counted in", "Programs you rank", "Seasons without a match"}
    assert "in hand" not in words(cockpit) and "Another season?" not in words(cockpit)


def test_each_place_in_the_season_asks_its_own_and_says_its_own(shared_database: Path) -> None:
    page = opened_cockpit()
    box(page, STAGE).set_value("waiting").run()
    assert {"Interviews in hand", "Counted in", "Applications you sent"} <= labels(page)
    box(page, "Interviews in hand").set_value(3).run()
    box(page, "Counted in").set_value("november").run()
    assert not page.exception
    assert "With 3 interviews in hand in November, the chance of matching is" in words(page)
    assert profile_of(page).interviews_in_hand == 3
    box(page, STAGE).set_value("ranking").run()
    # Who ranks every program that invited need not say so twice.
    assert box(page, "Programs you rank").value == 3
    assert "With 3 programs ranked in Internal Medicine" in words(page)
    box(page, STAGE).set_value("unmatched").run()
    assert profile_of(page).earlier_unmatched_seasons == 1
    assert "Another season?" in words(page) and "Seasons without a match" in labels(page)
    assert not page.exception
    box(page, STAGE).set_value("before_applying").run()
    assert "Another season?" not in words(page)
    assert "Earlier seasons without a match" in labels(page)


def test_the_season_stands_in_the_link_and_comes_back(shared_database: Path) -> None:
    from smartpick.profile import ApplicantProfile

    told = ApplicantProfile(
        season_stage="waiting", season_month="december", interviews_in_hand=4, earlier_unmatched_seasons=2
    )
    said = link_parameters(told)
    assert said == {
        "v": "1",
        "season_stage": "waiting",
        "season_month": "december",
        "interviews_in_hand": "4",
        "earlier_unmatched_seasons": "2",
    }
    assert read_link(said).profile == told
    assert link_parameters(ApplicantProfile()) == {}


LINES = "Kern Medical Center, Bakersfield, CA, invited\nMcLaren, MI\nNowhere Hospital of Atlantis"


def test_a_pasted_list_is_worked_out_and_nothing_of_it_is_kept_elsewhere(shared_database: Path) -> None:
    page = opened_list()
    assert "The list you have" in words(page)
    box(page, LIST).set_value(LINES).run()
    assert not page.exception
    assert "Programs counted" in words(page) and "With what you know by now (1 interview in hand)" in words(
        page
    )
    assert "Nowhere Hospital of Atlantis" in words(page)
    assert "of 1 recognised" in words(page)
    box(page, "Row 2: ").set_value("1402500002").run()
    assert not page.exception and "of 2 recognised" in words(page)
    # Not in the profile, so in no link and in no file of it.
    assert "own_list" not in str(link_parameters(profile_of(page)))
    assert profile_of(page).pinned == ()
    page.button(key="own_list_forget").click().run()
    assert box(page, LIST).value == "" and "Programs counted" not in words(page)


def test_what_is_no_list_is_said_calmly(shared_database: Path) -> None:
    page = opened_list()
    box(page, LIST).set_value("qqq\nzzz").run()
    assert not page.exception
    assert "No program was recognised yet." in words(page)
