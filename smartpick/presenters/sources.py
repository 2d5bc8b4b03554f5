"""Where a number comes from, as lines to read."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

_TRUST_WORDS = {
    "primary": "from the publisher",
    "transcribed": "typed out from the publisher's document",
    "second_hand": "from a copy, not the publisher's own page",
    "derived": "worked out by us from the publisher's figures",
    "ours": "our own",
}
_OURSELVES = "SmartPick"


@dataclass(frozen=True)
class CitedSource:
    """One source behind a block, in plain text.

    Attributes:
        source_id: Its id; the page of sources and method opens it by this.
        title: Title of the publication.
        told: Publisher, year, and whether its figures are published or derived and how they were read.
        url: Address at the publisher, or empty.
    """

    source_id: str
    title: str
    told: str
    url: str


def cited_sources(sources: pd.DataFrame) -> dict[str, CitedSource]:
    """Return every source by its id.

    Args:
        sources: `facts.sources`.
    """
    rows = sources.to_dict("records")
    return {str(row["source_id"]): _cited(str(row["source_id"]), row) for row in rows}


def source_name(sources: pd.DataFrame, source_id: str) -> str:
    """Return title, publisher and year of one source as plain text; the id itself if it is unknown."""
    found = sources[sources["source_id"] == source_id]
    if found.empty:
        return source_id
    row = found.iloc[0]
    year = "" if pd.isna(row["published_year"]) else f", {int(row['published_year'])}"
    return f"{row['title']}. {row['publisher']}{year}"


def trust_words(trust: object) -> str:
    """Return how a figure was obtained, in words."""
    return _TRUST_WORDS.get(str(trust), str(trust).replace("_", " "))


def _cited(source_id: str, row: Mapping[Hashable, Any]) -> CitedSource:
    publisher, trust = str(row["publisher"]), str(row["trust"])
    year = "undated" if pd.isna(row["published_year"]) else str(int(row["published_year"]))
    if publisher == _OURSELVES:
        year = str(row["edition"])
    url = "" if pd.isna(row["url"]) else str(row["url"])
    return CitedSource(
        source_id,
        str(row["title"]),
        f"{publisher}, {year}. {_reading(publisher, trust)}.",
        url if url.startswith(("https://", "http://")) else "",
    )


def _reading(publisher: str, trust: str) -> str:
    """Return whether figures are published or derived, and how they came here."""
    if publisher == _OURSELVES:
        return "Ours"
    if trust == "derived":
        return f"Derived: {trust_words(trust)}"
    return f"Published: {trust_words(trust)}"
