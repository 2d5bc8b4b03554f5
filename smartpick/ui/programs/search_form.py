"""The search field and the filters, read into a `ProgramFilter`."""

from __future__ import annotations

from typing import Any

import streamlit as st

from smartpick.explore.search import NOT_KNOWN, SIZES, Centre, ProgramFilter
from smartpick.presenters.terms import term_help
from smartpick.ui.in_force import kept
from smartpick.ui.program_notes import program_notes
from smartpick.ui.programs import filters
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.state import sitting

_FOLLOWED_KEY = "programs_followed"


def search_form(applicant: Applicant) -> ProgramFilter:
    """Draw the search and return what is looked for."""
    first = st.grid(3, min_column_width=230)
    words = kept(filters.TEXT_KEY, "")
    text = first.text_input(
        "Search",
        value=words.value,
        key=words.key,
        on_change=words.on_change,
        type="search",
        live="200ms",
        max_chars=80,
        placeholder="Name, city, state or code",
        help="Finds words of a program's name, sponsor, city and state, also by their beginnings and common "
        "abbreviations (St, Univ, Hosp). What you type stays in this browser tab: it is not in a link.",
    )
    named = kept(filters.SPECIALTY_KEY, list(applicant.here.profile.specialties))
    specialties = first.multiselect(
        "Specialty",
        sorted(applicant.tables.directory.programs["specialty"].unique()),
        default=named.value,
        key=named.key,
        on_change=named.on_change,
        placeholder="All specialties",
        help="Starts with the specialties of your profile. Chances are shown for those only.",
    )
    places = kept(filters.REGIONS_KEY, [])
    regions = first.multiselect(
        "State or region",
        filters.regions(applicant),
        default=places.value,
        format_func=lambda region: _region_name(applicant, region),
        key=places.key,
        on_change=places.on_change,
        placeholder="Anywhere",
    )
    with st.expander("More filters", key="programs_more", icon=":material/tune:"):
        more = _more(applicant)
    states, divisions = _places(applicant, regions)
    return ProgramFilter(
        text=text or "", specialties=tuple(specialties), states=states, divisions=divisions, **more
    )


def follow_the_profile(applicant: Applicant) -> None:
    """Start with the profile's specialties, and follow when they change."""
    profile = applicant.here.profile.specialties
    if st.session_state.get(_FOLLOWED_KEY) != profile:
        st.session_state[_FOLLOWED_KEY] = profile
        st.session_state[filters.SPECIALTY_KEY] = list(profile)


def _more(applicant: Applicant) -> dict[str, Any]:
    grid = st.grid(3, min_column_width=230)
    visa = _one_of(
        grid,
        "Visa",
        list(filters.VISA),
        filters.VISA_KEY,
        help=f"{term_help('J-1', 'H-1B')} Most pages are undated: check before you apply.",
    )
    requirements = _one_of(
        grid,
        "Your requirements",
        list(filters.REQUIREMENTS),
        filters.REQUIREMENTS_KEY,
        help="What programs' pages state, checked against your answers. Few pages state everything.",
    )
    size = _one_of(
        grid,
        "Positions a year",
        [filters.ANY, *SIZES, NOT_KNOWN],
        filters.SIZE_KEY,
        help="First-year positions of the newest published year, mostly 2020.",
    )
    fill = _one_of(
        grid,
        "Filled in the Match",
        list(filters.FILL),
        filters.FILL_KEY,
        help="Whether the Match filled all positions in each year from 2014 to 2020 in which the program "
        "offered some. Later years are published for Florida only and do not count here.",
    )
    marked = _one_of(
        grid,
        "Marked by you",
        list(filters.MARKED),
        filters.MARKED_KEY,
        help="A link holds your pins and exclusions, but no notes and none of your figures.",
    )
    near, cities = kept(filters.NEAR_KEY, None), applicant.tables.cities["label"].tolist()
    centre = grid.selectbox(
        "Near a place",
        cities,
        index=cities.index(near.value) if near.value in cities else None,
        key=near.key,
        on_change=near.on_change,
        placeholder="Anywhere",
        help="A city with a program. Distances run from city centre to city centre.",
    )
    within = kept(filters.MILES_KEY, filters.MILES_START)
    miles = grid.number_input(
        "Within miles",
        *filters.MILES_BOUNDS,
        value=within.value,
        step=25,
        key=within.key,
        on_change=within.on_change,
        disabled=centre is None,
    )
    unsure = kept(filters.DOUBTFUL_KEY, False)
    doubtful = st.checkbox(
        "Also show entries that we are less sure of",
        value=unsure.value,
        key=unsure.key,
        on_change=unsure.on_change,
        help="They may be closed, or another name of a program that is listed already.",
    )
    asked, answer = filters.VISA[visa]
    return {
        "visa": asked,
        "visa_answer": answer,
        "eligibility": filters.REQUIREMENTS[requirements],
        "size": "" if size == filters.ANY else size,
        "fill": filters.FILL[fill],
        "centre": _centre(applicant, centre),
        "miles": float(miles),
        "only": _marked(applicant, marked),
        "doubtful": doubtful,
    }


def _one_of(grid: Any, label: str, options: list[str], key: str, help: str) -> str:
    """Ask for one of `options`, which begin with the one that leaves nothing out."""
    shown = kept(key, filters.ANY)
    chosen: str = grid.selectbox(
        label,
        options,
        index=options.index(shown.value),
        key=shown.key,
        on_change=shown.on_change,
        help=help,
    )
    return chosen


def _region_name(applicant: Applicant, region: str) -> str:
    states = applicant.here.engine.facts.states.set_index("state")["state_name"]
    return str(states.get(region, region))


def _places(applicant: Applicant, regions: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = applicant.here.engine.facts.states
    coast = (
        table.loc[table["pacific_coast"].fillna(False), "state"].tolist() if filters.COAST in regions else []
    )
    named = table["state"].tolist()
    states = [region for region in regions if region in named]
    divisions = [region for region in regions if region not in named and region != filters.COAST]
    return tuple(dict.fromkeys([*coast, *states])), tuple(divisions)


def _centre(applicant: Applicant, label: str | None) -> Centre | None:
    if label is None:
        return None
    cities = applicant.tables.cities
    row = cities[cities["label"] == label].iloc[0]
    return Centre(label, float(row["longitude"]), float(row["latitude"]))


def _marked(applicant: Applicant, marked: str) -> frozenset[str] | None:
    profile = applicant.here.profile
    if marked == filters.PINNED:
        return frozenset(profile.pinned)
    if marked == filters.EXCLUDED:
        return frozenset(profile.excluded)
    if marked == filters.ANY:
        return None
    return frozenset(program_notes()) | frozenset(sitting().evidence)
