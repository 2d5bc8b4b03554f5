"""The panel as a person uses it: bring a file, decide, use, save, drop; or type one program in."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from smartpick.intake.matching import ProgramIndex
from smartpick.intake.own_list import read_own_list
from smartpick.programs.evidence import ProgramEvidence
from smartpick.web.entered import OwnEvidence
from smartpick.web.session import Sitting

CSV = "text/csv"
J1_ONLY = ProgramEvidence("1400599901", takes_j1=True, origin="mine.csv")
HEADER = "Program ID,Program name,Specialty,State,Non-US IMG interview rate,J-1"


PROGRAMS = pd.DataFrame(
    {
        "program_id": ["1400599901", "1400599902", "1400599903"],
        "name": ["Copper Canyon Medical Center", "Saint Orla/Harbor", "Saint Orla/Valley"],
        "specialty": "Internal Medicine",
        "city": ["Fresno", "San Diego", "Fresno"],
        "state": "CA",
    }
)


def page() -> None:
    import pandas as pd
    import streamlit as st

    from smartpick.profile import ApplicantProfile
    from smartpick.web.evidence import evidence_panel

    programs = pd.DataFrame(
        {
            "program_id": ["1400599901", "1400599902", "1400599903", "0404899905"],
            "name": [
                "Copper Canyon Medical Center",
                "Saint Orla/Harbor",
                "Saint Orla/Valley",
                "Lone Prairie",
            ],
            "institution": ["", "Saint Orla", "Saint Orla", ""],
            "specialty": ["Internal Medicine", "Internal Medicine", "Internal Medicine", "Anesthesiology"],
            "city": ["Fresno", "San Diego", "Fresno", "Amarillo"],
            "state": ["CA", "CA", "CA", "TX"],
            "state_name": ["California", "California", "California", "Texas"],
            "nrmp_codes": ["", "", "", ""],
            "row_confidence": ["high", "high", "high", "high"],
        }
    )
    profile = ApplicantProfile(applicant_type=st.session_state.get("type", "non_us_img"))
    st.session_state["now"] = evidence_panel(programs, profile)


@pytest.fixture
def panel() -> AppTest:
    panel = AppTest.from_function(page, default_timeout=30).run()
    assert not panel.exception
    return panel


def bring(panel: AppTest, *rows: str, header: str = HEADER, name: str = "mine.csv") -> AppTest:
    return bring_bytes(panel, "\n".join([header, *rows]).encode(), name)


def bring_bytes(panel: AppTest, content: bytes, name: str) -> AppTest:
    panel.file_uploader[0].set_value((name, content, CSV)).run()
    assert not panel.exception
    return panel


def words(panel: AppTest) -> str:
    return " ".join(each.proto.body for each in panel.get("html"))


def press(panel: AppTest, label: str) -> AppTest:
    (button,) = [each for each in panel.button if label in each.label]
    button.click().run()
    assert not panel.exception
    return panel


def labels(panel: AppTest, kind: str) -> list[str]:
    return [each.label for each in panel.get(kind)]


def test_before_anything_is_brought(panel):
    assert "never written to the server" in words(panel) and "licensed" in words(panel)
    assert "Nothing is in use yet" in words(panel)
    assert panel.session_state["now"] == {}


def test_matched_rows_are_used_when_accepted_and_not_before(panel):
    bring(panel, "1400599901,,,,12%,Yes", "1400599902,,,,-,No")
    assert "Rows: 2 matched." in words(panel)
    assert panel.session_state["now"] == {}
    (ready,) = [f.value for f in panel.dataframe if "Program" in f.value]
    assert list(ready.columns) == ["Program", "Interview rate", "Seasons", "J-1", "From"]
    assert ready["Interview rate"].iloc[0] == pytest.approx(12)
    press(panel, "of 2 programs")
    expected = {
        "1400599901": ProgramEvidence("1400599901", interview_rate=0.12, takes_j1=True, origin="mine.csv"),
        "1400599902": ProgramEvidence("1400599902", takes_j1=False, origin="mine.csv"),
    }
    assert panel.session_state["now"] == expected
    assert "In use now: 2 programs" in words(panel)


def test_doubtful_rows_wait_for_a_decision(panel):
    bring(panel, ",Saint Orla,Internal Medicine,CA,12%,Yes", "1400599901,,,,3%,")
    assert "1 matched, 1 for you to decide" in words(panel)
    (decision,) = [each for each in panel.selectbox if each.label.startswith("Row 2")]
    assert decision.value is None
    assert len(decision.options) == 3
    press(panel, "of 1 program")
    assert list(panel.session_state["now"]) == ["1400599901"]
    (decision,) = [each for each in panel.selectbox if each.label.startswith("Row 2")]
    decision.select("1400599903").run()
    press(panel, "of 2 programs")
    assert panel.session_state["now"]["1400599903"].interview_rate == pytest.approx(0.12)


def test_many_doubtful_rows_come_in_pages_and_decisions_stay(panel):
    bring(panel, *(f",Saint Orla {i},Internal Medicine,CA,12%,Yes" for i in range(12)))
    decisions = [each for each in panel.selectbox if each.label.startswith("Row ")]
    assert len(decisions) == 10
    decisions[0].select("1400599902").run()
    (pages,) = panel.pagination
    pages.set_value(2).run()
    assert [e.label[:6] for e in panel.selectbox if e.label.startswith("Row ")] == ["Row 12", "Row 13"]
    assert "1 of 12 decided" in words(panel)
    press(panel, "of 1 program")
    assert list(panel.session_state["now"]) == ["1400599902"]


def test_faulty_rows_are_shown_with_their_cell_and_can_be_used_in_part(panel):
    bring(panel, "1400599901,,,,lots,Yes")
    assert "1 with a fault" in words(panel)
    (rejected,) = [f.value for f in panel.dataframe if "Why" in f.value]
    assert "'lots'" in rejected["Why"].iloc[0]
    assert not any("Use what the table says" in each.label for each in panel.button)
    (wanted,) = [each for each in panel.checkbox if "readable cells" in each.label]
    wanted.check().run()
    press(panel, "of 1 program")
    assert panel.session_state["now"]["1400599901"] == ProgramEvidence(
        "1400599901", takes_j1=True, origin="mine.csv"
    )


def test_wrong_guess_of_a_column_can_be_changed(panel):
    bring(panel, "1400599901,3%,9%", header="Program ID,Non-US IMG interview rate,Something")
    (column,) = [e for e in panel.selectbox if e.label == "Interview rate, non-US IMGs"]
    assert column.value == 1
    column.select(2).run()
    press(panel, "of 1 program")
    assert panel.session_state["now"]["1400599901"].interview_rate == pytest.approx(0.09)


def test_unit_is_asked_only_where_the_column_leaves_it_open(panel):
    bring(panel, "1400599901,0.5", header="Program ID,Interview rate")
    (unit,) = [e for e in panel.selectbox if e.label.startswith("Numbers in")]
    assert unit.value == "share"
    unit.select("percent").run()
    press(panel, "of 1 program")
    assert panel.session_state["now"]["1400599901"].interview_rate == pytest.approx(0.005)
    bring(panel, "1400599901,0.5%", header="Program ID,Interview rate", name="other.csv")
    assert not any(label.startswith("Numbers in") for label in labels(panel, "selectbox"))


def test_specialty_of_all_rows_can_be_said(panel):
    bring(panel, "Copper Canyon Med Ctr,CA,7%", header="Program name,State,Interview rate")
    assert "1 for you to decide" in words(panel)
    (specialty,) = [e for e in panel.selectbox if e.label == "Specialty of the rows"]
    specialty.select("Internal Medicine").run()
    assert "Rows: 1 matched." in words(panel)


def test_table_without_programs_asks_for_the_column(panel):
    bring(panel, "good,blue", header="Remark,Colour")
    assert "Choose the column" in words(panel)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (bytes(range(256)) * 9, "not a table"), (b"PK\x03\x04junk", "damaged")],
)
def test_what_cannot_be_read_is_said_calmly(content, said, panel):
    bring_bytes(panel, content, "mine.xlsx")
    assert said in words(panel)
    assert "Nothing is in use yet" in words(panel)


def test_all_sheets_are_read_in_one_go_with_the_specialty_that_each_is_called_by(panel):
    book = Workbook()
    book.remove(book.active)
    for title, state, name in (("IM", "CA", "Copper Canyon Medical Center"), ("Anes", "TX", "Lone Prairie")):
        sheet = book.create_sheet(title)
        sheet.append(["Program", "State", "Non US IMG", "Director"])
        sheet.append([name, state, 0.03, "N"])
    book.create_sheet("Notes").append(["to do", "call them"])
    buffer = io.BytesIO()
    book.save(buffer)
    bring_bytes(panel, buffer.getvalue(), "mine.xlsx")
    (overview,) = [f.value for f in panel.dataframe if "Sheet" in f.value]
    assert list(overview["Sheet"]) == ["IM", "Anes", "Notes"]
    assert list(overview["Specialty"][:2]) == ["Internal Medicine", "Anesthesiology"]
    assert "row below" in overview["Remark"][2]
    (question,) = [e for e in panel.selectbox if e.label == "What are the numbers in 'Non US IMG'?"]
    assert question.value is None
    question.select("share").run()
    press(panel, "of 2 programs")
    assert {one: e.non_us_img_share for one, e in panel.session_state["now"].items()} == {
        "1400599901": 0.03,
        "0404899905": 0.03,
    }


def test_every_row_and_column_is_accounted_for_in_one_look(panel):
    bring(
        panel,
        "1400599901,,,,12%,Yes,240,invited,x",
        ",Nowhere,Internal Medicine,CA,12%,Yes,,,x",
        ",Saint Orla,Internal Medicine,CA,12%,Yes,,,x",
        "Source: somewhere,,,,,,,,",
        header=f"{HEADER},Step 2 CK range,My status,Zodiac",
    )
    said = words(panel)
    assert "of 3 rows ready to use" in said
    counts = "4 to find the program, 2 used, 1 for your own list, 1 read, not used, 1 not recognised"
    assert f"All 9 columns: {counts}." in said
    assert "1 line of column names, 1 remark" in said
    assert "&#39;Step 2 CK range&#39;, &#39;Zodiac&#39;" in said
    (uses,) = [f.value for f in panel.dataframe if "What becomes of it" in f.value]
    assert len(uses) == 9 and "rule to look up" in uses["Remark"][6]


def test_own_status_becomes_the_list(panel):
    bring(
        panel,
        "1400599901,yes,2026-11-02",
        "1400599902,x,",
        "1400599903,,",
        header="Program ID,Applied,Interview date",
    )
    press(panel, "Use as my list: 1 invited, 1 applied")
    listed = read_own_list(panel.session_state["sitting"].own_list.text, ProgramIndex.of(PROGRAMS))
    assert [(one.program_id, one.status) for one in listed.programs] == [
        ("1400599901", "invited"),
        ("1400599902", "applied"),
    ]


def test_a_turned_table_is_said_and_its_programs_are_columns(panel):
    table = (
        "Specialty: Internal Medicine - Categorical Track\nACGME code,1400599901C,9999999999\nState,CA,CA\n"
        "% Non-US IMG residents,44,3"
    )
    bring_bytes(panel, table.encode(), "compared.csv")
    said = words(panel)
    assert "The table was turned" in said and "of 2 programs ready to use" in said
    (rejected,) = [f.value for f in panel.dataframe if "Why" in f.value]
    assert list(rejected["Column"]) == ["C"]
    press(panel, "of 1 program")
    assert panel.session_state["now"]["1400599901"].non_us_img_share == pytest.approx(0.44)


def test_saved_evidence_brought_back_is_the_same(panel):
    bring(panel, "1400599901,,,,<1%,Yes", "0404899905,,,,30%,No")
    press(panel, "of 2 programs")
    before = panel.session_state["now"]
    from smartpick.intake.evidence import evidence_to_csv

    saved = evidence_to_csv(before.values())
    assert "remembered_evidence_table" in panel.session_state
    press(panel, "Clear all")
    assert panel.session_state["now"] == {}
    assert panel.file_uploader[0].value is None
    assert not any(
        name in panel.session_state for name in ("remembered_evidence_table", "remembered_evidence_match")
    )
    bring_bytes(panel, saved, "program-evidence.csv")
    press(panel, "of 2 programs")
    assert panel.session_state["now"] == before


def test_rate_of_another_applicant_type_does_not_count(panel):
    bring(panel, "1400599901,,,,12%,Yes", "1400599902,,,,5%,")
    press(panel, "of 2 programs")
    panel.session_state["type"] = "us_img"
    panel.run()
    assert panel.session_state["now"] == {
        "1400599901": ProgramEvidence("1400599901", takes_j1=True, origin="mine.csv")
    }
    assert "2 interview rates are of another applicant type" in words(panel)
    panel.session_state["type"] = "non_us_img"
    panel.run()
    assert len(panel.session_state["now"]) == 2


def test_one_program_by_hand(panel):
    assert [e.label for e in panel.selectbox[:3]] == ["Specialty", "State", "Program"]
    panel.selectbox(key="evidence_single_program").select("1400599902").run()
    (rate,) = [e for e in panel.number_input if e.label == "Interview rate, %"]
    (j1,) = [e for e in panel.selectbox if e.label == "Takes J-1"]
    rate.set_value(4.0)
    j1.select("Yes")
    press(panel, "Use this")
    assert panel.session_state["now"] == {
        "1400599902": ProgramEvidence(
            "1400599902", interview_rate=0.04, takes_j1=True, origin="entered by hand"
        )
    }


def test_form_without_an_answer_changes_nothing(panel):
    press(panel, "Use this")
    assert "at least one thing" in words(panel)
    assert panel.session_state["now"] == {}


def test_later_evidence_adds_to_what_is_known():
    kept = OwnEvidence()
    kept.add([ProgramEvidence("1", interview_rate=0.1, seasons=3, takes_j1=True, origin="a")], "non_us_img")
    kept.add([ProgramEvidence("1", takes_h1b=False, origin="b")], "non_us_img")
    assert kept.of_type("non_us_img") == {
        "1": ProgramEvidence(
            "1", interview_rate=0.1, seasons=3, takes_j1=True, takes_h1b=False, origin="b; a"
        )
    }
    kept.forget(["1", "unknown"], "non_us_img")
    assert kept.of_type("non_us_img") == {}


def test_a_visa_answer_is_of_this_season_only_where_all_are():
    kept = OwnEvidence()

    def told(**said: bool) -> bool:
        kept.add([ProgramEvidence("1", **said)], "non_us_img")
        return kept.of_type("non_us_img")["1"].visa_this_season

    assert not told(takes_h1b=True)
    assert not told(takes_j1=False, visa_this_season=True), "the older answer on H-1B still counts"
    assert told(takes_h1b=True, takes_j1=False, visa_this_season=True)
    kept.add([ProgramEvidence("1", interview_rate=0.1)], "non_us_img")
    assert kept.of_type("non_us_img")["1"].visa_this_season, "a rate says nothing of visas"
    assert not told(takes_j1=True)


def test_each_applicant_type_keeps_its_own_rate():
    kept = OwnEvidence()
    kept.add(
        [
            ProgramEvidence("1", interview_rate=0.1, seasons=3, origin="a"),
            ProgramEvidence("2", takes_j1=True),
        ],
        "non_us_img",
    )
    kept.add([ProgramEvidence("1", interview_rate=0.3, origin="b")], "us_img")
    assert kept.of_type("non_us_img")["1"].interview_rate == 0.1
    assert kept.of_type("us_img")["1"].interview_rate == 0.3
    assert list(kept.of_type("us_do_senior")) == ["2"]
    assert (kept.rates_of_others("non_us_img"), kept.rates_of_others("us_do_senior")) == (1, 2)
    kept.forget(["1"], "us_img")
    assert list(kept.of_type("us_img")) == ["2"]
    assert kept.of_type("non_us_img")["1"].interview_rate == 0.1


def test_what_was_told_elsewhere_is_listed_saved_and_dropped(panel):
    here = Sitting()
    found_out = ProgramEvidence("1400599902", interview_rate=0.05, takes_h1b=True, origin="your own look-up")
    here.own_evidence.add([found_out], "non_us_img")
    panel.session_state["sitting"] = here
    panel.run()
    assert "In use now: 1 program." in words(panel)
    assert panel.session_state["now"] == {"1400599902": found_out} == here.evidence
    panel.session_state["type"] = "us_img"
    panel.run()
    assert list(panel.session_state["now"]) == ["1400599902"], "the visa answer holds for every type"
    panel.session_state["type"] = "non_us_img"
    panel.run()
    assert panel.session_state["now"] == {"1400599902": found_out}
    press(panel, "Clear all")
    assert here.evidence == {}
