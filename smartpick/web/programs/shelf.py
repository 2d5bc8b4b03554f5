"""What the page of programs remembers in a session, and what stands in its link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st

from smartpick.explore.search import NOT_KNOWN, SIZES
from smartpick.text.program_search import CHANCE, PROGRAMS, SHARE
from smartpick.web.address import (
    AddressPart,
    LinkedChoice,
    known_of,
    one_of,
    some_of,
    whole_number,
    yes_or_no,
)
from smartpick.web.programs import filters
from smartpick.web.programs.filters import Applicant

# What the page remembers in a session: the open program, those compared, and what stands in the address.

MOST_COMPARED = 5
_KEY, _PARAMETER = "programs_shelf", "program"
_ADDRESS = AddressPart("program", {_PARAMETER}.__contains__)


@dataclass
class Shelf:
    """The programs a person has in hand, by id.

    Attributes:
        shown: The program whose view is open.
        compared: Those to compare, in the order in which they were added.
        not_found: An id in the address that no program has, until the next visit.
    """

    shown: str | None = None
    compared: list[str] = field(default_factory=list)
    not_found: str | None = None

    def open(self, program_id: str) -> None:
        """Open a program's view."""
        self.shown = program_id

    def close(self) -> None:
        """Go back to the search."""
        self.shown = None

    def compare(self, program_id: str) -> None:
        """Add a program to the comparison or take it out; a sixth one is not taken."""
        if program_id in self.compared:
            self.compared.remove(program_id)
        elif len(self.compared) < MOST_COMPARED:
            self.compared.append(program_id)


def shelf() -> Shelf:
    """Return this session's shelf."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Shelf()
    found: Shelf = st.session_state[_KEY]
    return found


def read_address(known: frozenset[str]) -> None:
    """Open the program that the address names, if a person opened such a link.

    Args:
        known: Ids of all programs.
    """
    here = shelf()
    here.not_found = None
    asked = _ADDRESS.opened(_held()).get(_PARAMETER)
    if asked in known:
        here.shown = asked
    elif asked is not None:
        here.not_found = asked


def write_address() -> None:
    """Put the open program into the address."""
    _ADDRESS.write(_held())


def _held() -> dict[str, str]:
    shown = shelf().shown
    return {} if shown is None else {_PARAMETER: shown}


# The page's part of the link: filters, view, map layer and comparison; not the words searched for.

PAGE = "programs"
VIEW_KEY, LAYER_KEY = "programs_view", "programs_map_layer"
LIST, MAP, COMPARE = "List", "Map", "Compare"
_VIEWS = {LIST: "list", MAP: "map", COMPARE: "compare"}
_SIZES = {filters.ANY: "any", **{size: size.replace(" ", "_") for size in (*SIZES, NOT_KNOWN)}}


def search_choices(applicant: Applicant) -> tuple[LinkedChoice, ...]:
    """Return every choice of the search but the text, which is free."""
    rows = applicant.tables.directory.programs
    cities = applicant.tables.cities["label"].tolist()
    return (
        one_of("programs_view", "view", VIEW_KEY, _VIEWS, LIST),
        one_of("programs_layer", "map layer", LAYER_KEY, _layers(applicant), PROGRAMS),
        some_of(
            "programs_specialties",
            "specialties",
            filters.SPECIALTY_KEY,
            _as_written(rows["specialty"].unique()),
            applicant.here.profile.specialties,
            none="all",
        ),
        some_of(
            "programs_regions",
            "states and regions",
            filters.REGIONS_KEY,
            {**_as_written(filters.regions(applicant)), filters.COAST: "Coast"},
            (),
        ),
        one_of("programs_visa", "visa", filters.VISA_KEY, filters.VISA_CODES, filters.ANY),
        one_of(
            "programs_requirements",
            "requirements",
            filters.REQUIREMENTS_KEY,
            filters.REQUIREMENT_CODES,
            filters.ANY,
        ),
        one_of("programs_size", "positions", filters.SIZE_KEY, _SIZES, filters.ANY),
        one_of("programs_fill", "filled in the Match", filters.FILL_KEY, filters.FILL_CODES, filters.ANY),
        # What a person has noted is in no link, so neither is a search for it.
        one_of("programs_marked", "marked", filters.MARKED_KEY, filters.MARKED_CODES, filters.ANY),
        one_of("programs_near", "place", filters.NEAR_KEY, _as_written(cities), None),
        whole_number(
            "programs_miles", "miles", filters.MILES_KEY, *filters.MILES_BOUNDS, filters.MILES_START
        ),
        yes_or_no("programs_doubtful", "entries less sure of", filters.DOUBTFUL_KEY),
        _compared(frozenset(applicant.tables.directory.program_ids.tolist())),
    )


def _layers(applicant: Applicant) -> dict[str, str]:
    layers = {PROGRAMS: "programs", SHARE: "img_share"}
    return layers if applicant.estimates.candidates is None else {**layers, CHANCE: "chance"}


def _compared(known: frozenset[str]) -> LinkedChoice:
    def put(ids: list[str]) -> None:
        shelf().compared = list(ids)

    return LinkedChoice(
        "programs_compared",
        "comparison",
        [],
        lambda text: known_of(text, {one: one for one in known})[:MOST_COMPARED],
        "|".join,
        lambda: list(shelf().compared),
        put,
    )


def _as_written(values: Iterable[str]) -> dict[str, str]:
    return {str(value): str(value) for value in values}
