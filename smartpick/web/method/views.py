"""What the page shows and reads, and what of it is in the address."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.facts import Facts
from smartpick.store import BuildStamp
from smartpick.web.address import AddressPart
from smartpick.web.controls import kept
from smartpick.web.links import Unused, unused_sentence
from smartpick.web.loading import shipped_store
from smartpick.web.session import sitting


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


@dataclass(frozen=True)
class Opened:
    """What is open: the id of a source, the name of a factor or parameter; empty for none.

    `view` is the view that a link newly opened asks for, or empty.
    """

    source: str
    parameter: str
    view: str


def open_method_link(facts: Facts) -> Opened:
    """Open what a link asks for; ids and names that are not known open nothing."""
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
    return Opened(st.session_state.get(_SOURCE, ""), st.session_state.get(_PARAMETER, ""), view)


def close_source() -> None:
    """Close the source that a link has opened."""
    st.session_state[_SOURCE] = ""


def close_parameter() -> None:
    """Close the parameter that a link has opened."""
    st.session_state[_PARAMETER] = ""


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
