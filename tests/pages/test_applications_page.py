"""The application list over a grid of profiles, and what its controls do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from page_parts import control_named
from streamlit.testing.v1 import AppTest

from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.text.application_list import Asked, Question
from smartpick.web.applications.checklist import look_up_table
from smartpick.web.entered import OwnEvidence
from smartpick.web.session import Sitting

SORRY = "Something on this page did not work"

PROGRAMS_PAGE = Path(__file__).parents[2] / "pages" / "programs.py"
TULSA = "1403921352"


def page_of_list() -> None:
    """Run the page alone, as the dashboard would."""
    from smartpick.web.applications import applications

    applications()


def opened(**answers: Any) -> AppTest:
    page = AppTest.from_function(page_of_list, default_timeout=120)
    profile = ApplicantProfile(**({"max_applications": 32, "pacific_min": 5} | answers))
    page.session_state["sitting"] = Sitting(profile=profile)
    return page.run()


def words(page: AppTest) -> str:
    blocks = [element.proto.body for element in page.get("html")]
    return " ".join(block for block in blocks if not block.lstrip().startswith("<style"))


def own(page: AppTest) -> Sitting:
    return page.session_state["sitting"]


@pytest.fixture
def page(shared_database: Path) -> AppTest:
    return opened()


def test_every_part_is_there(page: AppTest) -> None:
    assert not page.exception
    said = words(page)
    assert SORRY not in said
    assert said.count("<h1") == 1
    for part in (
        "Your limits",
        "The list in three groups",
        "Where the next application stops paying",
        "application 31 costs $30 instead of $11",
        "Signals to give",
        "Where the list goes",
        "What to find out next",
        "Calendar reminders",
        "Our data have no dates of the coming season",
    ):
        assert part in said, part
    assert "Several specialties or one" not in said


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"specialties": ("Obstetrics and Gynecology",)}, "fee for these applications is not known"),
        ({"specialties": ("Emergency Medicine",)}, "application 19 costs $18 after $99 for the first 18"),
        ({"step2_ck_score": 200}, "below"),
        ({"visa_need": "h1b", "max_applications": 1, "pacific_min": 0}, "costs $11"),
        ({"pacific_max": 0, "pacific_min": 0, "pacific_weight": 0.0}, "no program there"),
    ],
)
def test_corners(shared_database: Path, answers: dict[str, Any], expected: str) -> None:
    page = opened(**answers)
    assert not page.exception
    said = words(page)
    assert SORRY not in said
    assert expected in said


def test_a_changed_limit_changes_the_profile_and_says_what_left(page: AppTest) -> None:
    control_named(page.number_input, "answer_max_applications").set_value(20).run()
    assert own(page).profile.max_applications == 20
    said = words(page)
    assert "Number of applications: 32 → 20." in said
    assert "12 removed" in said

    # A limit that cannot hold draws the others along.
    control_named(page.number_input, "answer_max_applications").set_value(3).run()
    assert own(page).profile.pacific_min == 3
    assert "Fewest West Coast programs is now 3" in words(page)


def test_group_and_measure_are_chosen_stand_in_the_link_and_come_back(page: AppTest) -> None:
    everything = words(page)
    page.session_state["shown_group"] = "reach"
    control_named(page.select_slider, "least_gain").set_value(2.0)
    page.run()
    shown = words(page)
    assert shown != everything
    assert '<span class="sp-signal">Safer</span>' not in shown
    assert '<span class="sp-signal">Reach</span>' in shown
    said = {name: text for name, text in page.query_params.items() if name.startswith("list_")}
    assert {name: str(text).strip("[']") for name, text in said.items()} == {
        "list_group": "reach",
        "list_least_gain": "2",
    }
    again = AppTest.from_function(page_of_list, default_timeout=120)
    again.session_state["sitting"] = own(page)
    for name, text in (("list_group", "reach"), ("list_least_gain", "2"), ("list_whole", "nearly")):
        again.query_params[name] = text
    again.run()
    assert again.session_state["shown_group"] == "reach"
    assert control_named(again.select_slider, "least_gain").value == 2.0
    assert "Not everything in the link was used: all programs “" in words(again)


def test_the_measure_of_what_pays_moves_the_answer(page: AppTest) -> None:
    control_named(page.select_slider, "least_gain").set_value(0.1).run()
    easy = words(page)
    control_named(page.select_slider, "least_gain").set_value(5.0).run()
    strict = words(page)
    paying = [word.split("for each $100. Applications")[-1][:60] for word in (easy, strict)]
    assert paying[0] != paying[1]


def test_own_signals_replace_the_recommended_and_can_be_taken_back(page: AppTest) -> None:
    gold = control_named(page.multiselect, "signal_choice_Internal Medicine_gold")
    recommended = set(gold.value)
    assert len(recommended) == 3
    kept = sorted(recommended)[:1]
    gold.set_value(kept).run()
    assert own(page).profile.signals[kept[0]] == "gold"
    assert len(own(page).profile.signals) == 13
    assert "These are your own signals." in words(page)
    page.button(key="recommended_signals").click().run()
    assert own(page).profile.signals == {}
    assert "These are the signals we would give." in words(page)


def test_an_answer_becomes_evidence_replans_and_can_be_taken_back(page: AppTest) -> None:
    rates = [one for one in page.number_input if str(one.key).startswith("found_interview_rate_")]
    assert rates, "a rate is worth looking up on this list"
    program = str(rates[0].key).removeprefix("found_interview_rate_").rsplit("-", 2)[0]
    rates[0].set_value(0.0).run()
    assert own(page).evidence[program].interview_rate == 0.0
    assert "You added what you know of a program." in words(page)
    asked = f"found_interview_rate_{program}-"
    assert not any(str(one.key).startswith(asked) for one in page.number_input)
    take_back = next(one for one in page.button if str(one.key).startswith("take_back_0_"))
    take_back.click().run()
    assert program not in own(page).evidence
    assert any(str(one.key).startswith(asked) for one in page.number_input)


def test_answers_stay_when_a_figure_is_added_and_when_the_type_changes_and_back(page: AppTest) -> None:
    rate = next(one for one in page.number_input if str(one.key).startswith("found_interview_rate_"))
    asked = str(rate.key).removeprefix("found_interview_rate_").rsplit("-", 2)[0]
    rate.set_value(4.0).run()
    programs = AppTest.from_file(PROGRAMS_PAGE, default_timeout=120)
    programs.session_state["sitting"] = own(page)
    programs.query_params["program"] = TULSA
    programs.run()
    programs.number_input[0].set_value(20.0)
    next(button for button in programs.button if button.label == "Use this").click()
    programs.run()
    told = {program: known.interview_rate for program, known in own(page).evidence.items()}
    assert told == {asked: 0.04, TULSA: 0.2}
    assert any("Your answers so far (1)" in part.label for part in page.run().expander)
    own(page).answer(applicant_type="us_img")
    assert own(page).evidence == {}, "a rate for one type says little of another"
    own(page).answer(applicant_type="non_us_img")
    assert {program: known.interview_rate for program, known in own(page).evidence.items()} == told


@pytest.fixture
def files(shared_database: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, bytes]]:
    """Return a function that opens the page and makes every file it offers."""
    import streamlit

    def make(only: str = "download_", **settings: Any) -> dict[str, bytes]:
        offered: dict[str, Any] = {}
        held = {name: settings.pop(name) for name in ("own_dates", "own_evidence") if name in settings}

        def download(label: str, data: Any, *_: Any, key: str, **__: Any) -> bool:
            offered[key] = data
            return False

        with monkeypatch.context() as patch:
            patch.setattr(streamlit, "download_button", download)
            page = AppTest.from_function(page_of_list, default_timeout=120)
            profile = ApplicantProfile(max_applications=20, pacific_min=5)
            page.session_state["sitting"] = Sitting(profile=profile, **held)
            for name, value in settings.items():
                page.session_state[name] = value
            page.run()
            assert SORRY not in words(page)
        # Files are made when they are asked for, outside of the session's run.
        return {key: data() for key, data in offered.items() if key.startswith(only)}

    return make


def test_the_files_hold_the_list(files: Callable[..., dict[str, bytes]]) -> None:
    made = files()
    table = pd.read_csv(BytesIO(made["download_csv"]), dtype={"program_id": str})
    assert len(table) == 20
    book = openpyxl.load_workbook(BytesIO(made["download_xlsx"]))
    assert book.sheetnames == ["List", "Look up", "Sources"]
    assert book["List"].max_row == 21
    head = [cell.value for cell in next(book["List"].iter_rows(max_row=1))]
    place = next(i for i, name in enumerate(head, start=1) if "code" in str(name).lower())
    ids = [row[0].value for row in book["List"].iter_rows(min_row=2, min_col=place, max_col=place)]
    assert ids == table["program_id"].tolist()
    by_heading = dict(zip(head, zip(*book["List"].iter_rows(min_row=2), strict=True), strict=True))
    for heading, column, fill in (
        ("Chance of an invitation (estimated)", "interview_probability", "B9DAEF"),
        ("Adds to the list (estimated)", "marginal_gain", "B9DAEF"),
        ("State", "state", "F3D9A8"),
        ("Website", "website", "F3D9A8"),
        ("Your note", "your_note", "F4F6F8"),
    ):
        cells = by_heading[heading]
        assert [cell.value for cell in cells] == [None if pd.isna(one) else one for one in table[column]]
        assert book["List"].cell(1, cells[0].column).fill.fgColor.rgb.endswith(fill), heading
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"], (
        "no cell is a formula"
    )
    sources = [row[0].value for row in book["Sources"].iter_rows(min_row=2, max_col=1)]
    assert sources[:2] == ["Made on", "Data"]
    assert sources.count("Source") > 3
    rows = [[cell.value for cell in row[:4]] for row in book["Sources"].iter_rows(min_row=2)]
    assert ["Source", "Fees for the 2026 ERAS season", "AAMC", 2025] in rows


def test_the_checklist_as_a_table() -> None:
    one = Asked(
        program_id="1", fact="visa", value=0.0123456789, likely=0.25, on_list=True, name="A, CA", website=None
    )
    other = replace(
        one, program_id="2", value=0.001, on_list=False, name="B, OR", website="https://b.example"
    )
    table = look_up_table([Question("visa", "takes_j1", "Ask them", "How", (one, other))])
    assert table.to_numpy().tolist() == [
        ["Ask them", "A, CA", "", 0.0123457, 0.25, "yes", ""],
        ["Ask them", "B, OR", "https://b.example", 0.001, 0.25, "no", ""],
    ]
    assert [*table] == [
        "Question",
        "Program",
        "Website",
        "Worth",
        "Chance of good news",
        "On the list",
        "Answer",
    ]


def test_the_profile_is_in_the_workbook_only_when_ticked(files: Callable[..., dict[str, bytes]]) -> None:
    made = files(workbook_with_profile=True)
    book = openpyxl.load_workbook(BytesIO(made["download_xlsx"]))
    assert book.sheetnames == ["List", "Look up", "Profile", "Sources"]


def test_the_report_counts_what_the_person_knows(files: Callable[..., dict[str, bytes]]) -> None:
    known = OwnEvidence()
    known.add([ProgramEvidence(TULSA, interview_rate=0.2)], "non_us_img")
    made = files(only="list_report", own_evidence=known)
    assert list(made) == ["list_report_-a4.pdf", "list_report_-letter.pdf", "list_report_.html"]
    assert [made[key][:5] for key in made] == [b"%PDF-", b"%PDF-", "<!DOC"]
    assert "What you entered about 1 program is counted." in str(made["list_report_.html"])


def test_only_known_days_are_in_the_calendar(files: Callable[..., dict[str, bytes]]) -> None:
    day = date.today() + timedelta(days=40)
    assert b"BEGIN:VEVENT" not in files()["download_ics"]
    made = files(own_dates={"match_day": day})["download_ics"]
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}".encode() in made
    assert made.count(b"BEGIN:VEVENT") == 1
