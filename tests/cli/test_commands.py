"""Every command, as a person types it, with input it can use."""

import csv
import json
import sys
from pathlib import Path

import pytest

from smartpick import cli

PROFILE = {"step2_ck_score": 222, "visa_need": "j1", "max_applications": 30, "specialties": ["IM"]}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "profile.json"
    file.write_text(json.dumps(PROFILE), encoding="utf-8")
    return file


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(list(arguments)) == 0
    return capsys.readouterr().out


def test_assess_in_words(capsys: pytest.CaptureFixture[str], profile: Path) -> None:
    text = printed(capsys, "assess", str(profile))
    for words in (
        "Chance of matching",
        "80 % range",
        ", about ",
        "West Coast",
        "No interview at all",
        "fees $",
    ):
        assert words in text


def test_assess_in_json_has_what_was_promised(capsys: pytest.CaptureFixture[str], profile: Path) -> None:
    record = json.loads(printed(capsys, "assess", str(profile), "--json"))
    assert record.keys() >= {
        "tier",
        "tier_reasons",
        "next_tier",
        "match_probability",
        "match_probability_pacific",
        "expected_interviews",
        "p_no_interview",
        "assumed_share",
        "warnings",
        "sources",
    }
    for name in ("match_probability", "match_probability_pacific", "p_no_interview"):
        chance = record[name]
        assert 0 <= chance["low"] <= chance["point"] <= chance["high"] <= 1, name
    assert 0 <= record["assumed_share"] <= 1
    assert record["sources"]


def test_plan_in_json_adds_the_list(capsys: pytest.CaptureFixture[str], profile: Path) -> None:
    record = json.loads(printed(capsys, "plan", str(profile), "--json"))
    assert record.keys() >= {"tier", "programs", "cost_usd", "look_up_next", "optimality"}
    assert len(record["programs"]) == 30
    assert record["cost_usd"] == 330
    for program in record["programs"]:
        assert program.keys() >= {
            "program_id",
            "name",
            "specialty",
            "state",
            "interview_probability",
            "success",
            "reasons",
            "eligibility",
            "signal",
            "marginal_gain",
        }
        assert 0 <= program["success"] <= program["interview_probability"] <= 1
        assert program["eligibility"] in ("meets", "unknown")
        assert program["reasons"]


def test_plan_in_words_has_a_line_for_each_program(capsys: pytest.CaptureFixture[str], profile: Path) -> None:
    text = printed(capsys, "plan", str(profile))
    assert "  30  " in text and "  31  " not in text


def test_the_same_profile_gives_the_same_output(capsys: pytest.CaptureFixture[str], profile: Path) -> None:
    assert printed(capsys, "plan", str(profile), "--json") == printed(capsys, "plan", str(profile), "--json")


def test_a_profile_may_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_file = printed(capsys, "assess", str(profile), "--json")
    with profile.open(encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert printed(capsys, "assess", "-", "--json") == by_file


def test_curve(capsys: pytest.CaptureFixture[str]) -> None:
    assert "match rate 48.5%" in printed(
        capsys, "curve", "--specialty", "IM", "--applicant-type", "Non-US-citizen IMG"
    )
    record = json.loads(printed(capsys, "curve", "--specialty", "Internal Medicine", "--json"))
    scores = [p["score"] for p in record["points"]]
    assert scores == list(range(209, 285))
    assert all(p["low"] <= p["probability"] <= p["high"] for p in record["points"])


def test_a_curve_of_too_few_shows_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "curve", "--specialty", "Dermatology")
    assert "5 matched, 25 did not" in text
    assert "Too few" in text


def test_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert "NRMP" in printed(capsys, "sources")
    rows = json.loads(printed(capsys, "sources", "--json"))
    assert {"source_id", "title", "publisher", "trust"} <= rows[0].keys()


def test_cohort_assesses_every_row_and_carries_the_rest_along(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    roster, out = tmp_path / "roster.csv", tmp_path / "out.csv"
    roster.write_text("who,step2_ck_score,visa_need\nA,222,j1\nB,,none\n", encoding="utf-8")
    printed(capsys, "cohort", str(roster), "-o", str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["who"] for r in rows] == ["A", "B"]
    assert all(0 < float(r["match_probability"]) < 1 for r in rows)


def test_build_writes_a_database(
    capsys: pytest.CaptureFixture[str], small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "data_folder", lambda: small_data)
    monkeypatch.setattr(cli, "database_file", lambda: tmp_path / "x.duckdb")
    assert "Built x.duckdb" in printed(capsys, "build")
    assert (tmp_path / "x.duckdb").is_file()


def test_an_own_list_is_set_beside_the_best_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile, mine = tmp_path / "profile.json", tmp_path / "mine.csv"
    profile.write_text('{"step2_ck_score": 222, "max_applications": 30}', encoding="utf-8")
    mine.write_text(
        "Program,State,Specialty,Status\n"
        "Kern Medical Center,CA,Internal Medicine,invited\n"
        "Archbold Medical Center,GA,Internal Medicine,applied\n"
        "McLaren,MI,Internal Medicine,applied\n"
        "Nowhere Hospital,MI,Internal Medicine,applied\n",
        encoding="utf-8",
    )
    assert cli.main(["plan", str(profile), "--list", str(mine), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["applications"] == 2 and record["cost_usd"] == 22
    assert record["now"]["match_probability"]["point"] > record["match_probability"]["point"]
    assert record["now"]["season_stage"] == "waiting"
    assert {row["status"] for row in record["programs"]} == {"invited", "applied"}
    assert len(record["additions"]) == 10 and 0 < record["best_of_same_size"]["share_of_best"] <= 1
    assert [row["row"] for row in record["not_recognised"]] == [4, 5]
    assert record["not_recognised"][0]["candidates"] and not record["not_recognised"][1]["candidates"]
    assert cli.main(["plan", str(profile), "--list", str(mine)]) == 0
    said = capsys.readouterr().out
    assert "With what you know by now (1 interview in hand)" in said and "row 5: Nowhere Hospital" in said


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "There is no file"),
        ("", "The file is empty"),
        ("qqq\nzzz\n", "No program of the list was recognised"),
    ],
)
def test_an_own_list_that_cannot_be_used_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, expected: str
) -> None:
    profile, mine = tmp_path / "profile.json", tmp_path / "mine.csv"
    profile.write_text("{}", encoding="utf-8")
    if content is not None:
        mine.write_text(content, encoding="utf-8")
    assert cli.main(["plan", str(profile), "--list", str(mine)]) == 2
    error = capsys.readouterr().err.strip()
    assert expected in error and len(error.splitlines()) == 1


def test_the_season_stands_in_the_record_and_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(
        '{"step2_ck_score": 222, "season_stage": "ranking", "programs_ranked": 5, "max_applications": 30}',
        encoding="utf-8",
    )
    assert cli.main(["assess", str(profile), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["season_stage"] == "ranking" and record["expected_interviews"]["point"] == 5
    # About two thirds at five ranks, as published for Internal Medicine.
    assert 0.64 < record["match_probability"]["point"] < 0.72
    assert record["match_probability_before_season"]["point"] < 0.2
    assert cli.main(["assess", str(profile)]) == 0
    assert "With 5 programs ranked in Internal Medicine" in capsys.readouterr().out


def test_a_report_as_pdf_and_as_html(
    capsys: pytest.CaptureFixture[str], profile: Path, tmp_path: Path
) -> None:
    pdf, html = tmp_path / "report.pdf", tmp_path / "report.HTML"
    assert str(pdf) in printed(capsys, "report", str(profile), "-o", str(pdf), "--paper", "letter")
    assert pdf.read_bytes().startswith(b"%PDF-")
    printed(capsys, "report", str(profile), "-o", str(html), "--step", "Write to A <b>", "--step", "Call B")
    text = html.read_text(encoding="utf-8")
    assert "Write to A &lt;b&gt;" in text and "Call B" in text
