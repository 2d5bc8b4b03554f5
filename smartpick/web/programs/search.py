"""The search: what is looked for, and what was found as a list, on a map, or side by side."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from smartpick.explore.search import NOT_KNOWN, SIZES, Centre, ProgramFilter, distances, find_programs
from smartpick.text.numbers import term_help
from smartpick.text.program_search import count_sentence, results_file, results_table
from smartpick.web.address import write_choices
from smartpick.web.blocks import block, fine, note
from smartpick.web.charts import chart_tools
from smartpick.web.controls import kept
from smartpick.web.page import safely
from smartpick.web.programs import filters
from smartpick.web.programs.filters import Applicant
from smartpick.web.programs.for_you import invitation_sources
from smartpick.web.programs.map import map_view, way_back
from smartpick.web.programs.marking import comparison
from smartpick.web.programs.shelf import COMPARE, LIST, MAP, PAGE, VIEW_KEY, search_choices, shelf
from smartpick.web.session import program_notes, sitting

# The search field and the filters, read into a `ProgramFilter`.

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


# The found programs as a table; choosing one opens its view.

# In pixels; a row holds four lines, so that a name is not cut off on a phone: 99 of 100 need no more.
_ROW, _HEAD, _MOST_ROWS = 80, 40, 7
_MOST_NAMED = 300
_NAMED_KEY = "programs_open_by_name"


def results(applicant: Applicant, rows: NDArray[np.intp], table: pd.DataFrame, wanted: ProgramFilter) -> None:
    """Draw the table, another way to open a program by keyboard, and the downloads.

    Args:
        applicant: The applicant beside all programs.
        rows: The rows found.
        table: `results_table` of them.
        wanted: What was looked for.
    """
    directory = applicant.tables.directory
    ids = directory.program_ids[rows].tolist()
    # A new search is a new table: a selection is a position, and would point to another program.
    key = f"programs_found_{_stamp(ids)}"

    def take_row() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        if chosen:
            shelf().open(ids[chosen[0]])

    st.dataframe(
        table,
        column_order=_columns(table, wanted),
        column_config=_CONFIG,
        hide_index=True,
        height=min(len(table), _MOST_ROWS) * _ROW + _HEAD,
        row_height=_ROW,
        key=key,
        on_select=take_row,
        selection_mode="single-row",
        placeholder="not known",
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
            "estimate from published rates of its specialty and place, moved by your profile.",
            also=sources,
        )
    with right:
        chart_tools(
            None,
            key="programs_found",
            shown=lambda: _file(applicant, rows, table),
            full=None,
            sources=sources,
            title="Residency programs found",
        )


_CONFIG = {
    "Program": st.column_config.TextColumn(width=225),
    "Place": st.column_config.TextColumn(width=150),
    "Specialty": st.column_config.TextColumn(width=140),
    "Invitation": st.column_config.NumberColumn(
        format="%.1f %%",
        width=90,
        help="Chance of an invitation: our estimate for you, without a signal. Only for your profile's "
        "specialties.",
    ),
    "Requirements": st.column_config.TextColumn(
        "Your requirements", width=150, help="What its pages state, checked against your answers."
    ),
    "Positions": st.column_config.NumberColumn(
        width=90, format="%d", help="First-year positions of the newest published year, mostly 2020."
    ),
    "Filled": st.column_config.TextColumn(
        "All filled",
        width=110,
        help="Years from 2014 to 2020 in which the Match filled all positions offered.",
    ),
    "Marked": st.column_config.TextColumn("Marked by you", width=120),
    "Miles": st.column_config.NumberColumn(width=80, format="%d"),
}


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
    names = {
        program_id: f"{name}, {place}"
        for program_id, name, place in zip(
            ids[:_MOST_NAMED], table["Program"][:_MOST_NAMED], table["Place"][:_MOST_NAMED], strict=True
        )
    }

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
        placeholder="Tick a line above, or type a name here",
        key=_NAMED_KEY,
        on_change=take_name,
    )


def _file(applicant: Applicant, rows: NDArray[np.intp], table: pd.DataFrame) -> pd.DataFrame:
    return results_file(applicant.tables.directory, rows, table)


def _sources(applicant: Applicant, rows: NDArray[np.intp]) -> list[str]:
    found = applicant.tables.directory.programs["source_ids"].iloc[rows].unique()
    named = dict.fromkeys(source for cell in found for source in str(cell).split("|"))
    said = applicant.here.engine.statements
    ids = applicant.tables.directory.program_ids[rows]
    statements = said.loc[said.index.get_level_values("program_id").isin(ids), "source_id"]
    cells = applicant.estimates.candidates.cells if applicant.estimates.candidates else ()
    return [*named, *statements.unique(), *dict.fromkeys(cell.source_id for cell in cells)]


def _stamp(ids: list[str]) -> str:
    return sha256("|".join(ids).encode()).hexdigest()[:12]


# The search: what is looked for, and what was found as a list, on a map, or side by side.


def search(applicant: Applicant) -> None:
    """Draw the search. A fragment, so that typing redraws what is found and nothing else."""

    @st.fragment
    @safely
    def searching() -> None:
        _draw(applicant)
        write_choices(PAGE, search_choices(applicant))
        if shelf().shown is not None:
            st.rerun()

    searching()


def _draw(applicant: Applicant) -> None:
    wanted = search_form(applicant)
    directory = applicant.tables.directory
    rows = find_programs(directory, wanted, applicant.eligibility.state, applicant.invitation)
    with_doubtful = replace(wanted, doubtful=True)
    everything = find_programs(directory, with_doubtful, applicant.eligibility.state, applicant.invitation)
    hidden = len(everything) - len(rows)
    estimates = applicant.estimates
    counts_only = tuple(m.specialty for m in estimates.models if not m.score_curve.by_score)
    block(fine(count_sentence(len(rows), hidden, estimates.without_figures, counts_only)))
    way_back()
    compared = len(shelf().compared)
    shown_as = kept(VIEW_KEY, LIST)
    view = st.segmented_control(
        "Show as",
        [LIST, MAP, COMPARE],
        default=shown_as.value,
        format_func=lambda name: f"{name} ({compared})" if name == COMPARE and compared else name,
        key=shown_as.key,
        required=True,
        label_visibility="collapsed",
        on_change=shown_as.on_change,
    )
    if view == COMPARE:
        comparison(applicant)
    elif len(rows) == 0:
        note("No program fits all of this. Take a filter away, or look in more states.")
    elif view == MAP:
        map_view(applicant, rows, wanted)
    else:
        miles = distances(directory, wanted.centre)
        table = results_table(
            directory,
            applicant.here.profile,
            rows,
            invitation=applicant.invitation,
            eligibility=applicant.eligibility.state,
            marks=applicant.marks(),
            miles=miles,
        )
        results(applicant, rows, table, wanted)
