"""Finding programs: the directory of everything known, text, filters, and programs like another one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.explore.fill_history import FillRecords, fill_records
from smartpick.explore.us_map import miles_between
from smartpick.intake.names import name_words
from smartpick.plan.eligibility import EligibilityTable, check_eligibility
from smartpick.profile import ApplicantProfile
from smartpick.programs.kinds import KindsOfPrograms, ProgramKinds
from smartpick.programs.pool import REQUIREMENTS, Answers, answers_of, settings

# Finding programs by words: any case, with or without accents, abbreviations as well as long forms.


class TextIndex:
    """The words of many texts, laid out for searching while someone types."""

    def __init__(self, texts: Sequence[str]) -> None:
        # A space before and after each word: " word" finds beginnings of words, " word " whole words.
        self._texts = [_spaced((*plain_words(text), *name_words(text))) for text in texts]

    def matches(self, query: str) -> NDArray[np.int64]:
        """Return, for each text, 0 where some word of the query is missing, else a rank that rises with fit.

        A word of the query is found where a word of the text begins with it, or where its long form stands
        ("St" finds Saint). An empty query fits everything alike.
        """
        words = plain_words(query)
        rank = np.ones(len(self._texts), dtype=np.int64)
        for word in words:
            begins = f" {word}"
            whole = (
                [f" {form} " for form in {word, *name_words(word)}]
                if _spells_one_word(word)
                else [f" {word} "]
            )
            rank *= np.array(
                [
                    3 if any(form in text for form in whole) else 1 if begins in text else 0
                    for text in self._texts
                ],
                dtype=np.int64,
            )
        return rank


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return tuple(re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", plain)))


def _spells_one_word(word: str) -> bool:
    return len(name_words(word)) == 1


def _spaced(words: Sequence[str]) -> str:
    return f" {' '.join(dict.fromkeys(words))} "


# All programs with everything about them that no profile changes, laid out for search and comparison.

_SEARCHED = ("name", "institution", "city", "state", "state_name", "program_id", "nrmp_codes")


@dataclass(frozen=True)
class Directory:
    """Every program of `facts.programs`, in its order; arrays have one entry for each.

    Attributes:
        programs: The rows of `facts.programs`.
        program_ids: Their ids.
        answers: The leading statement by requirement.
        kinds: What programs are that not everybody can apply to.
        kinds_here: The same, one entry for each program.
        setting: military, university, university_affiliated, community or other.
        setting_stated: Whether a page states the setting; else it is read off the name.
        fill: Years in which the Match filled all positions.
        text: The index of names, institutions, places and codes.
    """

    programs: pd.DataFrame
    program_ids: NDArray[np.str_]
    answers: dict[str, Answers]
    kinds: ProgramKinds
    kinds_here: KindsOfPrograms
    setting: NDArray[np.str_]
    setting_stated: NDArray[np.bool_]
    fill: FillRecords
    text: TextIndex

    @property
    def sure(self) -> NDArray[np.bool_]:
        """Whether the identity of the row is of high or medium confidence."""
        return (self.programs["row_confidence"] != "low").to_numpy(bool)

    def place_of(self, program_id: str) -> int | None:
        """Return the row of a program, None if there is no such program."""
        found = np.flatnonzero(self.program_ids == program_id)
        return int(found[0]) if found.size else None

    def eligibility(self, profile: ApplicantProfile) -> EligibilityTable:
        """Check every program's statements against one applicant."""
        return check_eligibility(profile, self.answers, self.kinds_here.barred(profile))


def gather_directory(engine: Engine, history: pd.DataFrame) -> Directory:
    """Lay the directory out; takes a second, so keep it.

    Args:
        engine: The fitted data.
        history: The table `program_match_history`.
    """
    programs = engine.facts.programs
    ids = programs["program_id"].to_numpy(str)
    answers = {r: answers_of(engine.statements, r, ids) for r in REQUIREMENTS}
    stated = answers_of(engine.statements, "setting", ids)
    text = programs[list(_SEARCHED)].astype("str").fillna("").agg(" ".join, axis=1)
    return Directory(
        programs,
        ids,
        answers,
        engine.kinds,
        engine.kinds.at(ids),
        settings(engine.facts.setting_words, programs["name"].astype(str), stated),
        stated.value != "",
        fill_records(history, programs),
        TextIndex(text.tolist()),
    )


# Which programs fit a search: text, specialty, place, visa, requirements, size, fill, distance.

Rows = NDArray[np.bool_]

# Sizes in positions a year; the last number belongs to the class.
SIZES: Mapping[str, tuple[int, int]] = {
    "1 to 5": (1, 5),
    "6 to 10": (6, 10),
    "11 to 20": (11, 20),
    "over 20": (21, 10_000),
}
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Centre:
    """A place that distances are measured from, in degrees."""

    label: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class ProgramFilter:
    """What is looked for. Empty, None and False stand for no condition.

    Attributes:
        text: Words of name, institution, place or code.
        specialties: Our names.
        states: Postal codes.
        divisions: Census divisions; a program in one of `states` or `divisions` fits.
        visa: `j1` or `h1b`: which visa is asked about.
        visa_answer: `yes`: pages say so; `not_no`: no page says no.
        eligibility: Overall answers for this applicant: meets, unknown, fails.
        size: A key of `SIZES`, or `NOT_KNOWN`.
        fill: `every_year`, `not_every_year` or `NOT_KNOWN`, over the nationwide record.
        centre: Where the distance is measured from, with `miles`.
        miles: Greatest distance.
        only: Ids to choose among (pinned, noted ...); None for all.
        doubtful: Whether rows of low confidence are shown as well.
    """

    text: str = ""
    specialties: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    visa: str = ""
    visa_answer: str = ""
    eligibility: tuple[str, ...] = ()
    size: str = ""
    fill: str = ""
    centre: Centre | None = None
    miles: float = 100.0
    only: frozenset[str] | None = field(default=None)
    doubtful: bool = False


def find_programs(
    directory: Directory, wanted: ProgramFilter, eligibility: NDArray[np.object_], invitation: Array
) -> NDArray[np.intp]:
    """Return the rows that fit every condition.

    The nearest come first where a distance is asked for, else those that fit the text best; among equals
    the best chance of an invitation, then the order of the directory.

    Args:
        directory: All programs.
        wanted: The conditions.
        eligibility: Overall answer for the applicant of every program (`EligibilityTable.state`).
        invitation: P(invitation) of every program, NaN where there is no estimate.
    """
    fit = directory.text.matches(wanted.text)
    fits = fit > 0
    if not wanted.doubtful:
        fits &= directory.sure
    for condition in _conditions(directory, wanted, eligibility):
        fits &= condition()
    found = np.flatnonzero(fits)
    chance = np.nan_to_num(invitation[found], nan=-1.0)
    first = -fit[found] if wanted.centre is None else distances(directory, wanted.centre)[found]
    return found[np.lexsort((-chance, first))]


def _conditions(
    directory: Directory, wanted: ProgramFilter, eligibility: NDArray[np.object_]
) -> list[Callable[[], Rows]]:
    """Return what has to hold, only the conditions that are set."""
    rows = directory.programs
    found: list[Callable[[], Rows]] = []
    if wanted.specialties:
        found.append(lambda: rows["specialty"].isin(wanted.specialties).to_numpy(bool))
    if wanted.states or wanted.divisions:
        found.append(
            lambda: (
                rows["state"].isin(wanted.states) | rows["census_division"].isin(wanted.divisions)
            ).to_numpy(bool)
        )
    if wanted.visa and wanted.visa_answer:
        found.append(lambda: _visa(directory, wanted))
    if wanted.eligibility:
        found.append(lambda: np.isin(eligibility.astype(str), wanted.eligibility))
    if wanted.size:
        found.append(lambda: _size(directory, wanted.size))
    if wanted.fill:
        found.append(lambda: _fill(directory, wanted.fill))
    if wanted.centre is not None:
        found.append(lambda: np.nan_to_num(distances(directory, wanted.centre), nan=np.inf) <= wanted.miles)
    if wanted.only is not None:
        found.append(lambda: np.isin(directory.program_ids, sorted(wanted.only or ())))
    return found


def distances(directory: Directory, centre: Centre | None) -> Array:
    """Return each program's distance in miles, city centre to city centre; NaN where unknown."""
    if centre is None:
        return np.full(len(directory.program_ids), np.nan)
    rows = directory.programs
    return miles_between(
        rows["longitude"].to_numpy(float), rows["latitude"].to_numpy(float), centre.longitude, centre.latitude
    )


def _visa(directory: Directory, wanted: ProgramFilter) -> Rows:
    said = directory.answers[f"visa_{wanted.visa}"].value
    if wanted.visa_answer == "yes":
        return np.isin(said, ("yes", "limited"))
    return np.asarray(said != "no")


def _size(directory: Directory, size: str) -> Rows:
    positions = directory.programs["positions_pgy1"].to_numpy(float, na_value=np.nan)
    if size == NOT_KNOWN:
        return np.isnan(positions)
    least, most = SIZES[size]
    return (positions >= least) & (positions <= most)


def _fill(directory: Directory, fill: str) -> Rows:
    record = directory.fill
    if fill == NOT_KNOWN:
        return ~record.known
    return record.every_year if fill == "every_year" else record.known & ~record.every_year


# Programs like another one: an order to look in, not an estimate.
#
# The distance of two programs of a specialty adds up what a person would compare first, each part from 0
# (alike) to 1 (as different as can be), with half a point where one side is unknown:
#
# - setting (university, affiliated, community ...): 0 if the same, else 1;
# - place: 0 in the same state, a half in the same census division, else 1;
# - size: how many times larger one is, 1 at four times and beyond;
# - statements: of the requirements that both pages speak of, the share that they answer differently.

_ONE_UNKNOWN = 0.5
_DOUBLINGS_AT_MOST = 2.0


def similar_programs(directory: Directory, row: int, most: int = 6) -> NDArray[np.intp]:
    """Return the rows of the programs most like the one at `row`, nearest first, itself left out.

    Only programs of the same specialty whose identity is sure are compared.
    """
    rows = directory.programs
    same = (rows["specialty"] == rows["specialty"].iloc[row]).to_numpy(bool) & directory.sure
    same[row] = False
    candidates = np.flatnonzero(same)
    distance = distances_to(directory, row, candidates)
    return candidates[np.argsort(distance, kind="stable")[:most]]


def distances_to(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    """Return the distance (0 to 4) of the program at `row` to each of `others`."""
    return (
        (directory.setting[others] != directory.setting[row]).astype(float)
        + _place(directory, row, others)
        + _similar_size(directory, row, others)
        + _statements(directory, row, others)
    )


def _place(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    rows = directory.programs
    state, division = rows["state"].to_numpy(str), rows["census_division"].to_numpy(str)
    return np.select([state[others] == state[row], division[others] == division[row]], [0.0, 0.5], 1.0)


def _similar_size(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    positions = directory.programs["positions_pgy1"].to_numpy(float, na_value=np.nan)
    positions = np.where(positions > 0, positions, np.nan)
    doublings = np.abs(np.log2(positions[others] / positions[row]))
    return np.nan_to_num(np.minimum(doublings, _DOUBLINGS_AT_MOST) / _DOUBLINGS_AT_MOST, nan=_ONE_UNKNOWN)


def _statements(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    both, differ = np.zeros(len(others)), np.zeros(len(others))
    for said in directory.answers.values():
        spoken = (said.value[others] != "") & (said.value[row] != "")
        both += spoken
        differ += spoken & (said.value[others] != said.value[row])
    return np.where(both > 0, differ / np.maximum(both, 1), _ONE_UNKNOWN)
