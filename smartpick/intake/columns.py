"""What the columns of a person's table hold, guessed from their names.

A wrong guess is worse than none: the page shows every guess and lets it be changed, and a column about
something near (numbers of applicants, interview dates, rates of applicants who signaled) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz, process

from smartpick.intake.words import WORDS, words_in
from smartpick.profile import ApplicantType

Unit = Literal["auto", "percent", "share"]


@dataclass(frozen=True)
class Field:
    """Something a column can hold: its name here, its label for people, and whether it is plain text."""

    name: str
    label: str
    is_text: bool = False


RATE_FIELDS: dict[str, ApplicantType] = {
    "interview_rate_non_us_img": "non_us_img",
    "interview_rate_us_img": "us_img",
    "interview_rate_us_do": "us_do_senior",
    "interview_rate_us_md": "us_md_senior",
}
ANY_RATE = "interview_rate"

FIELDS: tuple[Field, ...] = (
    Field("program_id", "Program ID (ACGME code)", is_text=True),
    Field("program_name", "Program name", is_text=True),
    Field("specialty", "Specialty", is_text=True),
    Field("city", "City", is_text=True),
    Field("state", "State", is_text=True),
    Field("interview_rate_non_us_img", "Interview rate, non-US IMGs"),
    Field("interview_rate_us_img", "Interview rate, US IMGs"),
    Field("interview_rate_us_do", "Interview rate, US DO"),
    Field("interview_rate_us_md", "Interview rate, US MD"),
    Field(ANY_RATE, "Interview rate, applicants like you"),
    Field("non_us_img_share", "Non-US IMGs among residents"),
    Field("img_share", "IMGs among residents"),
    Field("takes_j1", "Takes J-1"),
    Field("takes_h1b", "Sponsors H-1B"),
    Field("visas", "Visas (both in one column)"),
    Field("visa_this_season", "Visa answers are this season's"),
    Field("season", "Season or year", is_text=True),
    Field("seasons", "Number of seasons"),
    Field("origin", "Where it is from", is_text=True),
)
FIELD = {each.name: each for each in FIELDS}


@dataclass(frozen=True)
class ColumnMapping:
    """Which column holds what: the column's index, and the unit of a column of shares, by field name."""

    columns: dict[str, int] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def unit(self, name: str) -> Unit:
        """Return how the numbers of a share column are to be read."""
        return self.units.get(name, "auto")

    @property
    def names_programs(self) -> bool:
        """Whether the columns say which program a row is about."""
        return "program_id" in self.columns or "program_name" in self.columns


_COLUMN_NAMES: dict[str, list[str]] = WORDS["column_names"]
_BY_WHOLE_NAME = {alias: name for name, aliases in _COLUMN_NAMES.items() for alias in aliases}
_NEAR_ENOUGH = 90.0
_WORDS = {key: words_in(text) for key, text in WORDS["column_words"].items()}
_J1, _H1B = re.compile(r"\bj\W?1\b"), re.compile(r"\bh\W?1\W?b?\b")
_US = re.compile(r"\bu\.?\s?s\.?(?=\W|$)")


def guess_mapping(headers: Sequence[str]) -> ColumnMapping:
    """Return the likely meaning of each column; of several that fit a field equally, the first has it."""
    best: dict[str, tuple[float, int]] = {}
    for index, header in enumerate(headers):
        name, score = _meaning(header)
        if name and score > best.get(name, (0.0, 0))[0]:
            best[name] = (score, index)
    return ColumnMapping({name: best[name][1] for name in FIELD if name in best})


def header_unit(header: str) -> Unit:
    """Return what a column's name says about the unit of its numbers."""
    text = header.lower()
    if re.search(r"\(0\s*(-|–|to)\s*1\)|fraction", text):
        return "share"
    return "percent" if re.search(r"%|\bper\s?cent(age)?\b|\bpct\b", text) else "auto"


def _meaning(header: str) -> tuple[str | None, float]:
    text = _US.sub("us", header.lower().replace("_", " "))
    words = re.findall(r"[a-z]+|\d+", text.replace("%", " percent ").replace("#", " number "))
    words = [_mended(word) for word in words]
    # A whole name that we know says more than any word in it.
    phrase = " ".join(words)
    if phrase in _BY_WHOLE_NAME:
        return _BY_WHOLE_NAME[phrase], 100.0 - 0.1 * _COLUMN_NAMES[_BY_WHOLE_NAME[phrase]].index(phrase)
    if re.search(r"\bvisas?\b", text) or _J1.search(text) or _H1B.search(text):
        return _about_visas(text, words)
    about_shares = _about_shares(text, set(words))
    if about_shares or len(phrase) < 5:
        return about_shares or (None, 0.0)
    close = process.extractOne(phrase, list(_BY_WHOLE_NAME), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
    return (_BY_WHOLE_NAME[close[0]], close[1] - 10) if close else (None, 0.0)


def _mended(word: str) -> str:
    """Return the word, with a slip of the pen mended if the word is one of those that matter here."""
    if len(word) < 6 or word in _WORDS["known"]:
        return word
    close = process.extractOne(word, _WORDS["known"], scorer=fuzz.ratio, score_cutoff=85)
    return str(close[0]) if close else word


def _about_visas(text: str, words: list[str]) -> tuple[str | None, float]:
    if _WORDS["not_a_visa"] & set(words):
        return None, 0.0
    j1, h1b = bool(_J1.search(text)), bool(_H1B.search(text))
    if j1 == h1b:
        return "visas", 90.0
    return ("takes_j1" if j1 else "takes_h1b"), 95.0


def _about_shares(text: str, words: set[str]) -> tuple[str, float] | None:
    group = _group(text, words)
    if words & _WORDS["interview"]:
        if words & _WORDS["not_a_rate"] or not words & (_WORDS["share"] | _WORDS["outcome"]):
            return None
        rate_of = {applicant: name for name, applicant in RATE_FIELDS.items()} | {None: ANY_RATE}
        return (rate_of[group], 95.0 if words & _WORDS["share"] else 85.0) if group in rate_of else None
    field_of = {"non_us_img": "non_us_img_share", "img": "img_share"}
    if (
        group in field_of
        and words & (_WORDS["share"] | _WORDS["resident"])
        and not words & _WORDS["not_residents"]
    ):
        return field_of[group], 95.0 if words & _WORDS["resident"] else 85.0
    return None


def _group(text: str, words: set[str]) -> str | None:
    """Return the applicant type a name is about, "img" for IMGs of both kinds, None if it names none."""
    if re.search(
        r"\bnon\W*us\b|\bnonus(img)?s?\b|\bnon\W*(us\W*)?citizen|\bforeign national|\bnonusimg", text
    ):
        return "non_us_img"
    graduates = words & _WORDS["graduates"]
    if "usimg" in words or (graduates and "us" in words):
        return "us_img"
    if graduates:
        return "img"
    types = [kind for kind in ("us_do_senior", "us_md_senior") if words & _WORDS[kind]]
    return "mixed" if len(types) == 2 else types[0] if types else None
