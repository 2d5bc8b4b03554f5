"""Rosters as people have them: nothing of a file is lost, replaced or passed over without being named."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from smartpick import cli
from smartpick.cohort.columns import GRADUATION_YEAR, recognise
from smartpick.profile import ApplicantProfile


def assessed(
    capsys: pytest.CaptureFixture[str], folder: Path, roster: bytes | str, *options: str, code: int = 0
) -> tuple[list[list[str]], str]:
    """Return the rows of the output, its header first, and what was said."""
    source, target = folder / "roster.csv", folder / "out.csv"
    source.write_bytes(roster if isinstance(roster, bytes) else roster.encode())
    assert cli.main(["cohort", str(source), "-o", str(target), *options]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert target.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel would take it for another encoding"
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file)), said.out + said.err


def refused(capsys: pytest.CaptureFixture[str], folder: Path, roster: bytes | str, *options: str) -> str:
    source, target = folder / "roster.csv", folder / "out.csv"
    source.write_bytes(roster if isinstance(roster, bytes) else roster.encode())
    assert cli.main(["cohort", str(source), "-o", str(target), *options]) == 2
    said = capsys.readouterr().err
    assert len(said.strip().splitlines()) == 1 and "Traceback" not in said
    assert not target.exists()
    return said


def column(rows: list[list[str]], name: str) -> list[str]:
    return [row[rows[0].index(name)] for row in rows[1:]]


@pytest.fixture
def by_own_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> list[str]:
    rows, _ = assessed(capsys, tmp_path, "who,step2_ck_score,visa_need\nA,205,j1\nB,262,j1\n")
    chances = column(rows, "match_probability")
    assert float(chances[0]) < float(chances[1])
    return chances


@pytest.mark.parametrize(
    "name",
    [
        "Step2_CK_Score",
        "step2_ck",
        "STEP 2 CK",
        "Step 2 CK",
        "step-2-ck-score",
        "CK",
        "ck score",
        "USMLE Step 2 CK",
        "Step 2 CK (score)",
        "  Step2CK  ",
    ],
)
def test_a_field_is_known_by_its_usual_names(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, by_own_name: list[str], name: str
) -> None:
    rows, said = assessed(capsys, tmp_path, f"who,{name},Visa\nA,205,J-1\nB,262,J-1\n")
    assert column(rows, "match_probability") == by_own_name
    assert rows[0][:3] == ["who", " ".join(name.split()), "Visa"]
    assert f"'{' '.join(name.split())}' as step2_ck_score" in said
    assert "'Visa' as visa_need" in said
    assert "Kept but not read: 'who'" in said


def test_every_field_is_known_by_its_own_name_and_its_title() -> None:
    for name, field in ApplicantProfile.model_fields.items():
        for spelling in (name, name.replace("_", " ").title(), name.upper(), str(field.title)):
            assert recognise(spelling).field == name, spelling
    assert recognise("YOG").field == GRADUATION_YEAR


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("Step2_CK_Socre", "step2_ck_score"),
        ("stp2_ck_score", "step2_ck_score"),
        ("Step 2 CK 3-digit", "step2_ck_score"),
        ("publicatoins", "publications"),
        ("USCE", "usce_hands_on_weeks or usce_observer_weeks"),
        ("USCE (months)", "usce_hands_on_weeks or usce_observer_weeks"),
        ("LORs", "us_letters"),
        ("Step 1 attempts", "step1_failures"),
        ("Visa situation", "visa_need"),
        ("Graduation term", "years_since_graduation"),
    ],
)
def test_a_name_near_a_field_is_asked_about(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, right: str
) -> None:
    said = refused(capsys, tmp_path, f"who,step3,{name}\nA,pass,1\n")
    assert f"Column '{name}' may be meant for {right}" in said
    assert f"'note {name}'" in said


@pytest.mark.parametrize(
    "name",
    ["initials", "name", "Email", "country", "Step 2 CS", "notes", "note Visa situation", "school",
     "age", "AAMC ID", "mentor", "rank", "Matched", "tier", "phone", "applications"],
)  # fmt: skip
def test_other_names_are_a_rosters_own(name: str) -> None:
    said = recognise(name)
    assert said.field is None and said.doubt is None


def test_every_column_in_doubt_and_every_doubled_one_is_named_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = refused(capsys, tmp_path, "CK,step2_ck_score,LORs,YOG,us_letters,us_letters\n230,240,3,2020,1,2\n")
    assert "'CK' and 'step2_ck_score' hold the same field, step2_ck_score" in said
    assert "'us_letters' and 'us_letters' hold the same" in said
    assert "'LORs'" in said
    assert "'YOG' is a year" in said and "--match-year" in said


def test_a_year_of_graduation_is_counted_to_the_autumn_before_the_match(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows, _ = assessed(
        capsys, tmp_path, "YOG,CK\n2020,230\n2027,230\n2028,230\n20,230\n", "--match-year", "2027", code=2
    )
    assert ["2028" in fault or "four digits" in fault for fault in column(rows, "fault")] == [
        False,
        False,
        True,
        True,
    ]
    same, _ = assessed(capsys, tmp_path, "years_since_graduation,CK\n6,230\n0,230\n")
    assert column(rows, "match_probability")[:2] == column(same, "match_probability")


def test_an_empty_score_is_no_score_and_other_empty_cells_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows, said = assessed(capsys, tmp_path, "who,CK,us_letters,budget_usd\nA,,3,\nB,225,,\nC,225,2,\n")
    no_score, starting, told = column(rows, "match_probability")
    assert no_score != told == starting
    assert "score" in column(rows, "warnings")[0].lower()
    assert column(rows, "starting_values") == ["", "us_letters 2", ""]
    assert "1 row(s) leave a cell empty" in said
    assert "visa_need j1" in said and "step2_ck_score" not in said.split("starting value is used:")[1]


def test_a_rosters_own_columns_stay_where_ours_have_their_names(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    roster = "tier,CK,Fault,smartpick_tier\nmine,230,none,also mine\n"
    rows, said = assessed(capsys, tmp_path, roster)
    assert rows[0][:4] == ["tier", "CK", "Fault", "smartpick_tier"]
    assert rows[1][:4] == ["mine", "230", "none", "also mine"]
    assert column(rows, "smartpick_tier_2") != ["mine"]
    assert len({name.casefold() for name in rows[0]}) == len(rows[0])
    assert "ours are called smartpick_tier_2, smartpick_fault" in said


def test_our_own_output_is_a_roster_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first, _ = assessed(capsys, tmp_path, "who,CK\n=A,230\n")
    again, _ = assessed(capsys, tmp_path, (tmp_path / "out.csv").read_bytes())
    assert again[1][: len(first[1])] == first[1]
    assert column(again, "smartpick_match_probability") == column(first, "match_probability")


@pytest.mark.parametrize("name", ["=cmd|x", "+1", "-a", "@sum(a)", "\t=1"])
def test_a_name_or_cell_like_a_formula_is_made_text(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    rows, _ = assessed(capsys, tmp_path, f"CK,{name}\n230,{name}\n")
    assert rows[0][1] == f"'{name.strip()}"
    assert rows[1][1] == f"'{name}"


@pytest.mark.parametrize(("mark", "count"), [('"', 50), ('"a', 4), ('a"', 4), ("5'10\"", 4)])
def test_stray_quotation_marks_lose_no_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, mark: str, count: int
) -> None:
    lines = ["who,step2_ck_score,remark", *(f"P{number},230,{mark}" for number in range(count))]
    rows, _ = assessed(capsys, tmp_path, "\n".join(lines) + "\n")
    assert column(rows, "who") == [f"P{number}" for number in range(count)]
    assert column(rows, "remark") == [mark] * count
    assert column(rows, "fault") == [""] * count


def test_a_mark_before_a_score_is_a_fault_of_its_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows, said = assessed(capsys, tmp_path, 'who,CK\nA,"230\nB,240\nC,"250\nD,260\n', code=2)
    assert column(rows, "who") == ["A", "B", "C", "D"]
    assert [bool(fault) for fault in column(rows, "fault")] == [True, False, True, False]
    assert "In lines 2, 4 a quotation mark opens a cell" in said and "2 rows could not be used" in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_spreadsheet_exports_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (["school", "CK"], ["Ñandú é", "230"])) + "\r\n"
    rows, _ = assessed(capsys, tmp_path, text.encode(encoding))
    assert rows[1][:2] == ["Ñandú é", "230"]
    assert column(rows, "fault") == [""]


def test_a_workbook_is_read_and_its_other_sheets_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = Workbook()
    book.active.title = "Mentees"
    for row in (["Our mentees"], ["who", "Step 2 CK", "Years since graduation"], ["A", 230, 2.0]):
        book.active.append(row)
    book.create_sheet("Old").append(["who", "CK"])
    book.save(tmp_path / "book.xlsx")
    rows, said = assessed(capsys, tmp_path, (tmp_path / "book.xlsx").read_bytes())
    assert rows[1][:3] == ["A", "230", "2"] and column(rows, "fault") == [""]
    assert "Sheet 'Mentees' was read, and not 'Old'." in said
    assert "1 row(s) above the column names were skipped." in said


def test_a_nul_byte_is_named_and_the_rest_is_read_as_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows, said = assessed(capsys, tmp_path, "school,CK\nJosé,230\nB\0,240\n".encode())
    assert column(rows, "school") == ["José", "B"] and column(rows, "CK") == ["230", "240"]
    assert "In line 3 characters that are not text (NUL) were left out." in said


def test_a_row_with_more_cells_than_names_keeps_them_and_says_why(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows, _ = assessed(capsys, tmp_path, "who,CK\nA, Inc,230\nB,240\n", code=2)
    assert rows[1][:3] == ["A", " Inc", "230"] and rows[0][2] == "Column 3"
    assert "3 cells" in column(rows, "fault")[0] and column(rows, "fault")[1] == ""


def test_the_roster_is_not_written_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("CK\n230\n", encoding="utf-8")
    assert cli.main(["cohort", str(roster), "-o", str(roster)]) == 2
    assert "is the roster itself" in capsys.readouterr().err
    assert roster.read_text(encoding="utf-8") == "CK\n230\n"
