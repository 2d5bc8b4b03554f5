"""What the columns of a roster hold: a field of the profile, the applicant's code, what a person is called.

Columns are recognised by name, whatever its case, spaces, underscores and hyphens; `names.toml` has what
people call the fields. A name that is near a field's but not surely it is asked about, never guessed: a
column that is ignored would leave a starting value in the place of an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from smartpick.profile import ApplicantProfile
from smartpick.prose import read_words

GRADUATION_YEAR = "graduation_year"
CODE, PERSONAL, OWN = "code", "personal", ""
_NAMES = read_words(__file__, "names")
_NEAR = 0.86
_FIELDS = ApplicantProfile.model_fields


@dataclass(frozen=True)
class Recognised:
    """What a name says: the field it surely is, or in `doubt` what it may be; neither for others.

    Attributes:
        field: The field of the profile, or `GRADUATION_YEAR`.
        doubt: What the column may be meant for.
        unit: The unit that the name gives to numbers, such as "months"; None for the field's own.
        rank: The place of its answers among those of several columns of the field, 1 for the first.
    """

    field: str | None = None
    doubt: str | None = None
    unit: str | None = None
    rank: int = 1
    # Whether the whole name is known, be it one that leaves open which field it is.
    whole_name: bool = False


def bare(name: str) -> str:
    """Return a name without case, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9$]+", "", plain)


def recognise(name: str) -> Recognised:
    """Return what a column's name says. Names that begin with "note" are always a roster's own."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    key = bare(name)
    if not key or words[:1] in (["note"], ["notes"]) or key in _NAMES["others"]["names"]:
        return Recognised()
    unit = next((unit for unit, spellings in _UNITS.items() if set(words) & spellings), None)
    if key in _SURE or key in _OPEN:
        field = _SURE.get(key)
        # The units of a field's own names are its own.
        return Recognised(field=field, doubt=_OPEN.get(key), unit=None if field else unit, whole_name=True)
    if key in _RANKED:
        return Recognised(field="specialties", rank=_RANKED[key], whole_name=True)
    if unit:
        kept = bare(" ".join(word for word in words if word not in _UNITS[unit] and word not in _UNIT_JOINTS))
        if kept in _DURATIONS or _SURE.get(kept) in _DURATIONS.values():
            return Recognised(field=_DURATIONS.get(kept) or _SURE[kept], unit=unit)
        if kept in _OPEN:
            return Recognised(doubt=_OPEN[kept], unit=unit)
    in_brackets = re.findall(r"\(([^)]*)\)", name)
    outside = bare(re.sub(r"\([^)]*\)", "", name))
    if in_brackets and (outside in _SURE or outside in _OPEN):
        # "(predicted)" or "(attempts)" make another column of it.
        harmless = all(bare(each) in _IN_BRACKETS for each in in_brackets)
        field = _SURE.get(outside) if harmless else None
        return Recognised(field=field, doubt=None if field else _OPEN.get(outside) or _SURE[outside])
    # "How many US LORs do you have?"
    asked = bare(" ".join(word for word in words if word not in _OF_QUESTIONS))
    if asked != key and asked in _SURE:
        return Recognised(field=_SURE[asked])
    near = get_close_matches(key, _SURE, n=1, cutoff=_NEAR) if len(key) > 4 else []
    if near:
        return Recognised(doubt=_SURE[near[0]])
    return Recognised(doubt=next((meant for w, meant in _NAMES["telling_words"].items() if w in words), None))


_TITLES = {name: field.title or name for name, field in _FIELDS.items()} | {GRADUATION_YEAR: GRADUATION_YEAR}
_SURE = {
    bare(spelling): name
    for name, title in _TITLES.items()
    for spelling in (name, title, *_NAMES["usual_names"].get(name, ()))
}
_RANKED = {bare(name): int(rank) for rank, names in _NAMES["ranked_specialties"].items() for name in names}
_UNITS = {unit: frozenset(words) for unit, words in _NAMES["units"].items() if unit != "between"}
_UNIT_JOINTS = frozenset(_NAMES["units"]["between"])
_DURATIONS = {bare(name): field for field, names in _NAMES["durations"].items() for name in names}
_OF_QUESTIONS = frozenset(_NAMES["questions"]["words"])
_IN_BRACKETS = {bare(text) for text in _NAMES["brackets"]["harmless"]}
_OPEN = {bare(name): field for field, names in _NAMES["open_names"].items() for name in names}


def answer_to(field: str) -> str:
    """Return the field of the profile that a column answers."""
    return "years_since_graduation" if field == GRADUATION_YEAR else field


@dataclass(frozen=True, kw_only=True)
class ColumnQuestion:
    """What is asked about columns before a roster can be assessed.

    Attributes:
        places: The columns, by index.
        fields: What a column may be meant for: fields of the profile, or `graduation_year`.
        sentence: What is open, and what to do about it in the file.
    """

    places: tuple[int, ...]
    fields: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Columns:
    """What each column of a roster holds.

    Attributes:
        names: Names as written; a column without one is called by its place.
        fields: Field of the profile by index of the column that holds it.
        code: Index of the column that holds the applicants' codes, None where there is none.
        personal: Indices of columns with what a person is called or reached by.
        questions: What is still open.
        units: The unit of a column's numbers by its index, where its name gives another than the field's.
        ranks: Among several columns of specialties, the place of each by its index.
    """

    names: tuple[str, ...]
    fields: dict[int, str]
    code: int | None
    personal: tuple[int, ...]
    questions: tuple[ColumnQuestion, ...]
    units: Mapping[int, str] = field(default_factory=dict)
    ranks: Mapping[int, int] = field(default_factory=dict)

    @property
    def unused(self) -> tuple[int, ...]:
        """Columns that are carried along and not read: neither field, nor code, nor personal, nor asked."""
        asked = {place for question in self.questions for place in question.places}
        taken = {*self.fields, *self.personal, *asked, self.code}
        return tuple(place for place in range(len(self.names)) if place not in taken)


def columns_of(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    match_year: int | None,
    meanings: Mapping[int, str],
) -> Columns:
    """Return what the columns under this header hold.

    `rows` are their cells, which tell a name from a code where the header does not. `meanings` are answers to
    questions, by index of a column: a field, `CODE`, `PERSONAL`, or `OWN` for a column that is none of these.
    """
    names = tuple(" ".join(name.split()) or f"Column {place}" for place, name in enumerate(header, 1))
    sample = list(rows)
    fields: dict[int, str] = {}
    questions: list[ColumnQuestion] = []
    units: dict[int, str] = {}
    ranks: dict[int, int] = {}
    for place, name in enumerate(names):
        recognised = recognise(name)
        meant = meanings.get(place, recognised.field)
        if meant in _TITLES:
            fields[place] = meant
            if recognised.unit:
                units[place] = recognised.unit
            if meant == "specialties":
                ranks[place] = recognised.rank
        elif recognised.doubt and place not in meanings:
            questions.append(_in_doubt(place, name, recognised.doubt))
    if not any(rank == 1 for rank in ranks.values()):
        # "Specialty 2" without a first one.
        questions += [_in_doubt(place, names[place], "specialties") for place in ranks]
    questions += _doubled(names, fields, ranks)
    if match_year is None:
        questions += [_year(place, names[place]) for place, f in fields.items() if f == GRADUATION_YEAR]
    asked = {place for question in questions for place in question.places}
    code: list[tuple[int, int]] = []
    personal = []
    for place, name in enumerate(names):
        if place in fields or place in asked:
            continue
        kind, rank = _of_a_person(name, [row[place] for row in sample if place < len(row)])
        kind = meanings.get(place, kind)
        if kind == PERSONAL:
            personal.append(place)
        elif kind == CODE:
            code.append((-1 if place in meanings else rank, place))
    return Columns(
        names=names,
        fields={place: field for place, field in fields.items() if place not in asked},
        code=min(code)[1] if code else None,
        personal=tuple(personal),
        questions=tuple(questions),
        units=units,
        ranks=ranks,
    )


def _in_doubt(place: int, name: str, doubt: str) -> ColumnQuestion:
    return ColumnQuestion(
        places=(place,),
        fields=tuple(word for word in re.findall(r"[a-z0-9_]+", doubt) if word in _TITLES),
        sentence=f"Column '{name}' may be meant for {doubt}. Give it that name if it is, or "
        f"'note {name}' if it is something else.",
    )


def _doubled(
    names: Sequence[str], fields: Mapping[int, str], ranks: Mapping[int, int]
) -> list[ColumnQuestion]:
    holders: dict[str, list[int]] = defaultdict(list)
    for place, held in fields.items():
        holders[answer_to(held)].append(place)
    return [
        ColumnQuestion(
            places=tuple(places),
            fields=tuple(dict.fromkeys(fields[place] for place in places)),
            sentence=f"Columns {quoted([names[p] for p in places], ' and ')} hold the same field, {held}. "
            "Keep one of them.",
        )
        for held, places in holders.items()
        if len({ranks.get(place, 0) for place in places}) < len(places)
    ]


def _year(place: int, name: str) -> ColumnQuestion:
    return ColumnQuestion(
        places=(place,),
        fields=(GRADUATION_YEAR,),
        sentence=f"Column '{name}' is a year. Say which Match it is for, such as --match-year 2027, or give "
        "years_since_graduation instead.",
    )


# Names and addresses of people have no use here, and would be seen on a shared screen.

_PERSONAL = {bare(name) for name in _NAMES["people"]["personal"]}
_CODES = [bare(name) for name in _NAMES["people"]["codes"]]
_EITHER = {bare(name) for name in _NAMES["people"]["code_or_name"]}
# "José Ñandú", "Ñandú, J." or "Maria"; a code has digits, or is a letter or two.
_CALLED = re.compile(r"[^\W\d_]{2,}['’.\-]?([ ,'’.\-]+[^\W\d_]+\.?)+|[^\W\d_][^\W\d_A-Z]{2,}")


def _of_a_person(name: str, cells: Sequence[str]) -> tuple[str, int]:
    """Return what a column says about who somebody is, and the rank of a code's name, the best 0."""
    key = bare(name)
    if key in _PERSONAL:
        return PERSONAL, 0
    if key in _EITHER:
        filled = [cell.strip() for cell in cells if cell.strip()]
        called = sum(bool(_CALLED.fullmatch(cell)) for cell in filled)
        return (PERSONAL, 0) if 2 * called > len(filled) else (CODE, len(_CODES))
    return (CODE, _CODES.index(key)) if key in _CODES else (OWN, 0)


def holds_names(name: str) -> bool:
    """Return whether a column of that name may hold what people are called."""
    return bare(name) in _PERSONAL | _EITHER


def quoted(names: Iterable[str], between: str = ", ") -> str:
    """Return names in quotation marks, one after the other."""
    return between.join(f"'{name}'" for name in names)
