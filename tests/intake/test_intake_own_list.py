"""A list as people have it: every line is on the list, undecided, or handed back with its reason."""

from __future__ import annotations

import pandas as pd
import pytest
from openpyxl import Workbook
from workbooks import saved

from smartpick.facts import Facts
from smartpick.intake.matching import ProgramIndex
from smartpick.intake.own_list import OwnList, read_own_list
from smartpick.intake.table import UnreadableFileError

IM = "Internal Medicine"
KERN = "1400531031"


@pytest.fixture(scope="module")
def directory(facts: Facts) -> ProgramIndex:
    return ProgramIndex.of(facts.programs)


@pytest.fixture(scope="module")
def some(facts: Facts) -> pd.DataFrame:
    """Programs whose name stands once in the whole directory."""
    rows = facts.programs[facts.programs["row_confidence"] != "low"]
    rows = rows[~rows["name"].duplicated(keep=False) & (rows["specialty"] == IM) & rows["city"].notna()]
    return rows[rows["program_id"].str.fullmatch(r"\d{10}")].reset_index(drop=True)


def found(listed: OwnList) -> list[tuple[str, str]]:
    return [(one.program_id, one.status) for one in listed.programs]


def rows_in(listed: OwnList) -> list[int]:
    return sorted(one.row for one in (*listed.programs, *listed.undecided, *listed.unused))


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Kern Medical Center", "planned"),
        ("Kern Medical Center (Bakersfield, CA)", "planned"),
        ("  3. Kern Medical Center (Bakersfield, CA) - invited", "invited"),
        ("- Kern Medical Center, Bakersfield, CA, Internal Medicine, ranked #2", "ranked"),
        ("Kern Medical Center; California; IM; applied", "applied"),
        ("1400531031", "planned"),
        ("1400531031 invited", "invited"),
        ("Kern Medical Center (Bakersfield, CA) ranked 3", "ranked"),
        ("140-05-31-031\tKern Medical Center\tInterview", "invited"),
        ("1400531031 - Kern Medical Center - waiting", "applied"),
        ("Kern Medical Center (1400531031), applied", "applied"),
    ],
)
def test_a_line_as_people_write_it(directory: ProgramIndex, line: str, status: str) -> None:
    listed = read_own_list(line, directory, IM)
    assert found(listed) == [(KERN, status)]
    assert not listed.undecided and not listed.unused


def test_an_nrmp_code_stands_for_its_program(directory: ProgramIndex, facts: Facts) -> None:
    with_one = facts.programs[facts.programs["nrmp_codes"].str.fullmatch(r"\d{7}C0", na=False)]
    codes = with_one["nrmp_codes"]
    row = with_one[~codes.duplicated(keep=False)].iloc[0]
    assert found(read_own_list(f"{row['nrmp_codes']} applied", directory, IM))[0][0] == row["program_id"]


@pytest.mark.parametrize(
    "table",
    [
        "Program,State,Specialty,Status\n{name},{state},IM,Interview\n{name2},{state2},IM,applied\n",
        "ACGME ID;Applied;Invited;Ranked\n{code};yes;yes;\n{code2};x;no;-\n",
        "Program Name\tState\tSpecialty\tStatus\n{name}\t{state}\tIM\tinvited\n{name2}\t{state2}\tIM\tsent\n",
    ],
)
@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_table_with_own_status(
    directory: ProgramIndex, some: pd.DataFrame, table: str, as_bytes: bool
) -> None:
    one, two = some.iloc[0], some.iloc[7]
    text = table.format(
        name=one["name"], state=one["state"], code=one["program_id"],
        name2=two["name"], state2=two["state"], code2=two["program_id"],
    )  # fmt: skip
    listed = read_own_list(text.encode() if as_bytes else text, directory, IM)
    assert found(listed) == [(one["program_id"], "invited"), (two["program_id"], "applied")]


@pytest.mark.parametrize(
    ("header", "cell", "status"),
    [
        ("Applied?", "Y", "applied"),
        ("Date applied", "9/25/2026", "applied"),
        ("Interview Invite", "x", "invited"),
        ("Interview date", "2026-11-02", "invited"),
        ("Interview", "no", "planned"),
        ("Interview", "rejected", "applied"),
        ("Interview (Y/N)", "yes - Nov 3", "invited"),
        ("Rank #", "4", "ranked"),
        ("My status", "Interview completed", "invited"),
        ("Application status", "waitlisted", "applied"),
        ("Interviews conducted", "300", "planned"),
        ("Interview rate", "1", "planned"),
    ],
)
def test_a_column_of_own_status(directory: ProgramIndex, header: str, cell: str, status: str) -> None:
    listed = read_own_list(f"ACGME ID,{header}\n{KERN},{cell}".encode(), directory, IM)
    assert found(listed) == [(KERN, status)]


def test_nothing_is_dropped_in_silence(directory: ProgramIndex) -> None:
    lines = [
        "Kern Medical Center",
        "",
        "Kern Medical Center, invited",
        "Nowhere Hospital of Atlantis",
        "9999999999",
        "McLaren, MI",
        "???",
    ]
    listed = read_own_list("\n".join(lines), directory, IM)
    assert rows_in(listed) == [1, 3, 4, 5, 6, 7]
    # The same program twice counts once, with the furthest it came.
    assert found(listed) == [(KERN, "invited")]
    reasons = {row.row: row.reason for row in listed.unused}
    assert reasons[3] == "The same program as in row 1."
    assert "9999999999" in reasons[5] and "not in our directory" in reasons[5]
    doubtful = {row.row: row for row in listed.undecided}
    assert doubtful[6].candidates and all("McLaren" in c.label for c in doubtful[6].candidates)


def test_what_the_person_decides_counts(directory: ProgramIndex) -> None:
    listed = read_own_list("McLaren, MI, invited\nMcLaren, MI\nKern Medical Center", directory, IM)
    chosen = listed.undecided[0].candidates[1].program_id
    decided = listed.decided({"1": chosen, "2": ""})
    assert found(decided) == [(chosen, "invited"), (KERN, "planned")]
    assert not decided.undecided
    assert [(row.row, row.reason) for row in decided.unused] == [(2, "You said that it is none of these.")]
    assert listed.decided({}) == listed


def test_all_sheets_are_one_list(directory: ProgramIndex) -> None:
    """Titles, tables and bare lines; the specialty of a sheet is its name; one program on two sheets."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Mine"
    for row in (["Programs 2027"], [], ["ACGME ID", "Status"], [KERN, "applied"], ["9999999999", ""]):
        sheet.append(row)
    lines = book.create_sheet("Psychiatry")
    for text in ("Kern Medical Center (Bakersfield, CA)", "Nowhere Hospital of Atlantis"):
        lines.append([text])
    others = book.create_sheet("Others")
    again = book.create_sheet("Again")
    again.append(["Code", "Invited"])
    again.append([KERN, "yes"])
    for text in ("McLaren, MI", "140-05-31-031 ranked"):
        others.append([text])
    book.create_sheet("Names only").append(["Code", "Status"])
    book.create_sheet("Empty")
    listed = read_own_list(saved(book), directory, IM, "list.xlsx")
    psychiatry, *_ = [one.program_id for one in listed.programs if one.program_id != KERN]
    assert psychiatry.startswith("400"), "Psychiatry, as the sheet is called"
    assert (KERN, "ranked") in found(listed)
    everything = sorted(one.place for one in (*listed.programs, *listed.undecided, *listed.unused))
    assert everything == [
        "row 1 of the sheet 'Others'",
        "row 1 of the sheet 'Psychiatry'",
        "row 2 of the sheet 'Again'",
        "row 2 of the sheet 'Others'",
        "row 2 of the sheet 'Psychiatry'",
        "row 4 of the sheet 'Mine'",
        "row 5 of the sheet 'Mine'",
    ]
    repeated = {one.place: one.reason for one in listed.unused}["row 2 of the sheet 'Again'"]
    assert repeated == "The same program as in row 4 of the sheet 'Mine'."
    assert "Title in row 1 of the sheet 'Mine': Programs 2027" in listed.notes
    assert not [note for note in listed.notes if "Column names" in note or "choose the columns" in note]
    assert any("of the sheet 'Names only' could be read" in note for note in listed.notes)
    [doubtful] = listed.undecided
    chosen = doubtful.candidates[0].program_id
    assert (chosen, "planned") in found(listed.decided({doubtful.key: chosen}))


def test_a_name_alone_counts_only_if_it_fits_one_program(directory: ProgramIndex, facts: Facts) -> None:
    names = facts.programs[facts.programs["specialty"] == IM]["name"]
    twice = str(names[names.duplicated()].iloc[0])
    listed = read_own_list(twice, directory, IM)
    assert not listed.programs and len(listed.undecided) == 1


@pytest.mark.parametrize("content", ["", "  \n\n", b"", b"%PDF-1.7 x", "x" * 6_000_000])
def test_what_is_no_list_is_refused_in_words(directory: ProgramIndex, content: str | bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"list|file|table"):
        read_own_list(content, directory, IM)


def test_more_programs_than_a_profile_holds_are_refused(directory: ProgramIndex, facts: Facts) -> None:
    text = "\n".join(facts.programs["program_id"].head(701))
    with pytest.raises(UnreadableFileError, match="701 programs; at most 700"):
        read_own_list(text, directory, IM)
