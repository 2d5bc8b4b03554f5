"""The workbook: read back as it was meant, and no cell that a spreadsheet program would run."""

from datetime import datetime
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from smartpick.export import Sheet, workbook_bytes

MADE = datetime(2026, 11, 22, 10, 0)
HOSTILE = (
    '=HYPERLINK("https://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|' /C calc'!A0",
)


def read(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_heading_and_cell(text: str) -> None:
    table = pd.DataFrame({text: [text]})
    page = read(workbook_bytes([Sheet("List", table, links=(text,))], "t", MADE))["List"]
    for cell in (page["A1"], page["A2"]):
        assert cell.data_type == "s"
        assert cell.value[0] == "'"
        assert cell.hyperlink is None


def test_numbers_formats_links_and_unknown() -> None:
    table = pd.DataFrame(
        {
            "share": [0.0123, float("nan")],
            "count": pd.array([3, None], dtype="Int64"),
            "page": ["https://a.example/x", "javascript:alert(1)"],
            "note": ["", "ünïcode \x01control"],
        }
    )
    sheet = Sheet(
        "List",
        table,
        headings={"share": "Chance"},
        fills={"share": "B9DAEF"},
        formats={"share": "0.0%"},
        widths={"note": 30},
        links=("page",),
    )
    page = read(workbook_bytes([sheet], "t", MADE))["List"]
    assert page["A1"].value == "Chance"
    assert page["A1"].fill.fgColor.rgb.endswith("B9DAEF")
    assert page["A1"].font.bold
    assert page["A2"].value == pytest.approx(0.0123)
    assert page["A2"].number_format == "0.0%"
    assert page["A3"].value is None
    assert (page["B2"].value, page["B3"].value) == (3, None)
    assert page["C2"].hyperlink.target == "https://a.example/x"
    assert page["C3"].hyperlink is None
    assert (page["D2"].value, page["D3"].value) == (None, "ünïcode control")
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:D3"
    assert page.print_title_rows == "$1:$1"
    assert page.column_dimensions["D"].width == 30


def test_sheets_stand_in_order_and_an_empty_one_is_no_fault() -> None:
    book = read(
        workbook_bytes([Sheet("A", pd.DataFrame({"x": [1]})), Sheet("B", pd.DataFrame({"y": []}))], "t", MADE)
    )
    assert book.sheetnames == ["A", "B"]
    assert book["B"]["A1"].value == "y"
    assert book.properties.title == "t"
