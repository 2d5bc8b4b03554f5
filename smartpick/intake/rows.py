"""What a row says: its specialty and state, and what it holds on its program."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Self, TypeVar

from rapidfuzz import fuzz, process

from smartpick.intake.cell_values import (
    FaultyCellError,
    Share,
    Visa,
    are_whole,
    column_unit,
    count,
    is_unknown,
    season_label,
    seasons_count,
    share,
    visa_answer,
)
from smartpick.intake.columns import ANY_RATE, FIELD, RATE_FIELDS, ColumnMapping, Unit, header_unit
from smartpick.intake.names import WORDS, name_words
from smartpick.intake.table import RawRow, RawTable, shortened
from smartpick.profile import (
    SPECIALTY_NAMES,
    SPECIALTY_SPELLINGS,
    ApplicantType,
    recognised_specialty,
    specialty_spelling,
)

_TRACK = re.compile(
    r"[\s(\[,:\-–]*\b(categorical|preliminary|prelim|advanced|primary( care)?|integrated|pgy.?1 only)\b"
    r"( tracks?| positions?)?[)\]\s]*$",
    re.IGNORECASE,
)


def _key(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", specialty_spelling(text)))


_BY_KEY = {_key(spelling): name for spelling, name in SPECIALTY_SPELLINGS.items()}


def specialty_of(text: str) -> str | None:
    """Return our name of a specialty; None if the text is none of ours.

    A track after the name ("Internal Medicine (Categorical)") and usual spellings do not matter.
    """
    without_track = _TRACK.sub("", text)
    for spelling in (text, without_track):
        name = recognised_specialty(spelling) or _BY_KEY.get(_key(spelling))
        if name:
            return name
    close = process.extractOne(_key(without_track), list(_BY_KEY), scorer=fuzz.ratio, score_cutoff=92)
    return _BY_KEY[close[0]] if close else None


_NOT_THE_SPECIALTY = re.compile(
    r"\b(residency|residencies|explorer|freida|aamc|eras|programs?|list|sheet|data|export|specialty|speciality|my|"
    r"categorical|tracks?|final|copy|sheet\d*|(19|20)\d\d)\b"
)


def specialty_of_table(table: RawTable) -> tuple[str, str] | None:
    """Return (specialty, where it says so) of a table that names one above it, or on its sheet or file.

    None where none or more than one is named. Short forms in a file's name must stand in capitals: "IM".
    """
    for aside in table.asides:
        if aside.kind != "column names" and len(aside.text) < _LONGEST_TITLE:
            found = _named_in(re.sub(r"^special(i)?ty( name)?\b\W*", "", aside.text, flags=re.IGNORECASE))
            if found:
                return found, f"line {aside.number} of the file"
    if table.sheet and (found := _named_in(table.sheet)):
        return found, "the sheet's name"
    stem = re.sub(r"\.\w{2,4}$", "", table.name)
    words = " ".join(word for word in re.split(r"[\s_]+", stem) if len(word) > 4 or word.isupper())
    found = _named_in(words)
    return (found, "the file's name") if found else None


_LONGEST_TITLE = 100


def _named_in(text: str) -> str | None:
    """Return the one specialty that a title names, among words that lists are called by."""
    tidy = " ".join(re.sub(r"[_\-–—:()|]+", " ", text.lower()).split())
    for spelling in (text, _NOT_THE_SPECIALTY.sub(" ", tidy)):
        if found := specialty_of(" ".join(spelling.split())):
            return found
    found_in = {name for name in _LONG_NAMES if re.search(rf"\b{re.escape(name)}\b", _key(text))}
    whole = {name for name in found_in if not any(name != other and name in other for other in found_in)}
    if len(whole) == 1:
        return _BY_KEY[whole.pop()]
    short = {
        found
        for word in tidy.split()
        if len(word) < 6 and (found := recognised_specialty(word) or _BY_KEY.get(word))
    }
    return short.pop() if len(short) == 1 and not whole else None


# In a title "medicine" alone says nothing yet.
_LONG_NAMES = [name for name in _BY_KEY if len(name) >= 7 and (" " in name or _BY_KEY[name] == name.title())]
_GENERIC = {word for name in SPECIALTY_NAMES for word in name_words(name)} | {
    "training",
    "physician",
    "resident",
}


def is_generic(name: str) -> bool:
    """Return whether a name says no more than "Internal Medicine Residency Program"."""
    return set(name_words(name)) <= _GENERIC


_PROGRAM_WORDS = r"(residency|residencies|training|programs?|tracks?|categorical)"


def without_specialty(name: str) -> tuple[str, str | None]:
    """Return (name, specialty) of a program's name that ends with one, as "Kern Medical - IM Residency".

    A short form must stand apart, after a dash, a comma or in brackets, or in capitals.
    """
    if len(name) > _LONGEST_NAME:
        return name, None
    tidy = re.sub(rf"(\s*\b{_PROGRAM_WORDS}\b)+[)\s]*$", "", name, flags=re.IGNORECASE).strip()
    apart = re.fullmatch(r"(.+?)(?:\s+[-–—|/]\s+|\s*[,(:]\s*)([^,(:]+?)\)?", tidy)
    if apart and (found := specialty_of(apart[2])):
        return apart[1], found
    words = tidy.split() or [""]
    short = words[-1] if re.fullmatch("[A-Z]{2,5}", words[-1]) and not tidy.isupper() else ""
    if found := recognised_specialty(short):
        return " ".join(words[:-1]), found
    for first in range(max(1, len(words) - 5), len(words)):
        ending = " ".join(words[first:])
        if len(ending) > 8 and (found := recognised_specialty(ending)):
            return re.sub(r"[\s,\-–—]+(in|of)?$", "", " ".join(words[:first])), found
    return name, None


def specialty_in_title(name: str) -> str | None:
    """Return the specialty of a name that says little else, as "Internal Medicine Residency Program"."""
    return specialty_of(re.sub(rf"\b{_PROGRAM_WORDS}\b", " ", name, flags=re.IGNORECASE).strip())


def holds_preliminary(table: RawTable) -> bool:
    """Return whether a table says above itself, or on its sheet, that it is about preliminary positions."""
    titles = (each.text for each in table.asides if each.kind == "title" and len(each.text) < _LONGEST_TITLE)
    return any(map(is_preliminary, (*titles, table.sheet or "")))


def is_preliminary(text: str) -> bool:
    """Return whether a text is about preliminary positions alone, whose rates are not the program's."""
    said = re.search(r"\bprelim(s|inary)?\b|\bpgy\W?1 only\b", text, re.IGNORECASE)
    return bool(said) and "categorical" not in text.lower()


class States:
    """Postal codes by code and by name."""

    def __init__(self, codes_and_names: Iterable[tuple[str, str]]) -> None:
        self._by_spelling: dict[str, str] = dict(WORDS["state_spellings"])
        self._words: dict[str, tuple[str, ...]] = {}
        for code, name in codes_and_names:
            self._by_spelling[code.lower()] = code
            self._by_spelling[_letters(name)] = code
            self._words.setdefault(code, (code.lower(), *name_words(name)))

    def code(self, text: str) -> str | None:
        """Return the postal code of a state written as code or name; None if it is none we know."""
        return self._by_spelling.get(_letters(text))

    def split_place(self, text: str) -> tuple[str, str | None]:
        """Return (city, postal code) of a place such as "Fresno, CA"; the code is None if none ends it.

        A street before the city, a ZIP code and the country do not matter.
        """
        before, comma, last = _without_country(text).rpartition(",")
        code = self.code(last) if comma else None
        return (before.rpartition(",")[2].strip(), code) if code else (text.strip(), None)

    def split_name(self, text: str) -> tuple[str, str, str | None]:
        """Return (name, city, postal code) of a name with its place, as "A Hospital, Fresno, CA".

        The code may also come first ("CA - A Hospital"), or last with nothing between ("A Hospital Fresno
        CA"). It is None, and the name the whole text, where there is none.
        """
        parts = [
            part for each in _BETWEEN_NAME_AND_PLACE.split(_without_country(text)) if (part := each.strip())
        ]
        code = self.code(parts[-1]) if len(parts) > 1 else None
        if code is not None:
            city = parts[-2] if len(parts) > 2 else ""
            return ", ".join(parts[: -2 if city else -1]), city, code
        if len(parts) > 1 and parts[0].isupper() and len(parts[0]) == 2 and (code := self.code(parts[0])):
            return ", ".join(parts[1:]), "", code
        name, _, last = text.strip().rpartition(" ")
        # "MD" after a name is more often a degree, "LA" Los Angeles.
        if (
            re.fullmatch("[A-Z]{2}", last)
            and last not in ("MD", "LA")
            and not name.isupper()
            and (code := self.code(last))
        ):
            return name.rstrip(" ,"), "", code
        return text, "", None

    def words(self, code: str) -> tuple[str, ...]:
        """Return the words of a state's code and name."""
        return self._words.get(code, ())


_BETWEEN_NAME_AND_PLACE = re.compile(r"[,;|()]|\s[-–—/]\s")
_COUNTRY = re.compile(r"\b(u\.?s\.?a\.?|united states( of america)?)$", re.IGNORECASE)
# A longer text is no name and no place.
_LONGEST_NAME = 300


def _without_country(text: str) -> str:
    tidy = _COUNTRY.sub("", " ".join(text[:_LONGEST_NAME].split())).rstrip(" ,;.")
    before, _, last = tidy.rpartition(" ")
    return before.rstrip(" ,;") if re.fullmatch(r"\d{5}(-\d{4})?", last) else tidy


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


@dataclass(frozen=True)
class Section:
    """What a table says of many rows at once: above itself, on its sheet, or in a heading among its rows.

    `heading` is the row that is one, None below it; `preliminary` is whether the last one is about such
    positions.
    """

    specialty: str | None
    state: str | None
    heading: RawRow | None = None
    preliminary: bool = False

    @classmethod
    def of(cls, table: RawTable, specialty: str | None, states: States) -> Self:
        """Return what counts for the first row, its specialty given."""
        return cls(specialty, _state_of_sheet(table, states))

    def under(self, row: RawRow, states: States) -> Self:
        """Return what counts for this row and those below it."""
        filled = [cell.strip() for cell in row.cells if cell.strip()]
        if len(filled) != 1 or len(row.cells) < 2 or row.fault:
            return replace(self, heading=None)
        if (state := states.code(filled[0])) is not None:
            return replace(self, state=state, heading=row)
        if (specialty := specialty_of(filled[0])) is not None:
            preliminary = is_preliminary(filled[0])
            return replace(self, specialty=specialty, heading=row, preliminary=preliminary)
        return replace(self, heading=None)


def _state_of_sheet(table: RawTable, states: States) -> str | None:
    """Return the state that a sheet is called by, as in a workbook with a sheet for each state."""
    titles = [title.strip() for title in table.sheets or (table.sheet or "",)]
    if not table.sheet or states.code(table.sheet) is None:
        return None
    # A sheet "MD" alone is about graduates of US MD schools.
    alone = sum(states.code(title) is not None for title in titles) < 2
    return None if alone and table.sheet.strip() == "MD" else states.code(table.sheet)


Value = TypeVar("Value")
SHARE_FIELDS = (*RATE_FIELDS, ANY_RATE, "non_us_img_share", "us_img_share", "img_share")
# Published shares are rounded to a hundredth, so a part may seem to exceed the whole by that.
_ROUNDING = 0.011


@dataclass(frozen=True)
class ColumnReading:
    """How the numbers of a share column were read, and whether the column left no doubt of it."""

    unit: Unit
    sure: bool


# How a row about a program compares with an earlier one.
SAME_VALUES, OTHER_VALUES = "the same values.", "other values; the values of that row are used."


@dataclass(frozen=True, kw_only=True)
class RowValues:
    """The values of one row; None where the row does not say.

    Attributes:
        interview_rates: Share (0-1) invited, by applicant type.
        any_rate: Share invited of a column that names no type, so of applicants like its owner.
        non_us_img_share: Share (0-1) of residents who are non-US IMGs.
        img_share: Share (0-1) of residents who are IMGs.
        takes_j1: Whether the program takes J-1.
        takes_h1b: Whether it sponsors H-1B.
        visa_this_season: Whether the visa answers are the program's own for this season.
        season: A label of the season.
        seasons: How many seasons the rate is the mean of.
        origin: Where it is from, if the row says.
        notes: What was done to read a cell.
        faults: Cells that could not be read, with their text.
    """

    interview_rates: dict[ApplicantType, float] = field(default_factory=dict)
    any_rate: float | None = None
    non_us_img_share: float | None = None
    img_share: float | None = None
    takes_j1: bool | None = None
    takes_h1b: bool | None = None
    visa_this_season: bool = False
    season: str | None = None
    seasons: int = 1
    origin: str | None = None
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def rate_of(self, applicant_type: ApplicantType) -> float | None:
        """Return the interview rate of a type; a rate that names no type is its owner's own."""
        return self.interview_rates.get(applicant_type, self.any_rate)

    def _facts(self) -> dict[str, object]:
        """Return what the row says of the program, by field or by applicant type."""
        names = ("any_rate", "non_us_img_share", "img_share", "takes_j1", "takes_h1b")
        said: dict[str, object] = {name: getattr(self, name) for name in names} | dict(self.interview_rates)
        if self.any_rate is not None or self.interview_rates:
            said["seasons"] = self.seasons
        if self.takes_j1 is not None or self.takes_h1b is not None:
            said["visa_this_season"] = self.visa_this_season
        return {name: value for name, value in said.items() if value is not None}

    def completed_by(self, other: Self) -> tuple[Self, str]:
        """Return the values with what they leave open taken from another row, and how the two compare."""
        mine, its = self._facts(), other._facts()
        if any(its[name] != value for name, value in mine.items() if name in its):
            return self, OTHER_VALUES
        added = {name: value for name, value in its.items() if name not in mine}
        if not added:
            return self, SAME_VALUES if mine == its else "nothing more about it."
        rates = {**other.interview_rates, **self.interview_rates}
        facts = {name: value for name, value in added.items() if name not in rates}
        both = replace(self, **facts, interview_rates=rates)  # type: ignore[arg-type]
        return both, "more about it, which was added to that row."

    def says_something(self, applicant_type: ApplicantType) -> bool:
        """Return whether anything about the program is known for an applicant of the type."""
        facts = (self.non_us_img_share, self.img_share, self.takes_j1, self.takes_h1b)
        return any(value is not None for value in (self.rate_of(applicant_type), *facts))


def column_readings(table: RawTable, mapping: ColumnMapping) -> dict[str, ColumnReading]:
    """Return how the numbers of each share column are to be read."""
    readings = {}
    for name in SHARE_FIELDS:
        index = mapping.columns.get(name)
        if index is not None:
            cells = [cell for cell in table.column(index) if not is_unknown(cell)]
            said = header_unit(table.headers[index])
            unit, sure = column_unit(cells, said, mapping.unit(name))
            # "12" under "IMG residents" may be twelve people.
            if name.endswith("_share") and said == mapping.unit(name) == "auto" and are_whole(cells):
                sure = False
            readings[name] = ColumnReading(unit, sure)
    return readings


def row_values(
    row: RawRow, table: RawTable, mapping: ColumnMapping, readings: dict[str, ColumnReading]
) -> RowValues:
    """Return what a row says; cells that cannot be read are among the faults, the others still count."""
    notes: list[str] = []
    faults: list[str] = []

    def read(name: str, reader: Callable[[str], Value | None]) -> Value | None:
        index = mapping.columns.get(name)
        if index is None:
            return None
        text = row.cells[index]
        try:
            return reader(text)
        except FaultyCellError as fault:
            faults.append(f"{table.headers[index]}: '{shortened(text, 60)}' {fault}.")
            return None

    def read_share(name: str, unit: Unit) -> float | None:
        read_as: Share | None = read(name, lambda text: share(text, unit))
        if read_as and read_as.note:
            notes.append(f"{FIELD[name].label}: {read_as.note}")
        return read_as.value if read_as else None

    def read_visa(visa: Visa) -> bool | None:
        own = read(f"takes_{visa}", lambda text: visa_answer(text, visa, column_names_it=True))
        of_both = read("visas", lambda text: visa_answer(text, visa, column_names_it=False))
        return of_both if own is None else own

    def say_open_visas() -> None:
        index = mapping.columns.get("visas")
        text = "" if index is None else row.cells[index].strip()
        if takes_j1 is None and takes_h1b is None and not is_unknown(text) and not faults:
            notes.append(f"Visas: '{shortened(text, 60)}' leaves open whether J-1 or H-1B is taken")

    shares = {name: read_share(name, reading.unit) for name, reading in readings.items()}
    rates = {kind: rate for name, kind in RATE_FIELDS.items() if (rate := shares.get(name)) is not None}
    takes_j1, takes_h1b = read_visa("j1"), read_visa("h1b")
    say_open_visas()
    positions = read("positions", count)
    for name in ("non_us_img_count", "img_count"):
        people = read(name, count)
        if people is not None and positions:
            if people > positions:
                faults.append("More IMGs than positions.")
            else:
                shares.setdefault(name.replace("count", "share"), people / positions)
    non_us, us, img = (shares.get(name) for name in ("non_us_img_share", "us_img_share", "img_share"))
    if us is not None and non_us is not None and img is None:
        img = non_us + us
        if img > 1 + _ROUNDING:
            faults.append("US IMGs and non-US IMGs together are more than all residents.")
        img = min(img, 1.0)
    elif us is not None and img is not None and non_us is None and us <= img + _ROUNDING:
        non_us = max(img - us, 0.0)
    if non_us is not None and img is not None and non_us > img + _ROUNDING:
        faults.append("More non-US IMGs than IMGs of both kinds among the residents.")
    return RowValues(
        interview_rates=rates,
        any_rate=shares.get(ANY_RATE),
        non_us_img_share=non_us,
        img_share=img,
        takes_j1=takes_j1,
        takes_h1b=takes_h1b,
        season=read("season", season_label),
        visa_this_season=bool(
            read("visa_this_season", lambda text: visa_answer(text, "j1", column_names_it=True))
        ),
        seasons=read("seasons", seasons_count) or 1,
        origin=read("origin", lambda text: text or None),
        notes=tuple(notes),
        faults=tuple(dict.fromkeys(faults)),
    )
