"""What the page needs of data and applicant, and the filters of the search."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.charts.programs import Outlines
from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.explore.places import cities
from smartpick.explore.search import NOT_KNOWN, Directory, gather_directory
from smartpick.explore.us_map import points_within, state_outlines
from smartpick.plan.eligibility import Eligibility, EligibilityTable
from smartpick.programs.evidence import NO_EVIDENCE
from smartpick.web.loading import shipped_store
from smartpick.web.page import PageContext
from smartpick.web.session import program_notes, remembered, sitting
from smartpick.whatif.invitations import (
    InvitationEstimates,
    ProgramStanding,
    estimate_invitations,
    standing_at,
)

# The tables behind this page, laid out once for all sessions.


@dataclass(frozen=True)
class ProgramTables:
    """What no profile changes.

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

    def history_of(self, program_id: str) -> pd.DataFrame:
        """Return the rows of one program; none where one number stands for several sites."""
        return self.history[self.history["program_id"] == program_id]


def program_tables(engine: Engine) -> ProgramTables:
    """Return the tables; the first call takes a second or two."""
    return _gather(engine.facts.data_hash, engine)


@st.cache_resource(show_spinner="Laying out the programs ...", max_entries=2)
def _gather(data_hash: str, _engine: Engine) -> ProgramTables:
    with shipped_store() as store:
        history, shapes = store.table("program_match_history"), store.table("state_shapes")
        filings, coast_statements = store.table("h1b_filings"), store.table("pacific_requirements")
    directory = gather_directory(_engine, history)
    outlines = state_outlines(shapes)
    return ProgramTables(
        directory,
        history,
        outlines,
        {state: points_within(outline) for state, outline in outlines.items()},
        cities(directory.programs),
        filings,
        coast_statements,
    )


# What every part of the page needs to know of the applicant: estimates, eligibility, own evidence.


@dataclass(frozen=True, eq=False)
class Applicant:
    """The applicant beside all programs.

    Attributes:
        here: The page's context.
        tables: What no profile changes.
        estimates: Our invitation estimates with the applicant's own evidence.
        without_evidence: The same without it.
        eligibility: Requirement by requirement, for every program of the directory.
        invitation: P(invitation) of every program of the directory, NaN where there is no estimate.
    """

    here: PageContext
    tables: ProgramTables
    estimates: InvitationEstimates
    without_evidence: InvitationEstimates
    eligibility: EligibilityTable
    invitation: Array

    def standing(self, row: int) -> ProgramStanding:
        """Return where the applicant stands with the program at `row`."""
        return standing_at(self.tables.directory, self.here.profile, self.eligibility, row)

    def marks(self) -> dict[str, str]:
        """Return, by program id, what the person has marked: pinned, excluded, figures, note."""
        found: dict[str, list[str]] = {}
        profile, here = self.here.profile, sitting()
        for word, ids in (
            ("pinned", profile.pinned),
            ("excluded", profile.excluded),
            ("your figures", tuple(here.evidence)),
            ("note", tuple(program_notes())),
        ):
            for program_id in ids:
                found.setdefault(program_id, []).append(word)
        return {program_id: ", ".join(words) for program_id, words in found.items()}


def applicant_at(here: PageContext, tables: ProgramTables) -> Applicant:
    """Put the applicant beside all programs; kept while nothing changes."""
    own = sitting()
    key = (here.engine.facts.data_hash, here.profile, here.assumed, own.evidence_version)
    return remembered("programs_applicant", key, lambda: _worked_out(here, tables))


def _worked_out(here: PageContext, tables: ProgramTables) -> Applicant:
    directory, evidence = tables.directory, sitting().evidence
    plain = estimate_invitations(here.profile, here.engine, here.assumed, NO_EVIDENCE)
    informed = plain
    if evidence:
        informed = estimate_invitations(here.profile, here.engine, here.assumed, evidence)
    return Applicant(
        here,
        tables,
        informed,
        plain,
        directory.eligibility(here.profile),
        informed.line_up(directory.program_ids),
    )


# The filters of the search: what can be chosen, under which key it is kept, and its code in a link.

TEXT_KEY, SPECIALTY_KEY, REGIONS_KEY = "programs_text", "programs_specialties", "programs_regions"
VISA_KEY, REQUIREMENTS_KEY = "programs_visa", "programs_requirements"
SIZE_KEY, FILL_KEY, MARKED_KEY = "programs_size", "programs_fill", "programs_marked"
NEAR_KEY, MILES_KEY, DOUBTFUL_KEY = "programs_near", "programs_miles", "programs_doubtful"

ANY = "Any"
COAST = "Pacific Coast (CA, OR, WA)"
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
    "Met, as far as stated": (str(Eligibility.MEETS),),
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


def regions(applicant: Applicant) -> list[str]:
    """Return what can be chosen as state or region: the coast, census divisions, states."""
    rows = applicant.tables.directory.programs
    return [COAST, *sorted(rows["census_division"].unique()), *sorted(rows["state"].unique())]
