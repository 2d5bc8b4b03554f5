"""What the page of sources and method reads and links to, and its lists of parameters and sources."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.facts import Facts
from smartpick.store import BuildStamp
from smartpick.text import method as words
from smartpick.text.sources import trust_words
from smartpick.web.address import AddressPart
from smartpick.web.blocks import block, fine, heading, sources_popover
from smartpick.web.controls import kept
from smartpick.web.downloads import csv_button
from smartpick.web.links import Unused, unused_sentence
from smartpick.web.loading import shipped_store
from smartpick.web.session import sitting
from smartpick.web.templates import part


@dataclass(frozen=True)
class ShippedEvidence:
    """The calibration that is shipped, what rests on each source, and what the database was built from."""

    checks: pd.DataFrame
    curves: pd.DataFrame
    bands: pd.DataFrame
    recovery: pd.DataFrame
    rows_by_source: pd.DataFrame
    stamp: BuildStamp


@st.cache_resource(show_spinner="Reading the evidence.", max_entries=2)
def shipped_evidence(data_hash: str) -> ShippedEvidence:
    """Return the evidence on the data of this hash; read once for all sessions.

    Raises:
        StoreError: if the database lacks a table, or is not there and cannot be built.
    """
    with shipped_store() as store:
        checks = store.table("calibration_checks")
        return ShippedEvidence(
            checks=checks.assign(reason=checks["reason"].fillna(""), borrowed=checks["borrowed"].fillna("")),
            curves=store.table("calibration_curves"),
            bands=store.table("calibration_bands"),
            recovery=store.table("calibration_recovery"),
            rows_by_source=store.rows_by_source(),
            stamp=store.build_stamp(),
        )


# Which part of the page is shown.

VIEW_NAMES = {
    "model": "How it works",
    "agreement": "Does it agree?",
    "limits": "What it cannot know",
    "parameters": "Parameters",
    "sources": "Sources",
}
VIEWS = tuple(VIEW_NAMES)
_VIEW_KEY = "method_view_control"


def view_control(opened: str) -> str:
    """Draw the choice of views and return the one chosen; `opened` is one a link asks for, or empty."""
    if opened:
        st.session_state[_VIEW_KEY] = opened
    chosen: str | None = st.segmented_control(
        "Part of the page",
        VIEWS,
        required=True,
        format_func=VIEW_NAMES.__getitem__,
        label_visibility="collapsed",
        **kept(_VIEW_KEY, VIEWS[0]).widget("default"),
    )
    return chosen or VIEWS[0]


# The page's part of the address: which view is open, and which source or parameter. Other pages link to
# `method?source=ID`, the sources with that one on top, and to `method?parameter=NAME`, the parameters.

_NAMES = ("source", "parameter", "method_view")
_ADDRESS = AddressPart("method", _NAMES.__contains__)
_SOURCE, _PARAMETER = "method_source", "method_parameter"


def open_method_link(facts: Facts) -> tuple[str, str, str]:
    """Return the id of the source and the name of the factor or parameter that are open, empty for none.

    A link that was newly opened also asks for a view, the third; ids and names that are not known open
    nothing.
    """
    asked = _ADDRESS.opened(_parameters(st.session_state.get(_VIEW_KEY) or VIEWS[0]))
    view = ""
    if asked is not None:
        source, parameter, view = (asked.get(name, "") for name in _NAMES)
        factors, others = facts.effects["factor"], facts.model_parameters["parameter"]
        known = {
            "source": facts.sources["source_id"].eq(source).any(),
            "parameter": factors.eq(parameter).any() or others.eq(parameter).any(),
            "view": view in VIEWS,
        }
        wanted = {"source": source, "parameter": parameter, "view": view}
        sitting().unused["method"] = unused_sentence(
            Unused(title, text, "nothing") for title, text in wanted.items() if text and not known[title]
        )
        st.session_state[_SOURCE] = source if known["source"] else ""
        st.session_state[_PARAMETER] = parameter if known["parameter"] else ""
        if "source" in asked:
            view = "sources"
        elif "parameter" in asked:
            view = "parameters"
        elif not known["view"]:
            view = ""
    return st.session_state.get(_SOURCE, ""), st.session_state.get(_PARAMETER, ""), view


def _close(what: str) -> None:
    """Close the source or parameter that a link has opened."""
    st.session_state[what] = ""


def write_method_link(view: str) -> None:
    """Put the view and what is open in it into the address, so that a reload or a bookmark brings it back."""
    _ADDRESS.write(_parameters(view))


def _parameters(view: str) -> dict[str, str]:
    source, parameter = st.session_state.get(_SOURCE), st.session_state.get(_PARAMETER)
    if parameter and view == "parameters":
        return {"parameter": parameter}
    if source and view == "sources":
        return {"source": source}
    return {"method_view": view} if view != VIEWS[0] else {}


# Every parameter and every source, searchable.


def parameters(facts: Facts, opened: str) -> None:
    """Draw both tables and their filter; the factor or parameter `opened`, if any, on top."""
    _opened_parameter(facts, opened)
    counts = words.basis_counts(facts.effects, facts.model_parameters)
    block(
        heading("Parameters"),
        fine(" ".join(words.BASIS_WORDS.values()), "Low and high are the ends of the 80 % range."),
    )
    chosen = st.pills(
        "Show",
        words.BASES,
        selection_mode="multi",
        default=words.BASES,
        format_func=lambda basis: f"{basis.capitalize()} ({counts[basis]})",
        key="method_bases",
        help="Which parameters the tables show.",
    )
    bases = list(chosen) or list(words.BASES)
    _table(
        "What an answer does to the odds of an invitation",
        words.effects_table(facts.effects, facts.sources, bases),
        "effects",
        "For each answer and level: odds ratio with its range, basis, what it rests on and source",
    )
    _table(
        "Other parameters",
        words.parameters_table(facts.model_parameters, facts.sources, bases),
        "parameters",
        "For each parameter: value with its range, unit, basis, what it rests on and source",
    )
    sources_popover(
        facts.sources,
        [*facts.effects["source_id"], *facts.model_parameters["source_id"]],
        key="sources_parameters",
        remark="Each line of the tables names its own.",
    )


def _opened_parameter(facts: Facts, name: str) -> None:
    entry = words.parameter_entries(facts.effects, facts.model_parameters).get(name)
    if entry is None:
        return
    lines = [("Basis", " and ".join(entry.bases)), *entry.lines]
    st.html(part("method.html", "opened_parameter", title=entry.title, lines=lines))
    with st.container(horizontal=True):
        sources_popover(facts.sources, entry.source_ids, key="sources_opened_parameter")
        st.button(
            "Close this parameter",
            on_click=_close,
            args=(_PARAMETER,),
            type="tertiary",
            key="method_close_parameter",
        )


def _table(title: str, table: pd.DataFrame, name: str, alternative: str) -> None:
    st.html(part("method.html", "table_heading", title=title))
    if table.empty:
        block(fine("None of them has the chosen basis."))
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
    csv_button(f"{title} (CSV)", table, f"smartpick-{name}.csv", key=f"method_{name}_file", type="tertiary")


# Every source, searchable, by publisher; one of them opened by a link.

# With so few matches, each is shown open.
_OPEN_UP_TO = 3


def source_list(sources: pd.DataFrame, rows_by_source: pd.DataFrame, opened: str) -> None:
    """Draw the search and its matches.

    Args:
        sources: `facts.sources`.
        rows_by_source: Columns source_id, table_name, rows_count.
        opened: Id of the source to show on top, or empty.
    """
    entries = words.source_entries(sources, rows_by_source)
    _opened_source(entries, opened)
    block(heading(f"All {len(entries)} sources"))
    search, filters = st.columns([3, 2])
    text = search.text_input(
        "Search",
        type="search",
        live="200ms",
        max_chars=80,
        placeholder="Title, publisher, year or table",
        help="Finds sources that contain every word, in any of their lines.",
        **kept("method_search", "").widget(),
    )
    trusts = filters.multiselect(
        "How it was read",
        words.TRUSTS,
        format_func=lambda trust: trust_words(trust).capitalize(),
        placeholder="Any",
        help="From the publisher, typed from a document, from a copy, or calculated by us.",
        **kept("method_trusts", []).widget("default"),
    )
    matches = words.matching_sources(entries, text or "", trusts)
    groups, looking = words.by_publisher(matches), bool(text or trusts)
    count = f"{len(matches)} of {len(entries)} sources, {len(groups)} publishers."
    block(
        fine(count if matches else "No source has all of these words. Try fewer."),
        part(
            "method.html",
            "sources",
            groups=groups,
            publishers_open=looking,
            sources_open=looking and len(matches) <= _OPEN_UP_TO,
        ),
    )
    csv_button(
        "All sources (CSV)",
        lambda: words.sources_file(sources, rows_by_source),
        "smartpick-sources.csv",
        key="method_sources_file",
        type="tertiary",
    )


def _opened_source(entries: list[words.SourceEntry], opened: str) -> None:
    entry = next((entry for entry in entries if entry.source_id == opened), None)
    if entry is not None:
        st.html(part("method.html", "opened_source", source=entry))
        st.button(
            "Close this source", on_click=_close, args=(_SOURCE,), type="tertiary", key="method_close_source"
        )
