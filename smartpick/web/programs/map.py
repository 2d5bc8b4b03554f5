"""The matches on a map, or the states shaded by a figure; a click narrows the search."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from smartpick.charts.frame import CONFIG
from smartpick.charts.programs import Dots, StateShading, programs_map, shade_classes, shaded_map, shades
from smartpick.explore.places import SHARE_YEAR, city_clusters, mean_invitations, published_shares
from smartpick.explore.search import ProgramFilter
from smartpick.plan.eligibility import Eligibility
from smartpick.prose import joined
from smartpick.text import program_search as map_words
from smartpick.text.sources import listed_ids
from smartpick.web.blocks import block, fine, plain, sources_popover
from smartpick.web.charts import chart_tools
from smartpick.web.controls import kept
from smartpick.web.programs.filters import (
    LAYER_KEY,
    LIST,
    MAP,
    REGIONS_KEY,
    TEXT_KEY,
    VIEW_KEY,
    Applicant,
    layers,
)
from smartpick.web.programs.for_you import invitation_sources
from smartpick.web.templates import part
from smartpick.web.theme import page_palette

_OUTLINES = "us_census_state_shapes"


def map_view(applicant: Applicant, rows: NDArray[np.intp], wanted: ProgramFilter) -> None:
    """Draw the layer that is chosen for the programs at `rows`; a search by place cuts the map to it."""
    offered = layers(applicant)
    if st.session_state.get(LAYER_KEY) not in offered:
        st.session_state[LAYER_KEY] = map_words.PROGRAMS
    layer = st.radio(
        "The map shows",
        offered,
        horizontal=True,
        label_visibility="collapsed",
        **kept(LAYER_KEY, map_words.PROGRAMS).one_of(offered),
    )
    states = applicant.facts.states
    near = states["state"].isin(wanted.states) | states["census_division"].isin(wanted.divisions)
    cut_to = states.loc[near, "state"].tolist()
    if layer == map_words.PROGRAMS:
        _programs(applicant, rows, cut_to)
    else:
        _states(applicant, cut_to, published=layer == map_words.SHARE)


def _programs(applicant: Applicant, rows: NDArray[np.intp], cut_to: list[str]) -> None:
    clusters = city_clusters(applicant.directory, rows, applicant.invitation)
    drawn = clusters[clusters["state"].isin(cut_to)] if cut_to else clusters
    dots = Dots(
        drawn["x"].to_numpy(),
        drawn["y"].to_numpy(),
        drawn["programs"].to_numpy(float),
        [map_words.city_hover(row) for row in drawn.to_dict("records")],
        drawn["pacific"].to_numpy(bool),
        drawn["label"].tolist(),
    )
    figure, key = programs_map(applicant.tables.outlines, dots, page_palette(), cut_to), "programs_map"

    def take_city() -> None:
        for city in _clicked(key):
            _narrow(city, **{TEXT_KEY: city})

    placed = int(clusters["programs"].sum())
    block(fine(map_words.programs_sentence(placed, len(rows), len(clusters))))
    _draw(figure, key, take_city, map_words.programs_alternative(clusters))
    of_programs = listed_ids(applicant.directory.programs["source_ids"].iloc[rows].unique())
    _tools(
        applicant,
        figure,
        map_words.cities_table(drawn),
        key=key,
        sources=["geonames_cities", _OUTLINES, *of_programs],
        title="Residency programs by city",
        remark="Dots are at city centers; outlines are simplified. Chances of an invitation are our "
        "estimates.",
        estimated=True,
    )


def _states(applicant: Applicant, cut_to: list[str], published: bool) -> None:
    """Draw the states shaded by the published share of IMGs, or by our mean chance of an invitation."""
    colours, hue = page_palette(), "published" if published else "estimate"
    key, table = f"programs_map_{hue}", applicant.facts.states
    names = dict(zip(table["state"].astype(str), table["state_name"].astype(str), strict=True))
    if published:
        shares = applicant.facts.state_img_share
        values = published_shares(shares)
        sources = listed_ids(shares.loc[shares["match_year"] == SHARE_YEAR, "source_ids"])
        remark = map_words.SHARE_REMARK.format(year=SHARE_YEAR)
    else:
        directory = applicant.directory
        can_apply = (applicant.eligibility.state != Eligibility.FAILS) & directory.sure
        values = mean_invitations(directory.programs["state"].tolist(), applicant.invitation, can_apply)
        sources, remark = applicant.rate_sources, map_words.CHANCE_REMARK
    bounds, classes = shade_classes(values["value"].to_numpy(float))
    shading = StateShading(
        dict(zip(values["state"], classes.tolist(), strict=True)),
        {state: map_words.state_hover(name, values, state, published) for state, name in names.items()},
        hue,
    )
    figure = shaded_map(applicant.tables.outlines, shading, colours, cut_to, applicant.tables.inside)

    def take_state() -> None:
        for state in _clicked(key):
            _narrow(names[state], **{REGIONS_KEY: [state]})

    title = map_words.states_title(published, joined(model.specialty for model in applicant.estimates.models))
    meanings = list(zip(shades(colours, hue), map_words.class_words(bounds), strict=False))
    block(
        plain(f"{title}."),
        fine(map_words.STATES_HELP),
        part("programs.html", "shade_keys", shades=meanings),
    )
    _draw(figure, key, take_state, map_words.states_alternative(title, values, names))
    _tools(
        applicant,
        figure,
        map_words.states_table(values, names, published),
        key=key,
        sources=[*sources, _OUTLINES],
        title=title,
        remark=remark,
        estimated=not published,
    )


def _draw(figure: go.Figure, key: str, on_select: Any, alternative: str) -> None:
    with st.container(key="programs_map_area"):
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            height="stretch",
            key=key,
            on_select=on_select,
            selection_mode="points",
            alt=alternative,
        )


def _clicked(key: str) -> list[str]:
    """Return the city or state that was clicked on the map, if any."""
    return [str(point["customdata"]) for point in st.session_state[key]["selection"]["points"][:1]]


def _tools(
    applicant: Applicant,
    figure: go.Figure,
    table: pd.DataFrame,
    *,
    key: str,
    sources: list[str],
    title: str,
    remark: str,
    estimated: bool,
) -> None:
    with st.expander("The map as a table", key=f"{key}_table"):
        st.dataframe(table, hide_index=True, key=f"{key}_rows", height=320, alt=title)
    left, right = st.columns(2)
    with left:
        if estimated:
            invitation_sources(applicant, key=f"sources_{key}", remark=remark, also=sources)
        else:
            sources_popover(applicant.facts.sources, sources, key=f"sources_{key}", remark=remark)
    with right:
        chart_tools(figure, key=key, shown=table, sources=sources, title=title)


# What a click on the map does: it narrows the search to a place, and there is a way back.

_NARROWED = "programs_narrowed"
_STARTS: dict[str, Any] = {TEXT_KEY: "", REGIONS_KEY: []}


def _narrow(place: str, **filters: Any) -> None:
    """List the programs of a place that was chosen on the map; `filters` are by session key."""
    before = {key: st.session_state.get(key, _STARTS[key]) for key in filters}
    st.session_state[_NARROWED] = (place, filters, before)
    _search_for({**filters, VIEW_KEY: LIST})


def way_back() -> None:
    """Draw the button that undoes the narrowing; nothing once the search was changed by hand."""
    place, filters, before = st.session_state.get(_NARROWED, ("", {}, {}))
    if not filters or any(st.session_state.get(key) != value for key, value in filters.items()):
        return

    def go_back() -> None:
        del st.session_state[_NARROWED]
        _search_for({**before, VIEW_KEY: MAP})

    st.button(
        f"{place} only: back to the map",
        icon=":material/arrow_back:",
        type="tertiary",
        key="programs_back_to_map",
        on_click=go_back,
    )


def _search_for(values: dict[str, Any]) -> None:
    for key, value in values.items():
        st.session_state[key] = value
