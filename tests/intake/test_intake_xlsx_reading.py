"""Workbooks: values as they are shown, formulas never run, bombs never unpacked."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook
from workbooks import HEADER, saved, with_part, workbook

from smartpick.intake.reading import read_table
from smartpick.intake.table import UnreadableFileError


def test_values_become_the_text_that_is_shown():
    book = Workbook()
    sheet = book.active
    sheet.append([*HEADER, "J-1", "Day", "Share"])
    sheet.append([400121010, "A", 0.125, True, date(2024, 5, 1), 0.5])
    sheet["C2"].number_format = "0.0%"
    sheet["F2"].number_format = '0.0" % of all"'
    (row,) = read_table("m.xlsx", saved(book)).rows
    assert row.cells == ("400121010", "A", "12.5%", "Yes", "2024-05-01", "0.5")


def test_kind_is_told_from_the_content_not_the_name():
    assert read_table("mine.csv", workbook([HEADER, ["1", "A", "2%"]])).sheet == "Programs"


def test_first_sheet_with_something_in_it_or_the_chosen_one():
    book = Workbook()
    book.active.title = "Empty"
    for title, name in (("First", "A"), ("Second", "B")):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append(["1400599901", name, "1%"])
    content = saved(book)
    table = read_table("m.xlsx", content)
    assert (table.sheet, table.sheets) == ("First", ("Empty", "First", "Second"))
    assert read_table("m.xlsx", content, sheet="Second").column(1) == ["B"]
    with pytest.raises(UnreadableFileError, match="no sheet"):
        read_table("m.xlsx", content, sheet="Third")


def test_titles_merged_cells_and_gaps_above_the_table():
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "My programs"
    sheet.merge_cells("A1:D1")
    for column, name in zip("ABC", ("Program name", "State", "Interview rate"), strict=True):
        sheet[f"{column}4"] = name
    sheet.merge_cells("C4:D4")
    sheet["C5"], sheet["D5"] = "US IMG", "Non-US IMG"
    sheet.append(["A Hospital", "CA", "10%", "2%"])
    table = read_table("m.xlsx", saved(book))
    assert table.headers == ("Program name", "State", "Interview rate US IMG", "Interview rate Non-US IMG")
    assert table.rows[0].number == 6


def test_formulas_are_shown_as_written_and_never_run():
    table = read_table("m.xlsx", workbook([HEADER, ["1400599901", '=HYPERLINK("x","y")', "=1+1"]]))
    assert table.rows[0].cells == ("1400599901", '=HYPERLINK("x","y")', "=1+1")
    assert "formulas" in table.notes[0]


def test_values_right_of_the_names_are_kept_in_columns_of_their_own():
    table = read_table("m.xlsx", workbook([HEADER, ["1400599901", "A", "1%", None, "a remark"]]))
    assert table.headers[3:] == ("Column 5",)
    assert table.rows[0].cells[3] == "a remark"


def test_part_that_unpacks_to_far_too_much_is_refused():
    bomb = with_part(workbook([HEADER, ["1", "A", "1%"]]), "xl/media/zeros.bin", b"\0" * 70_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(UnreadableFileError, match="unpacks"):
        read_table("m.xlsx", bomb)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding):
    xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'.encode(encoding)
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_table("m.xlsx", with_part(workbook([HEADER, ["1"]]), "xl/sharedStrings.xml", xml))


@pytest.mark.parametrize("cut", [30, 400, 2000])
def test_half_a_workbook_is_refused(cut):
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_table("m.xlsx", workbook([HEADER, ["1", "A", "1%"]])[:cut])


def test_packed_file_of_another_kind_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(UnreadableFileError, match="not a workbook"):
        read_table("m.xlsx", out.getvalue())


def test_empty_workbook():
    with pytest.raises(UnreadableFileError, match="no cell"):
        read_table("m.xlsx", saved(Workbook()))


def test_damaged_sheet_is_refused():
    content = with_part(
        workbook([HEADER, ["1", "A", "1%"]]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"
    )
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_table("m.xlsx", content)


def test_cell_far_below_the_table_is_refused():
    book = Workbook()
    book.active.append(HEADER)
    book.active.cell(row=900_000, column=1, value="far")
    with pytest.raises(UnreadableFileError, match="far below"):
        read_table("m.xlsx", saved(book))
