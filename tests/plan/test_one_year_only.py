"""A year that leads to no board certification: counts and words, a list by rates, never mixed in."""

import json
from pathlib import Path

import pytest

from smartpick.assessment import assess
from smartpick.cli import main
from smartpick.engine import Engine
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile

YEAR = ApplicantProfile(specialties=("Transitional Year",), step2_ck_score=225, max_applications=60)
TYPES = ("non_us_img", "us_img", "us_do_senior", "us_md_senior")
# NRMP, Advance Data Tables 2025: ranked a transitional year, matched to one.
COUNTS = {
    "non_us_img": (549, 106),
    "us_img": (338, 89),
    "us_do_senior": (992, 346),
    "us_md_senior": (3193, 1054),
}


@pytest.mark.parametrize("applicant_type", TYPES)
def test_the_counts_are_the_published_ones_and_there_is_no_curve(engine: Engine, applicant_type: str) -> None:
    visa = "j1" if applicant_type == "non_us_img" else "none"
    result = assess(YEAR.changed(applicant_type=applicant_type, visa_need=visa), engine, thorough=False)
    ranked, matched = COUNTS[applicant_type]
    assert not result.score_curve.charted and not result.score_curve.by_score
    said = " ".join(result.warnings)
    assert f"In 2025, {ranked:,} applicants of your type ranked such a program" in said
    assert f"{matched:,} matched to one" in said
    assert "does not lead to a license to practice a specialty" in said
    assert "Too few applicants" not in said


def test_the_list_is_of_transitional_years_in_order_of_rates(engine: Engine) -> None:
    plan = plan_list(YEAR.changed(pacific_weight=0.0, signals={}), engine)
    assert plan.size == 60
    assert set(plan.candidates.programs["specialty"]) == {"Transitional Year"}
    # Signals are dealt after the list is chosen, and an interview on the Pacific counts for less.
    rows = zip(plan.interview_probability, plan.signal, plan.candidates.pacific, strict=True)
    alike = [chance for chance, signal, pacific in rows if not signal and not pacific]
    assert len(alike) > 30
    assert alike == sorted(alike, reverse=True)


@pytest.mark.parametrize("specialty", ["General Surgery", "Internal Medicine", "Pediatrics"])
def test_a_categorical_list_has_no_program_of_preliminary_positions_only(
    engine: Engine, specialty: str
) -> None:
    profile = YEAR.changed(specialties=[specialty], visa_need="none", max_applications=700)
    programs = plan_list(profile, engine, thorough=False).candidates.programs
    assert set(programs["specialty"]) == {specialty}
    letters = programs["nrmp_codes"].dropna().map(lambda codes: {code[-2] for code in codes.split("|")})
    assert len(letters) > 50
    assert not [kinds for kinds in letters if kinds <= {"P", "R"}]


def test_who_does_not_ask_for_a_year_is_not_told_of_it(engine: Engine) -> None:
    result = assess(YEAR.changed(specialties=["Internal Medicine"]), engine, thorough=False)
    assert not any("license" in warning for warning in result.warnings)


def test_every_command_answers(
    shared_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps({"specialties": ["Transitional Year"]}), encoding="utf-8")
    assert main(["assess", str(profile)]) == 0
    assert "read the counts, not the chance" in capsys.readouterr().out
    assert main(["plan", str(profile), "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert {p["specialty"] for p in plan["programs"]} == {"Transitional Year"}
    assert main(["curve", "--specialty", "TY"]) == 0
    assert "106 matched, 443 did not" in (said := capsys.readouterr().out)
    assert "there is no curve: read the counts" in said
    assert main(["curve", "--specialty", "TY", "--json"]) == 0
    curve = json.loads(capsys.readouterr().out)
    assert curve["points"] == [] and curve["by_score"] is False
    roster, results = tmp_path / "roster.csv", tmp_path / "results.csv"
    roster.write_text("specialties,step2_ck_score\nTransitional Year,225\n", encoding="utf-8")
    assert main(["cohort", str(roster), "-o", str(results)]) == 0
