"""Cells that a spreadsheet program would take for a formula.

A cell that starts with =, +, -, @, a tab or a carriage return is written with an apostrophe before it,
which spreadsheet programs take as "this is text". The two functions are each other's inverse.
"""

from __future__ import annotations

import re

_TAKEN_FOR_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """Return the cell as it is safe to write into a CSV."""
    return f"'{cell}" if _TAKEN_FOR_FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Return what was meant by a cell, without the apostrophe that guards it."""
    return cell[1:] if _GUARDED.match(cell) else cell
