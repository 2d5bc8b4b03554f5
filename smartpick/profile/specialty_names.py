"""The specialty names an applicant may use, and the one name we use for each."""

import re
import unicodedata
from difflib import get_close_matches
from typing import NamedTuple

from smartpick.prose import read_words

_TEXTS = read_words(__file__, "usual_answers")["specialties"]
# The same names as in data/reference/specialties.csv (a test compares the two): a profile must be readable
# before any table is loaded.
SPECIALTY_NAMES: tuple[str, ...] = tuple(_TEXTS["ours"])
_WITHOUT_PROGRAMS = frozenset(_TEXTS["without_programs"])
_TRACK = re.compile(r"\b(categorical|integrated|residency|track|program)\b")


def specialty_spelling(text: str) -> str:
    """Return the words of a name in one spelling; a comma is one of them, for it may also part two names."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).lower())
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    plain = plain.replace("&", " and ").replace(".", "")
    return " ".join(_TEXTS["words"].get(word, word) for word in re.findall(r"[a-z0-9]+|,", plain))


# Our names, and what else they are called, in the one spelling.
SPECIALTY_SPELLINGS: dict[str, str] = {specialty_spelling(name): name for name in SPECIALTY_NAMES} | {
    specialty_spelling(name): ours for name, ours in _TEXTS["names"].items()
}


def recognised_specialty(answer: str) -> str | None:
    """Return our name for a specialty however it is capitalised or abbreviated; None if unknown."""
    spelling = specialty_spelling(answer)
    without_track = " ".join(_TRACK.sub(" ", spelling).split()).strip(" ,")
    return SPECIALTY_SPELLINGS.get(spelling) or SPECIALTY_SPELLINGS.get(without_track)


def similar_specialties(answer: str) -> list[str]:
    """Return up to three of our names that are spelled like `answer`, nearest first."""
    spellings = get_close_matches(specialty_spelling(answer), list(SPECIALTY_SPELLINGS), n=6)
    return list(dict.fromkeys(SPECIALTY_SPELLINGS[spelling] for spelling in spellings))[:3]


class Listed(NamedTuple):
    """The specialties in one text, and the combined ones that two of them may be meant for."""

    names: tuple[str, ...]
    doubtful: list[str]


# What surely parts two names, and what may also stand inside of one: "Obstetrics and Gynecology", "OB/GYN".
_PARTS_NAMES = re.compile(r"\s*(?:[;|>\n]|,?\s*\d[.)]\s)\s*")
_MAY_PART_NAMES = re.compile(r"(\s*(?:[,/&+]|\band\b|\bor\b|\bthen\b|\s[-–—]\s)\s*)", re.IGNORECASE)
_RANK = re.compile(
    r"^\s*(?:\d\s*[.):]|#\s*\d)\s*|\s*\((?:1st|2nd|3rd|4th|5th|first|second|third)(?: choice)?\)\s*$"
)


_FIRST, _LATER = (
    re.compile(rf"\b(?:{'|'.join(_TEXTS['labels'][kind])})\b\s*:?", re.IGNORECASE)
    for kind in ("first", "later")
)


# A longer text is no list of at most five names.
_LONGEST_LIST = 1_000


def listed_specialties(text: str) -> Listed:
    """Return our names of the specialties that a text lists, in its order.

    A part that is not known stays as it is written. Two names with no comma between them are in doubt where
    there is a combined specialty of the two.
    """
    if len(text) > _LONGEST_LIST:
        return Listed((text,), [])
    names: list[str] = []
    doubtful: list[str] = []
    if _LATER.search(text) and not re.match(rf"\W*({_LATER.pattern})", text, re.IGNORECASE):
        # "IM (FM backup)", "Primary: IM; backup: FM": in this order, and no combined specialty.
        text = re.sub(r"[()/]", ", ", _LATER.sub(",", _FIRST.sub(" ", text)))
    for part in _PARTS_NAMES.split(text):
        if not part.strip():
            continue
        if (whole := recognised_specialty(_RANK.sub("", part))) is not None:
            names.append(whole)
            continue
        pieces = _MAY_PART_NAMES.split(part)
        first, before = 0, ""
        while first < len(pieces):
            # The most pieces that are one name together, and one piece where none are.
            for last in range(len(pieces), first, -2):
                written = _RANK.sub("", "".join(pieces[first:last])).strip()
                name = recognised_specialty(written)
                if name is not None:
                    break
            else:
                last = first + 1
            if name and names and before and "," not in before and (both := _combined(names[-1], name)):
                doubtful.append(both)
            if written:
                names.append(name or written)
            before, first = "".join(pieces[last : last + 1]), last + 1
    return Listed(tuple(names), doubtful)


def _combined(one: str, other: str) -> str | None:
    """Return the combined specialty of two, None if there is none with programs."""
    names = (name for name in (f"{one}/{other}", f"{other}/{one}") if name in SPECIALTY_NAMES)
    return next((name for name in names if name not in _WITHOUT_PROGRAMS), None)
