"""Our directory of programs, laid out for finding the one a row is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.intake.name_similarity import NameIndex
from smartpick.intake.name_words import name_words
from smartpick.intake.row_place import States


@dataclass(frozen=True)
class Directory:
    """Programs by id, by code and by name; arrays have one entry for each program.

    Attributes:
        ids: Program ids.
        labels: Name, place and specialty in one line.
        names: Program names.
        cities: City in lower case, empty where unknown.
        states: Postal codes.
        specialties: Specialties.
        doubtful_identity: Whether the row's identity is of low confidence.
        place_of: Position by id and, for codes one program alone has, by NRMP code.
        state_names: Postal codes by spelling.
        name_index: Similarity of names.
    """

    ids: NDArray[np.object_]
    labels: NDArray[np.object_]
    names: NDArray[np.object_]
    cities: NDArray[np.object_]
    states: NDArray[np.object_]
    specialties: NDArray[np.object_]
    doubtful_identity: NDArray[np.bool_]
    place_of: dict[str, int]
    state_names: States
    name_index: NameIndex

    @classmethod
    def of(cls, programs: pd.DataFrame) -> Directory:
        """Lay out `facts.programs`, or any rows of it."""
        text = {
            c: _text(programs, c) for c in ("program_id", "name", "institution", "specialty", "city", "state")
        }
        state_names = States(zip(text["state"], _text(programs, "state_name"), strict=True))
        read = {place: name_words(place) for place in {*text["city"], *text["specialty"]}}
        contexts = [
            (*read[city], *state_names.words(state), *read[specialty])
            for city, state, specialty in zip(text["city"], text["state"], text["specialty"], strict=True)
        ]
        labels = [
            f"{name} ({', '.join(part for part in (city, state) if part)}), {specialty}"
            for name, city, state, specialty in zip(
                text["name"], text["city"], text["state"], text["specialty"], strict=True
            )
        ]
        return cls(
            ids=np.array(text["program_id"], dtype=object),
            labels=np.array(labels, dtype=object),
            names=np.array(text["name"], dtype=object),
            cities=np.array([city.lower() for city in text["city"]], dtype=object),
            states=np.array(text["state"], dtype=object),
            specialties=np.array(text["specialty"], dtype=object),
            doubtful_identity=np.array([c == "low" for c in _text(programs, "row_confidence")], dtype=bool),
            place_of=_places(text["program_id"], _text(programs, "nrmp_codes")),
            state_names=state_names,
            name_index=NameIndex(text["name"], text["institution"], contexts),
        )


def _text(programs: pd.DataFrame, column: str) -> list[str]:
    if column not in programs:
        return [""] * len(programs)
    return [str(value) for value in programs[column].astype(object).where(programs[column].notna(), "")]


def _places(ids: Sequence[str], nrmp_codes: Sequence[str]) -> dict[str, int]:
    by_code = [(code, i) for i, codes in enumerate(nrmp_codes) for code in codes.split("|") if code]
    holders = Counter(code for code, _ in by_code)
    places = {code: i for code, i in by_code if holders[code] == 1}
    places.update({program_id: i for i, program_id in enumerate(ids)})
    return places
