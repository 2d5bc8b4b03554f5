"""The published facts of one program, each with its year and its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.plan.kinds import ProgramKind, kind_sentence
from smartpick.presenters.program_statements import SETTING_WORDS
from smartpick.presenters.wording import whole_number

NOT_KNOWN = "not known"
FOOTNOTE = (
    "* Without preliminary positions and those reserved for physicians, where a program has others. Maps and "
    "distances use the city's centre."
)
_TRACKS = {"C": "categorical", "P": "preliminary", "A": "advanced", "M": "primary", "R": "for physicians"}
_POOLED = "several sites share one published number, so none is shown"
_CONFIDENCE = {
    "high": "high: sources agree on what it is",
    "medium": "medium: one source, or small differences",
    "low": "low: it may be another program's other name, or closed",
}
# Which of a row's sources a fact comes from, by how their ids begin.
_POSITIONS = ("nrmp_program_results",)
_PLACE = ("geonames",)
_NRMP = ("nrmp_program",)
_ACGME = ("acgme", "aamc_eras")


@dataclass(frozen=True)
class Fact:
    """One line: what, its value in words, the year it stands for (empty if none) and its source ids."""

    name: str
    value: str
    year: str
    source_ids: tuple[str, ...]
    known: bool = True


def program_facts(
    program: Mapping[Any, Any], setting: str, setting_stated: bool, kinds: Sequence[ProgramKind] = ()
) -> list[Fact]:
    """Return what is published about a program; what is not known says so.

    Args:
        program: A row of `facts.programs`.
        setting: Its setting.
        setting_stated: Whether a page states it; else it is read off the name.
        kinds: What the program is, where not everybody can apply.
    """
    ids = tuple(str(program["source_ids"]).split("|"))
    nrmp, positions = _from(ids, _NRMP), _from(ids, _POSITIONS)
    confirmed = str(int(program["last_confirmed_year"]))
    year = "" if pd.isna(program["nrmp_quota_year"]) else str(int(program["nrmp_quota_year"]))
    who = [(kind_sentence(kind).rstrip("."), kind) for kind in kinds]
    return [
        *(
            Fact("Who may apply", said, "" if kind.year is None else str(kind.year), (kind.source_id,))
            for said, kind in who
            if said
        ),
        Fact("Listed last", confirmed, confirmed, _of_year(ids, confirmed)),
        _fact("City", _city(program), "", _from(ids, _PLACE)),
        _fact("Positions in the first year", _count(program, "positions_pgy1"), year, positions),
        _fact("Offered in the Match *", _count(program, "nrmp_quota"), year, positions),
        _fact("Filled in the Match *", _count(program, "nrmp_matched"), year, positions),
        _fact("Tracks", tracks(program["nrmp_codes"]), "", nrmp),
        _setting(setting, setting_stated),
        _fact("Sponsor", _text(program["institution"]), "", nrmp),
        _fact(
            "ACGME code",
            str(program["program_id"]) if program["is_acgme_code"] else None,
            "",
            _from(ids, _ACGME),
        ),
        _fact("NRMP codes", _text(program["nrmp_codes"], ", "), "", nrmp),
        Fact("How sure the entry is", _CONFIDENCE[str(program["row_confidence"])], "", ids),
    ]


def tracks(nrmp_codes: object) -> str | None:
    """Return the kinds of tracks that the letters of the NRMP codes stand for, None without a code."""
    if pd.isna(nrmp_codes):  # type: ignore[call-overload]
        return None
    letters = [code[-2] for code in str(nrmp_codes).split("|") if len(code) > 2]
    return ", ".join(dict.fromkeys(_TRACKS[letter] for letter in letters if letter in _TRACKS)) or None


def place_words(program: Mapping[Any, Any]) -> str:
    """Return "Fresno, California"; the state alone where the city is unknown."""
    state = str(program["state_name"])
    return state if pd.isna(program["city"]) else f"{program['city']}, {state}"


def website(program: Mapping[Any, Any]) -> str | None:
    """Return the program's address, None if unknown or not a web address."""
    address = str(program["website"])
    return address if address.startswith(("https://", "http://")) else None


def _fact(name: str, value: str | None, year: str, source_ids: tuple[str, ...]) -> Fact:
    if value is None:
        return Fact(name, NOT_KNOWN, "", (), False)
    return Fact(name, value, "" if value == _POOLED else year, source_ids)


def _count(program: Mapping[Any, Any], column: str) -> str | None:
    if program["positions_scope"] == "several_sites_pooled":
        return _POOLED
    return None if pd.isna(program[column]) else whole_number(float(program[column]))


def _city(program: Mapping[Any, Any]) -> str | None:
    if pd.isna(program["city"]):
        return None
    return f"{program['city']}, {program['state_name']}"


def _setting(setting: str, stated: bool) -> Fact:
    words = SETTING_WORDS.get(setting, setting)
    if stated:
        return Fact("Kind of hospital", words, "", ("program_websites",))
    if setting == "other":
        return Fact("Kind of hospital", "not known; the name names no university", "", (), False)
    return Fact("Kind of hospital", f"{words} (read off the name, may be wrong)", "", ("smartpick_guide",))


def _text(cell: object, between: str = "|") -> str | None:
    return None if pd.isna(cell) else between.join(str(cell).split("|"))  # type: ignore[call-overload]


def _of_year(ids: tuple[str, ...], year: str) -> tuple[str, ...]:
    """Return the sources whose ids end in the year: the newest that list the program."""
    return tuple(i for i in ids if i.endswith(year)) or ids


def _from(ids: tuple[str, ...], beginnings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(i for i in ids if i.startswith(beginnings)) or ids
