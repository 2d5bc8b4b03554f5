"""Every source and every parameter, searchable."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from smartpick.facts import Facts
from smartpick.text.method_lists import (
    BASES,
    BASIS_WORDS,
    TRUSTS,
    SourceEntry,
    basis_counts,
    by_publisher,
    effects_table,
    matching_sources,
    parameter_entries,
    parameters_table,
    source_entries,
    sources_file,
)
from smartpick.text.sources import trust_words
from smartpick.web.blocks import block, fine, heading, sources_popover
from smartpick.web.controls import kept
from smartpick.web.downloads import csv_bytes
from smartpick.web.method.views import close_parameter, close_source

# Every parameter with value, range, basis, source and note.


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


# Every source, searchable, by publisher; one of them opened by a link.

# With so few found, each is shown open.
_OPEN_UP_TO = 3


def source_list(sources: pd.DataFrame, rows_by_source: pd.DataFrame, opened: str) -> None:
    """Draw the search and the sources found.

    Args:
        sources: `facts.sources`.
        rows_by_source: Columns source_id, table_name, rows_count.
        opened: Id of the source to show on top, or empty.
    """
    entries = source_entries(sources, rows_by_source)
    _source_list_opened(entries, opened)
    block(heading(f"All {len(entries)} sources"))
    search, filters = st.columns([3, 2])
    words, read = kept("method_search", ""), kept("method_trusts", [])
    text = search.text_input(
        "Search",
        value=words.value,
        key=words.key,
        on_change=words.on_change,
        type="search",
        live="200ms",
        max_chars=80,
        placeholder="Title, publisher, year or table",
        help="Finds sources that hold every word, in any of their lines.",
    )
    trusts = filters.multiselect(
        "How it was read",
        TRUSTS,
        default=read.value,
        format_func=lambda trust: trust_words(trust).capitalize(),
        placeholder="Any",
        key=read.key,
        on_change=read.on_change,
        help="From the publisher, typed out, from a copy, or worked out by us.",
    )
    found = matching_sources(entries, text or "", trusts)
    groups = by_publisher(found)
    looking = bool(text or trusts)
    count = f"{len(found)} of {len(entries)} sources, {len(groups)} publishers."
    block(
        fine(count if found else "No source has all of these words. Try fewer."),
        '<div class="sp-sources">'
        + "".join(
            _group(publisher, members, looking, looking and len(found) <= _OPEN_UP_TO)
            for publisher, members in groups
        )
        + "</div>",
    )
    st.download_button(
        "All sources (CSV)",
        data=lambda: csv_bytes(sources_file(sources, rows_by_source)),
        file_name="smartpick-sources.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/table:",
        key="method_sources_file",
    )


def _source_list_opened(entries: list[SourceEntry], opened: str) -> None:
    entry = next((entry for entry in entries if entry.source_id == opened), None)
    if entry is None:
        return
    st.html(
        f'<section class="sp-source sp-source-open" aria-label="The source you opened">'
        f'<h2 class="sp-opened">{escape(entry.title)}</h2>{_details(entry)}</section>'
    )
    st.button("Close this source", on_click=close_source, type="tertiary", key="method_close_source")


def _group(publisher: str, entries: list[SourceEntry], publisher_open: bool, source_open: bool) -> str:
    """Return a publisher that unfolds into its sources; with one source only, that source itself."""
    if len(entries) == 1:
        entry = entries[0]
        summary = f"{escape(publisher)}<span> · {escape(entry.title)}, {entry.year}</span>"
        return _unfolding("sp-source", summary, _details(entry), source_open)
    items = "".join(
        _unfolding(
            "sp-source",
            f"{escape(entry.title)}<span> · {entry.year}</span>",
            _details(entry),
            source_open,
        )
        for entry in entries
    )
    summary = f"{escape(publisher)}<span> · {len(entries)} sources</span>"
    return _unfolding("sp-source sp-publisher", summary, f"<div>{items}</div>", publisher_open)


def _unfolding(name: str, summary: str, body: str, as_open: bool) -> str:
    return f'<details class="{name}"{" open" if as_open else ""}><summary>{summary}</summary>{body}</details>'


def _details(entry: SourceEntry) -> str:
    lines = [("Publisher", escape(entry.publisher)), ("Year", entry.year)]
    lines += [(name, escape(text)) for name, text in entry.lines]
    if entry.url:
        lines.append(("Original", _link(entry.url, entry.url)))
    lines.append(("Link to this source", _link(f"method?source={entry.source_id}", entry.source_id)))
    return f"<dl>{''.join(f'<dt>{name}</dt><dd>{text}</dd>' for name, text in lines)}</dl>"


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'
