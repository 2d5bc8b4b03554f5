"""A CSV file as text cells, with the row that a spreadsheet shows for each."""

import csv
import io
from pathlib import Path

import pandas as pd

from smartpick.build.faults import Fault
from smartpick.build.schema import Column, Table

ROW = "csv_row"


def read_table(table: Table, file: str) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Return the cells as text (empty cells are NA) with the column `csv_row`, and the faults found.

    None stands for a file whose columns cannot be told: unreadable, empty, or with another header.
    """
    text, fault = _read_text(table.file, file)
    if fault:
        return None, [fault]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return None, [Fault(file, None, None, f"The file is not valid CSV ({error}). Check its quotes.")]
    if not rows:
        return None, [Fault(file, None, None, "The file is empty. It needs a header and rows.")]
    header, *body = rows
    faults = _faults_of_header(table.columns, header, file)
    if faults:
        return None, faults
    numbered = [(row, cells) for row, cells in enumerate(body, start=2) if cells]
    ragged = [(row, cells) for row, cells in numbered if len(cells) != len(header)]
    faults = [
        Fault(file, row, None, f"The row has {len(cells)} cells, the header {len(header)}. Check its commas.")
        for row, cells in ragged
    ]
    whole = [(row, cells) for row, cells in numbered if len(cells) == len(header)]
    if not numbered:
        faults.append(Fault(file, None, None, "The file has a header but no rows."))
    frame = pd.DataFrame([cells for _, cells in whole], columns=header, dtype="str")
    frame = frame.apply(lambda cells: cells.str.strip()).replace("", pd.NA)
    frame[ROW] = [row for row, _ in whole]
    return frame[[*(column.name for column in table.columns), ROW]], faults


def _read_text(path: Path, file: str) -> tuple[str, Fault | None]:
    try:
        return path.read_bytes().decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        return "", Fault(file, row, None, "The row is not UTF-8 text. Save the file as CSV UTF-8.")
    except OSError as error:
        return "", Fault(file, None, None, f"The file cannot be read ({error.strerror or error}).")


def _faults_of_header(columns: tuple[Column, ...], header: list[str], file: str) -> list[Fault]:
    declared = [column.name for column in columns]
    faults = [Fault(file, 1, name, "The column is missing.") for name in declared if name not in header]
    faults += [
        Fault(file, 1, name or "(no name)", "The column is not declared in tables.toml.")
        for name in dict.fromkeys(header)
        if name not in declared
    ]
    faults += [
        Fault(file, 1, name, "The column stands twice in the header.")
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    return faults
