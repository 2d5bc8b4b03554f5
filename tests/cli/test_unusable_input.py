"""Input that cannot be used: exit code 2 and one clear line, never a traceback."""

import csv
from pathlib import Path

import pytest

from smartpick import cli


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


def test_cohort_names_the_rows_it_cannot_use_and_assesses_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    roster, out = tmp_path / "roster.csv", tmp_path / "out.csv"
    roster.write_text("who,step2_ck_score\nA,222\nB,999\n=C,high\n", encoding="utf-8")
    assert "2 rows" in refused(capsys, "cohort", str(roster), "-o", str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
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
    "half a character in a list": ('{"languages": ["Spanish", "\\ud83d"]}', "languages cannot be read"),
    "half a character in a choice": ('{"english": "\\ud83d"}', "'\\ud83d' cannot be read"),
    "half a character in a specialty": ('{"specialties": ["\\udc00"], "us_letters": -1}', "2 answers"),
    "half a character in a name": ('{"\\ud83dx": 1}', "the field '\\ud83dx' cannot be read"),
    "half a character in a name twice": ('{"\\ud83d": 1, "\\ud83d": 2}', "'\\ud83d' is answered"),
    "half a character inside": ('{"signals": {"\\udc00": "gold"}}', "signals cannot be read"),
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
        (["curve", "--specialty", "IM", "--applicant-type", "IMG"], "whether the applicant is a US citizen"),
        (["fly"], "fly"),
        ([], "COMMAND"),
        (["assess"], "profile"),
        (["run", "--port", "many"], "many"),
        (["run", "--port", "99999"], "whole number from 1 to 65535"),
        (["run", "--port", "0"], "whole number from 1 to 65535"),
        (["cohort", "missing.csv", "-o", "out.csv"], "missing.csv"),
        (["cohort", "missing.csv"], "--output"),
    ],
)
def test_arguments_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    assert named in refused(capsys, *arguments)


@pytest.mark.parametrize("content", ["", "a,b\n", "who\nA\n", "step2_ck_score\n", "\x00\x01"])
def test_a_roster_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(content, encoding="utf-8")
    refused(capsys, "cohort", str(roster), "-o", str(tmp_path / "out.csv"))
    assert not (tmp_path / "out.csv").exists()


def test_an_output_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("step2_ck_score\n222\n", encoding="utf-8")
    refused(capsys, "cohort", str(roster), "-o", str(tmp_path / "nowhere" / "out.csv"))


def test_build_names_a_broken_row(
    capsys: pytest.CaptureFixture[str], small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = small_data / "sources.csv"
    header, first, *rest = file.read_text(encoding="utf-8").splitlines()
    [cells] = csv.reader([first])
    cells[header.split(",").index("published_year")] = "soon"
    with file.open("w", encoding="utf-8", newline="") as broken:
        broken.write(f"{header}\n")
        csv.writer(broken, lineterminator="\n").writerow(cells)
        broken.writelines(f"{line}\n" for line in rest)
    monkeypatch.setattr(cli, "data_folder", lambda: small_data)
    monkeypatch.setattr(cli, "database_file", lambda: tmp_path / "x.duckdb")
    assert cli.main(["build"]) == 2
    said = capsys.readouterr().err
    assert "sources.csv" in said and "'soon'" in said and "Traceback" not in said
    assert not (tmp_path / "x.duckdb").exists()


def test_a_place_that_cannot_hold_a_database_is_named(
    capsys: pytest.CaptureFixture[str], small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setattr(cli, "data_folder", lambda: small_data)
    monkeypatch.setattr(cli, "database_file", lambda: tmp_path / "file" / "x.duckdb")
    assert cli.main(["build"]) == 2
    *progress, last = capsys.readouterr().err.strip().splitlines()
    assert last.startswith(f"smartpick: {tmp_path / 'file' / 'x.duckdb'} cannot be written: ")
    assert last.endswith("name another file in SMARTPICK_DATABASE.")
    assert all(line.startswith("[") for line in progress), "what was done before, and no traceback"


def test_a_port_of_the_environment_that_is_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "99999")
    assert "STREAMLIT_SERVER_PORT: '99999' is not a port" in refused(capsys, "run", "--no-browser")


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("report.docx", "must end in .pdf or .html"),
        ("report", "must end in"),
        ("nowhere/report.pdf", "nowhere"),
    ],
)
def test_a_report_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, output: str, said: str
) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text('{"max_applications": 5}', encoding="utf-8")
    assert said in refused(capsys, "report", str(profile), "-o", str(tmp_path / output))
    assert not (tmp_path / output).exists()
