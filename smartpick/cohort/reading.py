"""Reading a roster: which field of the profile each column holds, and the profile of each row."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from smartpick.intake import UnreadableFileError, read_grid
from smartpick.intake.table import Cells
from smartpick.profile import ApplicantProfile

# Which field of the profile a column of a roster holds, told by its name.
#
# Case, spaces, underscores and hyphens do not matter. A name that is near a field's but not surely it is
# asked about, never guessed: a column that is passed over would leave a starting value in the place of an
# answer.

GRADUATION_YEAR = "graduation_year"

# What people call the fields, beside their own names and the titles they have on the page.
_USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "applicant_type": ("type of applicant", "IMG type", "applicant category"),
    "specialties": ("specialty", "speciality", "specialities", "preferred specialty", "specialty choice"),
    "step1": ("USMLE step 1", "step 1 result", "step 1 status", "step I"),
    "step1_score": ("USMLE step 1 score", "S1 score", "step I score"),
    "step1_failures": ("step 1 fails", "step 1 failed attempts", "failed attempts step 1", "step 1 failure"),
    "step2_ck_score": (
        "step 2 CK",
        "step 2",
        "step 2 score",
        "CK",
        "CK score",
        "2CK",
        "2CK score",
        "S2CK",
        "step II CK",
        "USMLE step 2",
        "USMLE step 2 CK",
        "USMLE step 2 CK score",
        "USMLE step 2 score",
    ),
    "step2_ck_failures": (
        "step 2 failures",
        "step 2 fails",
        "step 2 CK fails",
        "CK failures",
        "CK fails",
        "step 2 CK failed attempts",
        "failed attempts step 2 CK",
        "step 2 CK failure",
    ),
    "step2_ck_date": ("step 2 date", "CK date", "date of step 2 CK", "step 2 CK exam date"),
    "step3": ("USMLE step 3", "step 3 result", "step 3 status", "step III"),
    "step3_score": ("USMLE step 3 score", "S3 score"),
    "ecfmg_certified": ("ECFMG", "ECFMG certification", "ECFMG certificate"),
    "visa_need": ("visa", "visa needed", "visa required", "visa requirement", "visa type needed"),
    "years_since_graduation": (
        "YSG",
        "years since grad",
        "yrs since graduation",
        "yrs since grad",
        "years from graduation",
        "years after graduation",
        "years post graduation",
    ),
    "usce_hands_on_weeks": (
        "hands-on weeks",
        "hands-on USCE weeks",
        "weeks of hands-on USCE",
        "USCE hands-on",
        "hands-on USCE",
    ),
    "usce_observer_weeks": (
        "observer weeks",
        "observership weeks",
        "weeks of observership",
        "weeks of observerships",
        "USCE observer",
    ),
    "us_letters": (
        "US LORs",
        "US LOR",
        "number of US letters",
        "number of US LORs",
        "USLOR",
        "US letters of rec",
    ),
    "pacific_letters": ("Pacific LORs", "Pacific LOR", "Pacific coast letters", "Pacific coast LORs"),
    "publications": ("pubs", "number of publications", "publication count", "papers", "publication"),
    "presentations": ("posters", "abstracts", "posters and presentations", "number of presentations"),
    "us_research_months": ("months of US research", "research months in the US"),
    "english": ("English level", "English proficiency", "English fluency", "spoken English"),
    "languages": ("language", "languages spoken"),
    "pacific_ties": ("ties to the Pacific", "Pacific coast ties", "West Coast ties"),
    "unexplained_gap": ("gap", "gaps", "gap unexplained"),
    "max_applications": ("most applications", "maximum applications", "maximum number of applications"),
    "budget_usd": ("budget in USD", "budget $", "budget in dollars"),
    "pacific_min": ("Pacific minimum",),
    "pacific_max": ("Pacific maximum",),
    GRADUATION_YEAR: (
        "YOG",
        "graduation year",
        "year of graduation",
        "grad year",
        "year graduated",
        "medical school graduation year",
        "MD graduation year",
    ),
}
# Near a field and still open: the name does not say which of several, of whom, or in what unit.
_UNSAID: dict[str, tuple[str, ...]] = {
    "usce_hands_on_weeks or usce_observer_weeks, in weeks": (
        "USCE",
        "US clinical experience",
        "USCE weeks",
        "USCE months",
        "observership",
        "observerships",
    ),
    "us_letters": ("LORs", "LOR", "letters", "letters of recommendation", "number of letters"),
    "us_research_months": ("research", "research months", "research experience", "research years"),
    "step1_failures and step2_ck_failures, which count failed attempts": (
        "attempts",
        "exam attempts",
        "failures",
        "failed attempts",
        "fails",
    ),
    "step1_failures, which counts failed attempts": ("step 1 attempts", "step 1 attempt"),
    "step2_ck_failures, which counts failed attempts": (
        "step 2 attempts",
        "step 2 CK attempts",
        "CK attempts",
    ),
    "step1 and step1_score": ("S1",),
    "max_applications": ("applications sent", "number of programs"),
}
# Words said of little but what the profile asks, the most telling first, and what they may be meant for.
_TELLING: dict[str, str] = {
    "ck": "step2_ck_score",
    "2ck": "step2_ck_score",
    "visa": "visa_need",
    "visas": "visa_need",
    "ecfmg": "ecfmg_certified",
    "usce": "usce_hands_on_weeks or usce_observer_weeks, in weeks",
    "observership": "usce_observer_weeks",
    "observerships": "usce_observer_weeks",
    "graduation": "years_since_graduation",
    "graduated": "years_since_graduation",
    "grad": "years_since_graduation",
    "yog": "years_since_graduation",
    "lor": "us_letters",
    "lors": "us_letters",
    "publications": "publications",
    "english": "english",
    "step": "step1, step1_score, step2_ck_score or step3",
    "usmle": "step1, step1_score, step2_ck_score or step3",
}
# Names near a field's that are something else: a former exam, and a column of our own results.
_SOMETHING_ELSE = frozenset({"step2cs", "usmlestep2cs", "step2csresult", "applications"})
_NEAR = 0.86


@dataclass(frozen=True)
class Recognised:
    """What a name says: the field it surely is, or in `doubt` what it may be; neither for others."""

    field: str | None = None
    doubt: str | None = None


def bare(name: str) -> str:
    """Return a name without case, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9$]+", "", plain)


def recognise(name: str) -> Recognised:
    """Return what a column's name says. Names that begin with "note" are always a roster's own."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    key = bare(name)
    if not key or words[:1] in (["note"], ["notes"]) or key in _SOMETHING_ELSE:
        return Recognised()
    for spelling in (key, bare(re.sub(r"\([^)]*\)", "", name))):
        if spelling in _SURE:
            return Recognised(field=_SURE[spelling])
        if spelling in _OPEN:
            return Recognised(doubt=_OPEN[spelling])
    near = get_close_matches(key, _SURE, n=1, cutoff=_NEAR) if len(key) > 4 else []
    if near:
        return Recognised(doubt=_SURE[near[0]])
    told = next((meant for word, meant in _TELLING.items() if word in words), None)
    return Recognised(doubt=told)


_FIELDS = ApplicantProfile.model_fields
_SURE = {
    bare(spelling): name
    for name in [*_FIELDS, GRADUATION_YEAR]
    for spelling in (
        name,
        *([_FIELDS[name].title or name] if name in _FIELDS else []),
        *_USUAL_NAMES.get(name, ()),
    )
}
_OPEN = {bare(spelling): field for field, spellings in _UNSAID.items() for spelling in spellings}


# Reading a roster: the reader of evidence files gives the cells, the names of columns say what they hold.

_HEADER_WITHIN = 25


class RosterFault(Exception):  # noqa: N818 - a finding about the file, not a failure of ours
    """The roster cannot be used at all; the message says what to do."""


@dataclass(frozen=True)
class Roster:
    """A roster as text.

    Attributes:
        columns: The names of its columns as they stand there; a column without a name is called by its place.
        fields: Field of the profile by index of the column that holds it.
        rows: The cells of each applicant, one for each column.
        row_faults: What is wrong with a row as a whole, by its index.
        match_year: The Match its years of graduation are counted to, None where it has none.
        notes: What its owner should know of the reading.
    """

    columns: tuple[str, ...]
    fields: dict[int, str]
    rows: tuple[tuple[str, ...], ...]
    row_faults: dict[int, str]
    match_year: int | None
    notes: tuple[str, ...]


def read_roster(path: Path, match_year: int | None = None) -> Roster:
    """Read a roster, CSV or XLSX.

    Args:
        path: The file.
        match_year: The Match that its applicants are in, such as 2027: with it a year of graduation is turned
            into years since graduation.

    Raises:
        RosterFault: if the file is missing or no table, holds no applicant, or a column's name leaves open
            what it holds; the message names every such column.
    """
    try:
        grid = read_grid(path.read_bytes())
    except FileNotFoundError:
        raise RosterFault(f"There is no file {path}. Give the path of a roster in CSV or XLSX.") from None
    except UnreadableFileError as error:
        raise RosterFault(f"{path}: {error}") from None
    rows = [(number, cells) for number, cells in grid.rows if any(cell.strip() for cell in cells)]
    if not rows:
        raise RosterFault(f"{path} is empty. Give it a row of column names and a row for each applicant.")
    first = _header(rows)
    columns, fields = _columns(rows[first][1], path, match_year)
    below = rows[first + 1 :]
    if not below:
        raise RosterFault(f"{path} has a header but no applicant. Add a row for each.")
    notes = list(grid.notes)
    if first:
        notes.append(f"Above the column names {first} row(s) were passed over.")
    if len(grid.sheets) > 1:
        others = _quoted([name for name in grid.sheets if name != grid.sheet])
        notes.append(f"Sheet '{grid.sheet}' was read, and not {others}.")
    roster = _filled(columns, fields, below, grid.surplus_is_fault)
    year = match_year if GRADUATION_YEAR in fields.values() else None
    return replace(roster, match_year=year, notes=(*notes, *_about_columns(roster)))


def _header(rows: Sequence[tuple[int, Cells]]) -> int:
    """Return the index of the row with the most names of fields, the first one where none has any."""
    known = [sum(recognise(cell).field is not None for cell in cells) for _, cells in rows[:_HEADER_WITHIN]]
    return known.index(max(known))


def _columns(header: Cells, path: Path, match_year: int | None) -> tuple[tuple[str, ...], dict[int, str]]:
    columns = tuple(" ".join(name.split()) or f"Column {place}" for place, name in enumerate(header, 1))
    faults, fields = [], {}
    holders: dict[str, list[str]] = defaultdict(list)
    for place, name in enumerate(columns):
        said = recognise(name)
        if said.doubt:
            faults.append(
                f"Column '{name}' may be meant for {said.doubt}. Call it so if it is that, or "
                f"'note {name}' if it is something else."
            )
        elif said.field:
            fields[place] = said.field
            holders[_answer(said.field)].append(name)
    faults += [
        f"Columns {_quoted(names, ' and ')} hold the same, {field}. Keep one of them."
        for field, names in holders.items()
        if len(names) > 1
    ]
    if GRADUATION_YEAR in fields.values() and match_year is None:
        [name] = [columns[place] for place, field in fields.items() if field == GRADUATION_YEAR][:1]
        faults.append(
            f"Column '{name}' is a year: say which Match it is for, such as --match-year 2027, or give "
            "years_since_graduation instead."
        )
    if faults:
        raise RosterFault(f"{path}: {' '.join(faults)}")
    if not fields:
        raise RosterFault(f"{path} has no column named as a field of the profile, such as step2_ck_score.")
    return columns, fields


def _answer(field: str) -> str:
    """Return the field of the profile that a column answers."""
    return "years_since_graduation" if field == GRADUATION_YEAR else field


def _filled(
    columns: tuple[str, ...],
    fields: dict[int, str],
    below: Sequence[tuple[int, Cells]],
    surplus_is_fault: bool,
) -> Roster:
    """Return rows of one width. Cells past the header get columns of their own; in a CSV they are a fault."""
    named = len(columns)
    faults = {
        index: f"The row has {len(cells)} cells but there are {named} columns. "
        "A cell with a comma in it needs quotation marks."
        for index, (_, cells) in enumerate(below)
        if surplus_is_fault and any(cell.strip() for cell in cells[named:])
    }
    used = [max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0) for _, cells in below]
    width = max(named, *used)
    columns += tuple(f"Column {place}" for place in range(named + 1, width + 1))
    rows = tuple(cells[:width] + ("",) * (width - len(cells)) for _, cells in below)
    return Roster(columns, fields, rows, faults, None, ())


def _about_columns(roster: Roster) -> list[str]:
    renamed = [
        f"'{roster.columns[place]}' as {field}"
        for place, field in roster.fields.items()
        if roster.columns[place] != field
    ]
    carried = [name for place, name in enumerate(roster.columns) if place not in roster.fields]
    notes = [f"Read {', '.join(renamed)}."] if renamed else []
    return notes + ([f"Carried along unread: {_quoted(carried)}."] if carried else [])


def _quoted(names: Sequence[str], between: str = ", ") -> str:
    return between.join(f"'{name}'" for name in names)
