"""The sources as a list to search, by publisher, each with what it carries."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.presenters.sources import trust_words

# A source id as it may stand in a link.
SOURCE_ID = re.compile(r"[a-z0-9_]{3,80}")
TRUSTS = ("primary", "transcribed", "second_hand", "derived")


@dataclass(frozen=True)
class SourceEntry:
    """One source as the page shows it; texts are plain, empty where unknown.

    Attributes:
        source_id: Its id.
        publisher: Who published it first.
        title: Title of the publication.
        year: Year, or "undated".
        url: Address at the publisher, or empty.
        lines: (name, text) of edition, place, trust, check and terms.
        rows: Rows of our tables that rest on it.
    """

    source_id: str
    publisher: str
    title: str
    year: str
    url: str
    lines: tuple[tuple[str, str], ...]
    rows: int


def source_entries(sources: pd.DataFrame, rows_by_source: pd.DataFrame) -> list[SourceEntry]:
    """Return every source, in the order of publisher, newest first.

    Args:
        sources: `facts.sources`.
        rows_by_source: Columns source_id, table_name, rows_count.
    """
    used = {str(name): rows for name, rows in rows_by_source.groupby("source_id")}
    order = sources.sort_values(["publisher", "published_year", "title"], ascending=[True, False, True])
    return [_entry(row, used.get(str(row["source_id"]))) for row in order.to_dict("records")]


def found_sources(entries: list[SourceEntry], text: str, trusts: Collection[str] = ()) -> list[SourceEntry]:
    """Return the entries that hold every word of `text`, and have one of the trusts if any is chosen."""
    words = text.casefold().split()
    wanted = {trust_words(trust) for trust in trusts}
    return [
        entry
        for entry in entries
        if all(word in _searched(entry) for word in words)
        and (not wanted or dict(entry.lines)["Read"] in wanted)
    ]


def by_publisher(entries: list[SourceEntry]) -> list[tuple[str, list[SourceEntry]]]:
    """Return the entries by publisher, those with most sources first, then by name."""
    groups: dict[str, list[SourceEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.publisher, []).append(entry)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0].casefold()))


def sources_file(sources: pd.DataFrame, rows_by_source: pd.DataFrame) -> pd.DataFrame:
    """Return the sources as they are in the data, with the number of rows that rest on each."""
    counts = rows_by_source.groupby("source_id")["rows_count"].sum()
    return sources.assign(rows_count=sources["source_id"].map(counts).fillna(0).astype(int))


def _entry(row: Mapping[Hashable, Any], used: pd.DataFrame | None) -> SourceEntry:
    tables = [] if used is None else used.sort_values("rows_count", ascending=False).to_dict("records")
    carried = ", ".join(f"{table['table_name']} ({table['rows_count']:,})" for table in tables)
    lines = (
        ("Edition", _text(row["edition"])),
        ("Where in it", _text(row["location"])),
        ("Read", trust_words(row["trust"])),
        ("Checked", _text(row["checked"])),
        ("Terms", _text(row["terms"])),
        ("Rows in our tables", carried),
    )
    url = _text(row["url"])
    return SourceEntry(
        str(row["source_id"]),
        str(row["publisher"]),
        str(row["title"]),
        "undated" if pd.isna(row["published_year"]) else str(int(row["published_year"])),
        url if url.startswith(("https://", "http://")) else "",
        tuple(line for line in lines if line[1]),
        sum(int(table["rows_count"]) for table in tables),
    )


def _searched(entry: SourceEntry) -> str:
    told = (entry.source_id, entry.publisher, entry.title, entry.year, *(text for _, text in entry.lines))
    return " ".join(told).casefold()


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)
