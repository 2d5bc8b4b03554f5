"""Workbooks: values only. Formulas are not run, macros not looked at, bombs not unpacked."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

from smartpick.intake.grid import Grid
from smartpick.intake.safe_cells import plain
from smartpick.intake.table import UnreadableFileError, check_column_count, check_row_count

_MOST_UNPACKED = 60_000_000
_MOST_PARTS = 2_000
# Marks of XML, which reading takes its time for: about six for a cell. Only sheets and their texts are long.
_MOST_MARKS, _MOST_OTHER_MARKS = 4_000_000, 200_000
_MOST_CELLS = 500_000
_MOST_GAP = 100_000
_FORBIDDEN_XML = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_DAMAGED = "The workbook is damaged or of another kind. Save it again as .xlsx or .csv and try again."
_TOO_LARGE = "The workbook unpacks to far more than its size. Copy the table to a new workbook and try again."
Rows = list[tuple[int, tuple[str, ...]]]


def xlsx_grid(content: bytes, sheet: str | None = None) -> Grid:
    """Return the cells of one sheet as text; a number shown as a percentage keeps its sign.

    Raises:
        UnreadableFileError: if it is no workbook, too large when unpacked, empty, or has no such sheet.
    """
    try:
        names, chosen, rows = _sheet(content, sheet, has_formulas=_inspect(content))
    except UnreadableFileError:
        raise
    except Exception:
        # A damaged workbook makes the readers of zip and XML fail in more ways than can be listed; whatever
        # it was, the person can only save the file anew.
        raise UnreadableFileError(_DAMAGED) from None
    written = any(cell.startswith("=") for _, cells in rows for cell in cells)
    notes = (
        ("Cells with formulas that were never calculated are shown as they are written.",) if written else ()
    )
    return Grid(rows, sheet=chosen, sheets=names, notes=notes)


def _inspect(content: bytes) -> bool:
    """Refuse what is dangerous to unpack; return whether a sheet holds formulas."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        # A part is never unpacked further than it declares, so the declared sizes can be relied on.
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise UnreadableFileError(_TOO_LARGE)
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            raise UnreadableFileError(
                "The file is packed but no Excel workbook. Save the table as .xlsx or .csv and try again."
            )
        formulas, marks, other_marks = False, 0, 0
        for part in parts:
            if not part.filename.endswith((".xml", ".rels")):
                continue
            xml = archive.read(part)
            if any(mark in xml for mark in _FORBIDDEN_XML):
                raise UnreadableFileError(_DAMAGED)
            opened = xml.count(b"<")
            marks += opened
            if part.filename.startswith("xl/worksheets/"):
                # Before any is read; `_cells_there` counts those that are written in a rarer way.
                _check_cell_count(xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b"<c/>"))
            elif not part.filename.startswith("xl/sharedStrings"):
                other_marks += opened
            if marks > _MOST_MARKS or other_marks > _MOST_OTHER_MARKS:
                raise UnreadableFileError(_TOO_LARGE)
            formulas = formulas or (part.filename.startswith("xl/worksheets/") and b"<f" in xml)
        return formulas


def _check_cell_count(count: int) -> None:
    if count > _MOST_CELLS:
        raise UnreadableFileError(
            f"The sheet has more than {_MOST_CELLS:,} cells. Copy the table to a new workbook and try again."
        )


def _open(content: bytes, values: bool) -> Any:
    with warnings.catch_warnings():
        # Unknown extensions and styles do not matter to us.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)


def _sheet(content: bytes, sheet: str | None, has_formulas: bool) -> tuple[tuple[str, ...], str, Rows]:
    """Return (names of all sheets, the one read, its rows)."""
    book = _open(content, values=True)
    formulas = _open(content, values=False) if has_formulas else None
    try:
        sheets = {each.title: each for each in book.worksheets}
        if sheet is not None and sheet not in sheets:
            raise UnreadableFileError(f"The workbook has no sheet named '{sheet}'.")
        for title in [sheet] if sheet is not None else sheets:
            rows = _rows(sheets[title], _formulas(formulas[title]) if formulas else {})
            if rows:
                return tuple(sheets), title, rows
    finally:
        book.close()
        if formulas:
            formulas.close()
    raise UnreadableFileError("The workbook has no cell with anything in it.")


def _rows(sheet: Any, formulas: dict[tuple[int, int], str]) -> Rows:
    rows: Rows = []
    last = 0
    for number, cells in _cells_there(sheet):
        texts = [(place, _text(c) or formulas.get((number, place), "")) for place, c in cells]
        said = {place: text for place, text in texts if text.strip()}
        if not said:
            continue
        check_column_count(max(said) + 1)
        if number - last > _MOST_GAP:
            raise UnreadableFileError("The sheet has cells far below the table. Delete them first.")
        last = number
        check_row_count(len(rows))
        rows.append((number, tuple(said.get(place, "") for place in range(max(said) + 1))))
    return rows


def _formulas(sheet: Any) -> dict[tuple[int, int], str]:
    """Return the text of each formula by (row number, column index)."""
    return {
        (number, place): cell.value
        for number, cells in _cells_there(sheet)
        for place, cell in cells
        if cell.data_type == "f" and isinstance(cell.value, str)
    }


def _cells_there(sheet: Any) -> Iterator[tuple[int, list[tuple[int, ReadOnlyCell]]]]:
    """Give the number of each row and its cells, each with its column's index, that the sheet really holds.

    `iter_rows` would fill the way to a cell far right, and to one far below, with empty ones: a small file
    could cost minutes.
    """
    count = 0
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=sheet.parent.data_only,
            epoch=sheet.parent.epoch,
            date_formats=sheet.parent._date_formats,
            timedelta_formats=sheet.parent._timedelta_formats,
        )
        for number, cells in parser.parse():
            count += len(cells)
            _check_cell_count(count)
            yield number, [(cell["column"] - 1, ReadOnlyCell(sheet, **cell)) for cell in cells]


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float)):
        if "%" in _shown_format(cell):
            return f"{_number(round(100 * value, 10))}%"
        return _number(value)
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return plain(str(value))


def _shown_format(cell: Any) -> str:
    # Text in quotation marks inside a number format is decoration: 0.0" % of all" is no percentage.
    return re.sub(r'"[^"]*"|\\.', "", str(cell.number_format or ""))


def _number(value: int | float) -> str:
    return str(int(value)) if isinstance(value, int) or value.is_integer() else repr(value)
