"""The page of programs over a grid of profiles and choices: it never fails and says what it must."""

from pathlib import Path
from typing import Any

import page_parts
import pytest
from page_parts import control_named, press, run, words
from streamlit.testing.v1 import AppTest

from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.web.programs.filters import Shelf
from smartpick.web.session import Sitting

TULSA, RICHMOND, UW_SURGERY = "1403921352", "1405121433", "4405421348"


def opened(program: str | None = None, profile: ApplicantProfile | None = None, **state: Any) -> AppTest:
    return page_parts.opened("programs", {"program": program} if program else None, profile, **state)


def profile_of(app: AppTest) -> ApplicantProfile:
    return app.session_state["sitting"].profile


def test_it_opens_with_the_programs_of_the_profile() -> None:
    app = opened()
    said = words(app)
    assert said.count("<h1") == 1
    assert "5,351 residency programs" in said
    assert "a non-US IMG, Step 2 CK 225" in said
    table = app.dataframe[0].value
    assert set(table["Specialty"]) == {"Internal Medicine"}
    assert table["Invitation"].notna().all()
    assert f"{len(table):,} programs found" in said
    assert table["Invitation"].is_monotonic_decreasing


@pytest.mark.parametrize(
    "profile",
    [
        ApplicantProfile(applicant_type="us_md_senior", visa_need="none", specialties=("Dermatology",)),
        ApplicantProfile(
            specialties=("Psychiatry", "Family Medicine"), visa_need="either", pacific_weight=1.0
        ),
        ApplicantProfile(specialties=("Internal Medicine/Dermatology",)),
        ApplicantProfile(step2_ck_score=None, applicant_type="us_img", visa_need="none"),
        ApplicantProfile(step2_ck_score=190, step2_ck_failures=3, years_since_graduation=20),
    ],
)
@pytest.mark.parametrize("view", ["List", "Map", "Compare"])
def test_the_grid_of_profiles_and_views(profile: ApplicantProfile, view: str) -> None:
    app = opened(profile=profile, programs_view=view)
    if view == "List":
        assert len(app.dataframe[0].value) > 0
    if "Internal Medicine/Dermatology" in profile.specialties:
        assert "facts only" in words(app)
    if view == "Compare":
        assert "Nothing to compare yet" in words(app)


@pytest.mark.parametrize("layer", ["Programs found", "IMG share, 2021 (published)", "Chance by state (ours)"])
def test_every_layer_of_the_map_has_a_table_and_words(layer: str) -> None:
    app = opened(programs_view="Map", programs_map_layer=layer)
    chart = app.get("plotly_chart")[0].proto
    assert "ighest" in chart.alt or "Map of the United States" in chart.alt
    assert len(app.dataframe) == 1
    headings = " ".join(app.dataframe[0].value.columns)
    assert ("(ours)" in headings) != ("(published)" in headings)


def test_a_search_without_a_hit_says_what_to_do() -> None:
    app = opened(programs_text="zzzz")
    assert "No program matches all of this" in words(app)


def test_a_search_by_text_narrows_the_list() -> None:
    app = opened(programs_text="kern medical")
    assert app.dataframe[0].value["Program"].tolist() == ["Kern Medical Center"]


@pytest.fixture(scope="module")
def found_at_first(shared_database: Path) -> int:
    """How many programs are found before anything is chosen."""
    return len(opened().dataframe[0].value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("programs_visa", "J-1: pages say yes"),
        ("programs_visa", "H-1B: no page says no"),
        ("programs_requirements", "Not met"),
        ("programs_size", "not known"),
        ("programs_fill", "Filled every year"),
        ("programs_near", "Fresno, CA"),
        ("programs_regions", ["West Coast (CA, OR, WA)"]),
        ("programs_specialties", []),
        ("programs_doubtful", True),
    ],
)
def test_every_filter_changes_what_is_found(key: str, value: object, found_at_first: int) -> None:
    state = {key: value}
    if key == "programs_specialties":
        state["programs_followed"] = ApplicantProfile().specialties
    if key == "programs_doubtful":
        state |= {"programs_specialties": [], "programs_followed": ApplicantProfile().specialties}
    after = len(opened(**state).dataframe[0].value)
    assert after != found_at_first and after > 0


def test_the_link_opens_a_program_with_every_part() -> None:
    said = words(opened(TULSA))
    assert said.count("<h1") == 1
    for part in (
        "University of Oklahoma School of Community Medicine (Tulsa)",
        "Chance of an invitation",
        "left out of your list",
        "What its pages say",
        "228 or more",
        "you do not meet this",
        "The pages do not agree",
        "check the page",
        "What is published",
        "NRMP 2020",
        "Positions and fill",
        "2014 to 2020",
        "What you know about it",
        "Programs like it",
    ):
        assert part in said, part


def test_an_unknown_program_in_the_link_is_said_and_the_search_stands() -> None:
    app = opened("0000000000")
    assert "not in the directory" in words(app)
    assert app.dataframe


def test_programs_at_the_edges_of_the_data(facts: Any) -> None:
    programs = facts.programs
    edges = [
        programs[programs["positions_scope"] == "several_sites_pooled"],
        programs[programs["row_confidence"] == "low"],
        programs[programs["city"].isna()],
        programs[(programs["state"] == "FL") & (programs["nrmp_quota_year"] == 2026)],
        programs[programs["state"] == "PR"],
        programs[programs["name"].str.contains("Army|Navy")],
    ]
    said = [words(opened(str(rows["program_id"].iloc[0]))) for rows in edges]
    assert "Several sites share one published number" in said[0]
    assert "may be one of these programs: " in said[1]
    assert "published for Florida only" in said[3]
    assert "armed forces" in said[5]


def test_a_specialty_outside_the_profile_shows_facts_only(facts: Any) -> None:
    program = facts.programs.query("specialty == 'Dermatology'")["program_id"].iloc[0]
    said = words(opened(str(program)))
    assert "not among the specialties of your profile: facts only" in said
    assert "What is published" in said


def test_pin_exclude_and_take_back() -> None:
    app = opened(RICHMOND)
    press(app, "program_pin")
    assert profile_of(app).pinned == (RICHMOND,)
    press(app, "program_exclude")
    assert (profile_of(app).pinned, profile_of(app).excluded) == ((), (RICHMOND,))
    assert "so it is not on your list" in words(app)
    press(app, "program_exclude")
    assert profile_of(app).excluded == ()


def test_a_note_stays_in_the_session_and_marks_the_program() -> None:
    app = opened(RICHMOND)
    control_named(app.text_area, f"program_note_{RICHMOND}").set_value("wrote to them")
    run(app)
    assert app.session_state["sitting"].notes == {RICHMOND: "wrote to them"}
    press(app, "program_back")
    table = app.dataframe[0].value
    assert table.loc[table["Marked"] != "", "Marked"].tolist() == ["note"]


def test_up_to_five_programs_stand_side_by_side(facts: Any) -> None:
    ids = facts.programs.query("specialty == 'Internal Medicine' and row_confidence == 'high'")["program_id"]
    app = opened(programs_view="Compare")
    for program_id in [TULSA, RICHMOND, *ids.iloc[:3]]:
        app.query_params["program"] = str(program_id)
        run(app)
        press(app, "program_compare")
    press(app, "program_back")
    said = words(app)
    assert "Chance of an invitation (ours)" in said
    assert said.count('<th scope="col">') == 5
    assert "228 or more" in said
    app.query_params["program"] = str(ids.iloc[4])
    run(app)
    assert app.button(key="program_compare").disabled


def test_the_persons_notes_stand_in_the_comparison() -> None:
    app = opened(
        programs_view="Compare",
        programs_shelf=Shelf(compared=[TULSA, RICHMOND]),
        sitting=Sitting(notes={RICHMOND: "asked <them>", "1400200001": "another"}),
    )
    said = words(app)
    assert '<th scope="row">Your note</th><td></td><td>asked &lt;them&gt;</td>' in said
    assert "another" not in said
    app.session_state["sitting"].notes.clear()
    assert "Your note" not in words(run(app))


def test_filings_and_statements_of_the_institution_have_their_own_place() -> None:
    said = words(opened(UW_SURGERY))
    for part in (
        "What is known about its institution",
        "University of Washington (Seattle) made",
        "from January to March 2025",
        "The institution made these filings, not this program",
        "F-1 to OPT R1",
        "University of Washington, General Surgery; 2020-21",
        "Substantially lower than national",
    ):
        assert part in said, part
    assert "What is known about its institution" not in words(opened(TULSA)), "no safe match, nothing shown"


def test_a_place_chosen_on_the_map_narrows_the_search_and_there_is_a_way_back() -> None:
    app = opened(
        programs_view="List",
        programs_regions=["OR"],
        programs_narrowed=("Oregon", {"programs_regions": ["OR"]}, {"programs_regions": ["CA", "OR"]}),
    )
    assert app.button(key="programs_back_to_map").label == "Oregon only: back to the map"
    press(app, "programs_back_to_map")
    assert app.session_state["programs_regions"] == ["CA", "OR"]
    assert app.session_state["programs_view"] == "Map"
    assert not [button for button in app.button if button.key == "programs_back_to_map"]


def test_the_way_back_goes_when_the_search_is_changed_by_hand() -> None:
    narrowed = ("Oregon", {"programs_regions": ["OR"]}, {"programs_regions": []})
    app = opened(programs_view="List", programs_regions=["OR", "WA"], programs_narrowed=narrowed)
    assert not [button for button in app.button if button.key == "programs_back_to_map"]


def test_own_figures_move_the_estimate_and_show_before_and_after() -> None:
    here = Sitting()
    told = ProgramEvidence(RICHMOND, interview_rate=0.3, seasons=2, origin="their report")
    here.own_evidence.add([told], "non_us_img")
    said = words(opened(RICHMOND, sitting=here))
    assert "From its place and pages alone" in said and "With what you know" in said
    assert "it invited 30\u202f% of your applicant type (2 seasons)" in said


def test_the_form_takes_own_figures_and_forgets_them() -> None:
    app = opened(RICHMOND)
    app.number_input[0].set_value(20.0)
    submit = next(button for button in app.button if button.label == "Use this")
    submit.click()
    run(app)
    assert app.session_state["sitting"].evidence[RICHMOND].interview_rate == pytest.approx(0.2)
    assert "With what you know" in words(app)
    press(app, "own_forget")
    assert app.session_state["sitting"].evidence == {}


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("1402712001", "Takes service members only, through the military match."),
        ("1205400720", "Closed: over three years from July 2020"),
        ("4000531032", "Merged: with the psychiatry program of UCLA"),
        ("1404211396", "Needs Spanish."),
        ("1403821345", "It trains civilians beside military residents."),
    ],
)
def test_a_program_that_is_not_open_to_all_says_so_at_the_top(program: str, said: str) -> None:
    shown = words(opened(program))
    assert said in shown
    assert shown.index(said) < shown.index("Chance of an invitation")


def test_the_search_marks_programs_that_cannot_take_the_applicant() -> None:
    table = opened().dataframe[0].value
    marked = table[table["Requirements"] == "service members only"]
    assert len(marked) == 10
    assert set(table[table["Place"].str.endswith(", PR")]["Requirements"]) == {"needs Spanish"}
    speaks = opened(profile=ApplicantProfile(languages=("Spanish",))).dataframe[0].value
    assert "needs Spanish" not in set(speaks["Requirements"])


def test_a_pinned_military_program_is_answered_on_its_page() -> None:
    shown = words(opened("1402712001", profile=ApplicantProfile(pinned=("1402712001",))))
    assert "Keesler Medical Center is pinned but not on the list." in shown
