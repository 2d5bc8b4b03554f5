"""Positions offered and filled, year by year."""

from __future__ import annotations

import streamlit as st

from smartpick.charts.fill_history import fill_history_figure
from smartpick.charts.frame import CONFIG
from smartpick.explore.fill_history import counted_tracks, yearly_fill
from smartpick.presenters.fill_words import fill_sentence, fill_table, year_words
from smartpick.ui.blocks import block, chart_keys, fine, heading
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.sources import sources_popover
from smartpick.ui.theme import page_palette

_KEY = "fill_history"


def fill_chart(applicant: Applicant, row: int) -> None:
    """Draw the fill history of the program at `row`, or say that none is known."""
    program = applicant.tables.directory.programs.iloc[row]
    history = applicant.tables.history_of(str(program["program_id"]))
    pooled = program["positions_scope"] == "several_sites_pooled"
    if history.empty or pooled:
        said = "Several sites share one published number, so none is shown for this one."
        block(heading("Positions and fill"), fine(said if pooled else "No year is known of this program."))
        return
    years = yearly_fill(history)
    said = fill_sentence(years, side_tracks=len(counted_tracks(history)) < len(history))
    block(heading("Positions and fill"), fine(said))
    figure = fill_history_figure(
        years["match_year"].tolist(),
        years["quota"].to_numpy(float),
        years["matched"].to_numpy(float),
        [year_words(year) for year in years.to_dict("records")],
        page_palette(),
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=_KEY,
        alt=f"Positions offered and filled. {said}",
    )
    block(chart_keys([("filled", "filled in the Match"), ("offered", "offered")]))
    sources = history["source_id"].unique().tolist()
    left, right = st.columns(2)
    with left:
        sources_popover(
            applicant.here.engine.facts.sources,
            sources,
            key="sources_fill",
            remark="Tracks are added up here; the full download has them one by one.",
        )
    with right:
        chart_tools(
            figure,
            key=_KEY,
            shown=fill_table(years),
            full=history,
            sources=sources,
            title=f"Positions offered and filled, {program['name']}",
        )
