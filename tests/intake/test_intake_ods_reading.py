"""OpenDocument workbooks: the same values as XLSX, and no cost for what is repeated and empty."""

import tracemalloc

import pytest
from workbooks import HEADER, ods, ods_cell, ods_rows, with_part

from smartpick.intake.reading import read_grids, read_table
from smartpick.intake.table import UnreadableFileError


def only(cells: str) -> tuple[str, ...]:
    content = ods({"S": f"<table:table-row>{cells}</table:table-row>"})
    return read_grids(content)[0].rows[0][1]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('office:value-type="float" office:value="1400511046"><text:p>1.4E9</text:p>', "1400511046"),
        ('office:value-type="float" office:value="0.125">', "0.125"),
        ('office:value-type="percentage" office:value="0.125"><text:p>13 %</text:p>', "12.5%"),
        ('office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p>', "Yes"),
        ('office:value-type="date" office:date-value="2026-11-02"><text:p>02.11.26</text:p>', "2026-11-02"),
        ('office:value-type="date" office:date-value="2026-11-02T00:00:00">', "2026-11-02"),
        ('office:value-type="string"><text:p>A<text:s/>B <text:span>C</text:span></text:p>', "A B C"),
        ('office:value-type="string"><text:p>A</text:p><text:p>B</text:p>', "A\nB"),
        ("><office:annotation><text:p>ask them</text:p></office:annotation><text:p>Yes</text:p>", "Yes"),
        ('table:formula="of:=SUM([.A1])" office:value-type="float" office:value="3">', "3"),
        ('table:formula="of:=1+1">', "=1+1"),
    ],
)
def test_a_cell_is_its_value(cell, text):
    assert only(f"<table:table-cell {cell}</table:table-cell>") == (text,)


def test_sheets_titles_and_numbers_of_rows():
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    rows = ods_rows([HEADER]) + blank + ods_rows([[1400511046, "A", "2%"]])
    content = ods({"Empty": "", "FM": rows, "IM": ods_rows([["Program", "State"], ["B", "CA"]])})
    table = read_table("m.ods", content)
    assert (table.sheet, table.sheets) == ("FM", ("Empty", "FM", "IM"))
    assert table.headers == tuple(HEADER)
    assert [(row.number, row.cells) for row in table.rows] == [(5, ("1400511046", "A", "2%"))]
    assert read_table("m.ods", content, "IM").column(0) == ["B"]


def test_rows_and_cells_that_are_alike_are_written_once_and_read_as_often_as_they_count():
    repeated = 'table:number-columns-repeated="2"'
    cells = f'<table:table-cell {repeated} office:value-type="string"><text:p>CA</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="3">{cells}</table:table-row>'
    table = read_table("m.ods", ods({"S": ods_rows([["Program", "State"]]) + row}))
    assert [(each.number, each.cells) for each in table.rows] == [(n, ("CA", "CA")) for n in (2, 3, 4)]


def test_millions_of_empty_cells_cost_nothing():
    rows = ods_rows([HEADER, [1400511046, "A", "2%"]])
    rows += '<table:table-row table:number-rows-repeated="1048574">'
    rows += '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    tracemalloc.start()
    try:
        table = read_table("m.ods", ods({"S": rows}))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(table.rows) == 1 and peak < 2_000_000


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            f'<table:table-row table:number-rows-repeated="99999999">{ods_cell("A")}</table:table-row>',
            "10,000 rows",
        ),
        (
            '<table:table-row><table:table-cell table:number-columns-repeated="99999999">'
            "<text:p>A</text:p></table:table-cell></table:table-row>",
            "1,000 columns",
        ),
        (
            ods_rows([["A"]])
            + '<table:table-row table:number-rows-repeated="900000"><table:table-cell/></table:table-row>'
            + ods_rows([["A"]]),
            "far below",
        ),
        ("<table:table-row>" + "<table:table-cell/>" * 500_001 + "</table:table-row>", "500,000 cells"),
        ("<table:table-row>", "damaged"),
    ],
)
def test_too_much_is_refused_at_once(rows, said):
    with pytest.raises(UnreadableFileError, match=said):
        read_table("m.ods", ods({"S": rows}))


def test_a_password_is_said():
    with pytest.raises(UnreadableFileError, match="password"):
        read_table("m.ods", ods({"S": ""}, manifest="<manifest:encryption-data/>"))


def test_no_entity_is_unfolded():
    content = ods({"S": ods_rows([["Program"], ["A"]])})
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_table("m.ods", with_part(content, "content.xml", b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'))
