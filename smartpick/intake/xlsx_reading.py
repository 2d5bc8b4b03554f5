"""Workbooks: values only. Formulas are not run, macros not looked at, bombs not unpacked."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from smartpick.intake.grid import Grid
from smartpick.intake.safe_cells import plain
from smartpick.intake.table import UnreadableFileError, check_column_count, check_row_count, is_blank

_MOST_UNPACKED = 60_000_000
_MOST_PARTS = 2_000
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
        formulas = False
        for part in parts:
            if not part.filename.endswith((".xml", ".rels")):
                continue
            xml = archive.read(part)
            if any(mark in xml for mark in _FORBIDDEN_XML):
                raise UnreadableFileError(_DAMAGED)
            formulas = formulas or (part.filename.startswith("xl/worksheets/") and b"<f" in xml)
        return formulas


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
    # The size that a sheet states may be wrong; rows are then read as they come.
    sheet.reset_dimensions()
    rows: Rows = []
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = _without_tail(_text(c) or formulas.get((number, place), "") for place, c in enumerate(cells))
        if is_blank(texts):
            blank += 1
            if blank > _MOST_GAP:
                raise UnreadableFileError("The sheet has cells far below the table. Delete them first.")
            continue
        check_column_count(len(texts))
        rows.append((number, texts))
        check_row_count(len(rows) - 1)
    return rows


def _formulas(sheet: Any) -> dict[tuple[int, int], str]:
    """Return the text of each formula by (row number, column index)."""
    sheet.reset_dimensions()
    return {
        (number, place): cell.value
        for number, cells in enumerate(sheet.iter_rows(), 1)
        for place, cell in enumerate(cells)
        if cell.data_type == "f" and isinstance(cell.value, str)
    }


def _without_tail(texts: Iterable[str]) -> tuple[str, ...]:
    cells = list(texts)
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cells)


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
