"""What the columns of a person's table hold, guessed from their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rapidfuzz import fuzz, process

from smartpick.intake.names import words_in
from smartpick.profile import ApplicantType

# What a column of a person's table can hold, and which column holds what.

Kind = Literal["text", "share", "yes_no", "count"]
Unit = Literal["auto", "percent", "share"]


@dataclass(frozen=True)
class Field:
    """Something a column can hold: its name here, its label for people and the kind of its values."""

    name: str
    label: str
    kind: Kind


RATE_FIELDS: dict[str, ApplicantType] = {
    "interview_rate_non_us_img": "non_us_img",
    "interview_rate_us_img": "us_img",
    "interview_rate_us_do": "us_do_senior",
    "interview_rate_us_md": "us_md_senior",
}
ANY_RATE = "interview_rate"

FIELDS: tuple[Field, ...] = (
    Field("program_id", "Program ID (ACGME code)", "text"),
    Field("program_name", "Program name", "text"),
    Field("specialty", "Specialty", "text"),
    Field("city", "City", "text"),
    Field("state", "State", "text"),
    Field("interview_rate_non_us_img", "Interview rate, non-US IMGs", "share"),
    Field("interview_rate_us_img", "Interview rate, US IMGs", "share"),
    Field("interview_rate_us_do", "Interview rate, US DO", "share"),
    Field("interview_rate_us_md", "Interview rate, US MD", "share"),
    Field(ANY_RATE, "Interview rate, applicants like you", "share"),
    Field("non_us_img_share", "Non-US IMGs among residents", "share"),
    Field("img_share", "IMGs among residents", "share"),
    Field("takes_j1", "Takes J-1", "yes_no"),
    Field("takes_h1b", "Sponsors H-1B", "yes_no"),
    Field("visas", "Visas (both in one column)", "yes_no"),
    Field("visa_this_season", "Visa answers are this season's", "yes_no"),
    Field("season", "Season or year", "text"),
    Field("seasons", "Number of seasons", "count"),
    Field("origin", "Where it is from", "text"),
)
FIELD = {each.name: each for each in FIELDS}


@dataclass(frozen=True)
class Mapping:
    """Which column holds what.

    Attributes:
        columns: Column index by field name; a field without a column is missing.
        units: How the numbers of a share column are to be read, by field name; "auto" where missing.
    """

    columns: dict[str, int] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def with_column(self, name: str, index: int | None) -> Mapping:
        """Return the mapping with another column for a field, or none."""
        columns = {n: i for n, i in self.columns.items() if n != name}
        return replace(self, columns=columns if index is None else {**columns, name: index})

    def unit(self, name: str) -> Unit:
        """Return how the numbers of a share column are to be read."""
        return self.units.get(name, "auto")

    @property
    def names_programs(self) -> bool:
        """Whether a row can be told to be about a program."""
        return "program_id" in self.columns or "program_name" in self.columns


# What the columns of a person's table are about, guessed from their names.
#
# The names that people meet are those of AAMC's Residency Explorer and AMA's FREIDA, of their own
# spreadsheets, and of what this project writes. A wrong guess is worse than none: the page shows every guess
# and lets it be changed, and a column about something near (numbers of applicants, interview dates, rates of
# applicants who signalled) is left alone.

# What these fields are called. Told by the whole name, so that "State University" is not a state.
_WHOLE_NAMES: dict[str, tuple[str, ...]] = {
    "program_id": (
        "program id",
        "programid",
        "program code",
        "program number",
        "acgme code",
        "acgme id",
        "acgme number",
        "acgme program id",
        "acgme program code",
        "acgme program number",
        "acgme",
        "id",
        "code",
        "freida id",
        "eras program id",
        "accreditation id",
    ),
    "program_name": (
        "program name",
        "program",
        "residency program",
        "residency",
        "name",
        "name of program",
        "program title",
        "hospital",
        "hospital name",
        "institution",
        "institution name",
        "sponsoring institution",
        "sponsor",
        "program institution",
    ),
    "specialty": ("specialty", "speciality", "specialty name", "program specialty", "specialty description"),
    "city": ("city", "program city", "town", "location", "city state", "place", "program location"),
    "state": ("state", "program state", "state name", "state code", "state abbreviation", "st"),
    "season": (
        "season",
        "year",
        "match year",
        "application season",
        "application year",
        "application cycle",
        "cycle",
        "academic year",
        "data year",
        "eras season",
        "interview season",
    ),
    "seasons": ("seasons", "number of seasons", "seasons count", "years of data"),
    "visa_this_season": ("visa answers this season", "visa answer this season"),
    "origin": ("origin", "source", "data source", "where it is from"),
}
_BY_WHOLE_NAME = {alias: name for name, aliases in _WHOLE_NAMES.items() for alias in aliases}
_NEAR_ENOUGH = 90.0

_WORDS = words_in(
    "interview interviews interviewed interviewing invited invitation invitations invite invites "
    "rate percent percentage share proportion residents resident applicants applicant graduates "
    "graduate citizen international medical osteopathic allopathic visa visas sponsored sponsorship "
    "accepted accepts signal signaled signals number count total average foreign"
)
_NOT_ABOUT_A_RATE = words_in(
    "number count total average mean median n date dates format virtual start end begin signal "
    "signals signaled signalled gold silver score scores step deadline type slots per offered days "
    "rank ranked"
)
_NOT_ABOUT_RESIDENTS = words_in(
    "applicant applicants applications applied applying number count total average mean median n "
    "score scores step signal signals signaled friendly accepts accepted faculty"
)
_SHARE_WORDS = words_in("percent percentage share proportion rate pct")
_INTERVIEW_WORDS = words_in(
    "interview interviews interviewed interviewing invited invitation invitations invite invites"
)
_OUTCOME_WORDS = frozenset(["interviewed", "invited", "interviewing", "invites"])
_RESIDENT_WORDS = words_in("resident residents residency trainees housestaff class matched roster current")


def guess_mapping(headers: Sequence[str]) -> Mapping:
    """Return the likely meaning of each column; the first column that fits best has a field.

    Args:
        headers: Column names in their order.
    """
    best: dict[str, tuple[float, int]] = {}
    for index, header in enumerate(headers):
        name, score = _meaning(header)
        if name and score > best.get(name, (0.0, 0))[0]:
            best[name] = (score, index)
    return Mapping({name: best[name][1] for name in FIELD if name in best})


def header_unit(header: str) -> Unit:
    """Return what a column's name says of the unit of its numbers."""
    text = header.lower()
    if re.search(r"\(0\s*(-|–|to)\s*1\)|fraction", text):
        return "share"
    return "percent" if re.search(r"%|\bper\s?cent(age)?\b|\bpct\b", text) else "auto"


def _meaning(header: str) -> tuple[str | None, float]:
    text = header.lower().replace("_", " ")
    words = _words(text)
    if not words:
        return None, 0.0
    # A whole name that we know says more than any word in it.
    phrase = " ".join(words)
    if phrase in _BY_WHOLE_NAME:
        return _BY_WHOLE_NAME[phrase], 100.0 - 0.1 * _WHOLE_NAMES[_BY_WHOLE_NAME[phrase]].index(phrase)
    if _visas_in(text):
        return _about_visas(text, words)
    told = _about_shares(text, words)
    if told:
        return told
    if len(phrase) < 5:
        return None, 0.0
    close = process.extractOne(phrase, list(_BY_WHOLE_NAME), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
    return (_BY_WHOLE_NAME[close[0]], close[1] - 10) if close else (None, 0.0)


def _words(text: str) -> list[str]:
    """Return the words of a name, with slips of the pen in the words that matter here mended."""
    text = re.sub(r"\bu\.?\s?s\.?(?=\W|$)", "us", text).replace("%", " percent ").replace("#", " number ")
    words = re.findall(r"[a-z]+|\d+", text)
    return [_mended(word) for word in words]


def _mended(word: str) -> str:
    if len(word) < 6 or word in _WORDS:
        return word
    close = process.extractOne(word, _WORDS, scorer=fuzz.ratio, score_cutoff=85)
    return str(close[0]) if close else word


def _visas_in(text: str) -> bool:
    return bool(re.search(r"\bj\W?1\b|\bh\W?1\W?b?\b|\bvisas?\b", text))


def _about_visas(text: str, words: list[str]) -> tuple[str | None, float]:
    j1, h1b = re.search(r"\bj\W?1\b", text), re.search(r"\bh\W?1\W?b?\b", text)
    if {"number", "count", "percent", "percentage", "share", "link", "url", "note", "notes"} & set(words):
        return None, 0.0
    if bool(j1) == bool(h1b):
        return "visas", 90.0
    return ("takes_j1" if j1 else "takes_h1b"), 95.0


def _about_shares(text: str, words: list[str]) -> tuple[str, float] | None:
    said = set(words)
    who = _who(text, said)
    if said & _INTERVIEW_WORDS:
        if said & _NOT_ABOUT_A_RATE or not said & (_SHARE_WORDS | _OUTCOME_WORDS):
            return None
        by_type = {applicant: name for name, applicant in RATE_FIELDS.items()}
        score = 95.0 if said & _SHARE_WORDS else 85.0
        if who in by_type:
            return by_type[who], score
        return (ANY_RATE, score) if who is None else None
    shares = {"non_us_img": "non_us_img_share", "img": "img_share"}
    if who in shares and said & (_SHARE_WORDS | _RESIDENT_WORDS) and not said & _NOT_ABOUT_RESIDENTS:
        return shares[who], 95.0 if said & _RESIDENT_WORDS else 85.0
    return None


def _who(text: str, said: set[str]) -> str | None:
    """Return the applicant type a name is about, "img" for IMGs of both kinds, None if it names none."""
    text = re.sub(r"\bu\.?\s?s\.?(?=\W|$)", "us", text)
    graduates = {"img", "imgs", "fmg", "fmgs"} & said or {"international", "foreign"} & said
    outside = re.search(
        r"\bnon\W*us\b|\bnonus(img)?s?\b|\bnon\W*(us\W*)?citizen|\bforeign national|\bnonusimg", text
    )
    if outside:
        return "non_us_img"
    if "usimg" in said or (graduates and "us" in said):
        return "us_img"
    if graduates:
        return "img"
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("us_do_senior", lambda: bool(said & {"do", "dos", "osteopathic", "comlex"})),
        ("us_md_senior", lambda: bool(said & {"md", "mds", "allopathic"})),
    )
    matching = [name for name, test in tests if test()]
    return "mixed" if len(matching) == 2 else matching[0] if matching else None
