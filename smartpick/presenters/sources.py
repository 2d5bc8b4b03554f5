"""Where a number comes from, as lines to read."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

_TRUST_WORDS = {
    "primary": "from the publisher",
    "transcribed": "typed out from the publisher's document",
    "second_hand": "from a copy, not the publisher's own page",
    "derived": "worked out by us from the publisher's figures",
    "ours": "our own",
}


def source_lines(sources: pd.DataFrame, source_ids: Iterable[str]) -> list[str]:
    """Return one line of markdown for each source: title (linked), publisher, edition, year, trust.

    Args:
        sources: `facts.sources`.
        source_ids: Ids; repeated and unknown ones are left out.
    """
    rows = {str(row["source_id"]): row for row in sources.to_dict("records")}
    return [_line(rows[name]) for name in dict.fromkeys(source_ids) if name in rows]


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


def _line(row: Mapping[Hashable, Any]) -> str:
    title = _plain(row["title"])
    if not pd.isna(row["url"]) and str(row["url"]).startswith(("https://", "http://")):
        title = f"[{title}]({row['url']})"
    year = "" if pd.isna(row["published_year"]) else f", {int(row['published_year'])}"
    return f"{title}. {_plain(row['publisher'])}{year}; {trust_words(row['trust'])}."


def _plain(text: object) -> str:
    """Keep markdown from reading signs in a title as its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+!|$<>~:" else sign for sign in str(text))
