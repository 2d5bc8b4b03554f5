"""One program's view: what it means for the applicant, every fact with its source, and what is like it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from smartpick.charts.frame import CONFIG
from smartpick.charts.programs import fill_history_figure
from smartpick.explore.fill_history import counted_tracks, yearly_fill
from smartpick.explore.same_names import coast_statements_of, filings_of
from smartpick.explore.search import similar_programs
from smartpick.programs.kinds import ProgramKind, kind_sentence
from smartpick.text.list_changes import twin_sentence, twins_of
from smartpick.text.numbers import fine_percent, web_address
from smartpick.text.program_facts import (
    FILINGS_REMARK,
    FOOTNOTE,
    Fact,
    InstitutionStatement,
    RequirementGroup,
    StatementLine,
    filings_sentences,
    institution_statements,
    not_said,
    place_words,
    program_facts,
    program_with_place,
    requirement_groups,
    tracks,
)
from smartpick.text.program_search import fill_sentence, fill_table, year_words
from smartpick.web.blocks import block, chart_keys, fine, heading, note, plain, sources_popover, terms_popover
from smartpick.web.charts import chart_tools
from smartpick.web.programs.filters import Applicant
from smartpick.web.programs.for_you import for_you, invitation_sources, own_figures
from smartpick.web.programs.marking import marking
from smartpick.web.programs.shelf import shelf
from smartpick.web.sidebar import title_with_link
from smartpick.web.theme import page_palette

# Every published fact of a program with its year and its source.

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


# Positions offered and filled, year by year.

_KEY = "fill_history"


def fill_chart(applicant: Applicant, row: int) -> None:
    """Draw the fill history of the program at `row`, or say that none is known."""
    program = applicant.tables.directory.programs.iloc[row]
    history = applicant.tables.history_of(str(program["program_id"]))
    pooled = program["positions_scope"] == "several_sites_pooled"
    if history.empty or pooled:
        said = "Several sites share one published number, so none is shown for this one."
        block(heading("Positions and fill"), fine(said if pooled else "No year is known of this program."))
        return
    years = yearly_fill(history)
    said = fill_sentence(years, side_tracks=len(counted_tracks(history)) < len(history))
    block(heading("Positions and fill"), fine(said))
    figure = fill_history_figure(
        years["match_year"].tolist(),
        years["quota"].to_numpy(float),
        years["matched"].to_numpy(float),
        [year_words(year) for year in years.to_dict("records")],
        page_palette(),
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=_KEY,
        alt=f"Positions offered and filled. {said}",
    )
    block(chart_keys([("filled", "filled in the Match"), ("offered", "offered")]))
    sources = history["source_id"].unique().tolist()
    left, right = st.columns(2)
    with left:
        sources_popover(
            applicant.here.engine.facts.sources,
            sources,
            key="sources_fill",
            remark="Tracks are added up here; the full download has them one by one.",
        )
    with right:
        chart_tools(
            figure,
            key=_KEY,
            shown=fill_table(years),
            full=history,
            sources=sources,
            title=f"Positions offered and filled, {program['name']}",
        )


# What the program's institution has filed and said, where its name is safely the same.


def institution(applicant: Applicant, row: int) -> None:
    """Draw filings and statements of the institution; nothing where none is safely its own."""
    tables = applicant.tables
    programs = tables.directory.programs
    filings = filings_of(tables.filings, programs, row)
    said = coast_statements_of(tables.coast_statements, programs, row)
    if filings.empty and said.empty:
        return
    block(
        heading("What is known of its institution"),
        *(plain(sentence) for sentence in filings_sentences(filings)),
        "" if filings.empty else fine(FILINGS_REMARK),
        ""
        if said.empty
        else f'<ul class="sp-said">{"".join(map(_institution_line, institution_statements(said)))}</ul>',
        ""
        if said.empty
        else fine("In short, as the pages said when they were read. Check before you rely on it."),
    )
    sources_popover(
        applicant.here.engine.facts.sources,
        [*filings["source_id"].unique(), *said["source_ids"].str.split("|").explode().unique()],
        key="sources_institution",
        remark="Matched by the institution's full name and state; what is not safe to match is left out.",
    )


def _institution_line(statement: InstitutionStatement) -> str:
    return (
        '<li><span class="sp-sign" aria-hidden="true">·</span>'
        f"<div><b>{escape(statement.topic)}</b>: {escape(statement.says)} "
        f'<span class="sp-fine">({escape(statement.whose)}; {escape(statement.when)})</span></div></li>'
    )


# Programs like the one shown.


def similar_list(applicant: Applicant, row: int) -> None:
    """Draw buttons that open the programs most like the one at `row`."""
    directory = applicant.tables.directory
    rows = similar_programs(directory, row)
    if not len(rows):
        return
    block(
        heading("Programs like it"),
        fine(
            "Same specialty; alike in kind of hospital, place, size and what their pages say. "
            "An order, not a rating."
        ),
    )
    grid = st.grid(3, min_column_width=250, key="program_similar")
    for other in rows:
        program = directory.programs.iloc[other].to_dict()
        chance = applicant.invitation[other]
        said = "" if chance != chance else f" · {fine_percent(chance)} invitation"
        grid.button(
            f"**{_plain(program['name'])}**  \n{place_words(program)}{said}",
            key=f"similar_{directory.program_ids[other]}",
            on_click=shelf().open,
            args=(str(directory.program_ids[other]),),
            width="stretch",
            wrap=True,
        )
    invitation_sources(
        applicant,
        key="sources_similar",
        remark="The chances of an invitation are our estimates.",
        also=dict.fromkeys(directory.programs["source_ids"].iloc[rows].str.split("|").explode()),
    )


def _plain(text: object) -> str:
    """Keep markdown from reading signs in a name as its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]#$~:" else sign for sign in str(text))


# What the program's pages say, with date, whose word it is, and a link to check.

_SIGNS = {"met": "✓", "rule": "✕", "preference": "?", "unknown": "?", "": "·"}


def statement_list(applicant: Applicant, row: int) -> None:
    """Draw the statements on the program at `row`."""
    table = applicant.here.engine.facts.program_requirements
    program_id = applicant.tables.directory.program_ids[row]
    statements = table[table["program_id"] == program_id]
    standing = applicant.standing(row)
    groups = requirement_groups(statements, standing)
    missing = not_said(statements, standing)
    block(
        heading("What its pages say"),
        f'<ul class="sp-said">{"".join(_group(group) for group in groups)}</ul>'
        if groups
        else fine("We have found no statement on any page of this program or its sponsor."),
        fine(
            f"No page that we know says anything on: {', '.join(missing)}. Ask the program."
            if missing
            else ""
        ),
        fine("Most pages are undated. Check the page before you rely on it." if groups else ""),
    )
    if groups:
        sources_popover(
            applicant.here.engine.facts.sources,
            statements["source_id"].unique(),
            key="sources_statements",
            remark="Each statement links the page it is from.",
        )


def _group(group: RequirementGroup) -> str:
    lines = "".join(_statement_list_line(line) for line in group.lines)
    verdict = f'<span class="sp-for-you">{escape(group.for_you)}</span>' if group.for_you else ""
    conflict = '<p class="sp-fine">The pages do not agree; all are shown.</p>' if group.conflicting else ""
    return (
        f'<li><span class="sp-sign" aria-hidden="true">{_SIGNS[group.answer]}</span>'
        f"<div><b>{escape(group.name)}</b> {verdict}<ul>{lines}</ul>{conflict}</div></li>"
    )


def _statement_list_line(line: StatementLine) -> str:
    sure = "" if line.sure else ", read with less certainty"
    link = ""
    if line.url is not None:
        address = escape(line.url)
        link = f' · <a href="{address}" target="_blank" rel="noopener noreferrer">check the page</a>'
    about = f"({escape(line.whose)}, {escape(line.when)}{sure})"
    return f'<li>{escape(line.says)} <span class="sp-fine">{about}{link}</span></li>'


# One program's view: what it means for the applicant, every fact with its source, and what is like it.


def program_view(applicant: Applicant, row: int) -> None:
    """Draw the program at `row` of the directory."""
    st.button(
        "Back to the search",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=shelf().close,
        key="program_back",
    )
    _header(applicant, row)
    marking(applicant, row)
    left, right = st.columns([3, 2], gap="large")
    with left:
        for_you(applicant, row)
        statement_list(applicant, row)
        institution(applicant, row)
        fill_chart(applicant, row)
    with right:
        fact_list(applicant, row)
        own_figures(applicant, row)
    similar_list(applicant, row)
    terms_popover("IMG", "interview rate", "J-1", "H-1B", "USCE", "categorical", "PGY-1", key="terms_program")


def _kind(kind: ProgramKind) -> None:
    """Say what the program is where not everybody can apply, with the page or list that says so."""
    sentence = kind_sentence(kind)
    if not sentence:
        return
    link = ""
    if kind.url is not None:
        link = (
            f' <a href="{escape(kind.url)}" target="_blank" rel="noopener noreferrer">'
            f"Source{'' if kind.year is None else f', {kind.year}'}</a>"
        )
    block(f'<div class="sp-note sp-note-strong" role="note">{escape(sentence)}{link}</div>')


def _header(applicant: Applicant, row: int) -> None:
    directory = applicant.tables.directory
    program = directory.programs.iloc[row].to_dict()
    line = [str(program["specialty"]), place_words(program)]
    kinds = tracks(program["nrmp_codes"])
    if kinds:
        line.append(f"{kinds} tracks" if "," in kinds else f"{kinds} track")
    address = web_address(program["website"])
    link = "Its website is not known"
    if address is not None:
        link = f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">Website</a>'
    coast = " sp-pacific" if program["pacific_coast"] is True else ""
    title_with_link(
        f'<h1 class="sp-title">{escape(str(program["name"]))}</h1>',
        f'<p class="sp-program-line{coast}">{escape(" · ".join(line))} · {link}</p>',
    )
    for kind in directory.kinds.of(str(program["program_id"])):
        _kind(kind)
    twins = twins_of(program, directory.programs)
    if twins:
        note(twin_sentence(program_with_place(program), twins))
    elif program["row_confidence"] == "low":
        note("We are less sure of this entry: it may be closed, or another name of a program that is listed.")
