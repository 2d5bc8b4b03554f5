"""Reading a file that a person brings, whatever its name says it is."""

from __future__ import annotations

from smartpick.intake.csv_reading import csv_grid
from smartpick.intake.grid import Grid, table_of
from smartpick.intake.table import MOST_BYTES, RawTable, UnreadableFileError
from smartpick.intake.xlsx_reading import xlsx_grid

_ZIP = b"PK\x03\x04"
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file or a workbook with a password"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_SAVE_AS = "Open it in your spreadsheet program, save it as .xlsx or .csv without a password, and try again."


def read_table(name: str, content: bytes, sheet: str | None = None) -> RawTable:
    """Return the table in a CSV or XLSX file.

    The kind is told from the content, not from the name. Encoding, delimiter and header row are found;
    formulas are never run and macros are never looked at.

    Args:
        name: The file's name, kept as the origin of what it says.
        content: Its bytes, at most 5 MB.
        sheet: Which sheet of a workbook; the first one that is not empty by default.

    Raises:
        UnreadableFileError: if there is no table in it that can be read; the message is for the file's owner.
    """
    return table_of(name, read_grid(content, sheet))


def read_grid(content: bytes, sheet: str | None = None) -> Grid:
    """Return the cells of a CSV or XLSX file, whatever they are about.

    Raises:
        UnreadableFileError: as `read_table`, but the grid may be empty.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB. Keep only the columns you need "
            "and try again."
        )
    if not content.strip():
        raise UnreadableFileError("The file is empty.")
    for start, kind in _OTHER_KINDS:
        if content.startswith(start):
            raise UnreadableFileError(f"The file is {kind}. {_SAVE_AS}")
    return xlsx_grid(content, sheet) if content.startswith(_ZIP) else csv_grid(content)
