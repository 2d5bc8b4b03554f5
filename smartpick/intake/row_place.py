"""The specialty and the state that a row names, in our names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from smartpick.intake.name_words import name_words
from smartpick.profile import SPECIALTY_NAMES, recognised_specialty

_TRACK = re.compile(
    r"[\s(\[,:\-–]*\b(categorical|preliminary|prelim|advanced|primary( care)?|integrated|pgy.?1 only)\b"
    r"[)\]\s]*$",
    re.IGNORECASE,
)
_PRELIMINARY = re.compile(r"\bprelim(inary)?\b", re.IGNORECASE)
_SPELLINGS = {
    "orthopedic": "orthopaedic",
    "paediatrics": "pediatrics",
    "rehab": "rehabilitation",
    "otorhinolaryngology": "otolaryngology",
    "gynaecology": "gynecology",
}
_OTHER_NAMES = {
    "surgery general": "General Surgery",
    "radiology diagnostic": "Diagnostic Radiology",
    "radiology interventional": "Interventional Radiology",
    "pathology anatomic and clinical": "Pathology",
    "pathology anatomic clinical": "Pathology",
    "otolaryngology head and neck surgery": "Otolaryngology",
    "medicine pediatrics": "Internal Medicine/Pediatrics",
    "medical genetics": "Medical Genetics and Genomics",
    "public health and general preventive medicine": "Preventive Medicine",
}


def _key(text: str) -> str:
    words = re.findall(r"[a-z]+", text.lower().replace("&", " and "))
    return " ".join(_SPELLINGS.get(word, word) for word in words)


_BY_KEY = {_key(name): name for name in SPECIALTY_NAMES} | _OTHER_NAMES


def specialty_of(text: str) -> str | None:
    """Return our name of a specialty; None if the text is none of ours.

    A track after the name ("Internal Medicine (Categorical)") and usual spellings do not matter.
    """
    whole = recognised_specialty(text) or _BY_KEY.get(_key(text))
    if whole:
        return whole
    without_track = _TRACK.sub("", text)
    named = recognised_specialty(without_track) or _BY_KEY.get(_key(without_track))
    if named:
        return named
    close = process.extractOne(_key(without_track), list(_BY_KEY), scorer=fuzz.ratio, score_cutoff=92)
    return _BY_KEY[close[0]] if close else None


def is_preliminary(text: str) -> bool:
    """Return whether a row is about preliminary positions, whose rates are not those of the program."""
    return bool(_PRELIMINARY.search(text))


class States:
    """Postal codes by code and by name."""

    def __init__(self, codes_and_names: Iterable[tuple[str, str]]) -> None:
        self._by_spelling = {"calif": "CA", "washington dc": "DC", "d c": "DC", "penna": "PA", "mass": "MA"}
        self._words: dict[str, tuple[str, ...]] = {}
        for code, name in codes_and_names:
            self._by_spelling[code.lower()] = code
            self._by_spelling[_letters(name)] = code
            if code not in self._words:
                self._words[code] = (code.lower(), *name_words(name))

    def code(self, text: str) -> str | None:
        """Return the postal code of a state written as code or name; None if it is none we know."""
        return self._by_spelling.get(_letters(text))

    def split_place(self, text: str) -> tuple[str, str | None]:
        """Return (city, postal code) of a place such as "Fresno, CA"; the code is None if none ends it."""
        city, comma, last = text.rpartition(",")
        code = self.code(last) if comma else None
        return (city.strip(), code) if code else (text.strip(), None)

    def words(self, code: str) -> tuple[str, ...]:
        """Return the words of a state's code and name."""
        return self._words.get(code, ())


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))
