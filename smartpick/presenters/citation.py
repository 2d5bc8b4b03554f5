"""How to cite a chart or a table: what it is, whose figures it rests on, and which state of the data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

_HASH_LENGTH = 12


def citation(sources: pd.DataFrame, source_ids: Iterable[str], title: str, data_hash: str, day: date) -> str:
    """Return the citation of something shown, as plain text of several lines.

    Args:
        sources: `facts.sources`.
        source_ids: Ids of the sources behind it; repeated and unknown ones are left out.
        title: What is shown.
        data_hash: `facts.data_hash`: names the state of the data.
        day: When it was shown.
    """
    named = [f"- {_reference(row)}" for row in _rows(sources, source_ids)]
    ending = "SmartPick is affiliated with none of these publishers." if named else ""
    return "\n".join(
        line
        for line in (
            f"SmartPick. {title}. {day.day} {day:%B} {day.year}, data {data_hash[:_HASH_LENGTH]}.",
            "Worked out from:" if named else "",
            *named,
            ending,
        )
        if line
    )


def credit_line(sources: pd.DataFrame, source_ids: Iterable[str], data_hash: str) -> str:
    """Return the same in one line, to stand under an image: publishers with their years."""
    named = dict.fromkeys(
        " ".join(part for part in (str(row["publisher"]), _year(row)) if part)
        for row in _rows(sources, source_ids)
    )
    origin = f"from figures of {', '.join(named)}; " if named else ""
    return f"SmartPick, {origin}data {data_hash[:_HASH_LENGTH]}"


def _rows(sources: pd.DataFrame, source_ids: Iterable[str]) -> list[dict[str, Any]]:
    rows = {str(row["source_id"]): row for row in sources.to_dict("records")}
    return [{str(k): v for k, v in rows[name].items()} for name in dict.fromkeys(source_ids) if name in rows]


def _reference(row: dict[str, Any]) -> str:
    told = [str(row["title"]), str(row["publisher"]), _text(row["edition"]), _year(row)]
    # An edition often is the year, or stands in the title already.
    kept = [part for i, part in enumerate(told) if part and not any(part in before for before in told[:i])]
    where = _text(row["location"])
    return ". ".join(part for part in (", ".join(kept), where, _text(row["url"])) if part)


def _year(row: dict[str, Any]) -> str:
    return "" if pd.isna(row["published_year"]) else str(int(row["published_year"]))


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)
