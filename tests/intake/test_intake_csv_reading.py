"""Text files in the encodings and with the delimiters that spreadsheet programs write."""

import pytest

from smartpick.intake import UnreadableFileError, read_table
from smartpick.intake.table import MOST_BYTES, MOST_ROWS

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
        (b'Program,State\n"A,CA\nB,OR\nC,WA\n', "line 2"),
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
