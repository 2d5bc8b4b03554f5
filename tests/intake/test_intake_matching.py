"""Which program a row is about: by code, by name, or left to its owner."""

import pandas as pd
import pytest

from smartpick.intake.columns import ColumnMapping, guess_mapping
from smartpick.intake.matching import MatchResult, match_programs
from smartpick.intake.names import acgme_code, name_words, nrmp_code
from smartpick.intake.reading import read_table
from smartpick.intake.rows import is_preliminary, specialty_of
from smartpick.intake.table import RawTable

HEADER = "Program ID,Program name,Specialty,City,State,Non-US IMG interview rate,J-1,Season"


def matched(programs: pd.DataFrame, *rows: str, header: str = HEADER, **options: str) -> MatchResult:
    table = read_table("m.csv", "\n".join([header, *rows]).encode())
    return match_programs(table, guess_mapping(table.headers), programs, **options)


@pytest.mark.parametrize(
    "text",
    [
        "0404899905",
        "404899905",
        "040-48-99-905",
        "040 48 99 905",
        "404899905.0",
        "ACGME 0404899905",
        "#0404899905",
    ],
)
def test_code_however_it_is_written(text, programs):
    (row,) = matched(programs, f"{text},,,,,2%,Yes,").rows
    assert (row.status, row.program_id) == ("matched", "0404899905")


@pytest.mark.parametrize("text", ["12345", "12345678901", "1400599901x", "1.40059E+09", "", "-"])
def test_what_is_no_code(text):
    assert acgme_code(text) is None


def test_nrmp_codes_and_codes_within_a_name(programs):
    result = matched(
        programs,
        "9999140C0,,,,,2%,,",
        "NRMP:9998140C0,,,,,2%,,",
        ",Some Hospital Program (1400599902),,,,2%,,",
    )
    assert [row.program_id for row in result.rows] == ["NRMP:9999140C0", "1400599901", "1400599902"]
    assert nrmp_code("1400599901") is None


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("1400599901,Copper Canyon,Internal Medicine,,TX,2%,,", "CA"),
        ("1400599901,Copper Canyon,Family Medicine,,CA,2%,,", "Family Medicine"),
        ("1400599901,Copper Canyon,Internal Medicine (Preliminary),,CA,2%,,", "preliminary"),
    ],
)
def test_row_that_contradicts_its_code_is_left_to_its_owner(row, word, programs):
    (match,) = matched(programs, row).rows
    assert match.status == "doubtful" and word in match.reason
    assert match.candidates[0].program_id == "1400599901"
    assert match.program_id is None


@pytest.mark.parametrize(
    ("name", "specialty", "place", "expected"),
    [
        ("Copper Canyon Med Ctr", "Internal Medicine", "Fresno,CA", "1400599901"),
        ("Copper Canyon Meidcal Center Program", "IM", "Fresno,California", "1400599901"),
        ("COPPER CANYON MEDICAL CENTRE", "Internal Medicine (Categorical)", ",Calif.", "1400599901"),
        ("Copper Canyon Medical Center", "Family Practice", ",CA", "1200599904"),
        ("St. Orla Hosp (Valley)", "Internal Medicine", ",CA", "1400599903"),
        ("Univ of Lone Prairie", "Anesthesiology", ",TX", "0404899905"),
        ("Tall Cedar Clinic", "Internal Medicine", '"Salem, OR",', "NRMP:9999140C0"),
    ],
)
def test_name_within_state_and_specialty(name, specialty, place, expected, programs):
    (row,) = matched(programs, f",{name},{specialty},{place},2%,,").rows
    assert (row.status, row.program_id) == ("matched", expected), row


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Saint Orla Hospital,Internal Medicine,,CA,2%,,", "more than one"),
        (",Copper Canyon Medical Center,Internal Medicine,,,2%,,", "which state"),
        (",Copper Canyon Medical Center,,Fresno,CA,2%,,", "which specialty"),
        (",Copper Canyon Medical Center,Internal Medicine,,Narnia,2%,,", "Narnia"),
        (",Copper Canyon Medical Center,Alchemy,,CA,2%,,", "Alchemy"),
        (",Copper Canyon Medical Center,Internal Medicine Prelim,,CA,2%,,", "preliminary"),
        ("1400511111,Copper Canyon Medical Center,Internal Medicine,,CA,2%,,", "not in our directory"),
        (",Copper Mountain Center,Internal Medicine,,CA,2%,,", "only similar"),
    ],
)
def test_doubtful_rows_have_a_reason_and_candidates(row, reason, programs):
    (match,) = matched(programs, row).rows
    assert match.status == "doubtful" and reason in match.reason, match
    assert match.program_id is None
    scores = [c.score for c in match.candidates]
    assert 1 <= len(scores) <= 3 and scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "row",
    [",Zebra Institute,Internal Medicine,,CA,2%,,", ",,Internal Medicine,,CA,2%,,", "1234567890,,,,,2%,,"],
)
def test_unmatched_rows_have_no_candidates(row, programs):
    (match,) = matched(programs, row).rows
    assert (match.status, match.candidates, match.program_id) == ("unmatched", (), None)
    assert match.reason


def test_rounded_code_says_so_and_the_name_decides(programs):
    (row,) = matched(programs, "1.40059E+09,Copper Canyon Medical Center,Internal Medicine,,CA,2%,,").rows
    assert (row.status, row.program_id) == ("matched", "1400599901")
    assert "rounded" in row.reason


def test_specialty_of_the_whole_table_helps_names_and_never_overrules_codes(programs):
    header = "Program ID,Program name,State,J-1"
    rows = (",Copper Canyon Medical Center,CA,Yes", "0404899905,,,Yes")
    result = matched(programs, *rows, header=header, specialty="Family Medicine")
    assert [row.program_id for row in result.rows] == ["1200599904", "0404899905"]


def test_faulty_cells_name_their_column_and_text_and_keep_the_rest(programs):
    (row,) = matched(programs, "1400599901,,,,,lots,perhaps,").rows
    assert row.status == "faulty" and row.program_id == "1400599901"
    assert "Non-US IMG interview rate: 'lots'" in row.reason and "J-1: 'perhaps'" in row.reason


def test_more_non_us_imgs_than_imgs_is_a_fault(programs):
    header = "Program ID,% Non-US IMG residents,% IMG residents"
    rows = ("1400599901,40,30", "1400599902,30.5,30")
    assert [r.status for r in matched(programs, *rows, header=header).rows] == ["faulty", "matched"]


def test_second_row_of_a_program_is_a_duplicate_unless_the_season_differs(programs):
    result = matched(
        programs,
        "1400599901,,,,,2%,,2023",
        "1400599901,,,,,2%,,2023",
        "1400599901,,,,,3%,,2023",
        "1400599901,,,,,4%,,2024",
    )
    assert [row.status for row in result.rows] == ["matched", "duplicate", "duplicate", "matched"]
    assert "row 2, with the same values" in result.rows[1].reason
    assert "other values" in result.rows[2].reason


def test_code_comes_before_a_name_that_stands_above_it(programs):
    result = matched(
        programs,
        ",Copper Canyon Medical Center,Internal Medicine,Fresno,CA,2%,,",
        "1400599901,Copper Canyon Medical Center,Internal Medicine,Fresno,CA,3%,,",
    )
    assert [row.status for row in result.rows] == ["duplicate", "matched"]


def test_two_names_that_fit_one_program_best_are_not_both_taken(programs):
    result = matched(
        programs,
        ",Copper Canyon Medical Center,Internal Medicine,Fresno,CA,2%,,",
        ",Copper Canyon Med Ctr Annex,Internal Medicine,Fresno,CA,3%,,",
    )
    assert result.rows[0].status == "matched"
    assert result.rows[1].status == "doubtful"


def test_every_row_has_one_status(programs):
    result = matched(programs, "1400599901,,,,,2%,,", ",x,,,,y,,", ",,,,,,,Spring")
    assert sum(result.counts.values()) == len(result.rows) == len(result.table.rows) == 3


def test_table_without_columns_we_know(programs):
    table = RawTable("m", ("a",), read_table("m", b"a,b\nc,d\n").rows)
    assert [row.status for row in match_programs(table, ColumnMapping(), programs).rows] == ["unmatched"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Univ of X Med Ctr", "University of X Medical Center"),
        ("St. Luke's Hosp", "Saint Lukes Hospital"),
        ("Texas A & M COM", "Texas A&M College of Medicine"),
        ("UCLA Hlth Sys", "University of California, Los Angeles Health System"),
        ("Hôpital Général", "Hopital General"),
    ],
)
def test_abbreviations_meet(one, other):
    assert set(name_words(one)) == set(name_words(other))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Surgery-General", "General Surgery"),
        ("Psychiatry (Categorical)", "Psychiatry"),
        ("Orthopedic Surgery", "Orthopaedic Surgery"),
        ("Obstetrics & Gynecology", "Obstetrics and Gynecology"),
        ("Physical Medicine & Rehab", "Physical Medicine and Rehabilitation"),
        ("Pathology-Anatomic and Clinical", "Pathology"),
        ("Internal Medicine - Primary Care", "Internal Medicine"),
        ("Interal Medicine", "Internal Medicine"),
        ("Medicine", "Internal Medicine"),
        ("Cardiology", None),
        ("Internal", None),
    ],
)
def test_specialty_in_other_words(text, expected):
    assert specialty_of(text) == expected


def test_preliminary_positions_are_noticed():
    assert is_preliminary("Surgery-Preliminary (PGY-1 Only)") and not is_preliminary("Surgery (Categorical)")
