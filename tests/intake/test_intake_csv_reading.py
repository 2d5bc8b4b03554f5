"""Text files in the encodings and with the delimiters that spreadsheet programs write."""

import pytest

from smartpick.intake.reading import read_table
from smartpick.intake.table import MOST_BYTES, MOST_ROWS, UnreadableFileError

ROWS = [
    ("Program name", "State", "Non-US IMG interview rate"),
    ("Clínica São Example", "CA", "12%"),
    ("B", "OR", "3%"),
]


def text(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_gives_the_same_table(encoding, delimiter):
    table = read_table("mine.csv", text(delimiter).encode(encoding))
    assert table.headers == ROWS[0]
    assert [row.cells for row in table.rows] == ROWS[1:]
    assert [row.number for row in table.rows] == [2, 3]


def test_semicolons_win_over_decimal_commas():
    table = read_table("mine.csv", b"Program;Rate of interviews\nA;12,5\nB;3,1\n")
    assert table.headers == ("Program", "Rate of interviews")
    assert table.column(1) == ["12,5", "3,1"]


def test_line_that_names_the_separator_is_no_row():
    table = read_table("mine.csv", b"sep=;\nProgram;State\nA;CA\n")
    assert table.headers == ("Program", "State")
    assert table.rows[0].number == 3


def test_quoted_commas_and_line_breaks_stay_in_their_cell():
    table = read_table("mine.csv", b'Program,State\n"A, Inc\nof X",CA\n')
    assert table.rows[0].cells == ("A, Inc\nof X", "CA")


def test_titles_above_the_header_are_passed_over():
    content = b"My list,,\nexported today,,\n\nProgram ID,State,J-1 visa\n1400599901,CA,Yes\n"
    table = read_table("mine.csv", content)
    assert table.headers == ("Program ID", "State", "J-1 visa")
    assert len(table.rows) == 1


def test_unquoted_comma_in_a_name_is_a_fault_of_its_row_alone():
    table = read_table("mine.csv", b"Program,State,J-1\nA, Inc,CA,Yes\nB,OR,No\n")
    assert table.rows[0].fault and "4 cells" in table.rows[0].fault
    assert table.rows[0].cells == ("A", " Inc", "CA", "Yes")
    assert table.rows[1].fault is None


def test_short_rows_are_filled_with_nothing():
    assert read_table("m.csv", b"Program,State,J-1\nA\n").rows[0].cells == ("A", "", "")


def test_repeated_names_of_columns_are_told_apart():
    table = read_table("m.csv", b"Program,Rate,Rate,Rate (2),Rate\nA,1,2,3,4\n")
    assert table.headers == ("Program", "Rate", "Rate (3)", "Rate (2)", "Rate (4)")
    assert len(set(table.headers)) == 5


def test_header_repeated_within_the_table_is_left_out_and_said():
    table = read_table("m.csv", b"Program,State\nA,CA\nProgram,State\nB,OR\n")
    assert table.column(0) == ["A", "B"]
    assert "1 more time" in table.notes[0]


def test_two_rows_of_names_are_read_together():
    content = b"Program,State,Interview rate,,J-1\n,,US IMG,Non-US IMG,\nA,CA,10%,2%,Yes\n"
    table = read_table("m.csv", content)
    assert table.headers == ("Program", "State", "Interview rate US IMG", "Interview rate Non-US IMG", "J-1")
    assert len(table.rows) == 1


def test_no_names_of_columns():
    table = read_table("m.csv", b"A Hospital,CA,12%\nB Hospital,OR,3%\n")
    assert table.headers == ("Column 1", "Column 2", "Column 3")
    assert len(table.rows) == 2
    assert table.notes


def test_three_hundred_columns():
    header = ",".join(["Program name", *(f"Note {i}" for i in range(298)), "J-1"])
    table = read_table("m.csv", f"{header}\n{','.join(['A'] * 300)}\n".encode())
    assert len(table.headers) == 300


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"Program,State\n", "no row below"),
        (b"Program,State\n,\n , \n", "no row below"),
        (bytes(range(256)) * 20, "not a table"),
        (b"%PDF-1.7 something", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
        (b"<!DOCTYPE html><html><body>hello</body></html>", "web page"),
        (b'Program,State\n"' + b"a" * 200_000 + b'",CA\n', "longer than"),
        (b"Program,State\n" + b"A,CA\n" * (MOST_ROWS + 1), "10,000 rows"),
        (b"Program,State\n" + b" " * MOST_BYTES, "5 MB"),
        ((",".join(f"c{i}" for i in range(1001)) + "\n1").encode(), "1,000 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content, words):
    with pytest.raises(UnreadableFileError, match=words):
        read_table("mine.csv", content)


def test_as_many_rows_as_allowed():
    assert len(read_table("m.csv", b"Program,State\n" + b"A,CA\n" * MOST_ROWS).rows) == MOST_ROWS


ROWS_OF_THREE = [(str(number), f"Program {number}", "CA") for number in range(1, 51)]


def with_marks(place: int, written: str) -> bytes:
    """Fifty rows under a header, with a mark in one cell of each."""
    rows = [tuple(written.format(c) if i == place else c for i, c in enumerate(row)) for row in ROWS_OF_THREE]
    return "\n".join(",".join(row) for row in [("Code", "Program", "State"), *rows]).encode()


@pytest.mark.parametrize(
    ("place", "written"),
    [(1, '"{}'), (2, '"{}'), (0, '"{}'), (2, '"'), (1, '"'), (1, '"{} "A" B'), (1, '{}"')],
)
def test_a_stray_quotation_mark_in_every_row_loses_none(place, written):
    table = read_table("m.csv", with_marks(place, written))
    assert len(table.rows) == 50
    for row, (code, name, state) in zip(table.rows, ROWS_OF_THREE, strict=True):
        assert row.fault is None
        expected = [code, name, state]
        expected[place] = written.format(expected[place])
        assert list(row.cells) == expected
    named = [note for note in table.notes if "quotation mark" in note]
    # A mark within a cell opens nothing.
    assert len(named) == (0 if written.startswith("{}") else 1)


def test_two_stray_marks_far_apart_lose_no_row_and_their_lines_are_named():
    lines = with_marks(1, "{}").decode().split("\n")
    lines[1] = '1,"Program 1,CA'
    lines[50] = '50,Program 50",CA'
    table = read_table("m.csv", "\r\n".join(lines).encode())
    assert len(table.rows) == 50
    assert table.rows[0].cells == ("1", '"Program 1', "CA")
    assert table.rows[49].cells == ("50", 'Program 50"', "CA")
    assert any("In line 2 a quotation mark" in note for note in table.notes)


def test_a_cell_of_several_lines_with_commas_stays_one_cell():
    content = b'Code,Address,State\n1,"12 Main St, Suite 4\nFresno, CA",CA\n2,"B\nC",OR\n'
    table = read_table("m.csv", content)
    assert [row.cells for row in table.rows] == [
        ("1", "12 Main St, Suite 4\nFresno, CA", "CA"),
        ("2", "B\nC", "OR"),
    ]
    assert table.notes == ()


def test_marks_that_a_person_wrote_by_hand_are_read_as_meant():
    content = b'Program,State\n"A "the best" of all",CA\n"B, Inc" ,OR\n'
    table = read_table("m.csv", content)
    assert [row.cells for row in table.rows] == [('A "the best" of all', "CA"), ("B, Inc ", "OR")]
    assert "In lines 2, 3 a quotation mark" in table.notes[0]


def test_one_nul_byte_is_left_out_and_named():
    content = "Program,State\nClínica,C\0A\nB,OR\n".encode()
    table = read_table("m.csv", content)
    assert [row.cells for row in table.rows] == [("Clínica", "CA"), ("B", "OR")]
    assert table.notes == ("In line 2 characters that are not text (NUL) were left out.",)


@pytest.mark.parametrize("place", [0, 5000])
def test_a_nul_byte_anywhere_makes_no_other_encoding(place):
    content = bytearray(("Program,State\n" + "Clínica,CA\n" * 900).encode())
    content[place:place] = b"\0"
    table = read_table("m.csv", bytes(content))
    assert table.headers == ("Program", "State") and len(table.rows) == 900
    assert "NUL" in table.notes[0]


def test_a_mark_that_never_closes_holds_no_row_back():
    table = read_table("m.csv", b'Program,State\n"A,CA\nB,OR\nC,WA\n')
    assert [row.cells for row in table.rows] == [('"A', "CA"), ("B", "OR"), ("C", "WA")]
    assert "In line 2 a quotation mark" in table.notes[0]
