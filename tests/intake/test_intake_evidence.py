"""From matched rows to evidence and back, with nothing lost on the way."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.intake.columns import guess_mapping
from smartpick.intake.evidence import evidence_to_csv, rejected_to_csv, to_evidence
from smartpick.intake.matching import MatchResult, ProgramIndex, match_programs
from smartpick.intake.reading import read_table
from smartpick.intake.table import guarded, plain
from smartpick.programs.evidence import ProgramEvidence

HEADER = (
    "Program ID,Program name,Specialty,State,Non-US IMG interview rate,US MD interview rate,"
    "% Non-US IMG residents,% IMG residents,Visas,Season"
)


def matched(programs, *rows: str, header: str = HEADER) -> MatchResult:
    table = read_table("my list.csv", "\n".join([header, *rows]).encode())
    return match_programs(table, guess_mapping(table.headers), programs)


def test_values_of_a_row(programs):
    result = matched(programs, "1400599901,,,,<1%,60%,20%,35%,J-1 only,2024")
    evidence, rejected = to_evidence(result, {})
    assert evidence == [
        ProgramEvidence(
            "1400599901",
            interview_rate=0.005,
            non_us_img_share=0.2,
            img_share=0.35,
            takes_j1=True,
            takes_h1b=False,
            origin="my list.csv",
        )
    ]
    assert rejected == []
    assert result.rows[0].row_values.notes


def test_rate_is_that_of_the_applicant_type(programs):
    result = matched(programs, "1400599901,,,,2%,60%,,,,", "1400599902,,,,3%,,,,,")
    evidence, rejected = to_evidence(result, {}, "us_md_senior")
    assert [e.interview_rate for e in evidence] == [0.6]
    assert [(r.row, "other applicant types" in r.reason) for r in rejected] == [(3, True)]


def test_rate_without_a_type_is_the_owners_own(programs):
    result = matched(programs, "1400599901,7%", header="Program ID,Interview rate")
    for applicant_type in ("non_us_img", "us_do_senior"):
        assert to_evidence(result, {}, applicant_type)[0][0].interview_rate == pytest.approx(0.07)


def test_seasons_become_one_mean_and_the_latest_of_the_rest(programs):
    result = matched(
        programs,
        "1400599901,,,,2%,,,30%,J-1,2022",
        "1400599901,,,,6%,,,,No,2024",
        "1400599901,,,,-,,,40%,,2023",
    )
    (evidence,), rejected = to_evidence(result, {})
    assert evidence.interview_rate == pytest.approx(0.04)
    assert (evidence.seasons, evidence.img_share, evidence.takes_j1) == (2, 0.4, False)
    assert rejected == []


def test_doubtful_and_faulty_rows_count_only_when_accepted(programs):
    result = matched(
        programs,
        ",Saint Orla Hospital,Internal Medicine,CA,2%,,,,,",
        "1400599901,,,,lots,,,,J-1,",
    )
    evidence, rejected = to_evidence(result, {})
    assert evidence == [] and [r.row for r in rejected] == [2, 3]
    evidence, rejected = to_evidence(result, {2: "1400599903", 3: "1400599901"})
    assert [(e.program_id, e.interview_rate, e.takes_j1) for e in evidence] == [
        ("1400599903", 0.02, None),
        ("1400599901", None, True),
    ]
    assert rejected == []


def test_accepting_a_program_that_another_row_stands_for_is_refused(programs):
    result = matched(programs, ",Saint Orla Hospital,Internal Medicine,CA,2%,,,,,", "1400599903,,,,5%,,,,,")
    evidence, rejected = to_evidence(result, {2: "1400599903"})
    assert [e.interview_rate for e in evidence] == [0.05]
    assert [(r.row, r.reason) for r in rejected] == [(2, "The same program as in row 3; that row is used.")]


def test_every_row_is_used_or_rejected_with_its_cells(programs):
    rows = (
        "1400599901,,,,2%,,,,,2023",
        "1400599901,,,,2%,,,,,2023",
        "1400599902,,,,-,,,,,",
        ",Zebra,Internal Medicine,CA,2%,,,,,",
        ",Saint Orla Hospital,Internal Medicine,CA,2%,,,,,",
        "1400599903,,,,many,,,,,",
        "1400599904,A, Inc,Internal Medicine,CA,2%,,,,,",
    )
    result = matched(programs, *rows)
    evidence, rejected = to_evidence(result, {})
    assert len(evidence) + len(rejected) == len(rows)
    by_number = {row.number: row.cells for row in result.table.rows}
    assert all(r.cells == by_number[r.row] and r.reason for r in rejected)
    lines = list(csv.reader(io.StringIO(rejected_to_csv(rejected, result.table).decode("utf-8-sig"))))
    assert lines[0][:4] == ["Row", "Reason", "Program ID", "Program name"]
    assert [tuple(plain(cell) for cell in line[2:]) for line in lines[1:]] == [r.cells for r in rejected]


def test_rejected_rows_can_be_mended_and_read_again(programs):
    result = matched(programs, "1400599901,,,,many,,,,J-1,")
    content = rejected_to_csv(to_evidence(result, {})[1], result.table).replace(b"many", b"3%")
    table = read_table("rejected.csv", content)
    again = match_programs(table, guess_mapping(table.headers), programs)
    assert to_evidence(again, {})[0][0].interview_rate == pytest.approx(0.03)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_file_we_write_starts_a_formula(start, programs):
    evidence = [ProgramEvidence("1400599901", interview_rate=0.5, origin=f"{start}cmd|' /C calc'!A0")]
    for line in csv.reader(io.StringIO(evidence_to_csv(evidence).decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)
    result = matched(programs, f'"{start}1+1",Zebra,,,2%,,,,,')
    content = rejected_to_csv(to_evidence(result, {})[1], result.table).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(content, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)


@given(st.text())
def test_guarding_a_cell_is_undone_by_reading_it(cell):
    assert plain(guarded(cell)) == cell


@given(st.text(alphabet="'=+-@\t\ra1"))
def test_guarded_cells_never_start_a_formula_and_come_back(cell):
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain(guarded(cell)) == cell


SHARES = st.none() | st.floats(0, 1)
ORIGINS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30)


@st.composite
def evidences(draw: st.DrawFn) -> list[ProgramEvidence]:
    ids = ["1400599901", "1400599902", "0404899905", "NRMP:9999140C0"]
    found = []
    for program_id in draw(st.lists(st.sampled_from(ids), unique=True, min_size=1)):
        img = draw(SHARES)
        non_us = None if img is None else draw(st.none() | st.floats(0, img))
        evidence = ProgramEvidence(
            program_id,
            interview_rate=draw(SHARES),
            seasons=draw(st.integers(1, 50)),
            non_us_img_share=non_us,
            img_share=img,
            takes_j1=draw(st.sampled_from([None, True, False])),
            takes_h1b=draw(st.sampled_from([True, False])),
            visa_this_season=draw(st.booleans()),
            origin=draw(ORIGINS.filter(lambda text: text.strip() not in ("", "-", "--"))),
        )
        found.append(evidence)
    return found


@pytest.fixture(scope="module")
def directory(programs) -> ProgramIndex:
    return ProgramIndex.of(programs)


@given(
    evidence=evidences(),
    applicant_type=st.sampled_from(["non_us_img", "us_img", "us_do_senior", "us_md_senior"]),
)
def test_evidence_written_and_read_again_is_the_same(evidence, applicant_type, directory):
    table = read_table("evidence.csv", evidence_to_csv(evidence, applicant_type))
    result = match_programs(table, guess_mapping(table.headers), directory)
    assert to_evidence(result, {}, applicant_type) == (evidence, [])
