"""Small files that would cost minutes or gigabytes are read, or refused, at about the cost of plain ones."""

import time
import tomllib
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from workbooks import HEADER, with_part, workbook

from smartpick.intake import workbooks
from smartpick.intake.reading import read_table
from smartpick.intake.table import MOST_BYTES, UnreadableFileError

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(rows: str) -> bytes:
    """A workbook whose only sheet holds these rows."""
    xml = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'
    return with_part(workbook([HEADER]), SHEET, xml.encode())


def row(number: int, *cells: tuple[str, str]) -> str:
    inside = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        if text
        else f'<c r="{column}{number}"/>'
        for column, text in cells
    )
    return f'<row r="{number}">{inside}</row>'


NAMES = row(1, ("A", "Program ID"), ("B", "State"), ("C", "J-1"))
ONE = row(2, ("A", "1400599901"), ("B", "CA"), ("C", "Yes"))


def seconds(read: Callable[[], object]) -> float:
    """The processor time of the quickest of three, which a busy machine does not change."""
    times = []
    for _ in range(3):
        started = time.process_time()
        read()
        times.append(time.process_time() - started)
    return min(times)


def test_empty_cells_far_right_cost_no_more_than_near_ones() -> None:
    def empty_rows(column: str) -> bytes:
        return sheet(NAMES + ONE + "".join(row(number, (column, "")) for number in range(3, 4003)))

    near, far = empty_rows("D"), empty_rows("XFD")
    assert len(far) < 40_000
    table = read_table("m.xlsx", far)
    assert table.headers == ("Program ID", "State", "J-1")
    assert [each.cells for each in table.rows] == [("1400599901", "CA", "Yes")]
    assert seconds(lambda: read_table("m.xlsx", far)) < 4 * seconds(lambda: read_table("m.xlsx", near))


def test_an_empty_last_row_that_is_formatted_counts_for_nothing() -> None:
    content = sheet(NAMES + ONE + '<row r="1048576" ht="15" customHeight="1"/>')
    assert len(read_table("m.xlsx", content).rows) == 1


def test_a_cell_with_something_far_right_is_refused_before_its_row_is_filled() -> None:
    with pytest.raises(UnreadableFileError, match="1,000 columns"):
        read_table("m.xlsx", sheet(NAMES + ONE + row(3, ("XFD", "far"))))


def test_more_cells_than_we_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = f"<row>{'<c/>' * 1000}</row>" * 501
    with pytest.raises(UnreadableFileError, match="500,000 cells"):
        read_table("m.xlsx", sheet(NAMES + ONE + cells))
    # Written in another way they are counted as they come.
    monkeypatch.setattr(workbooks, "_MOST_CELLS", 500)
    cells = ("<row>" + '<c r="A1"/>' * 100 + "</row>") * 6
    with pytest.raises(UnreadableFileError, match="500 cells"):
        read_table("m.xlsx", sheet((NAMES + ONE + cells).replace("<c ", "<c\n")))


@pytest.mark.parametrize("part", [SHEET, "xl/styles.xml", "xl/sharedStrings.xml"])
def test_millions_of_empty_marks_are_refused_before_they_are_read(part: str) -> None:
    content = with_part(workbook([HEADER, ["1400599901", "A", "1%"]]), part, b"<a>" + b"<b/>" * 5_000_000)
    assert len(content) < 100_000

    def read() -> None:
        with pytest.raises(UnreadableFileError, match="unpacks to far more"):
            read_table("m.xlsx", content)

    # Counting them is quicker by far than the quickest reading of them.
    assert seconds(read) < 2


@pytest.mark.parametrize("filler", [b"\n", b",\n", b" \r\n"])
def test_blank_lines_cost_about_what_the_text_itself_does(filler: bytes) -> None:
    start = b"Program,State\nA,CA\n"
    content = start + filler * ((1_000_000 - len(start)) // len(filler))
    tracemalloc.start()
    try:
        table = read_table("m.csv", content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [each.cells for each in table.rows] == [("A", "CA")]
    # Python's own buffer of a text takes up to four bytes a letter; a list of its lines takes over a hundred.
    assert peak < 16 * len(content)


def test_the_server_takes_uploads_as_large_as_the_reader_does() -> None:
    config = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))
    # Streamlit's megabyte is 2**20 bytes.
    assert 0 <= config["server"]["maxUploadSize"] * 2**20 - MOST_BYTES < 2**20
