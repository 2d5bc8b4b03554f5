"""Whose figures these are, on what terms, and which state of the data is shown."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from smartpick.store.store import BuildStamp

_AFFILIATION = (
    "SmartPick is affiliated with none of NRMP, AAMC, AMA, USMLE, ECFMG and ACGME, nor with any program. "
    "Their names belong to them. A chance shown here is an estimate, not a promise."
)
_TERMS = (
    "NRMP and AAMC figures are aggregates and single facts with citation; no report is reprinted. Interview "
    "rates and resident mixes of single programs are licensed data of AAMC and AMA: none are here, only "
    "aggregates over five or more programs. City coordinates are from GeoNames (Creative Commons "
    "Attribution 4.0). Statements of programs are short facts with a link; check the link before you rely on "
    "one."
)


def colophon(stamp: BuildStamp) -> None:
    """Draw it at the end of the page."""
    st.html(
        '<section class="sp-block sp-colophon sp-read" aria-label="Terms and version">'
        f'<p class="sp-fine">{escape(_AFFILIATION)}</p><p class="sp-fine">{escape(_TERMS)}</p>'
        f'<p class="sp-fine">{escape(build_words(stamp))}</p></section>'
    )


def build_words(stamp: BuildStamp) -> str:
    """Return version, build date and data hash in a sentence."""
    built = datetime.fromisoformat(stamp.built_at)
    version = f"Version {stamp.app_version}. " if stamp.app_version != "source" else ""
    return (
        f"{version}Data {stamp.data_hash[:12]}, built {built.day} {built:%B %Y}: {stamp.tables} tables, "
        f"{stamp.rows:,} rows."
    )
