"""Every published fact of a program with its year and its source."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from smartpick.presenters.program_facts import FOOTNOTE, Fact, program_facts
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.sources import sources_popover

Source = Mapping[Any, Any]


def fact_list(applicant: Applicant, row: int) -> None:
    """Draw the facts of the program at `row`."""
    directory = applicant.tables.directory
    facts = program_facts(
        directory.programs.iloc[row].to_dict(),
        str(directory.setting[row]),
        bool(directory.setting_stated[row]),
        directory.kinds.of(str(directory.program_ids[row])),
    )
    sources = {str(s["source_id"]): s for s in applicant.here.engine.facts.sources.to_dict("records")}
    body = "".join(_line(fact, sources) for fact in facts)
    block(
        heading("What is published"),
        '<table class="sp-facts"><thead><tr><th scope="col">Fact</th><th scope="col">Value</th>'
        f'<th scope="col">Year and source</th></tr></thead><tbody>{body}</tbody></table>',
        fine(FOOTNOTE),
    )
    sources_popover(
        applicant.here.engine.facts.sources,
        [source for fact in facts if fact.known for source in fact.source_ids],
        key="sources_facts",
        remark="Each line above names its own.",
    )


def _line(fact: Fact, sources: Mapping[str, Source]) -> str:
    named = (
        list(dict.fromkeys(_source(sources[s]) for s in fact.source_ids if s in sources))
        if fact.known
        else []
    )
    year = f"{escape(fact.year)}; " if fact.year and fact.year != fact.value else ""
    value = escape(fact.value) if fact.known else f'<span class="sp-fine">{escape(fact.value)}</span>'
    return (
        f'<tr><th scope="row">{escape(fact.name)}</th><td>{value}</td>'
        f'<td class="sp-fine">{year}{", ".join(named)}</td></tr>'
    )


def _source(source: Source) -> str:
    """Return publisher and year, linked, with the title for whoever rests on it."""
    published = source["published_year"]
    year: str = "" if pd.isna(published) else f" {int(published)}"
    name, title = escape(f"{source['publisher']}{year}"), escape(str(source["title"]))
    address = str(source["url"])
    if not address.startswith(("https://", "http://")):
        return f'<span title="{title}">{name}</span>'
    return f'<a href="{escape(address)}" title="{title}" target="_blank" rel="noopener noreferrer">{name}</a>'
