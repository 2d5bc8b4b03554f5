"""The found programs on a map, or the states shaded by a figure; a click narrows the search."""

from __future__ import annotations

from html import escape
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
from smartpick.text import program_search as map_words
from smartpick.web.blocks import block, fine, sources_popover
from smartpick.web.charts import chart_tools
from smartpick.web.controls import kept
from smartpick.web.programs.filters import REGIONS_KEY, TEXT_KEY, Applicant
from smartpick.web.programs.for_you import invitation_sources
from smartpick.web.programs.shelf import LAYER_KEY, LIST, MAP, VIEW_KEY
from smartpick.web.theme import page_palette

# What a click on the map does: it narrows the search to a place, and there is a way back.

_NARROWED = "programs_narrowed"
_STARTS: dict[str, Any] = {TEXT_KEY: "", REGIONS_KEY: []}


def narrow(place: str, **filters: Any) -> None:
    """List the programs of a place that was chosen on the map.

    Args:
        place: Its name.
        filters: What to search for, by session key.
    """
    before = {key: st.session_state.get(key, _STARTS[key]) for key in filters}
    st.session_state[_NARROWED] = (place, filters, before)
    _search_for({**filters, VIEW_KEY: LIST})


def way_back() -> None:
    """Draw the button that undoes the narrowing; nothing once the search was changed by hand."""
    place, filters, before = st.session_state.get(_NARROWED, ("", {}, {}))
    if not filters or any(st.session_state.get(key) != value for key, value in filters.items()):
        return
    st.button(
        f"{place} only: back to the map",
        icon=":material/arrow_back:",
        type="tertiary",
        key="programs_back_to_map",
        on_click=_go_back,
        args=(before,),
    )


def _go_back(before: dict[str, Any]) -> None:
    st.session_state.pop(_NARROWED, None)
    _search_for({**before, VIEW_KEY: MAP})


def _search_for(values: dict[str, Any]) -> None:
    for key, value in values.items():
        st.session_state[key] = value


# The found programs on a map, or the states shaded by a figure.


def map_view(applicant: Applicant, rows: NDArray[np.intp], wanted: ProgramFilter) -> None:
    """Draw the layer that is chosen.

    Args:
        applicant: The applicant beside all programs.
        rows: The rows found.
        wanted: What was looked for; a search by place cuts the map to it.
    """
    layers = [map_words.PROGRAMS, map_words.SHARE]
    if applicant.estimates.candidates is not None:
        layers.append(map_words.CHANCE)
    if st.session_state.get(LAYER_KEY) not in layers:
        st.session_state[LAYER_KEY] = map_words.PROGRAMS
    chosen = kept(LAYER_KEY, map_words.PROGRAMS)
    layer = st.radio(
        "The map shows",
        layers,
        index=layers.index(chosen.value),
        key=chosen.key,
        horizontal=True,
        on_change=chosen.on_change,
        label_visibility="collapsed",
    )
    near = _near(applicant, wanted)
    if layer == map_words.PROGRAMS:
        _programs(applicant, rows, near)
    elif layer == map_words.SHARE:
        values = published_shares(applicant.here.engine.facts.state_img_share)
        _states(applicant, values, near, "published")
    else:
        values = mean_invitations(*_open_programs(applicant))
        _states(applicant, values, near, "estimate")


def _programs(applicant: Applicant, rows: NDArray[np.intp], near: list[str]) -> None:
    clusters = city_clusters(applicant.tables.directory, rows, applicant.invitation)
    shown = clusters[clusters["state"].isin(near)] if near else clusters
    dots = Dots(
        shown["x"].to_numpy(),
        shown["y"].to_numpy(),
        shown["programs"].to_numpy(float),
        [map_words.city_hover(row) for row in shown.to_dict("records")],
        shown["pacific"].to_numpy(bool),
        shown["label"].tolist(),
    )
    figure = programs_map(applicant.tables.outlines, dots, page_palette(), near)
    key = "programs_map"

    def take_city() -> None:
        points = st.session_state[key]["selection"]["points"]
        if points:
            narrow(str(points[0]["customdata"]), **{TEXT_KEY: str(points[0]["customdata"])})

    placed, found = int(clusters["programs"].sum()), len(rows)
    block(fine(map_words.programs_sentence(placed, found, len(clusters))))
    with st.container(key="programs_map_area"):
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            height="stretch",
            key=key,
            on_select=take_city,
            selection_mode="points",
            alt=map_words.programs_alternative(clusters),
        )
    _tools(
        applicant,
        figure,
        key,
        map_words.cities_table(shown),
        ["geonames_cities", "us_census_state_shapes", *_named(applicant, rows)],
        "Residency programs by city",
        "Places are city centres, outlines are simplified. Chances of an invitation are our estimates.",
        estimated=True,
    )


def _states(applicant: Applicant, values: pd.DataFrame, near: list[str], hue: str) -> None:
    colours = page_palette()
    published = hue == "published"
    states = applicant.here.engine.facts.states
    names = dict(zip(states["state"].astype(str), states["state_name"].astype(str), strict=True))
    bounds, classes = shade_classes(values["value"].to_numpy(float))
    shading = StateShading(
        dict(zip(values["state"], classes.tolist(), strict=True)),
        {state: map_words.state_hover(name, values, state, published) for state, name in names.items()},
        hue,
    )
    figure = shaded_map(applicant.tables.outlines, shading, colours, near, applicant.tables.inside)
    key = f"programs_map_{hue}"

    def take_state() -> None:
        points = st.session_state[key]["selection"]["points"]
        if points:
            state = str(points[0]["customdata"])
            narrow(names[state], **{REGIONS_KEY: [state]})

    specialties = " and ".join(model.specialty for model in applicant.estimates.models)
    title = map_words.states_title(published, specialties)
    block(
        f'<p class="sp-plain">{escape(title)}.</p>',
        fine(map_words.STATES_HELP),
        _keys(bounds, shades(colours, hue)),
    )
    with st.container(key="programs_map_area"):
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            height="stretch",
            key=key,
            on_select=take_state,
            selection_mode="points",
            alt=map_words.states_alternative(title, values, names),
        )
    sources = _share_sources(applicant) if published else _rate_sources(applicant)
    remark = map_words.SHARE_REMARK.format(year=SHARE_YEAR) if published else map_words.CHANCE_REMARK
    _tools(
        applicant,
        figure,
        key,
        map_words.states_table(values, names, published),
        sources,
        title,
        remark,
        not published,
    )


def _tools(
    applicant: Applicant,
    figure: go.Figure,
    key: str,
    table: pd.DataFrame,
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
            sources_popover(applicant.here.engine.facts.sources, sources, key=f"sources_{key}", remark=remark)
    with right:
        chart_tools(figure, key=key, shown=table, full=None, sources=sources, title=title)


def _keys(bounds: np.ndarray, fills: list[str]) -> str:
    words = map_words.class_words(bounds)
    items = "".join(
        f'<li><span class="sp-key sp-key-shade" style="background:{fill}"></span>{escape(text)}</li>'
        for fill, text in zip(fills, words, strict=False)
    )
    none = '<li><span class="sp-key sp-key-shade"></span>no figure</li>'
    return f'<ul class="sp-keys">{items}{none}</ul>'


def _near(applicant: Applicant, wanted: ProgramFilter) -> list[str]:
    """Return the states that the map is cut to; empty for the whole country."""
    table = applicant.here.engine.facts.states
    inside = table["state"].isin(wanted.states) | table["census_division"].isin(wanted.divisions)
    return table.loc[inside, "state"].tolist()


def _open_programs(applicant: Applicant) -> tuple[list[str], np.ndarray, np.ndarray]:
    directory = applicant.tables.directory
    open_to = (applicant.eligibility.state != Eligibility.FAILS) & directory.sure
    return directory.programs["state"].tolist(), applicant.invitation, open_to


def _named(applicant: Applicant, rows: NDArray[np.intp]) -> list[str]:
    """Return where the programs at `rows` come from."""
    cells = applicant.tables.directory.programs["source_ids"].iloc[rows].unique()
    return list(dict.fromkeys(source for cell in cells for source in str(cell).split("|")))


def _share_sources(applicant: Applicant) -> list[str]:
    rows = applicant.here.engine.facts.state_img_share
    named = rows.loc[rows["match_year"] == SHARE_YEAR, "source_ids"].str.split("|").explode()
    return [*named.unique(), "us_census_state_shapes"]


def _rate_sources(applicant: Applicant) -> list[str]:
    cells = applicant.estimates.candidates.cells if applicant.estimates.candidates else ()
    return [*dict.fromkeys(cell.source_id for cell in cells), "us_census_state_shapes"]
