"""Files as people really have them: each kind with its right reading, made up after what is met in public."""

from __future__ import annotations

import io

import pytest
from file_readings import reading, readings
from openpyxl import Workbook
from workbooks import ods, ods_rows

from smartpick.facts import Facts
from smartpick.intake.matching import ProgramIndex
from smartpick.intake.rows import specialty_of_table
from smartpick.intake.table import RawTable
from smartpick.programs.evidence import ProgramEvidence

# Programs of our own directory.
KERN_IM, KERN_FM, UCLA_IM = "1400531031", "1200500020", "1400511046"
KERN = "Kern Medical Center"


@pytest.fixture(scope="module")
def directory(facts: Facts) -> ProgramIndex:
    return ProgramIndex.of(facts.programs)


AAMC_LABELS = (
    "ACGME residency program code",
    "Residency program name",
    "Percentage of residents who were non-US-citizen IMGs",
)
AAMC = """Specialty: Internal Medicine - Categorical Track
,,
Program information,,
ACGME residency program code,1400511046C,1400521064C
Residency program name,Hospital A,Hospital B
City,Los Angeles,San Francisco
State,CA,CA
Applicants and residents,,
% of applicants interviewed by the program in 2025,8,12
Percentage of residents who were US MD graduates,40,90
Percentage of residents who were US-citizen IMGs,6,N/A
Percentage of residents who were non-US-citizen IMGs,44,3
# of positions offered by this program in the 2025 NRMP Main Match,30,<5
Program sponsors J-1 visas,Yes,*
Note: * means that the program did not answer,,
Source: a made-up export,,
"""


def test_an_export_with_a_program_in_each_column_is_turned(directory):
    read = reading(directory, AAMC)
    assert read.table.turned
    assert specialty_of_table(read.table) == ("Internal Medicine", "line 1 of the file")
    assert read.evidence == {
        UCLA_IM: ProgramEvidence(UCLA_IM, non_us_img_share=0.44, img_share=0.5, takes_j1=True),
        "1400521064": ProgramEvidence("1400521064", non_us_img_share=0.03),
    }
    assert [(aside.kind, aside.number) for aside in read.table.asides] == [
        ("title", 1),
        ("title", 3),
        ("heading", 8),
        ("remark", 15),
        ("remark", 16),
    ]
    assert len(read.table.headers) + len(read.table.asides) == 15, "all lines but the blank one"
    assert read.uses["% of applicants interviewed by the program in 2025"].meaning == (
        "Interview rate of all applicants"
    )
    assert read.table.place(read.table.rows[1].number) == "column C"


@pytest.mark.parametrize("kind", ["cp1252", "utf-16", "utf-8-sig", "xlsx", "ods", "semicolons", "tabs"])
def test_a_turned_export_reads_the_same_in_any_file(directory, kind):
    rows = [line.split(",") for line in AAMC.splitlines()]
    if kind == "xlsx":
        book = Workbook()
        for row in rows:
            book.active.append([cell or None for cell in row])
        book.active.row_dimensions[1048576].height = 15
        buffer = io.BytesIO()
        book.save(buffer)
        content = buffer.getvalue()
    elif kind == "ods":
        last = '<table:table-row table:number-rows-repeated="1048560"><table:table-cell/></table:table-row>'
        content = ods({"Sheet1": ods_rows(rows) + last})
    else:
        separator = {"semicolons": ";", "tabs": "\t"}.get(kind, ",")
        text = "\r\n".join(separator.join(row) for row in rows)
        content = text.encode(kind if kind in ("cp1252", "utf-16", "utf-8-sig") else "utf-8")
    other = reading(directory, content)
    assert other.evidence == reading(directory, AAMC).evidence
    assert len(other.table.headers) + len(other.table.asides) == 15


def test_groups_below_headings_are_what_the_headings_say(directory):
    table = """Program code,1400511046,1400521064
State,CA,CA
Percentage of applicants interviewed,,
US MD,30,40
Non-US IMG,2,3
Percentage of residents,,
US MD,40,90
US IMG,6,1
Non-US IMG,44,3
Number of applicants,,
Non-US IMG,1200,900
"""
    read = reading(directory, table)
    assert read.asked == ()
    assert read.evidence[UCLA_IM] == ProgramEvidence(
        UCLA_IM, interview_rate=0.02, non_us_img_share=0.44, img_share=0.5
    )
    assert read.uses["Number of applicants: Non-US IMG"].kind == "aside"


def test_a_specialty_in_the_first_value_alone_is_that_of_all_columns(directory):
    table = "Specialty,Family Medicine,\nProgram,Kern Medical Center,Zebra\nState,CA,CA\nNon-US IMG %,3%,4%\n"
    assert set(reading(directory, table).evidence) == {KERN_FM}


def test_a_turned_table_of_preliminary_tracks_is_no_evidence_about_the_categorical_programs(directory):
    read = reading(directory, AAMC.replace("Categorical", "Preliminary"))
    assert read.evidence == {}
    assert all("preliminary" in reason for reason in read.reasons)


def test_exact_headers_upright(directory):
    header = ",".join(AAMC_LABELS)
    read = reading(directory, f"{header}\n1400511046,Hospital A,44")
    assert read.evidence == {UCLA_IM: ProgramEvidence(UCLA_IM, non_us_img_share=0.44)}


def test_a_rate_of_all_applicants_is_never_that_of_applicants_like_you(directory):
    read = reading(directory, "ACGME ID,% of applicants interviewed by the program\n1400511046,8")
    assert read.evidence == {}
    assert read.uses["% of applicants interviewed by the program"].kind == "aside"


def test_another_visa_is_not_taken_for_one_that_counts(directory):
    read = reading(directory, "ACGME ID,J-1 visa?,F-1 visa (OPT)?\n1400511046,-,No")
    values = read.result.rows[0].row_values
    assert (values.takes_j1, values.takes_h1b) == (None, None)
    assert read.uses["F-1 visa (OPT)?"].kind == "aside" and read.evidence == {}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1400511046", None),
        ("1400511046C", None),
        ("140-05-11-046 C", None),
        ("1400511046A", None),
        ("1400511046P", "preliminary"),
        ("1400511046M", "letter M"),
    ],
)
def test_letters_of_tracks(directory, code, said):
    read = reading(directory, f"ACGME ID,Non-US IMG residents %\n{code},33%")
    assert set(read.evidence) == (set() if said else {UCLA_IM})
    if said:
        (row,) = read.result.rows
        assert row.status == "doubtful" and said in row.reason
        assert [one.program_id for one in row.candidates] == [UCLA_IM]


@pytest.mark.parametrize(
    ("header", "row", "rate", "share"),
    [
        ("US IMG,Non US IMG", "5%,3%", (0.03, None, None), (None, 0.03, 0.08)),
        ("us_img,non_us_img", "5,3", (0.03, None, None), (None, 0.03, 0.08)),
        ("MD,DO,IMG", "60%,20%,20%", (None, None, None), (None, None, 0.2)),
    ],
)
def test_bare_names_of_groups_are_asked_about_once(directory, header, row, rate, share):
    content = f"Program,State,Specialty,{header}\n{KERN},CA,IM,{row}"
    unsaid = reading(directory, content)
    assert unsaid.evidence == {} and unsaid.asked == tuple(header.split(","))
    assert {unsaid.uses[name].kind for name in unsaid.asked} == {"asked"}
    for numbers, expected in (("rate", rate), ("share", share)):
        found = reading(directory, content, numbers=numbers).evidence.get(KERN_IM, ProgramEvidence(KERN_IM))
        assert (found.interview_rate, found.non_us_img_share, found.img_share) == pytest.approx(expected)


def test_sheets_called_by_their_specialty_come_in_one_go(directory):
    book = Workbook()
    book.remove(book.active)
    for title, share in (("FM", 0.03), ("IM", 0.04)):
        sheet = book.create_sheet(title)
        sheet.append(["Program", "State", "Non US IMG"])
        sheet.append([KERN, "CA", share])
    buffer = io.BytesIO()
    book.save(buffer)
    found = readings(directory, buffer.getvalue(), "mine.xlsx", numbers="share")
    assert [{i: e.non_us_img_share for i, e in read.evidence.items()} for read in found] == [
        {KERN_FM: 0.03},
        {KERN_IM: 0.04},
    ]


@pytest.mark.parametrize(
    ("sheet", "file", "specialty"),
    [
        ("FM", "a.xlsx", "Family Medicine"),
        ("Psych", "a.xlsx", "Psychiatry"),
        ("Peds list", "a.xlsx", "Pediatrics"),
        ("Path", "a.xlsx", "Pathology"),
        ("Neuro", "a.xlsx", "Neurology"),
        ("Gen Surg", "a.xlsx", "General Surgery"),
        ("Sheet1", "Residency Explorer - Family Medicine.csv", "Family Medicine"),
        (None, "IM_programs_2024.xlsx", "Internal Medicine"),
        (None, "internal_medicine.csv", "Internal Medicine"),
        (None, "my path.csv", None),
        ("IM and FM", "a.xlsx", None),
    ],
)
def test_specialty_from_the_name_of_sheet_or_file(sheet, file, specialty):
    found = specialty_of_table(RawTable(file, ("a",), (), sheet=sheet))
    assert (found[0] if found else None) == specialty


@pytest.mark.parametrize(
    ("cell", "answers"),
    [
        ("[]", (None, None)),
        ("\"['J-1','H-1B']\"", (True, True)),
        ("['J-1']", (True, None)),
        ("We sponsor J-1 visas through ECFMG", (True, None)),
        ("ECFMG-sponsored visas only", (True, False)),
        ("We sponsor J-1 visas. We do not sponsor H-1B visas.", (True, False)),
        ("We do not sponsor visas of any kind", (False, False)),
        ("Only US citizens and permanent residents", (False, False)),
        ("Visas are sponsored case by case", (None, None)),
    ],
)
def test_visas_in_lists_and_prose(directory, cell, answers):
    (row,) = reading(directory, f"ACGME ID,Visa\n1400511046,{cell}").result.rows
    assert (row.row_values.takes_j1, row.row_values.takes_h1b) == answers
    assert row.status == "matched"


def test_a_code_against_its_name_is_shown_with_both_programs(directory):
    read = reading(
        directory, f"ACGME ID,Program,City,State,IMG residents %\n1400511046,{KERN},Bakersfield,CA,60%"
    )
    (row,) = read.result.rows
    assert row.status == "doubtful" and read.evidence == {}
    assert [one.program_id for one in row.candidates] == [UCLA_IM, KERN_IM]


@pytest.mark.parametrize("step", [1, -1])
def test_a_column_of_codes_that_is_shifted_by_a_row_is_said(directory, facts, step):
    some = facts.programs[
        (facts.programs["specialty"] == "Internal Medicine") & (facts.programs["state"] == "OH")
    ]
    some = some[~some["name"].duplicated(keep=False) & some["program_id"].str.fullmatch(r"\d{10}")].head(8)
    codes = some["program_id"].tolist()
    lines = [
        f'{code},"{name}",{state},60%'
        for code, name, state in zip(codes[step:] + codes[:step], some["name"], some["state"], strict=True)
    ]
    read = reading(directory, "\n".join(["ACGME ID,Program,State,IMG residents %", *lines]))
    (said,) = read.result.notes
    assert "shifted by one row" in said and ("below" if step == 1 else "above") in said
    assert read.evidence == {}


@pytest.mark.parametrize(
    "table",
    [
        "Program Name,Institution,City,State,Specialty,J1\n"
        f"Internal Medicine Residency,{KERN},Bakersfield,CA,Internal Medicine,Yes",
        f"Program Name,Hospital,State,J1\nInternal Medicine Residency Program,{KERN},CA,Yes",
        f'Program Name City and State,Specialty,J1\n"{KERN}, Bakersfield, California",IM,Yes',
        f"Program,Specialty,J1\n{KERN} - Bakersfield - CA,IM,Yes",
        "program_name,program_name_suffix,specialty_title,state,J1\nKern Medical,Center,IM,CA,Yes",
        f"Hospital/Program,State,Specialty,J1\n{KERN},CA,IM,Yes",
        f"Institution / Hospital System,State,Specialty,J1\n{KERN},CA,IM,Yes",
    ],
)
def test_where_the_name_stands(directory, table):
    assert reading(directory, table).evidence == {KERN_IM: ProgramEvidence(KERN_IM, takes_j1=True)}


def test_an_nrmp_code(directory, facts):
    row = facts.programs[facts.programs["nrmp_codes"].str.fullmatch(r"\d{7}C0", na=False)].iloc[0]
    read = reading(directory, f"NRMP Code,IMG %\n{row['nrmp_codes']},60%")
    assert read.evidence == {row["program_id"]: ProgramEvidence(row["program_id"], img_share=0.6)}


def test_a_count_is_a_share_only_of_positions(directory):
    count = reading(directory, f"Program,State,Specialty,Matched IMGs last year\n{KERN},CA,IM,8")
    assert count.evidence == {} and "positions" in count.uses["Matched IMGs last year"].remark
    share = reading(directory, f"Program,State,Specialty,Matched IMGs last year,Positions\n{KERN},CA,IM,8,16")
    assert share.evidence == {KERN_IM: ProgramEvidence(KERN_IM, img_share=0.5)}
    more = reading(directory, f"Program,State,Specialty,Matched IMGs last year,Positions\n{KERN},CA,IM,8,6")
    assert more.evidence == {} and "More IMGs than positions" in more.reasons[0]
    # Eight of a class are no share of all residents.
    other = reading(
        directory, f"Program,State,Specialty,Matched IMGs last year,Total residents\n{KERN},CA,IM,8,48"
    )
    assert other.evidence == {}


@pytest.mark.parametrize(
    ("header", "cells", "sure"),
    [
        ("Non-US IMG residents", ("12", "3"), False),
        ("Non-US IMG residents", ("12%", "3%"), True),
        ("Non-US IMG residents (%)", ("12", "3"), True),
        ("Non-US IMG residents", ("12.5", "3"), True),
    ],
)
def test_whole_numbers_that_may_be_people_are_asked_about(directory, header, cells, sure):
    read = reading(directory, f"ACGME ID,{header}\n1400511046,{cells[0]}\n1400521064,{cells[1]}")
    assert read.result.readings["non_us_img_share"].sure is sure


def test_a_workbook_whose_empty_last_row_is_formatted(directory):
    book = Workbook()
    for row in (["ACGME ID", "IMG residents %"], [1400511046, 0.6], [1400521064, 0.06]):
        book.active.append(row)
    for cell in ("B2", "B3"):
        book.active[cell].number_format = "0%"
    book.active.row_dimensions[1048576].height = 15
    buffer = io.BytesIO()
    book.save(buffer)
    found = reading(directory, buffer.getvalue()).evidence
    assert [each.img_share for each in found.values()] == [0.6, 0.06]


KEPT = {
    "US-citizen IMG residents %": "US IMGs",
    "Step 2 CK range": "Exam scores",
    "Interviews conducted": "A number or fact about interviews",
    "Applications received": "A number or fact about applicants",
    "Graduation year limit": "Limit of graduation year",
    "USMLE attempts": "Limit of exam attempts",
    "Interview rate with signal": "Interview rate or count by signal",
    "Interview rate without signal": "Interview rate or count by signal",
    "In-state interview rate": "Applicants by state or region",
}


def test_other_columns_that_people_keep_are_named_with_the_reason(directory):
    header = ",".join(("ACGME ID", "J-1", "Applied", "Invited", "Ranked", "Interview date", *KEPT))
    row = "1400511046,yes,yes,,,2026-11-02,12%,230-245,300,4000,5,1,10%,2%,30%"
    read = reading(directory, f"{header}\n{row}")
    assert read.evidence == {UCLA_IM: ProgramEvidence(UCLA_IM, takes_j1=True)}
    assert {name: read.uses[name].meaning for name in KEPT} == KEPT
    assert all(read.uses[name].kind == "aside" and read.uses[name].remark for name in KEPT)
    own = ("Applied", "Invited", "Ranked", "Interview date")
    assert {read.uses[name].kind for name in own} == {"status"}


def test_the_share_of_us_imgs_counts_beside_the_others(directory):
    header = "ACGME ID,Non-US IMG residents %,US IMG residents %"
    found = reading(directory, f"{header}\n1400511046,30%,12%").evidence[UCLA_IM]
    assert (found.non_us_img_share, found.img_share) == (0.3, pytest.approx(0.42))
