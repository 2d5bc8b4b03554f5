"""Every page opens for every kind of profile, and every number on it can be followed to its source.

A page is read in order and cut at its headings of the first and second level; a heading of the third level
divides what one Sources button stands under. Each part that shows a figure must have that button.
"""

import logging
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pytest
from page_parts import Part, read, words
from streamlit.testing.v1 import AppTest

from smartpick.facts import Facts
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.text.scenarios import profile_line
from smartpick.text.sources import CitedSource, cited_sources
from smartpick.web.entered import OwnEvidence
from smartpick.web.method.views import VIEWS
from smartpick.web.session import Sitting

DASHBOARD = Path(__file__).parents[2] / "dashboard.py"
COCKPIT, CURVES, SCENARIOS, PROGRAMS, LIST, PLAN, ADVISING, METHOD = (
    "",
    "curves",
    "scenarios",
    "programs",
    "applications",
    "plan",
    "advising",
    "method",
)
PAGES = (COCKPIT, CURVES, SCENARIOS, PROGRAMS, LIST, PLAN, ADVISING)
SORRY = "did not work"
TULSA, RICHMOND = "1403921352", "1405121433"

# Parts that show figures and need no button, with the reason.
WITHOUT_SOURCE = {
    (SCENARIOS, "Scenarios"): "the applicant's own profile",
    (SCENARIOS, "Nothing kept yet"): "how many scenarios fit on the page",
    (LIST, "Your limits"): "the applicant's own limits",
    (LIST, "What your last change did"): "counts and places of the programs named below it",
    (PLAN, "Words to start from"): "the applicant's own answers, in letters to write",
    (PROGRAMS, "Bring your own figures"): "what the applicant brings",
    (METHOD, "All * sources"): "the sources themselves, and which data are shown",
}


def faults(page: str, parts: Sequence[Part], own: Sequence[str] = ()) -> list[str]:
    """Name the parts that show a figure without a way to its source."""
    found = []
    for part in parts:
        figures = part.figures(own)
        heading = re.sub(r"^All \d+ sources$", "All * sources", part.heading)
        if figures and not any(part.buttons) and (page, heading) not in WITHOUT_SOURCE:
            found.append(f"/{page}, under “{part.heading}”: {figures[0][:200]}")
        if any(not ids for ids in part.buttons):
            found.append(f"/{page}, under “{part.heading}”: a Sources button without a source")
    return found


def opened(page: str, profile: ApplicantProfile, **state: Any) -> AppTest:
    app = AppTest.from_file(str(DASHBOARD), default_timeout=240)
    given = {"profile": profile} | state.pop("sitting", {})
    app.session_state["sitting"] = Sitting(**given)
    for name, value in state.pop("query", {}).items():
        app.query_params[name] = value
    for name, value in state.items():
        app.session_state[name] = value
    if page:
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception
    assert SORRY not in " ".join(str(element.proto.body) for element in app.get("html"))
    return app


PROFILES: dict[str, dict[str, Any]] = {
    "starting values": {},
    "score below passing": {"step2_ck_score": 210, "step2_ck_failures": 1, "years_since_graduation": 9},
    "no score yet": {"step2_ck_score": None},
    "two specialties": {"specialties": ["Internal Medicine", "Pediatrics"], "visa_need": "h1b"},
    # Charting Outcomes 2026: 5 non-US IMGs matched, 25 did not.
    "too few for a curve": {"specialties": ["Dermatology"], "step2_ck_score": 250},
    "US MD senior": {"applicant_type": "us_md_senior", "visa_need": "none"},
    "no figures": {"specialties": ["Emergency Medicine/Anesthesiology"]},
    "no budget": {"budget_usd": 0},
    "one year": {"specialties": ["Transitional Year"]},
    "one year as the second": {"specialties": ["Internal Medicine", "Transitional Year"]},
}
# What a page must say to such a profile.
COUNTS = ("5 of 30", "too few for an estimate")
ONE_YEAR = ("does not lead to a license to practice a specialty",)
EXPECTED_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    (COCKPIT, "score below passing"): ("under the passing score of 218 in force since 1 July 2025",),
    (COCKPIT, "no score yet"): ("Averaged over all scores:",),
    (COCKPIT, "two specialties"): ("H-1B",),
    (COCKPIT, "too few for a curve"): (*COUNTS, "too few for a curve"),
    (COCKPIT, "US MD senior"): ("US MD seniors",),
    (COCKPIT, "no figures"): ("No source publishes outcomes of",),
    (COCKPIT, "no budget"): ("no application to recommend",),
    (COCKPIT, "one year"): ONE_YEAR,
    (COCKPIT, "one year as the second"): ONE_YEAR,
    (CURVES, "too few for a curve"): ("Too few applicants for a curve", "None of these can be drawn"),
    (SCENARIOS, "no score yet"): ("the mark is at the middle",),
    (SCENARIOS, "too few for a curve"): (*COUNTS, "Too few applicants in this specialty for a curve"),
    (SCENARIOS, "US MD senior"): ("What each change would bring",),
    (SCENARIOS, "no budget"): ("There is no list to make longer",),
    (PROGRAMS, "one year"): ("No source publishes scores or interview rates for Transitional Year",),
    (LIST, "no score yet"): ("Where the next application stops paying",),
    (LIST, "two specialties"): ("Several specialties or one",),
    (LIST, "too few for a curve"): COUNTS,
    (LIST, "US MD senior"): ("Where the next application stops paying",),
    (LIST, "no budget"): ("With no budget for fees",),
    (LIST, "one year"): ONE_YEAR,
    (LIST, "one year as the second"): ONE_YEAR,
    (PLAN, "no score yet"): ("Wait a year with Step 2 CK", "not taken yet"),
    (PLAN, "two specialties"): ("An H-1B needs a passed Step 3",),
    (PLAN, "too few for a curve"): ("gives no number",),
    (PLAN, "US MD senior"): ("It comes after medical school",),
    (PLAN, "no budget"): ("No application fits these limits", "Wait, retake, or Step 3?"),
}


@pytest.fixture(autouse=True)
def _shared(shared_database: Path) -> None:
    """Let all pages here open the database that is built once."""


@pytest.fixture(autouse=True)
def unknown_sources(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every id that a page cites and the data do not have: such a line would be left out in silence."""
    asked: list[str] = []

    class Watched(dict[str, CitedSource]):
        def __contains__(self, name: object) -> bool:
            known = super().__contains__(name)
            if not known:
                asked.append(str(name))
            return known

    def watched(sources: pd.DataFrame) -> tuple[dict[str, CitedSource], pd.DataFrame]:
        return Watched(cited_sources(sources)), sources

    monkeypatch.setattr("smartpick.web.blocks._cited", watched)
    return asked


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_to_every_kind_of_profile_and_names_its_sources(
    page: str, name: str, unknown_sources: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    size = 30 if name == "too few for a curve" else 32
    profile = ApplicantProfile.from_answers({"max_applications": size, "pacific_min": 5, **PROFILES[name]})
    with caplog.at_level(logging.ERROR, logger="smartpick"):
        app = opened(page, profile)
    assert not [record for record in caplog.records if record.name.startswith("smartpick")], caplog.text
    parts = read(app)
    assert not faults(page, parts, [profile_line(profile)])
    assert not unknown_sources
    # Of a specialty that ends after a year nobody publishes scores, so there is no curve.
    if name != "no figures" and (page, name) != (CURVES, "one year"):
        assert any(part.figures([]) for part in parts)
    said = words(app)
    assert said.count("<h1") == 1
    shown = said + " ".join(part.proto.json for part in app.get("bidi_component"))
    assert "nan" not in shown.lower().split()
    for part in EXPECTED_WORDS.get((page, name), ()):
        assert part in shown, part


def test_with_own_figures_assumed_effects_off_and_a_change(unknown_sources: list[str]) -> None:
    before = ApplicantProfile(max_applications=32, pacific_min=5)
    profile = before.changed(us_letters=4)
    known = [ProgramEvidence(TULSA, interview_rate=0.2), ProgramEvidence(RICHMOND, takes_j1=True)]
    kept = OwnEvidence()
    kept.add(known, profile.applicant_type)
    told = {"before": before, "own_evidence": kept, "assumed": False}
    for page in PAGES:
        parts = read(opened(page, profile, sitting=told))
        assert not faults(page, parts, [profile_line(profile)])
    assert not unknown_sources


@pytest.mark.parametrize("view", ["score", "region", "interviews"])
def test_every_view_of_the_curves(view: str) -> None:
    query = {"curves_view": view, "curves_specialties": "Internal Medicine|Dermatology|Pediatrics"}
    parts = read(opened(CURVES, ApplicantProfile(), query=query))
    assert not faults(CURVES, parts)
    assert any(part.charts for part in parts)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_the_method(view: str) -> None:
    app = opened(METHOD, ApplicantProfile(), query={"method_view": view})
    assert not faults(METHOD, read(app))
    said = words(app)
    assert said.count("<h1") == 1
    assert said.count("<h2") >= 1
    for part in ("not affiliated with NRMP, AAMC, AMA, USMLE, ECFMG", "licensed data", "built", "Data "):
        assert part in said


@pytest.mark.parametrize("program", [TULSA, RICHMOND])
def test_the_view_of_a_program(program: str) -> None:
    parts = read(opened(PROGRAMS, ApplicantProfile(), query={"program": program}))
    assert not faults(PROGRAMS, parts)
    assert sum(bool(part.buttons) for part in parts) >= 4


@pytest.mark.parametrize("view", ["map", "share", "chance", "compare"])
def test_maps_and_comparison_of_programs(view: str, facts: Facts) -> None:
    app = opened(PROGRAMS, ApplicantProfile(), query={"program": TULSA})
    if view == "compare":
        app.button(key="program_compare").click().run()
    app.button(key="program_back").click().run()
    control = next(group for group in app.button_group if "Map" in group.options)
    control.set_value("Compare" if view == "compare" else "Map").run()
    if view in ("share", "chance"):
        radio = app.radio[0]
        radio.set_value(radio.options[1 if view == "share" else 2]).run()
    parts = read(app)
    assert not faults(PROGRAMS, parts)
    assert parts[1].buttons


def test_kept_scenarios() -> None:
    app = opened(SCENARIOS, ApplicantProfile(max_applications=32, pacific_min=5))
    next(button for button in app.button if button.label == "Keep my profile as a scenario").click().run()
    app.button(key="lever_try").click().run()
    parts = read(app)
    assert next(part for part in parts if part.heading == "Side by side").charts
    assert not faults(SCENARIOS, parts, [profile_line(ApplicantProfile())])


EXPECTED = {
    (COCKPIT, "What would change your chance of matching?"): {
        "smartpick_guide",
        "usmle_score_guidelines_2026",
    },
    (COCKPIT, "Internal Medicine: your chance by score"): {"nrmp_charting_outcomes_non_us_img_2026"},
    (COCKPIT, "What would help most"): {"aamc_eras_fees_2026", "smartpick_guide"},
    (COCKPIT, "Recommended list"): {
        "aamc_eras_fees_2026",
        "aamc_residency_explorer_interview_rates_2024",
        "aamc_residency_explorer_aggregates_2021",
        "program_websites",
    },
    (LIST, "Your application list"): {"aamc_eras_fees_2026"},
    (LIST, "Signals to give"): {"aaim_tiered_signals_2026", "aamc_residency_explorer_interview_rates_2024"},
    (LIST, "Where the list goes"): {"us_census_divisions"},
    (PLAN, "Wait, retake, or Step 3?"): {"fsmb_step3_faq_2024", "usmle_score_guidelines_2026"},
    (PLAN, "Where you stand"): {"smartpick_guide"},
}


def test_the_sources_named_are_those_the_figures_rest_on() -> None:
    named: dict[tuple[str, str], set[str]] = {}
    for page in dict.fromkeys(page for page, _ in EXPECTED):
        for part in read(opened(page, ApplicantProfile(max_applications=32, pacific_min=5))):
            named[page, part.heading] = set().union(*part.buttons)
    for place, ids in EXPECTED.items():
        assert ids <= named[place], place


@pytest.mark.parametrize(
    ("module", "function", "heading"),
    [
        ("smartpick.web.cockpit.below", "sources_popover", "Tier "),
        ("smartpick.web.cockpit.page", "_sources", "What would change your chance"),
        ("smartpick.web.cockpit.curve", "current_sources", "your chance by score"),
    ],
)
def test_a_missing_button_is_noticed(
    module: str, function: str, heading: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(*arguments: object, **named: object) -> None:
        del arguments, named

    monkeypatch.setattr(f"{module}.{function}", nothing)
    found = faults(COCKPIT, read(opened(COCKPIT, ApplicantProfile(max_applications=32, pacific_min=5))))
    assert any(heading in fault for fault in found)
    assert len(found) <= 2, "the button of one block stands for no other"


def test_a_number_of_our_own_making_is_noticed() -> None:
    parts = [Part("A", ["about 7 in 20"]), Part("B", ["Step 2 CK, J-1 and H-1B"]), Part("C", [], charts=1)]
    assert [fault.split("“")[1][0] for fault in faults("x", parts)] == ["A", "C"]
    assert faults("x", [Part("A", ["7"], buttons=[set()])])


def test_links_to_sources_leave_the_profile_to_the_browser() -> None:
    """So the same list of sources serves every score; `test_sources_browser` follows such a link."""
    profile = ApplicantProfile(step2_ck_score=222, max_applications=32, pacific_min=5)
    said = " ".join(text.value for text in opened(COCKPIT, profile).markdown)
    asked = [parse_qs(query) for query in re.findall(r"\(method\?([^)]*)\)", said)]
    assert asked and not any("step2_ck_score" in query for query in asked)
    assert any("parameter" in query for query in asked)
    assert all("source" in query or "parameter" in query for query in asked)
