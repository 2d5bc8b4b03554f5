"""What the page of programs remembers in a session, and its part of the link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st

from smartpick.explore.search import NOT_KNOWN, SIZES
from smartpick.text.program_search import CHANCE, PROGRAMS, SHARE
from smartpick.web.address import AddressPart, LinkedChoice, one_of, some_of, whole_number, yes_or_no
from smartpick.web.links import known_of
from smartpick.web.programs import filters
from smartpick.web.programs.filters import Applicant

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
    own: Shelf = st.session_state.setdefault(_KEY, Shelf())
    return own


def read_address(known: frozenset[str]) -> None:
    """Open the program that the address names, if a person opened such a link and its id is `known`."""
    own = shelf()
    own.not_found = None
    opened = _ADDRESS.opened(_parameters())
    if opened is None:
        return
    asked = opened.get(_PARAMETER)
    if asked is None or asked in known:
        own.shown = asked
    else:
        own.not_found = asked


def write_address() -> None:
    """Put the open program into the address."""
    _ADDRESS.write(_parameters())


def _parameters() -> dict[str, str]:
    opened = shelf().shown
    return {} if opened is None else {_PARAMETER: opened}


# The page's part of the link: filters, view, map layer and comparison; not the words searched for.

PAGE = "programs"
VIEW_KEY, LAYER_KEY = "programs_view", "programs_map_layer"
LIST, MAP, COMPARE = "List", "Map", "Compare"
_VIEWS = {LIST: "list", MAP: "map", COMPARE: "compare"}
_SIZES = {filters.ANY: "any", **{size: size.replace(" ", "_") for size in (*SIZES, NOT_KNOWN)}}
_LAYERS = {PROGRAMS: "programs", SHARE: "img_share", CHANCE: "chance"}


def search_choices(applicant: Applicant) -> tuple[LinkedChoice, ...]:
    """Return every choice of the search but the text, which is free."""
    rows, cities = applicant.directory.programs, applicant.tables.cities["label"].tolist()
    offered = {layer: _LAYERS[layer] for layer in layers(applicant)}
    specialties, places = _as_written(rows["specialty"].unique()), filters.regions(applicant.directory)
    return (
        one_of("programs_view", "view", VIEW_KEY, _VIEWS, LIST),
        one_of("programs_layer", "map layer", LAYER_KEY, offered, PROGRAMS),
        some_of(
            "programs_specialties",
            "specialties",
            filters.SPECIALTY_KEY,
            specialties,
            applicant.profile.specialties,
            none="all",
        ),
        some_of(
            "programs_regions",
            "states and regions",
            filters.REGIONS_KEY,
            {**_as_written(places), filters.COAST: "Coast"},
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
        yes_or_no("programs_doubtful", "less certain entries", filters.DOUBTFUL_KEY),
        _compared(applicant.directory.program_ids.tolist()),
    )


def layers(applicant: Applicant) -> list[str]:
    """Return what the map can show; chances only where there are estimates."""
    return [PROGRAMS, SHARE] if applicant.estimates.candidates is None else [PROGRAMS, SHARE, CHANCE]


def _compared(known: Iterable[str]) -> LinkedChoice:
    def put(ids: list[str]) -> None:
        shelf().compared = list(ids)

    return LinkedChoice(
        name="programs_compared",
        title="comparison",
        start=[],
        read=lambda text: known_of(text, _as_written(known))[:MOST_COMPARED],
        write="|".join,
        get=lambda: list(shelf().compared),
        put=put,
    )


def _as_written(values: Iterable[str]) -> dict[str, str]:
    return {str(value): str(value) for value in values}
