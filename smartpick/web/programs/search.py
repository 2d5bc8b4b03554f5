"""The search: what is looked for, and the matches as a list, on a map, or side by side."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from smartpick.explore.search import NOT_KNOWN, SIZES, Centre, ProgramFilter, distances, find_programs
from smartpick.text.numbers import term_help
from smartpick.text.program_search import count_sentence, results_file, results_table
from smartpick.text.sources import listed_ids
from smartpick.web.address import write_choices
from smartpick.web.blocks import block, fine, note
from smartpick.web.charts import chart_tools
from smartpick.web.controls import kept, opening_table
from smartpick.web.page import safely
from smartpick.web.programs import filters
from smartpick.web.programs.filters import (
    COMPARE,
    LIST,
    MAP,
    PAGE,
    VIEW_KEY,
    Applicant,
    search_choices,
    shelf,
)
from smartpick.web.programs.for_you import comparison, invitation_sources
from smartpick.web.programs.map import map_view, way_back
from smartpick.web.session import program_notes, sitting

_FOLLOWED_KEY = "programs_followed"


def follow_the_profile(applicant: Applicant) -> None:
    """Start with the profile's specialties, and follow when they change."""
    specialties = applicant.profile.specialties
    if st.session_state.get(_FOLLOWED_KEY) != specialties:
        st.session_state[_FOLLOWED_KEY] = specialties
        st.session_state[filters.SPECIALTY_KEY] = list(specialties)


def search(applicant: Applicant) -> None:
    """Draw the search. A fragment, so that typing redraws the matches and nothing else."""

    @st.fragment
    @safely
    def searching() -> None:
        _draw(applicant)
        write_choices(PAGE, search_choices(applicant))
        if shelf().shown is not None:
            st.rerun()

    searching()


def _draw(applicant: Applicant) -> None:
    wanted = _form(applicant)
    directory, estimates = applicant.directory, applicant.estimates
    states, invitation = applicant.eligibility.state, applicant.invitation
    rows = find_programs(directory, wanted, states, invitation)
    everything = find_programs(directory, replace(wanted, doubtful=True), states, invitation)
    counts_only = tuple(m.specialty for m in estimates.models if not m.score_curve.by_score)
    hidden = len(everything) - len(rows)
    block(fine(count_sentence(len(rows), hidden, estimates.without_figures, counts_only)))
    way_back()
    compared = len(shelf().compared)
    view = st.segmented_control(
        "Show as",
        [LIST, MAP, COMPARE],
        format_func=lambda name: f"{name} ({compared})" if name == COMPARE and compared else name,
        required=True,
        label_visibility="collapsed",
        **kept(VIEW_KEY, LIST).widget("default"),
    )
    if view == COMPARE:
        comparison(applicant)
    elif len(rows) == 0:
        note("No program matches all of this. Remove a filter, or look in more states.")
    elif view == MAP:
        map_view(applicant, rows, wanted)
    else:
        _results(applicant, rows, wanted)


# The search field and the filters, read into a `ProgramFilter`.


def _form(applicant: Applicant) -> ProgramFilter:
    first = st.grid(3, min_column_width=230)
    text = first.text_input(
        "Search",
        type="search",
        live="200ms",
        max_chars=80,
        placeholder="Name, city, state or code",
        help="Finds words in a program's name, sponsor, city and state. The beginning of a word is "
        "enough, and so is a common abbreviation (St, Univ, Hosp). What you type stays in this "
        "browser tab: it is not in a link.",
        **kept(filters.TEXT_KEY, "").widget(),
    )
    specialties = first.multiselect(
        "Specialty",
        sorted(applicant.directory.programs["specialty"].unique()),
        placeholder="All specialties",
        help="Starts with the specialties of your profile. Chances are shown for those only.",
        **kept(filters.SPECIALTY_KEY, list(applicant.profile.specialties)).widget("default"),
    )
    table = applicant.facts.states
    names = dict(zip(table["state"], table["state_name"], strict=True))
    places = first.multiselect(
        "State or region",
        filters.regions(applicant.directory),
        format_func=lambda region: str(names.get(region, region)),
        placeholder="Anywhere",
        **kept(filters.REGIONS_KEY, []).widget("default"),
    )
    with st.expander("More filters", key="programs_more", icon=":material/tune:"):
        more = _more_filters(applicant)
    coast = table.loc[table["pacific_coast"].fillna(False), "state"] if filters.COAST in places else []
    return ProgramFilter(
        text=text or "",
        specialties=tuple(specialties),
        states=tuple(dict.fromkeys([*coast, *(place for place in places if place in names)])),
        divisions=tuple(place for place in places if place not in names and place != filters.COAST),
        **more,
    )


def _more_filters(applicant: Applicant) -> dict[str, Any]:
    """Draw the other filters; return their part of the `ProgramFilter` by field."""
    grid = st.grid(3, min_column_width=230)

    def one_of(label: str, options: list[str], key: str, help: str) -> str:
        chosen: str = grid.selectbox(label, options, help=help, **kept(key, filters.ANY).one_of(options))
        return chosen

    visa = one_of(
        "Visa",
        list(filters.VISA),
        filters.VISA_KEY,
        f"{term_help('J-1', 'H-1B')} Most pages are undated: check before you apply.",
    )
    requirements = one_of(
        "Your requirements",
        list(filters.REQUIREMENTS),
        filters.REQUIREMENTS_KEY,
        "What programs' pages state, checked against your answers. Few pages state everything.",
    )
    size = one_of(
        "Positions a year",
        [filters.ANY, *SIZES, NOT_KNOWN],
        filters.SIZE_KEY,
        "First-year positions in the most recent published year, mostly 2020.",
    )
    fill = one_of(
        "Filled in the Match",
        list(filters.FILL),
        filters.FILL_KEY,
        "Whether the Match filled all positions in each year from 2014 to 2020 in which the program "
        "offered some. Later years are published for Florida only and do not count here.",
    )
    marked = one_of(
        "Marked by you",
        list(filters.MARKED),
        filters.MARKED_KEY,
        "A link holds your pins and exclusions, but no notes and none of your figures.",
    )
    table = applicant.tables.cities
    cities = table["label"].tolist()
    near = grid.selectbox(
        "Near a place",
        cities,
        placeholder="Anywhere",
        help="A city with a program. Distances are measured from city center to city center.",
        **kept(filters.NEAR_KEY, None).one_of(cities),
    )
    miles = grid.number_input(
        "Within miles",
        *filters.MILES_BOUNDS,
        step=25,
        disabled=near is None,
        **kept(filters.MILES_KEY, filters.MILES_START).widget(),
    )
    doubtful = st.checkbox(
        "Also show entries that we are less sure of",
        help="They may be closed, or another name for a program that is already listed.",
        **kept(filters.DOUBTFUL_KEY, False).widget(),
    )
    place = None if near is None else table[table["label"] == near].iloc[0]
    asked, answer = filters.VISA[visa]
    return {
        "visa": asked,
        "visa_answer": answer,
        "eligibility": filters.REQUIREMENTS[requirements],
        "size": "" if size == filters.ANY else size,
        "fill": filters.FILL[fill],
        "centre": None
        if place is None
        else Centre(near, float(place["longitude"]), float(place["latitude"])),
        "miles": float(miles),
        "only": _marked(applicant, marked),
        "doubtful": doubtful,
    }


def _marked(applicant: Applicant, marked: str) -> frozenset[str] | None:
    """Return the ids of the programs that are marked like this, None where any will do."""
    if marked == filters.ANY:
        return None
    if marked == filters.OWN:
        return frozenset(program_notes()) | frozenset(sitting().listed_evidence)
    return frozenset(applicant.profile.pinned if marked == filters.PINNED else applicant.profile.excluded)


# The matches as a table; choosing one opens its view.

# In pixels; a row holds four lines, so that a name is not cut off on a phone: 99 of 100 need no more.
_ROW = 80
_MOST_NAMED = 300
_NAMED_KEY = "programs_open_by_name"
_CONFIG = {
    "Program": st.column_config.TextColumn(width=225),
    "Place": st.column_config.TextColumn(width=150),
    "Specialty": st.column_config.TextColumn(width=140),
    "Invitation": st.column_config.NumberColumn(
        format="%.1f %%",
        width=90,
        help="Chance of an invitation to interview: our estimate for you, without a signal. Only for the "
        "specialties of your profile.",
    ),
    "Requirements": st.column_config.TextColumn(
        "Your requirements", width=150, help="What its pages state, checked against your answers."
    ),
    "Positions": st.column_config.NumberColumn(
        width=90, format="%d", help="First-year positions in the most recent published year, mostly 2020."
    ),
    "Filled": st.column_config.TextColumn(
        "All filled",
        width=110,
        help="Years from 2014 to 2020 in which the Match filled all positions offered.",
    ),
    "Marked": st.column_config.TextColumn("Marked by you", width=120),
    "Miles": st.column_config.NumberColumn(width=80, format="%d"),
}


def _results(applicant: Applicant, rows: NDArray[np.intp], wanted: ProgramFilter) -> None:
    """Draw the table of the programs at `rows`, a way to open one by keyboard, and the downloads."""
    directory = applicant.directory
    table = results_table(
        directory,
        applicant.profile,
        rows,
        invitation=applicant.invitation,
        eligibility=applicant.eligibility.state,
        marks=applicant.marks(),
        miles=distances(directory, wanted.centre),
    )
    ids = directory.program_ids[rows].tolist()
    opening_table(
        table,
        "programs_found",
        ids,
        lambda place: shelf().open(ids[place]),
        columns=_columns(table, wanted),
        config=_CONFIG,
        row_height=_ROW,
        alt=f"{len(table)} programs with place, chance of an invitation, requirements, positions and fill",
    )
    _open_by_name(table, ids)
    left, right = st.columns(2)
    sources = _sources(applicant, rows)
    with left:
        invitation_sources(
            applicant,
            key="sources_programs_found",
            remark="A program's own view names the source of each fact. The chance of an invitation is our "
            "estimate from published rates of its specialty and place, adjusted for your profile.",
            also=sources,
        )
    with right:
        chart_tools(
            None,
            key="programs_found",
            shown=lambda: results_file(directory, rows, table),
            sources=sources,
            title="Residency programs found",
        )


def _columns(table: pd.DataFrame, wanted: ProgramFilter) -> list[str]:
    """Return the columns that say something about these programs."""
    columns = ["Program", "Invitation", "Place", "Requirements", "Positions", "Filled"]
    if len(wanted.specialties) != 1:
        columns.insert(2, "Specialty")
    if wanted.centre is not None:
        columns.insert(2, "Miles")
    if table["Invitation"].isna().all():
        columns.remove("Invitation")
    if (table["Marked"] != "").any():
        columns.append("Marked")
    return columns


def _open_by_name(table: pd.DataFrame, ids: list[str]) -> None:
    """Offer the first programs by name, for the keyboard and for small screens."""
    first = table[:_MOST_NAMED]
    lines = (first["Program"] + ", " + first["Place"]).tolist()
    names = dict(zip(ids[:_MOST_NAMED], lines, strict=True))

    def take_name() -> None:
        chosen = st.session_state.get(_NAMED_KEY)
        if chosen:
            shelf().open(chosen)

    some = f"the first {_MOST_NAMED}" if len(ids) > _MOST_NAMED else "them"
    st.selectbox(
        f"Open one of {some} by name",
        list(names),
        index=None,
        format_func=lambda program_id: names.get(program_id, program_id),
        placeholder="Tick a row above, or type a name here",
        key=_NAMED_KEY,
        on_change=take_name,
    )


def _sources(applicant: Applicant, rows: NDArray[np.intp]) -> list[str]:
    of_programs = listed_ids(applicant.directory.programs["source_ids"].iloc[rows].unique())
    table = applicant.context.engine.statements
    stated = table.index.get_level_values("program_id").isin(applicant.directory.program_ids[rows])
    return [*of_programs, *table.loc[stated, "source_id"].unique(), *applicant.rate_sources]
