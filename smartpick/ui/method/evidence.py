"""What the page reads from the database beyond the facts of the model."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.store.store import BuildStamp
from smartpick.ui.loading import shipped_store


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
            checks.assign(reason=checks["reason"].fillna(""), borrowed=checks["borrowed"].fillna("")),
            store.table("calibration_curves"),
            store.table("calibration_bands"),
            store.table("calibration_recovery"),
            store.rows_by_source(),
            store.build_stamp(),
        )
