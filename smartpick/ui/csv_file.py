"""A table as a CSV file that a spreadsheet program opens as it is meant."""

from __future__ import annotations

import pandas as pd

from smartpick.intake.safe_cells import guarded

# Spreadsheet programs read a CSV as UTF-8 only when it begins with this mark.
_ENCODING = "utf-8-sig"


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return the table as CSV without its index.

    Text that a spreadsheet program would take for a formula is guarded, in the column names too; numbers
    stay as they are, also negative ones. Unknown is an empty cell.
    """
    safe = table.rename(columns=lambda name: guarded(str(name)))
    for position in range(table.shape[1]):
        column = table.iloc[:, position]
        if not pd.api.types.is_numeric_dtype(column):
            safe.isetitem(position, [_safe(cell) for cell in column])
    return safe.to_csv(index=False, lineterminator="\r\n").encode(_ENCODING)


def _safe(cell: object) -> object:
    return guarded(cell) if isinstance(cell, str) else cell
