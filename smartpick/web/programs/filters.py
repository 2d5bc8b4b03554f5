"""All programs beside the applicant, the filters of the search, and the page's part of the link."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from smartpick.charts.programs import Outlines
from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.explore.places import cities, points_within, state_outlines
from smartpick.explore.search import NOT_KNOWN, SIZES, Directory, gather_directory
from smartpick.facts import Facts
from smartpick.plan.eligibility import Eligibility, EligibilityTable
from smartpick.plan.grounds import Grounds
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import NO_EVIDENCE
from smartpick.text.program_search import CHANCE, PROGRAMS, SHARE
from smartpick.text.sources import invitation_grounds, listed_ids
from smartpick.web.address import AddressPart, LinkedChoice, one_of, some_of, whole_number, yes_or_no
from smartpick.web.links import known_of
from smartpick.web.loading import shipped_store
from smartpick.web.page import PageContext
from smartpick.web.session import program_notes, remembered, sitting
from smartpick.whatif.invitations import (
    InvitationEstimates,
    ProgramStanding,
    estimate_invitations,
    standing_at,
)


@dataclass(frozen=True, kw_only=True)
class ProgramTables:
    """What no profile changes, laid out once for all sessions.

    Attributes:
        directory: All programs, laid out for search.
        history: The table `program_match_history`.
        outlines: Outline of each state on the map.
        inside: Points within each state, for a click on it.
        cities: Places that distances can be measured from.
        filings: The table `h1b_filings`.
        coast_statements: The table `pacific_requirements`.
    """

    directory: Directory
    history: pd.DataFrame
    outlines: Outlines
    inside: Outlines
    cities: pd.DataFrame
    filings: pd.DataFrame
    coast_statements: pd.DataFrame


@st.cache_resource(show_spinner="Preparing the programs ...", max_entries=2)
def _gather(data_hash: str, _engine: Engine) -> ProgramTables:
    # The first call takes a second or two.
    with shipped_store() as store:
        history, shapes = store.table("program_match_history"), store.table("state_shapes")
        filings, coast_statements = store.table("h1b_filings"), store.table("pacific_requirements")
    directory, outlines = gather_directory(_engine, history), state_outlines(shapes)
    return ProgramTables(
        directory=directory,
        history=history,
        outlines=outlines,
        inside={state: points_within(outline) for state, outline in outlines.items()},
        cities=cities(directory.programs),
        filings=filings,
        coast_statements=coast_statements,
    )


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """The applicant beside all programs, which are named by their row in the directory.

    Attributes:
        context: The page's context.
        tables: What no profile changes.
        estimates: Our estimates of invitations with the applicant's own evidence.
        without_evidence: The same without it.
        eligibility: Requirement by requirement, for every program.
        invitation: P(invitation) of every program, NaN where there is no estimate.
    """

    context: PageContext
    tables: ProgramTables
    estimates: InvitationEstimates
    without_evidence: InvitationEstimates
    eligibility: EligibilityTable
    invitation: Array

    @property
    def profile(self) -> ApplicantProfile:
        """The applicant's answers."""
        return self.context.profile

    @property
    def directory(self) -> Directory:
        """All programs."""
        return self.tables.directory

    @property
    def facts(self) -> Facts:
        """The published tables."""
        return self.context.engine.facts

    @cached_property
    def grounds(self) -> Grounds:
        """What the estimates rest on."""
        context = self.context
        return invitation_grounds(
            self.estimates, context.profile, context.engine, context.assumed, sitting().evidence
        )

    @property
    def rate_sources(self) -> list[str]:
        """Ids of the sources of the published rates that the estimates start from."""
        candidates = self.estimates.candidates
        return [] if candidates is None else listed_ids(cell.source_id for cell in candidates.cells)

    def program_id(self, row: int) -> str:
        """Return a program's id."""
        return str(self.directory.program_ids[row])

    def program(self, row: int) -> dict[Any, Any]:
        """Return a program's line of the directory."""
        return self.directory.programs.iloc[row].to_dict()

    def standing(self, row: int) -> ProgramStanding:
        """Return where the applicant stands with a program."""
        return standing_at(self.directory, self.profile, self.eligibility, row)

    def marks(self) -> dict[str, str]:
        """Return, by program id, what the applicant has marked: pinned, excluded, figures, note."""
        words: dict[str, list[str]] = {}
        for word, ids in (
            ("pinned", self.profile.pinned),
            ("excluded", self.profile.excluded),
            ("your figures", sitting().listed_evidence),
            ("note", program_notes()),
        ):
            for program_id in ids:
                words.setdefault(program_id, []).append(word)
        return {program_id: ", ".join(of_one) for program_id, of_one in words.items()}


def applicant_at(context: PageContext) -> Applicant:
    """Put the applicant beside all programs; kept while nothing changes."""
    engine, profile, assumed = context.engine, context.profile, context.assumed

    def work_out() -> Applicant:
        tables, evidence = _gather(engine.facts.data_hash, engine), sitting().evidence
        without = estimate_invitations(profile, engine, assumed, NO_EVIDENCE)
        informed = estimate_invitations(profile, engine, assumed, evidence) if evidence else without
        return Applicant(
            context=context,
            tables=tables,
            estimates=informed,
            without_evidence=without,
            eligibility=tables.directory.eligibility(profile),
            invitation=informed.line_up(tables.directory.program_ids),
        )

    return remembered("programs_applicant", context.key, work_out)


# The filters of the search: what can be chosen, under which key it is kept, and its code in a link.

TEXT_KEY, SPECIALTY_KEY, REGIONS_KEY = "programs_text", "programs_specialties", "programs_regions"
VISA_KEY, REQUIREMENTS_KEY = "programs_visa", "programs_requirements"
SIZE_KEY, FILL_KEY, MARKED_KEY = "programs_size", "programs_fill", "programs_marked"
NEAR_KEY, MILES_KEY, DOUBTFUL_KEY = "programs_near", "programs_miles", "programs_doubtful"

ANY = "Any"
COAST = "West Coast (CA, OR, WA)"
MILES_BOUNDS, MILES_START = (5, 3000), 100

# What is chosen: visa and answer, eligibility, record of fill, as `ProgramFilter` takes them.
VISA = {
    ANY: ("", ""),
    "J-1: pages say yes": ("j1", "yes"),
    "J-1: no page says no": ("j1", "not_no"),
    "H-1B: pages say yes": ("h1b", "yes"),
    "H-1B: no page says no": ("h1b", "not_no"),
}
REQUIREMENTS: dict[str, tuple[str, ...]] = {
    ANY: (),
    "Not ruled out": (str(Eligibility.MEETS), str(Eligibility.UNKNOWN)),
    "All stated rules met": (str(Eligibility.MEETS),),
    "Not fully known": (str(Eligibility.UNKNOWN),),
    "Not met": (str(Eligibility.FAILS),),
}
FILL = {
    ANY: "",
    "Filled every year": "every_year",
    "Not filled every year": "not_every_year",
    "Not known": NOT_KNOWN,
}
PINNED, EXCLUDED, OWN = "Pinned", "Excluded", "With a note or your figures"
MARKED = (ANY, PINNED, EXCLUDED, OWN)

VISA_CODES = {words: f"{visa}_{answer}" if visa else "any" for words, (visa, answer) in VISA.items()}
REQUIREMENT_CODES = dict(
    zip(REQUIREMENTS, ("any", "not_ruled_out", "met", "not_known", "not_met"), strict=True)
)
FILL_CODES = {words: fill.replace(" ", "_") or "any" for words, fill in FILL.items()}
MARKED_CODES = {ANY: "any", PINNED: "pinned", EXCLUDED: "excluded"}


def regions(directory: Directory) -> list[str]:
    """Return what can be chosen as state or region: the West Coast, census divisions, states."""
    rows = directory.programs
    return [COAST, *sorted(rows["census_division"].unique()), *sorted(rows["state"].unique())]


# What the page of programs remembers in a session, and its part of the link.

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
_SIZES = {ANY: "any", **{size: size.replace(" ", "_") for size in (*SIZES, NOT_KNOWN)}}
_LAYERS = {PROGRAMS: "programs", SHARE: "img_share", CHANCE: "chance"}


def search_choices(applicant: Applicant) -> tuple[LinkedChoice, ...]:
    """Return every choice of the search but the text, which is free."""
    rows, cities = applicant.directory.programs, applicant.tables.cities["label"].tolist()
    offered = {layer: _LAYERS[layer] for layer in layers(applicant)}
    specialties, places = _as_written(rows["specialty"].unique()), regions(applicant.directory)
    return (
        one_of("programs_view", "view", VIEW_KEY, _VIEWS, LIST),
        one_of("programs_layer", "map layer", LAYER_KEY, offered, PROGRAMS),
        some_of(
            "programs_specialties",
            "specialties",
            SPECIALTY_KEY,
            specialties,
            applicant.profile.specialties,
            none="all",
        ),
        some_of(
            "programs_regions", "states and regions", REGIONS_KEY, {**_as_written(places), COAST: "Coast"}, ()
        ),
        one_of("programs_visa", "visa", VISA_KEY, VISA_CODES, ANY),
        one_of("programs_requirements", "requirements", REQUIREMENTS_KEY, REQUIREMENT_CODES, ANY),
        one_of("programs_size", "positions", SIZE_KEY, _SIZES, ANY),
        one_of("programs_fill", "filled in the Match", FILL_KEY, FILL_CODES, ANY),
        # What a person has noted is in no link, so neither is a search for it.
        one_of("programs_marked", "marked", MARKED_KEY, MARKED_CODES, ANY),
        one_of("programs_near", "place", NEAR_KEY, _as_written(cities), None),
        whole_number("programs_miles", "miles", MILES_KEY, *MILES_BOUNDS, MILES_START),
        yes_or_no("programs_doubtful", "less certain entries", DOUBTFUL_KEY),
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
