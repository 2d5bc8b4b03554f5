"""Every parameter with value, range, basis, source and note."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from smartpick.facts import Facts
from smartpick.presenters.method_parameters import (
    BASES,
    BASIS_WORDS,
    basis_counts,
    effects_table,
    parameter_entries,
    parameters_table,
)
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.csv_file import csv_bytes
from smartpick.ui.method.link import close_parameter
from smartpick.ui.sources import sources_popover


def parameters(facts: Facts, opened: str) -> None:
    """Draw both tables and their filter.

    Args:
        facts: The published tables.
        opened: Factor or parameter to show on top, or empty.
    """
    _opened(facts, opened)
    counts = basis_counts(facts.effects, facts.model_parameters)
    block(
        heading("Parameters"),
        fine(" ".join(BASIS_WORDS.values()), "Low and high are the ends of the 80 % range."),
    )
    chosen = st.pills(
        "Show",
        BASES,
        selection_mode="multi",
        default=BASES,
        format_func=lambda basis: f"{basis.capitalize()} ({counts[basis]})",
        key="method_bases",
        help="Which parameters the tables show.",
    )
    bases = list(chosen) or list(BASES)
    _table(
        "What an answer does to the odds of an invitation",
        effects_table(facts.effects, facts.sources, bases),
        "effects",
        "For each answer and level: odds ratio with its range, basis, what it rests on and source",
    )
    _table(
        "Other parameters",
        parameters_table(facts.model_parameters, facts.sources, bases),
        "parameters",
        "For each parameter: value with its range, unit, basis, what it rests on and source",
    )
    sources_popover(
        facts.sources,
        [*facts.effects["source_id"], *facts.model_parameters["source_id"]],
        key="sources_parameters",
        remark="Each line of the tables names its own.",
    )


def _opened(facts: Facts, name: str) -> None:
    entry = parameter_entries(facts.effects, facts.model_parameters).get(name)
    if entry is None:
        return
    lines = [("Basis", " and ".join(entry.bases)), *entry.lines]
    items = "".join(f"<dt>{escape(what)}</dt><dd>{escape(text)}</dd>" for what, text in lines)
    st.html(
        '<section class="sp-source sp-source-open" aria-label="The parameter you opened">'
        f'<h2 class="sp-opened">{escape(entry.title)}</h2><dl>{items}</dl></section>'
    )
    with st.container(horizontal=True):
        sources_popover(facts.sources, entry.source_ids, key="sources_opened_parameter")
        st.button(
            "Close this parameter", on_click=close_parameter, type="tertiary", key="method_close_parameter"
        )


def _table(title: str, table: pd.DataFrame, name: str, alternative: str) -> None:
    st.html(f'<div class="sp-part"><h3>{title}</h3></div>')
    if table.empty:
        block(fine("None of them has the basis chosen."))
        return
    st.dataframe(
        table,
        hide_index=True,
        key=f"method_{name}",
        column_config={
            "Rests on": st.column_config.TextColumn(width="large"),
            "Source": st.column_config.TextColumn(width="large"),
        },
        alt=alternative,
    )
    st.download_button(
        f"{title} (CSV)",
        data=lambda: csv_bytes(table),
        file_name=f"smartpick-{name}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/table:",
        key=f"method_{name}_file",
    )
