"""Every command, as a person types it: what it prints, and one clear line for input it cannot use."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from smartpick import cli
from smartpick.paths import data_folder

PROFILE = {"step2_ck_score": 222, "visa_need": "j1", "max_applications": 30, "specialties": ["IM"]}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "profile.json"
    file.write_text(json.dumps(PROFILE), encoding="utf-8")
    return file


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(list(arguments)) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the one line of an exit with code 2."""
    try:
        code = cli.main(list(arguments))
    except SystemExit as exit_:  # argparse ends by itself
        code = int(exit_.code or 0)
    out = capsys.readouterr()
    assert code == 2
    lines = out.err.strip().splitlines()
    assert len(lines) == 1, out.err
    assert lines[0].startswith("smartpick")
    assert "Traceback" not in out.out + out.err
    return lines[0]


def test_assess_in_words(capsys: pytest.CaptureFixture[str], profile: Path) -> None:
    text = printed(capsys, "assess", str(profile))
    for words in ("Chance of matching", "80 % range", "in 20", "Pacific Coast", "No interview at all", "in fees"):
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
    assert "match rate 48.5%" in printed(capsys, "curve", "--specialty", "IM", "--applicant-type", "non_us_img")
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
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["who"] for r in rows] == ["A", "B"]
    assert all(0 < float(r["match_probability"]) < 1 for r in rows)


def test_cohort_names_the_rows_it_cannot_use_and_assesses_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    roster, out = tmp_path / "roster.csv", tmp_path / "out.csv"
    roster.write_text("who,step2_ck_score\nA,222\nB,999\n=C,high\n", encoding="utf-8")
    assert "2 rows" in refused(capsys, "cohort", str(roster), "-o", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [bool(r["fault"]) for r in rows] == [False, True, True]
    assert rows[0]["tier"] and not rows[1]["tier"]
    assert rows[2]["who"] == "'=C", "a spreadsheet would run it as a formula"


BAD_PROFILES = {
    "broken JSON": ('{"step2_ck_score": 222', "JSON"),
    "no object": ("[1, 2]", "JSON object"),
    "empty": ("", "JSON"),
    "impossible score": ('{"step2_ck_score": 999}', "999"),
    "score as a word": ('{"step2_ck_score": "high"}', "'high'"),
    "not a number": ('{"step2_ck_score": NaN}', "NaN"),
    "unknown specialty": ('{"specialties": ["Alchemy"]}', "'Alchemy'"),
    "unknown field": ('{"step_2": 222}', "step_2"),
    "unknown choice": ('{"visa_need": "b2"}', "b2"),
    "contradiction": ('{"us_letters": 1, "pacific_letters": 2}', "letters"),
    "two at once": ('{"step2_ck_score": 999, "us_letters": -1}', "2 answers"),
    "two lines in a value": ('{"english": "a\\nb"}', "English"),
}


@pytest.mark.parametrize("case", BAD_PROFILES)
@pytest.mark.parametrize("command", ["assess", "plan"])
def test_a_profile_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, case: str
) -> None:
    text, named = BAD_PROFILES[case]
    file = tmp_path / "profile.json"
    file.write_text(text, encoding="utf-8")
    assert named.lower() in refused(capsys, command, str(file)).lower()


def test_a_file_that_is_no_text_or_no_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = tmp_path / "profile.json"
    picture.write_bytes(b"\xff\xd8\xff\xe0\x00\x81")
    assert "UTF-8" in refused(capsys, "assess", str(picture))
    assert "no file" in refused(capsys, "assess", str(tmp_path / "missing.json"))
    assert refused(capsys, "assess", str(tmp_path))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["curve", "--specialty", "Alchemy"], "Alchemy"),
        (["curve", "--specialty", "Internal Medecine"], "Internal Medicine"),
        (["curve", "--specialty", ""], "specialty"),
        (["curve"], "--specialty"),
        (["curve", "--specialty", "IM", "--applicant-type", "martian"], "martian"),
        (["fly"], "fly"),
        ([], "COMMAND"),
        (["assess"], "profile"),
        (["run", "--port", "many"], "many"),
        (["cohort", "missing.csv", "-o", "out.csv"], "missing.csv"),
        (["cohort", "missing.csv"], "--output"),
    ],
)
def test_arguments_that_cannot_be_used(capsys: pytest.CaptureFixture[str], arguments: list[str], named: str) -> None:
    assert named in refused(capsys, *arguments)


@pytest.mark.parametrize("content", ["", "a,b\n", "who\nA\n", "step2_ck_score\n", "\x00\x01"])
def test_a_roster_that_cannot_be_used(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(content, encoding="utf-8")
    refused(capsys, "cohort", str(roster), "-o", str(tmp_path / "out.csv"))
    assert not (tmp_path / "out.csv").exists()


def test_an_output_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("step2_ck_score\n222\n", encoding="utf-8")
    refused(capsys, "cohort", str(roster), "-o", str(tmp_path / "nowhere" / "out.csv"))


def test_build_names_a_broken_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(data_folder(), tmp_path / "data"))
    file = data / "season" / "signals.csv"
    header, first, *rest = file.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[header.split(",").index("season")] = "soon"
    file.write_text("\n".join([header, ",".join(cells), *rest, ""]), encoding="utf-8", newline="\n")
    monkeypatch.setattr(cli, "data_folder", lambda: data)
    monkeypatch.setattr(cli, "database_file", lambda: tmp_path / "x.duckdb")
    assert cli.main(["build"]) == 2
    said = capsys.readouterr().err
    assert "signals.csv" in said and "'soon'" in said and "Traceback" not in said
    assert not (tmp_path / "x.duckdb").exists()


def test_build_writes_a_database(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "database_file", lambda: tmp_path / "x.duckdb")
    assert "Built x.duckdb" in printed(capsys, "build")
    assert (tmp_path / "x.duckdb").is_file()


# As a process of its own: the exit code and both streams as a shell sees them.


def run(*arguments: str, database: Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "smartpick.cli", *arguments],
        env={**os.environ, "SMARTPICK_DATABASE": str(database)},
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["missing", "truncated", "garbage", "empty"])
def test_a_damaged_database_is_built_again(shared_database: Path, tmp_path: Path, damage: str) -> None:
    database = tmp_path / "db" / "smartpick.duckdb"
    if damage != "missing":
        database.parent.mkdir()
        whole = shared_database.read_bytes()
        database.write_bytes({"truncated": whole[: len(whole) // 2], "garbage": b"x" * 9999, "empty": b""}[damage])
    result = run("curve", "--specialty", "IM", database=database)
    assert result.returncode == 0, result.stderr
    assert "48.5%" in result.stdout
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_place_that_cannot_hold_a_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    result = run("curve", "--specialty", "IM", database=tmp_path / "file" / "x.duckdb")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert result.stderr.strip().splitlines()[-1].startswith("smartpick: ")


@pytest.mark.slow
def test_a_reader_who_has_seen_enough_is_no_error(shared_database: Path) -> None:
    command = f'"{sys.executable}" -m smartpick.cli sources --json | head -n 1'
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**os.environ, "SMARTPICK_DATABASE": str(shared_database)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout.strip(), result.stderr.strip()) == (0, "[", "")
