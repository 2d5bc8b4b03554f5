"""Tables as people write them themselves: tracks, headings, places, status, merged and hidden cells."""

import io
import zipfile

import pytest
from file_readings import reading, readings
from openpyxl import Workbook
from workbooks import ods, saved, with_part, workbook

from smartpick.facts import Facts
from smartpick.intake.columns import guess_mapping
from smartpick.intake.evidence import to_evidence
from smartpick.intake.matching import ProgramIndex
from smartpick.intake.own_list import read_own_list, unread_statuses
from smartpick.programs.evidence import ProgramEvidence

# Programs of our own directory.
KERN_IM, KERN_FM, UCLA_IM = "1400531031", "1200500020", "1400511046"
# One with a preliminary track beside the categorical one.
OLIVE_VIEW = "1400521047"
KERN = "Kern Medical Center"


@pytest.fixture(scope="module")
def directory(facts: Facts) -> ProgramIndex:
    return ProgramIndex.of(facts.programs)


@pytest.mark.parametrize(
    "table",
    [
        f"ACGME ID,Track,IMG residents %\n{KERN_IM},Preliminary,33%",
        f"ACGME ID,Type,IMG residents %\n{KERN_IM},prelim,33%",
        f"ACGME ID,Program type,IMG residents %\n{KERN_IM},P,33%",
        f"ACGME ID,IMG residents %\n{KERN_IM} Prelim,33%",
        f"Program,State,Specialty,Position type,IMG residents %\n{KERN},CA,IM,PGY-1 only,33%",
        "NRMP Code,IMG residents %\n2950140P0,33%",
    ],
)
def test_a_preliminary_track_is_no_evidence_however_it_is_said(directory, table):
    read = reading(directory, table)
    assert read.evidence == {} and "preliminary" in read.reasons[0]


def test_a_track_that_is_both_is_the_program(directory):
    read = reading(directory, f"ACGME ID,Track,IMG residents %\n{KERN_IM},Categorical/Preliminary,33%")
    assert set(read.evidence) == {KERN_IM}


def test_the_categorical_row_counts_beside_the_preliminary_one(directory):
    read = reading(directory, "NRMP Code,IMG residents %\n2950140P0,60%\n2950140C0,40%")
    assert read.evidence == {OLIVE_VIEW: ProgramEvidence(OLIVE_VIEW, img_share=0.4)}


@pytest.mark.parametrize(
    "header",
    [
        "Program Code (ACGME)",
        "ACGME Code #",
        "ACGME no.",
        "ACGME residency program ID number",
        "Código ACGME",
    ],
)
def test_names_of_the_code(directory, header):
    assert set(reading(directory, f"{header},IMG residents %\n{KERN_IM},33%").evidence) == {KERN_IM}
    # As a power of ten, with all its digits.
    assert set(reading(directory, f"{header},IMG residents %\n1.400531031E9,33%").evidence) == {KERN_IM}


@pytest.mark.parametrize(
    "header",
    [
        "Site,State,Specialty",
        "University / Hospital,State,Speciality",
        "Residency Program Name,State/Region,Field",
        "Medical Center,US state,Spec",
        "Hospital,State,Department",
        "Hospital name,State,Program type",
        "Sponsor,State,Specialty of program",
        "Programa,Estado,Especialidad",
    ],
)
def test_names_of_program_state_and_specialty(directory, header):
    read = reading(directory, f"{header},J1\n{KERN},CA,Family Medicine,Yes")
    assert read.evidence == {KERN_FM: ProgramEvidence(KERN_FM, takes_j1=True)}


@pytest.mark.parametrize(
    "header",
    ["State of mind", "Number of programs", "Program size", "University program", "Teaching hospital"],
)
def test_names_near_these_are_left_alone(directory, header):
    read = reading(directory, f"ACGME ID,{header},J1\n{KERN_IM},12,Yes")
    assert read.uses[header].kind in ("unknown", "aside")


@pytest.mark.parametrize(
    "cell",
    [
        f"{KERN} - Bakersfield - CA",
        f"{KERN} (Bakersfield; CA)",
        f"{KERN} | Bakersfield | California",
        f"{KERN} / Bakersfield / CA",
        f"CA - {KERN}",
        f"{KERN} Bakersfield CA",
        f'"{KERN}, Bakersfield, CA 93306, USA"',
    ],
)
def test_name_and_place_in_one_cell(directory, cell):
    assert set(reading(directory, f"Program,Specialty,J1\n{cell},IM,Yes").evidence) == {KERN_IM}


@pytest.mark.parametrize(
    "name",
    [
        f"{KERN} Internal Medicine Residency Program",
        f"{KERN} - IM",
        f"{KERN} (Internal Medicine)",
        f"{KERN}: IM residency",
        f"{KERN} IM",
    ],
)
def test_the_specialty_at_the_end_of_the_name(directory, name):
    assert set(reading(directory, f"Program,State,J1\n{name},CA,Yes").evidence) == {KERN_IM}


def test_a_name_with_its_specialty_is_not_about_that_of_the_sheet(directory):
    table = f"Program,State,J1\n{KERN} - FM,CA,Yes\n{KERN},CA,No"
    read = reading(directory, table, name="IM list.csv")
    assert {i: each.takes_j1 for i, each in read.evidence.items()} == {KERN_FM: True, KERN_IM: False}
    read = reading(directory, f"ACGME ID,Program,J1\n{KERN_IM},{KERN} - FM,Yes")
    assert read.evidence == {} and "but the row says Family Medicine" in read.reasons[0]


def test_an_address_gives_the_place(directory):
    table = f'Program,Address,Specialty,J1\n{KERN},"1700 Mount Vernon Ave, Bakersfield, CA 93306",IM,Yes'
    assert set(reading(directory, table).evidence) == {KERN_IM}


def test_headings_count_for_the_rows_below_them(directory):
    table = (
        "Program,State,IMG residents %\nInternal Medicine,,\n"
        f"{KERN},CA,40%\n\nFamily Medicine,,\n{KERN},CA,30%"
    )
    read = reading(directory, table)
    assert {i: each.img_share for i, each in read.evidence.items()} == {KERN_IM: 0.4, KERN_FM: 0.3}
    assert [row.status for row in read.result.rows] == ["heading", "matched", "heading", "matched"]
    assert read.reasons[0].startswith("A heading: 'Internal Medicine' counts for the rows below it")
    of_a_track = table.replace("Internal Medicine,,", "Internal Medicine (Preliminary),,")
    assert set(reading(directory, of_a_track).evidence) == {KERN_FM}
    by_state = f"Program,Specialty,IMG residents %\nCalifornia,,\n{KERN},IM,40%"
    assert set(reading(directory, by_state).evidence) == {KERN_IM}


def test_sheets_called_by_their_state(directory):
    book = Workbook()
    book.remove(book.active)
    for title in ("CA", "New York"):
        sheet = book.create_sheet(title)
        sheet.append(["Program", "Specialty", "J1"])
        sheet.append([KERN, "IM", "Yes"])
    california, new_york = readings(directory, saved(book), "mine.xlsx")
    assert set(california.evidence) == {KERN_IM} and new_york.evidence == {}


def test_a_cell_merged_over_rows_counts_for_each_and_hidden_ones_are_said(directory):
    book = Workbook()
    sheet = book.active
    for row in (["State", "Program", "J1"], ["CA", f"{KERN} - IM", "Yes"], [None, f"{KERN} - FM", "Yes"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.row_dimensions[3].hidden = True
    read = reading(directory, saved(book))
    assert set(read.evidence) == {KERN_IM, KERN_FM}
    assert read.table.notes == ("1 hidden row was read too. Delete it if it should not count.",)

    def row(*cells: str, more: str = "") -> str:
        return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"

    def cell(text: str, more: str = "") -> str:
        return (
            f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'
        )

    rows = (
        row(cell("State"), cell("Program"), cell("J1"))
        + row(cell("CA", ' table:number-rows-spanned="2"'), cell(f"{KERN} - IM"), cell("Yes"))
        + row(
            "<table:covered-table-cell/>", cell(f"{KERN} - FM"), cell("No"), more=' table:visibility="filter"'
        )
    )
    other = reading(directory, ods({"Mine": rows}))
    assert set(other.evidence) == {KERN_IM, KERN_FM} and other.table.notes == read.table.notes


def test_merged_ranges_that_overlap_without_end_cost_no_more_than_the_cells_of_a_sheet(directory):
    content = workbook([["ACGME ID", "J1"], [KERN_IM, "Yes"]])
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(name)
    ranges = "".join(f'<mergeCell ref="A{row}:A1048576"/>' for row in range(2, 15_000))
    whole = xml.replace(b"</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>".encode())
    assert whole != xml
    assert set(reading(directory, with_part(content, name, whole)).evidence) == {KERN_IM}


def test_a_third_beside_half_in_percent_is_asked_about(directory):
    read = reading(directory, f"ACGME ID,IMG residents\n{KERN_IM},0.33\n{UCLA_IM},50%")
    assert read.result.readings["img_share"].sure is False
    assert {i: each.img_share for i, each in read.evidence.items()} == {KERN_IM: 0.33, UCLA_IM: 0.5}


def test_fmg_beside_us_imgs_is_who_is_not_one(directory):
    header = "ACGME ID,USMD,USDO,USIMG,FMG"
    read = reading(directory, f"{header}\n{KERN_IM},10%,20%,30%,40%", numbers="share")
    assert read.evidence == {KERN_IM: ProgramEvidence(KERN_IM, non_us_img_share=0.4, img_share=0.7)}
    both = reading(directory, f"ACGME ID,US IMG,IMG\n{KERN_IM},30%,70%", numbers="share")
    assert both.evidence[KERN_IM].non_us_img_share == pytest.approx(0.4)


def test_counts_of_the_first_year_and_of_all_residents(directory):
    read = reading(directory, f"ACGME ID,IMGs in PGY1,PGY-1 positions\n{KERN_IM},6,10")
    assert read.evidence[KERN_IM].img_share == 0.6
    read = reading(directory, f"ACGME ID,Current IMG residents (n),Current residents (n)\n{KERN_IM},18,30")
    assert read.evidence[KERN_IM].img_share == 0.6
    # Positions of a year may not be what IMGs as such are counted of.
    read = reading(directory, f"ACGME ID,Number of IMGs,Positions\n{KERN_IM},6,10")
    assert read.evidence == {} and "of a year" in read.uses["Number of IMGs"].remark


def test_rows_of_a_program_complete_each_other_and_contradictions_are_said(directory):
    read = reading(directory, f"ACGME ID,IMG residents %,J1\n{KERN_IM},60%,\n{KERN_IM},,Yes")
    assert read.evidence == {KERN_IM: ProgramEvidence(KERN_IM, img_share=0.6, takes_j1=True)}
    assert "added to that row" in read.reasons[1] and read.result.notes == ()
    read = reading(directory, f"ACGME ID,IMG residents %,J1\n{KERN_IM},60%,\n{KERN_IM},20%,Yes")
    assert read.evidence == {KERN_IM: ProgramEvidence(KERN_IM, img_share=0.6)}
    assert "1 row says something else of a program" in read.result.notes[0]


def test_a_visa_cell_that_leaves_it_open_is_said(directory):
    read = reading(directory, f"ACGME ID,IMG residents %,Visa\n{KERN_IM},60%,Yes")
    assert read.evidence == {KERN_IM: ProgramEvidence(KERN_IM, img_share=0.6)}
    assert read.result.rows[0].row_values.notes == ("Visas: 'Yes' leaves open whether J-1 or H-1B is taken",)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("II 11/3", "invited"),
        ("II", "invited"),
        ("✅ II", "invited"),
        ("Scheduled 12/4", "invited"),
        ("Interview on Nov 3 via Zoom", "invited"),
        ("Interview offered", "invited"),
        ("Offered interview", "invited"),
        ("Applied → II", "invited"),
        ("Ranked #3", "ranked"),
        ("interviewed; ranked", "ranked"),
        ("Rejected", "applied"),
        ("Pre-interview rejection", "applied"),
        ("Waitlisted", "applied"),
        ("Interview waitlist", "applied"),
        ("On hold", "applied"),
        ("silence", "applied"),
        ("No response yet", "applied"),
        ("Applied; gold signal", "applied"),
        ("Will apply", "planned"),
        ("Undecided", "planned"),
    ],
)
def test_own_status_as_people_write_it(directory, cell, status):
    listed = read_own_list(f"Code,Status\n{KERN_IM},{cell}".encode(), directory)
    assert [one.status for one in listed.programs] == [status] and listed.notes == ()


def test_a_row_of_own_status_alone_is_said_to_be_for_the_own_list(directory):
    read = reading(directory, f"Code,Status\n{KERN_IM},II 11/3")
    _, (rejected,) = to_evidence(read.result, {})
    assert "which is for your own list" in rejected.reason


def test_lines_with_headings_and_status(directory):
    lines = (
        f"Internal Medicine\n{KERN}, Bakersfield, CA: rejected\n"
        f"Family Medicine:\n{KERN} (Bakersfield, CA) ✅ II"
    )
    listed = read_own_list(lines, directory)
    assert [(one.program_id, one.status) for one in listed.programs] == [
        (KERN_IM, "applied"),
        (KERN_FM, "invited"),
    ]


@pytest.mark.parametrize("cell", ["R", "Withdrew", "II - declined", "Interviewed - rejected", "called Dr. A"])
def test_a_status_that_is_not_understood_is_said(directory, cell):
    table = f"Code,Status\n{KERN_IM},{cell}\n{UCLA_IM},\n{KERN_FM},Not applied"
    listed = read_own_list(table.encode(), directory)
    assert [one.status for one in listed.programs] == ["planned"] * 3
    assert listed.notes == (
        f"Not understood in 'Status' (1): '{cell}'. Write planned, applied, invited or ranked, or leave the "
        "cell empty.",
    )
    assert unread_statuses(reading(directory, table).table) == listed.notes


def test_names_of_programs_above_their_columns(directory):
    for label in ("Field", "", "Metric"):
        table = f"{label},{KERN},Zebra\nState,CA,CA\nSpecialty,FM,FM\nIMG residents %,50,40"
        read = reading(directory, table)
        assert read.table.turned and read.table.headers[0] == "Program name"
        assert read.evidence == {KERN_FM: ProgramEvidence(KERN_FM, img_share=0.5)}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Hospital city", "city"),
        ("Hospital state", "state"),
        ("Program location", "city"),
        ("Program (City, State)", "program_name"),
        ("Program name & city", "program_name"),
    ],
)
def test_a_place_is_no_name(header, field):
    assert guess_mapping([header]).columns == {field: 0}
