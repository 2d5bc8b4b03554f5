"""Candidates for a row that has no code we know, and when one of them is good enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from smartpick.intake.directory import Directory
from smartpick.intake.name_words import name_words

Array = NDArray[np.float64]

# Chosen on names from our own directory, perturbed and with the right program left out (tests/intake).
SURE_FROM = 90.0
SURE_MARGIN = 5.0
WORTH_SHOWING_FROM = 45.0
MOST_CANDIDATES = 3
NO_STATE = "The row does not say in which state the program is."
_OTHER_CITY = 12.0
_LOW_CONFIDENCE = 2.0


@dataclass(frozen=True)
class Candidate:
    """A program that a row may be about; `score` is 0 to 100."""

    program_id: str
    label: str
    score: float


@dataclass(frozen=True)
class NamedRow:
    """What a row says of which program it is about.

    `state` is a postal code and `specialty` our name, None where unknown; the `_unread` texts are what the
    row says there that we could not read.
    """

    name: str
    city: str = ""
    state: str | None = None
    state_unread: str = ""
    specialty: str | None = None
    specialty_unread: str = ""
    preliminary: bool = False


def candidates_by_name(rows: Sequence[NamedRow], directory: Directory) -> list[tuple[Candidate, ...]]:
    """Return the best candidates of each row, best first, within its state and specialty."""
    distinct = list(dict.fromkeys(rows))
    found: dict[NamedRow, tuple[Candidate, ...]] = {}
    for start in range(0, len(distinct), 256):
        block = distinct[start : start + 256]
        contexts = [_context(row, directory) for row in block]
        scores = directory.name_index.similarity([row.name for row in block], contexts)
        scores -= _LOW_CONFIDENCE * directory.doubtful_identity
        for row, own in zip(block, scores, strict=True):
            found[row] = _best(row, own, directory)
    return [found[row] for row in rows]


def _context(row: NamedRow, directory: Directory) -> tuple[str, ...]:
    state = directory.state_names.words(row.state) if row.state else ()
    return (*name_words(row.city), *state, *name_words(row.specialty or ""))


def _best(row: NamedRow, scores: Array, directory: Directory) -> tuple[Candidate, ...]:
    possible = np.ones(len(scores), dtype=bool)
    if row.state:
        possible &= directory.states == row.state
    if row.specialty:
        possible &= directory.specialties == row.specialty
    if row.city:
        # Hospitals go by their town or by its suburb: another city weakens, it does not exclude.
        elsewhere = (directory.cities != row.city.lower()) & (directory.cities != "")
        scores = scores - _OTHER_CITY * elsewhere
    places = np.flatnonzero(possible & (scores >= WORTH_SHOWING_FROM))
    best = places[np.argsort(-scores[places], kind="stable")[:MOST_CANDIDATES]]
    return tuple(
        Candidate(str(directory.ids[i]), str(directory.labels[i]), round(float(scores[i]), 1)) for i in best
    )


def verdict_by_name(
    row: NamedRow, candidates: Sequence[Candidate]
) -> tuple[Literal["matched", "doubtful", "unmatched"], str, str | None]:
    """Return (status, reason, program id) of a row by its name."""
    if not row.name.strip():
        return "unmatched", "The row names no program.", None
    if not candidates:
        where = " of that specialty" if row.specialty else ""
        return (
            "unmatched",
            f"No program{where}{f' in {row.state}' if row.state else ''} has a name like it.",
            None,
        )
    doubt = _doubt(row, candidates)
    if doubt:
        return "doubtful", doubt, None
    return "matched", "By name, state and specialty.", candidates[0].program_id


def _doubt(row: NamedRow, candidates: Sequence[Candidate]) -> str | None:
    best = candidates[0].score
    if row.state_unread:
        return f"We do not know the state '{row.state_unread}'."
    if row.specialty_unread:
        return f"We do not know the specialty '{row.specialty_unread}'."
    if row.preliminary:
        return "The row is about preliminary positions."
    if row.state is None:
        return NO_STATE
    if row.specialty is None:
        return "The row does not say which specialty it is about."
    if best < SURE_FROM:
        return "The name is only near."
    if len(candidates) > 1 and best - candidates[1].score < SURE_MARGIN:
        return "The name fits more than one program."
    return None
