"""The cockpit at the corners of the profile space: words present, no exception, designed states."""

import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from page_parts import control_named
from streamlit.testing.v1 import AppTest

from smartpick.web.links import link_parameters
from smartpick.web.session import sitting

DASHBOARD = Path(__file__).parents[2] / "dashboard.py"
SORRY = "Something on this page did not work"


def opened(**parameters: str) -> AppTest:
    """Open the page with these query parameters."""
    page = AppTest.from_file(str(DASHBOARD), default_timeout=120)
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


def words(page: AppTest) -> str:
    """Everything our own blocks say, without the style sheets."""
    blocks = [element.proto.body for element in page.get("html")]
    return " ".join(block for block in blocks if not block.lstrip().startswith("<style"))


def slider(page: AppTest) -> dict[str, list[str]]:
    """What the slider shows at every score."""
    return component(page, "score_slider")["text"]


def component(page: AppTest, name: str) -> dict[str, Any]:
    """What a component of ours is given."""
    found = [e.proto for e in page.get("bidi_component") if e.proto.component_name.endswith(name)]
    return json.loads(found[0].json)


def first_programs(page: AppTest) -> list[tuple[str, str]]:
    """The names and chances of the list beside the curve."""
    data = component(page, "score_now")["list"]
    names = {number: name for number, name, *_ in data["programs"]}
    digits, packed = data["digits"], data["packed"].split(".")[0]
    return [
        (
            names[int(packed[at : at + digits], 36)],
            data["texts"][int(packed[at + digits : at + digits + 2], 36)],
        )
        for at in range(0, len(packed), digits + 2)
    ]


def drag(page: AppTest, score: int) -> AppTest:
    """Let the thumb go at a score, as the browser would tell it."""
    page.session_state["score"] = {"move": {"id": str(score), "score": score}}
    return page.run()


@pytest.fixture
def page(shared_database: Path) -> AppTest:
    return opened()


def test_the_first_screen_answers_and_has_every_part(page: AppTest) -> None:
    assert not page.exception
    said = words(page)
    assert SORRY not in said
    for part in (
        "Internal Medicine: your chance by score",
        "What would help most",
        "Tier ",
        "Recommended list",
        "How sure is this?",
        "of those who matched scored at or below you",
        ", about ",
        "80 % range",
        "published match rate",
        "Application fees",
        "Chance of no interview",
        "on the West Coast",
        "Ask the program about",
        "rests on assumptions",
    ):
        assert part in said, part
    assert "average matched" not in said.lower()
    assert slider(page)["tier"]
    assert page.get("plotly_chart")

    # Every control explains itself.
    sidebar = page.sidebar
    controls = [
        *sidebar.selectbox,
        *sidebar.number_input,
        *sidebar.multiselect,
        *sidebar.checkbox,
        *sidebar.date_input,
        *sidebar.slider,
    ]
    assert len(controls) >= 20
    for each in controls:
        assert each.help, each.label
    helps = " ".join(each.help for each in controls)
    for term in ("ECFMG", "USCE", "LOR", "IMG means", "J-1", "H-1B"):
        assert term in helps, term


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"step2_ck_score": "210", "step2_ck_date": "2021-05-01"}, "Tier"),
        ({"step2_ck_score": "200"}, "scores run from 209 to 284"),
        ({"step2_ck_score": "150"}, "nobody"),
        ({"step2_ck_score": "299"}, "scores run from 209 to 284"),
        ({"budget_usd": "100"}, "Application fees"),
        ({"specialties": "Colon and Rectal Surgery"}, "No source publishes outcomes of"),
        ({"specialties": "Thoracic Surgery", "max_applications": "700"}, "too few for a curve"),
        ({"max_applications": "1"}, "Recommended list"),
        ({"max_applications": "700"}, "Recommended list"),
        (
            {"pacific_weight": "1", "pacific_max": "0", "pacific_min": "0"},
            "Lower the weight of the West Coast",
        ),
        ({"pacific_weight": "0"}, "Recommended list"),
        ({"applicant_type": "us_img", "visa_need": "none"}, "US IMGs"),
        ({"step1": "fail", "step2_ck_failures": "3", "years_since_graduation": "40"}, "Tier C"),
        ({"specialties": "Obstetrics and Gynecology"}, "fee is not known here"),
        ({"assumed": "no"}, "are left out of every number here"),
        ({"unexplained_gap": "true", "english": "limited", "us_letters": "0"}, "Recommended list"),
    ],
    ids=lambda value: urlencode(value)[:60] if isinstance(value, dict) else "",
)
def test_corners_have_designed_states(
    shared_database: Path, parameters: dict[str, str], expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="smartpick"):
        page = opened(v="1", **parameters)
    assert not page.exception
    assert not [record for record in caplog.records if record.name.startswith("smartpick")], caplog.text
    assert SORRY not in words(page)
    assert expected in words(page)


def test_a_score_below_passing_is_said_first_and_kindly(shared_database: Path) -> None:
    said = words(opened(step2_ck_score="210"))
    note = said.index("under the passing score of 218")
    assert note < said.index("chance by score")
    assert "if yours was, enter its date" in said


def test_there_is_a_way_on_from_a_specialty_without_figures(shared_database: Path) -> None:
    page = opened(specialties="Emergency Medicine/Anesthesiology|Pediatrics")
    button = next(button for button in page.button if button.key == "go_on_without")
    assert button.label == "Continue with Pediatrics"
    button.click().run()
    assert "Pediatrics: your chance by score" in words(page)


def test_what_is_shown_after_release_is_what_a_link_to_that_score_shows(page: AppTest) -> None:
    table, before = slider(page), component(page, "score_now")["words"]
    drag(page, 250)
    assert slider(page) == table, "the table of all scores is not sent again"
    assert component(page, "score_now")["words"] != before
    assert "With 250 and the list below" in words(page)
    drag(page, 248)
    linked = opened(step2_ck_score="248")
    assert component(page, "score_now")["words"] == component(linked, "score_now")["words"]
    assert first_programs(page) == first_programs(linked)
    assert page.get("plotly_chart")[0].proto.spec == linked.get("plotly_chart")[0].proto.spec


def test_the_first_programs_stand_there_where_only_the_score_makes_an_answer_possible(
    shared_database: Path,
) -> None:
    """Step 3 is open only after Step 2 CK, so there is no such profile without a score."""
    page = opened(step3="pass", step2_ck_score="231")
    assert SORRY not in words(page)
    assert len(first_programs(page)) == 100


def test_a_link_sets_the_controls_and_a_reset_takes_it_back(shared_database: Path) -> None:
    page = opened(v="1", us_letters="5", step2_ck_score="240", nonsense="1")
    assert control_named(page.number_input, "answer_us_letters").value == 5
    assert "unknown name was ignored" in words(page)
    assert "Your last change:" not in words(page), "no list has changed when a session begins"
    page.button(key="reset").click().run()
    assert "unknown name" not in words(page)
    assert control_named(page.number_input, "answer_us_letters").value == 2
    assert link_parameters(page.session_state["sitting"].profile) == {}


def test_controls_change_the_profile_and_the_address(page: AppTest) -> None:
    assert "sp-mark" not in words(page)
    control_named(page.selectbox, "answer_visa_need").select("none").run()
    assert "Your last change:" in words(page)
    control_named(page.number_input, "answer_us_letters").set_value(4).run()
    profile = page.session_state["sitting"].profile
    assert (profile.visa_need, profile.us_letters) == ("none", 4)
    assert dict(page.query_params) == {"v": "1", "visa_need": "none", "us_letters": "4"}


def test_an_own_answer_leaves_every_control_as_it_is(page: AppTest) -> None:
    """A control that is set up anew or told a value would take away what is being typed into it."""

    def shown() -> dict[str, str]:
        kinds = [*page.number_input, *page.selectbox, *page.checkbox, *page.multiselect, *page.slider]
        assert not any(one.proto.set_value for one in kinds)
        return {one.label: str(one.key) for one in kinds}

    before = shown()
    control_named(page.number_input, "answer_us_letters").set_value(3).run()
    assert shown() == before
    # What a person did not do themselves is shown by a new one: letters from the coast are US letters.
    control_named(page.number_input, "answer_pacific_letters").set_value(5).run()
    now = shown()
    assert {label for label in now if now[label] != before[label]} == {"US letters of recommendation"}
    assert control_named(page.number_input, "answer_us_letters").value == 5


def test_failed_attempts_are_asked_for_only_after_a_failure(page: AppTest) -> None:
    assert not any("step1_failures" in one.key for one in page.number_input)
    control_named(page.selectbox, "answer_step1").select("fail_then_pass").run()
    assert control_named(page.number_input, "answer_step1_failures").value == 1
    control_named(page.selectbox, "answer_step1").select("pass").run()

    # What only the self-assessment needs is asked too, and stays out of the link.
    assert not any("step3_score" in one.key for one in page.number_input)
    control_named(page.number_input, "answer_step1_score").set_value(219).run()
    control_named(page.multiselect, "answer_languages").set_value(["Spanish", "Twi"]).run()
    profile = page.session_state["sitting"].profile
    assert (profile.step1_score, profile.languages) == (219, ("Spanish", "Twi"))
    assert dict(page.query_params) == {"v": "1", "step1_score": "219"}
    control_named(page.selectbox, "answer_step1").select("fail").run()
    assert not any("step1_score" in one.key for one in page.number_input)
    assert page.session_state["sitting"].profile.step1_score is None


def test_no_score_yet_and_back(page: AppTest) -> None:
    control_named(page.checkbox, "no_score").check().run()
    assert page.session_state["sitting"].profile.step2_ck_score is None
    assert "Averaged over all scores:" in words(page)
    assert "you:" not in words(page)
    drag(page, 244)
    assert page.session_state["sitting"].profile.step2_ck_score == 244
    assert control_named(page.checkbox, "no_score").value is False


def test_the_whole_list_can_be_shown_and_assumed_effects_left_out(page: AppTest) -> None:
    assert words(page).count('<th scope="row">') == 20
    control_named(page.toggle, "show_whole_list").set_value(True).run()
    assert words(page).count('<th scope="row">') == 100

    # Assumed effects are left out on request.
    with_them = slider(page)["chance"]
    control_named(page.selectbox, "answer_english").select("limited").run()
    control_named(page.toggle, "leave_out_assumed").set_value(True).run()
    assert "are left out of every number here" in words(page)
    assert page.session_state["sitting"].assumed is False
    assert slider(page)["chance"] != with_them
    assert page.query_params["assumed"] == "no"


def test_a_fault_of_ours_shows_one_calm_sentence_and_logs_nothing_personal(
    shared_database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("score 217 of a person")

    monkeypatch.setattr("smartpick.web.cockpit.page.curve", broken)
    page = opened(step2_ck_score="217")
    assert not page.exception
    assert SORRY in words(page)
    assert "RuntimeError" in caplog.text
    assert "217" not in caplog.text.replace(":217", "")


def test_the_session_holds_one_profile_for_all_pages() -> None:
    assert sitting() is sitting()
