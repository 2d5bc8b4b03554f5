"""Finding programs: the directory of all that is known, text, filters, fill history, similar programs."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.intake.names import name_words
from smartpick.plan.eligibility import EligibilityTable, check_eligibility
from smartpick.profile import ApplicantProfile
from smartpick.programs.kinds import KindsOfPrograms, ProgramKinds
from smartpick.programs.pool import REQUIREMENTS, Answers, answers_of, settings

# How many of its positions a program filled in the Match, year by year.
#
# The whole nation is covered from 2014 to 2020, Florida alone from 2021 on. Whatever compares programs uses
# the years that cover the whole nation. Counted are the tracks that lead through the specialty; preliminary
# positions (one year) and those reserved for physicians count only where a program offers nothing else. That
# is also what `programs.nrmp_quota` adds up.

_NATION = "nation"
_SIDE_TRACKS = ("preliminary", "reserved")
_YEAR = ["program_id", "match_year"]


@dataclass(frozen=True)
class FillRecords:
    """Years of the nationwide record, one entry for each program; 0 years where nothing is known.

    Attributes:
        offered_years: Years in which the program offered positions in the Match.
        filled_years: Those in which the Match filled all of them.
    """

    offered_years: NDArray[np.int64]
    filled_years: NDArray[np.int64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether any year is known."""
        return self.offered_years > 0

    @property
    def every_year(self) -> NDArray[np.bool_]:
        """Whether all positions were filled in each known year."""
        return self.known & (self.filled_years == self.offered_years)


def fill_records(history: pd.DataFrame, programs: pd.DataFrame) -> FillRecords:
    """Count the years in the table `program_match_history` for each row of `programs` (`facts.programs`).

    Where several sites share one number, nothing is counted.
    """
    rows = history[(history["coverage"] == _NATION) & history["program_id"].notna()]
    years = counted_tracks(rows).groupby(_YEAR)[["quota", "matched"]].sum()
    years = years[years["quota"] > 0]
    filled = years["matched"] >= years["quota"]
    counts = filled.groupby("program_id").agg(["size", "sum"])
    own = programs["positions_scope"].fillna("") != "several_sites_pooled"
    lined_up = counts.reindex(programs["program_id"].where(own)).fillna(0).astype("int64")
    return FillRecords(lined_up["size"].to_numpy(), lined_up["sum"].to_numpy())


def counted_tracks(history: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose positions count: no side tracks, unless a program has only these in a year.

    `history` is rows of `program_match_history` that have a program.
    """
    side = history["track"].isin(_SIDE_TRACKS)
    only_side = side.groupby([history[name] for name in _YEAR]).transform("all")
    return history[~side | only_side]


def yearly_fill(history: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each Match year of one program: match_year, coverage, quota, matched, tracks.

    `history` is its rows in `program_match_history`. Counted tracks are added up; `tracks` names them.
    """
    if history.empty:
        return pd.DataFrame(columns=["match_year", "coverage", "quota", "matched", "tracks"])
    by_year = counted_tracks(history).groupby(["match_year", "coverage"], as_index=False)
    years = by_year[["quota", "matched"]].sum()
    years["tracks"] = by_year["track"].agg(lambda names: ", ".join(dict.fromkeys(names)))["track"]
    return years.sort_values("match_year").reset_index(drop=True)


# Finding programs: the directory of everything known, text, filters, and programs like another one.

_SEARCHED = ("name", "institution", "city", "state", "state_name", "program_id", "nrmp_codes")

# Sizes in positions a year; the last number belongs to the class.
SIZES: Mapping[str, tuple[int, int]] = {
    "1 to 5": (1, 5),
    "6 to 10": (6, 10),
    "11 to 20": (11, 20),
    "over 20": (21, 10_000),
}
NOT_KNOWN = "not known"


class TextIndex:
    """The words of many texts, laid out for searching while someone types.

    Case and accents do not matter, and abbreviations are found as well as long forms.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        # A space before and after each word: " word" finds beginnings of words, " word " whole words.
        words = ((*_plain_words(text), *name_words(text)) for text in texts)
        self._texts = [f" {' '.join(dict.fromkeys(each))} " for each in words]

    def matches(self, query: str) -> NDArray[np.int64]:
        """Return, for each text, 0 where some word of the query is missing, else a rank that rises with fit.

        A word of the query is found where a word of the text begins with it, or where its long form is
        ("St" finds Saint). An empty query fits everything alike.
        """
        rank = np.ones(len(self._texts), dtype=np.int64)
        for word in _plain_words(query):
            long_form = name_words(word)
            whole = {f" {form} " for form in {word, *(long_form if len(long_form) == 1 else ())}}
            rank *= np.array(
                [
                    3 if any(form in text for form in whole) else 1 if f" {word}" in text else 0
                    for text in self._texts
                ],
                dtype=np.int64,
            )
        return rank


def _plain_words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return tuple(re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", plain)))


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Every program of `facts.programs`, in its order; arrays have one entry for each.

    Attributes:
        programs: The rows of `facts.programs`.
        program_ids: Their ids.
        answers: The leading statement by requirement.
        kinds: What programs are that not everybody can apply to.
        kinds_of_programs: The same, one entry for each program.
        setting: military, university, university_affiliated, community or other.
        setting_stated: Whether a page states the setting; else it is read off the name.
        fill: Years in which the Match filled all positions.
        text: The index of names, institutions, places and codes.
    """

    programs: pd.DataFrame
    program_ids: NDArray[np.str_]
    answers: dict[str, Answers]
    kinds: ProgramKinds
    kinds_of_programs: KindsOfPrograms
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
        rows = np.flatnonzero(self.program_ids == program_id)
        return int(rows[0]) if rows.size else None

    def eligibility(self, profile: ApplicantProfile) -> EligibilityTable:
        """Check every program's statements against one applicant."""
        return check_eligibility(profile, self.answers, self.kinds_of_programs.barred(profile))


def gather_directory(engine: Engine, history: pd.DataFrame) -> Directory:
    """Lay the directory out; takes a second, so keep it. `history` is the table `program_match_history`."""
    programs = engine.facts.programs
    ids = programs["program_id"].to_numpy(str)
    setting = answers_of(engine.statements, "setting", ids)
    text = programs[list(_SEARCHED)].astype("str").fillna("").agg(" ".join, axis=1)
    return Directory(
        programs=programs,
        program_ids=ids,
        answers={r: answers_of(engine.statements, r, ids) for r in REQUIREMENTS},
        kinds=engine.kinds,
        kinds_of_programs=engine.kinds.at(ids),
        setting=settings(engine.facts.setting_words, programs["name"].astype(str), setting),
        setting_stated=setting.value != "",
        fill=fill_records(history, programs),
        text=TextIndex(text.tolist()),
    )


@dataclass(frozen=True)
class Centre:
    """A place that distances are measured from, in degrees."""

    label: str
    longitude: float
    latitude: float


@dataclass(frozen=True, kw_only=True)
class ProgramFilter:
    """What is looked for. Empty, None and False mean no condition.

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
        doubtful: Whether rows of low confidence count as well.
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
    only: frozenset[str] | None = None
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
    order = -fit.astype(float)
    fits = fit > 0
    programs = directory.programs
    if not wanted.doubtful:
        fits &= directory.sure
    if wanted.specialties:
        fits &= programs["specialty"].isin(wanted.specialties).to_numpy(bool)
    if wanted.states or wanted.divisions:
        places = programs["state"].isin(wanted.states) | programs["census_division"].isin(wanted.divisions)
        fits &= places.to_numpy(bool)
    if wanted.visa and wanted.visa_answer:
        answer = directory.answers[f"visa_{wanted.visa}"].value
        fits &= np.isin(answer, ("yes", "limited")) if wanted.visa_answer == "yes" else answer != "no"
    if wanted.eligibility:
        fits &= np.isin(eligibility.astype(str), wanted.eligibility)
    if wanted.size:
        fits &= _is_of_size(directory, wanted.size)
    if wanted.fill:
        known, every_year = directory.fill.known, directory.fill.every_year
        not_every_year = known & ~every_year
        fits &= {NOT_KNOWN: ~known, "every_year": every_year}.get(wanted.fill, not_every_year)
    if wanted.centre is not None:
        order = distances(directory, wanted.centre)
        fits &= np.nan_to_num(order, nan=np.inf) <= wanted.miles
    if wanted.only is not None:
        fits &= np.isin(directory.program_ids, sorted(wanted.only))
    rows = np.flatnonzero(fits)
    chance = np.nan_to_num(invitation[rows], nan=-1.0)
    return rows[np.lexsort((-chance, order[rows]))]


def _is_of_size(directory: Directory, size: str) -> NDArray[np.bool_]:
    positions = directory.programs["positions_pgy1"].to_numpy(float, na_value=np.nan)
    if size == NOT_KNOWN:
        return np.isnan(positions)
    least, most = SIZES[size]
    return (positions >= least) & (positions <= most)


def distances(directory: Directory, centre: Centre | None) -> Array:
    """Return each program's distance in miles, city centre to city centre; NaN where unknown."""
    if centre is None:
        return np.full(len(directory.program_ids), np.nan)
    rows = directory.programs
    return miles_between(
        rows["longitude"].to_numpy(float), rows["latitude"].to_numpy(float), centre.longitude, centre.latitude
    )


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


_MOST_ALIKE = 6


def similar_programs(directory: Directory, row: int) -> NDArray[np.intp]:
    """Return the rows of the six programs most like the one at `row`, nearest first, itself left out.

    Only programs of the same specialty whose identity is sure are compared.
    """
    rows = directory.programs
    same = (rows["specialty"] == rows["specialty"].iloc[row]).to_numpy(bool) & directory.sure
    same[row] = False
    candidates = np.flatnonzero(same)
    return candidates[np.argsort(distances_to(directory, row, candidates), kind="stable")[:_MOST_ALIKE]]


def distances_to(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    """Return the distance (0 to 4) of the program at `row` to each of `others`."""
    return (
        (directory.setting[others] != directory.setting[row]).astype(float)
        + _place(directory, row, others)
        + _size(directory, row, others)
        + _statements(directory, row, others)
    )


def _place(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    rows = directory.programs
    state, division = rows["state"].to_numpy(str), rows["census_division"].to_numpy(str)
    return np.select([state[others] == state[row], division[others] == division[row]], [0.0, 0.5], 1.0)


def _size(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    positions = directory.programs["positions_pgy1"].to_numpy(float, na_value=np.nan)
    positions = np.where(positions > 0, positions, np.nan)
    doublings = np.abs(np.log2(positions[others] / positions[row]))
    return np.nan_to_num(np.minimum(doublings, _DOUBLINGS_AT_MOST) / _DOUBLINGS_AT_MOST, nan=_ONE_UNKNOWN)


def _statements(directory: Directory, row: int, others: NDArray[np.intp]) -> Array:
    both, differ = np.zeros(len(others)), np.zeros(len(others))
    for answers in directory.answers.values():
        stated = (answers.value[others] != "") & (answers.value[row] != "")
        both += stated
        differ += stated & (answers.value[others] != answers.value[row])
    return np.where(both > 0, differ / np.maximum(both, 1), _ONE_UNKNOWN)


EARTH_RADIUS_KM = 6371.0
KM_IN_A_MILE = 1.609344


def miles_between(longitude: Array, latitude: Array, from_longitude: float, from_latitude: float) -> Array:
    """Return great-circle distances in miles (haversine); NaN where a coordinate is unknown."""
    start, end = np.radians(from_latitude), np.radians(latitude)
    half_up = (end - start) / 2
    half_across = np.radians(np.asarray(longitude) - from_longitude) / 2
    chord = np.sin(half_up) ** 2 + np.cos(start) * np.cos(end) * np.sin(half_across) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM / KM_IN_A_MILE * np.arcsin(np.sqrt(chord)))
