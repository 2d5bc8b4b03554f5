"""What a single cell says: a share, an answer about a visa, a season.

Unknown is a value of its own and never a fault. What can be read in two ways, or not at all, is a fault and
never a guess.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from smartpick.intake.columns import Unit
from smartpick.intake.names import WORDS, words_in

Visa = Literal["j1", "h1b"]

_ANSWERS = WORDS["answers"]
_UNKNOWN, _NO = frozenset(_ANSWERS["unknown"]), frozenset(_ANSWERS["no"])
_YES = words_in(_ANSWERS["yes"])
_OPEN = re.compile("|".join(_ANSWERS["open"]))
_SHARE = re.compile(
    rf"(?P<sign>{'|'.join(map(re.escape, _ANSWERS['below'] + _ANSWERS['above'] + _ANSWERS['about']))})?\s*"
    r"(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(?P<percent>%|percent|pct)?"
)
_PART_OF = re.compile(r"(\d{1,5})\s*(?:/|of|out of)\s*(\d{1,5})")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*%?\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)\s*(%|percent|pct)?")
_WIDEST_RANGE = 0.2
_DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d")
_WRITE_ONE = "write one number, such as 33%"
# Prose that names no visa: none is taken, or which is left open.
_REFUSES_ALL = re.compile(
    r"\b(no|not|cannot|unable|don't|doesn't|without|never)\b.*\b(visas?|sponsor\w*)\b|"
    r"\b(visas?|sponsor\w*)\b.*\bnot (available|offered|provided|accepted|sponsored|possible|supported)\b|"
    r"\b(citizens?|permanent residents?)\b.*\bonly\b|\bonly\b.*\b(citizens?|permanent residents?)\b"
)
# Nor does "No visa information" refuse any.
_SILENT = re.compile(
    r"\b(no|not|none)\b.*\b(information|info|mention(ed)?|listed|stated|specified|posted|disclosed)\b"
)
_TAKES_SOME = re.compile(r"\b(sponsors?|accepts?|offers?|takes?)\b")
_VISAS: dict[Visa, re.Pattern[str]] = {
    # The J-1 of residents is the one that ECFMG sponsors.
    "j1": re.compile(r"\bj\W?1\b|\becfmg\W+(sponsor|only)|^\W*j( visas?)?\W*$"),
    "h1b": re.compile(r"\bh\W?1\W?b?\b|^\W*h( visas?)?\W*$"),
}
_BOTH = frozenset(_ANSWERS["both"])
_ANOTHER_VISA = re.compile(r"\b(f\W?1|o\W?1|b\W?[12]|j\W?2|h\W?4|tn|opt|ead)\b")
# "Yes (ECFMG)", "No - since 2024": what follows the mark explains.
_EXPLAINED = re.compile(r"(\w+)(?:\s*[(,;:]|\s[-–—]\s).+")


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
    # 1,234 has a thousands comma; 12,5 and 0,034 a decimal one. "%60" is Turkish.
    tidy = re.sub(r"^%\s*(\d[\d.,]*)$", r"\1%", tidy)
    tidy = re.sub(r"(?<!\b0)(?<=\d),(?=\d{3}(?!\d))", "", tidy)
    return _SHARE.fullmatch(re.sub(r"(?<=\d),(?=\d)", ".", tidy))


def column_unit(cells: Iterable[str], header: Unit, chosen: Unit = "auto") -> tuple[Unit, bool]:
    """Return (percent or share, whether that is sure) for a column of shares as a whole.

    What its owner has `chosen` wins. Otherwise a percent sign or a number above 1 anywhere makes the column
    one of percentages. Without either, what the `header` says decides, and without that the numbers are taken
    as shares, and so are numbers up to 1 without a sign beside percentages; such a reading is not sure.
    """
    if chosen != "auto":
        return chosen, True
    if header == "share":
        return "share", True
    numbers = [parts for parts in map(_parts, cells) if parts]
    unsigned = [float(parts["number"]) for parts in numbers if not parts["percent"]]
    if len(unsigned) < len(numbers) and any(0 < number <= 1 for number in unsigned):
        # "0.33" beside "50%": one of them was typed another way, or it is a third of a hundredth.
        return "share", False
    if len(unsigned) < len(numbers) or any(number > 1 for number in unsigned):
        return "percent", True
    return ("percent" if header == "percent" else "share"), not any(float(p["number"]) > 0 for p in numbers)


def are_whole(cells: Iterable[str]) -> bool:
    """Return whether a column's numbers are whole ones without a percent sign, some of them above 1."""
    numbers = [parts for parts in map(_parts, cells) if parts]
    whole = all(parts["number"].isdecimal() and not parts["percent"] for parts in numbers)
    return whole and any(int(parts["number"]) > 1 for parts in numbers)


def share(text: str, unit: Unit) -> Share | None:
    """Return the share in a cell of a column in that unit; None if the cell says that it is unknown.

    Raises:
        FaultyCellError: if there is no share between 0 and 1 (0 and 100 %) in it.
    """
    if is_unknown(text):
        return None
    parts = _parts(text)
    if parts is None:
        return _share_in_words(text, unit)
    if parts["sign"] in _ANSWERS["above"]:
        raise FaultyCellError(f"only says that it is above some value: {_WRITE_ONE}")
    value = float(parts["number"]) / (100 if unit == "percent" or parts["percent"] else 1)
    if not 0 <= value <= 1:
        raise FaultyCellError("is not between 0 and 100 %" if unit == "percent" else "is not between 0 and 1")
    if parts["sign"] in _ANSWERS["below"]:
        return Share(value / 2, f"'{text.strip()}' was taken as half of that value")
    return Share(value)


def _share_in_words(text: str, unit: Unit) -> Share:
    """Return the share in "18 of 30", "60% (18/30)" or "1-10%", and how it was taken."""
    tidy, written = _tidy(text), f"'{text.strip()}'"
    if part := _PART_OF.fullmatch(tidy):
        some, all_ = int(part[1]), int(part[2])
        if not 0 < all_ >= some:
            raise FaultyCellError("is a part larger than the whole")
        return Share(some / all_, f"{written} was taken as {some / all_:.0%}")
    outside = re.sub(r"\s*\([^()]*\)$", "", tidy)
    if outside != tidy and _parts(outside):
        return share(outside, unit) or Share(0.0)
    if _DAY.match(tidy):
        raise FaultyCellError(f"is a day; spreadsheets make one of '1-10': {_WRITE_ONE}")
    if ends := _RANGE.fullmatch(tidy):
        low, high = (float(end) / (100 if unit == "percent" or ends[3] else 1) for end in (ends[1], ends[2]))
        if not 0 <= low < high <= 1 or high - low > _WIDEST_RANGE:
            raise FaultyCellError(f"is a wide range: {_WRITE_ONE}")
        return Share((low + high) / 2, f"{written} was taken as the middle of the range")
    raise FaultyCellError(f"is not a number: {_WRITE_ONE}")


def visa_answer(text: str, visa: Visa, column_names_it: bool) -> bool | None:
    """Return whether a program takes a visa, by what a cell says; None if that stays open.

    `column_names_it` says that the column is about this visa alone, so that "yes" means it.

    Raises:
        FaultyCellError: if the cell is neither a yes or no nor a list of visas.
    """
    if len(text) > _LONGEST_ANSWER:
        raise FaultyCellError(f"is a long text: {_WRITE_VISA}")
    # A mark after a word points to a footnote.
    tidy = _tidy(text).rstrip(".!*†‡") if len(text.strip()) > 1 else _tidy(text)
    # A list as programs write it: "['J-1', 'H-1B']".
    tidy = re.sub(r"[\[\]{}'\"]", " ", tidy).strip() or tidy
    if tidy in _NO:
        return False
    if is_unknown(text) or _SILENT.search(tidy):
        return None
    if tidy in _BOTH:
        return True
    if tidy in _YES:
        # "Yes" in a column about visas as such does not say which.
        return True if column_names_it else None
    # "H-1B case by case; J-1" leaves one of them open, "J-1 and H-1B: contact us" both.
    sentences = re.split(r"[,;]|\.\s|\bbut\b", tidy)
    left_open = {visa for part in sentences if _OPEN.search(part) for visa in _visas_in(part)[0] or _VISAS}
    if visa in left_open:
        return None
    clauses = [
        _visas_in(clause)
        for part in sentences
        if not _OPEN.search(part)
        for clause in re.split(r"[/&+]|\band\b", part)
    ]
    clauses = [(visas, refused) for visas, refused in clauses if visas]
    if not clauses:
        return _answer_in_prose(tidy, column_names_it)
    first_refused = clauses[0][1]
    if first_refused and not all(refused for _, refused in clauses):
        raise FaultyCellError(f"can be read in two ways: {_WRITE_VISA}")  # "No J-1, H-1B"
    answers = {not refused for visas, refused in clauses if visa in visas}
    if len(answers) == 2:
        raise FaultyCellError(f"says yes and no: {_WRITE_VISA}")
    if answers:
        return answers.pop()
    return False if re.search(r"\b(only|solely)\b", tidy) and not first_refused else None


_LONGEST_ANSWER = 2_000
_WRITE_VISA = "write yes or no, or the visas, such as 'J-1, H-1B'"


def _answer_in_prose(tidy: str, column_names_it: bool) -> bool | None:
    """Return what an answer says that names neither J-1 nor H-1B; None where that stays open."""
    explained = _EXPLAINED.fullmatch(tidy)
    if _REFUSES_ALL.search(tidy) or (explained and explained[1] in _NO):
        return False
    if _TAKES_SOME.search(tidy) or (explained and explained[1] in _YES):
        return True if column_names_it else None
    if _ANOTHER_VISA.search(tidy) and not column_names_it:
        return None
    raise FaultyCellError(f"says neither yes nor no nor a visa: {_WRITE_VISA}")


def _visas_in(clause: str) -> tuple[set[Visa], bool]:
    """Return the visas that part of an answer names, and whether it refuses them."""
    visas = {visa for visa, pattern in _VISAS.items() if pattern.search(clause)}
    return visas, bool(
        re.search(r"\b(no|not|non|without|except|isn't|doesn't|don't|cannot|unable|nor)\b", clause)
    )


def count(text: str) -> int | None:
    """Return a number of people or positions; None if the cell says that it is unknown.

    Raises:
        FaultyCellError: if it is not a whole number.
    """
    if is_unknown(text):
        return None
    tidy = re.sub(r"(?<=\d),(?=\d{3}\b)", "", _tidy(text)).removesuffix(".0")
    if not tidy.isdecimal() or len(tidy) > 6:
        raise FaultyCellError("is not a number of people")
    return int(tidy)


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
