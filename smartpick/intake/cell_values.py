"""What a single cell says: a share, an answer about a visa, a season.

Unknown is a value of its own and never a fault; what can be read in two ways or not at all is a fault and
never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from smartpick.intake.columns import Unit
from smartpick.intake.names import words_in

Visa = Literal["j1", "h1b"]

_UNKNOWN = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        "!",
        "*",
        "**",
        "?",
        ".",
        "#n/a",
        "n/a",
        "na",
        "n.a.",
        "nan",
        "nr",
        "n/r",
        "not reported",
        "not available",
        "not applicable",
        "unknown",
        "suppressed",
        "null",
        "no data",
        "data not available",
        "insufficient data",
        "missing",
        "tbd",
    }
)
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?"
_SHARE = re.compile(
    rf"(?P<sign><=|>=|[<>≤≥~≈]|less than|fewer than|under|about)?\s*"
    rf"(?P<number>{_NUMBER})\s*(?P<percent>%|percent|pct)?"
)
_BELOW = frozenset({"<", "≤", "<=", "less than", "fewer than", "under"})
_ABOVE = frozenset({">", "≥", ">="})


class FaultyCellError(ValueError):
    """A cell that cannot be read; the message says why, without the cell's text."""


@dataclass(frozen=True)
class Share:
    """A share, 0 to 1, and what was done to read it (None for nothing)."""

    value: float
    note: str | None = None


def is_unknown(text: str) -> bool:
    """Return whether a cell says that nothing is known."""
    return _tidy(text) in _UNKNOWN


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _parts(text: str) -> re.Match[str] | None:
    tidy = _tidy(text)
    # 1,234 has a thousands comma; 12,5 a decimal one.
    tidy = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", tidy)
    tidy = re.sub(r"(?<=\d),(?=\d)", ".", tidy)
    return _SHARE.fullmatch(tidy)


def column_unit(cells: Iterable[str], header: Unit, chosen: Unit = "auto") -> tuple[Unit, bool]:
    """Return (percent or share, whether that is sure) for a column of shares as a whole.

    A percent sign or a number above 1 anywhere makes the column one of percentages. Without either the
    column's name decides, and without that the numbers are taken as shares; such a reading is not sure.

    Args:
        cells: All cells of the column.
        header: What the column's name says.
        chosen: What its owner says; wins over all else.
    """
    if chosen != "auto":
        return chosen, True
    found = [parts for parts in map(_parts, cells) if parts]
    if header == "share":
        return "share", True
    if any(parts["percent"] or float(parts["number"]) > 1 for parts in found):
        return "percent", True
    return ("percent" if header == "percent" else "share"), not any(float(p["number"]) > 0 for p in found)


def share(text: str, unit: Unit) -> Share | None:
    """Return the share in a cell; None if the cell says that it is unknown.

    Args:
        text: The cell.
        unit: "percent" or "share", as `column_unit` found for the column.

    Raises:
        FaultyCellError: if there is no share between 0 and 1 (0 and 100 %) in it.
    """
    if is_unknown(text):
        return None
    parts = _parts(text)
    if parts is None:
        raise FaultyCellError("is not a number")
    if parts["sign"] in _ABOVE:
        raise FaultyCellError("only says above what it is")
    value = float(parts["number"]) / (100 if unit == "percent" or parts["percent"] else 1)
    if not 0 <= value <= 1:
        raise FaultyCellError("is not between 0 and 100 %" if unit == "percent" else "is not between 0 and 1")
    if parts["sign"] in _BELOW:
        return Share(value / 2, f"'{text.strip()}' was taken as half of it")
    return Share(value)


_YES = words_in("yes y true t 1 x ✓ ✔ accepted accepts accept sponsored sponsors sponsor available")
_NO = frozenset(
    {"no", "n", "false", "f", "0", "none", "not accepted", "not sponsored", "never", "no visas", "no visa"}
)
_NO |= {"no visa sponsorship", "does not sponsor", "no sponsorship", "not offered", "neither"}
_OPEN = re.compile(
    r"contact|case.by.case|varies|depends|maybe|may be|possibly|inquire|ask|limited|sometimes|exception"
)
_VISAS: dict[Visa, re.Pattern[str]] = {
    "j1": re.compile(r"\bj\W?1\b"),
    "h1b": re.compile(r"\bh\W?1\W?b?\b"),
}


def visa_answer(text: str, visa: Visa, column_names_it: bool) -> bool | None:
    """Return whether a program takes a visa by what a cell says; None if that stays open.

    Args:
        text: The cell: a yes or no, or the visas that the program takes.
        visa: The visa asked about.
        column_names_it: Whether the column is about this visa alone, so that "yes" means it.

    Raises:
        FaultyCellError: if the cell says something else.
    """
    tidy = _tidy(text).rstrip(".!") if len(text.strip()) > 1 else _tidy(text)
    if tidy in _NO:
        return False
    if is_unknown(text) or _OPEN.search(tidy):
        return None
    if tidy in _YES:
        # "Yes" in a column about visas as such does not say which.
        return True if column_names_it else None
    clauses = [_named_in(clause) for clause in re.split(r"[,;/&+]|\band\b|\bbut\b", tidy)]
    clauses = [(visas, refused) for visas, refused in clauses if visas]
    if not clauses:
        raise FaultyCellError("says neither yes nor no nor a visa")
    if clauses[0][1] and not all(refused for _, refused in clauses):
        raise FaultyCellError("can be read in two ways")  # "No J-1, H-1B"
    said = {not refused for visas, refused in clauses if visa in visas}
    if len(said) == 2:
        raise FaultyCellError("says yes and no")
    if said:
        return said.pop()
    only = re.search(r"\b(only|solely)\b", tidy) and not clauses[0][1]
    return False if only else None


def _named_in(clause: str) -> tuple[set[Visa], bool]:
    """Return the visas that part of an answer names and whether it speaks against them."""
    visas = {visa for visa, pattern in _VISAS.items() if pattern.search(clause)}
    return visas, bool(re.search(r"\b(no|not|non|without|except|isn't|doesn't)\b", clause))


def season_label(text: str) -> str | None:
    """Return one label for a season however it is written ("2023-24", "2023/2024"); None if unknown."""
    if is_unknown(text):
        return None
    years = re.findall(r"(?:19|20)\d\d", text)
    if not years:
        return _tidy(text)
    return years[0] if len(years) == 1 and not re.search(r"\d{4}\s*[-/–]\s*\d\d\b", text) else f"{years[0]}-"


def seasons_count(text: str) -> int:
    """Return a number of seasons, 1 where the cell is unknown.

    Raises:
        FaultyCellError: if it is not a whole number from 1 to 50.
    """
    if is_unknown(text):
        return 1
    tidy = _tidy(text).removesuffix(".0")
    if not tidy.isdecimal() or not 1 <= int(tidy) <= 50:
        raise FaultyCellError("is not a number of seasons")
    return int(tidy)
