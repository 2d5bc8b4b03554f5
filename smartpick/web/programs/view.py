"""One program's view: what it means for the applicant, every fact with its source, and what is like it."""

from typing import Any

import pandas as pd
import streamlit as st

from smartpick.charts.frame import CONFIG
from smartpick.charts.programs import fill_history_figure
from smartpick.explore.same_names import coast_statements_of, filings_of
from smartpick.explore.search import counted_tracks, similar_programs, yearly_fill
from smartpick.programs.kinds import kind_sentence
from smartpick.text import program_facts as words
from smartpick.text.list_changes import twin_sentence, twins_of
from smartpick.text.numbers import fine_percent, web_address
from smartpick.text.program_facts import program_with_place
from smartpick.text.program_search import fill_sentence, fill_table, year_words
from smartpick.text.sources import listed_ids
from smartpick.web.blocks import (
    as_plain_text,
    block,
    chart_keys,
    fine,
    heading,
    note,
    plain,
    sources_popover,
    terms_popover,
)
from smartpick.web.charts import chart_tools
from smartpick.web.programs.filters import Applicant, shelf
from smartpick.web.programs.for_you import for_you, invitation_sources, marking, own_figures
from smartpick.web.sidebar import title_with_link
from smartpick.web.templates import part
from smartpick.web.theme import page_palette


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
        _statements(applicant, row)
        _institution(applicant, row)
        _fill_chart(applicant, row)
    with right:
        _facts(applicant, row)
        own_figures(applicant, row)
    _similar(applicant, row)
    terms_popover("IMG", "interview rate", "J-1", "H-1B", "USCE", "categorical", "PGY-1", key="terms_program")


def _header(applicant: Applicant, row: int) -> None:
    """Draw name and place, and above all else why not everybody can apply, or what is unsure of the entry."""
    directory, program = applicant.directory, applicant.program(row)
    line, letters = (
        [str(program["specialty"]), words.place_words(program)],
        words.tracks(program["nrmp_codes"]),
    )
    if letters:
        line.append(f"{letters} tracks" if "," in letters else f"{letters} track")
    title_with_link(
        program["name"],
        part(
            "programs.html",
            "program_line",
            words=" · ".join(line),
            address=web_address(program["website"]),
            west_coast=program["pacific_coast"] is True,
        ),
    )
    for kind in directory.kinds.of(applicant.program_id(row)):
        sentence = kind_sentence(kind)
        if sentence:
            block(part("programs.html", "kind", sentence=sentence, address=kind.url, year=kind.year))
    twins = twins_of(program, directory.programs)
    if twins:
        note(twin_sentence(program_with_place(program), twins))
    elif program["row_confidence"] == "low":
        note(
            "We are less sure of this entry: it may be closed, or another name for a program that is listed."
        )


# What the program's pages say, with date, whose word it is, and a link to check.

_SIGNS = {"met": "✓", "rule": "✕", "preference": "?", "unknown": "?", "": "·"}


def _statements(applicant: Applicant, row: int) -> None:
    table, standing = applicant.facts.program_requirements, applicant.standing(row)
    statements = table[table["program_id"] == applicant.program_id(row)]
    groups, missing = words.requirement_groups(statements, standing), words.not_said(statements, standing)
    block(
        heading("What its pages say"),
        part("programs.html", "statements", groups=groups, signs=_SIGNS)
        if groups
        else fine("We have found no statement on any page of this program or its sponsor."),
        fine(
            f"Not stated on any page that we know: {', '.join(missing)}. Ask the program." if missing else ""
        ),
        fine("Most pages are undated. Check the page before you rely on it." if groups else ""),
    )
    if groups:
        sources_popover(
            applicant.facts.sources,
            statements["source_id"].unique(),
            key="sources_statements",
            remark="Each statement links to the page it is from.",
        )


def _institution(applicant: Applicant, row: int) -> None:
    """Draw filings and statements of the institution; nothing where no name is safely the same."""
    programs = applicant.directory.programs
    filings = filings_of(applicant.tables.filings, programs, row)
    statements = coast_statements_of(applicant.tables.coast_statements, programs, row)
    if filings.empty and statements.empty:
        return
    parts = [heading("What is known about its institution")]
    if not filings.empty:
        parts += [*map(plain, words.filings_sentences(filings)), fine(words.FILINGS_REMARK)]
    if not statements.empty:
        parts += [
            part("programs.html", "institution", statements=words.institution_statements(statements)),
            fine("In short, as the pages said when they were read. Check before you rely on it."),
        ]
    block(*parts)
    sources_popover(
        applicant.facts.sources,
        [*filings["source_id"].unique(), *listed_ids(statements["source_ids"])],
        key="sources_institution",
        remark="Matched by the institution's full name and state; uncertain matches are left out.",
    )


# Positions offered and filled, year by year.

_FILL_KEY = "fill_history"


def _fill_chart(applicant: Applicant, row: int) -> None:
    program, table = applicant.program(row), applicant.tables.history
    # None where one number stands for several sites.
    history = table[table["program_id"] == program["program_id"]]
    pooled = program["positions_scope"] == "several_sites_pooled"
    if history.empty or pooled:
        why = "Several sites share one published number, so none is shown for this one."
        block(heading("Positions and fill"), fine(why if pooled else "No year is known for this program."))
        return
    years = yearly_fill(history)
    sentence = fill_sentence(years, side_tracks=len(counted_tracks(history)) < len(history))
    block(heading("Positions and fill"), fine(sentence))
    figure = fill_history_figure(
        years["match_year"].tolist(),
        years["quota"].to_numpy(float),
        years["matched"].to_numpy(float),
        [year_words(year) for year in years.to_dict("records")],
        page_palette(),
    )
    alternative = f"Positions offered and filled. {sentence}"
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_FILL_KEY, alt=alternative)
    block(chart_keys([("filled", "filled in the Match"), ("offered", "offered")]))
    sources = history["source_id"].unique().tolist()
    left, right = st.columns(2)
    with left:
        sources_popover(
            applicant.facts.sources,
            sources,
            key="sources_fill",
            remark="Tracks are added up here; the full download lists them one by one.",
        )
    with right:
        chart_tools(
            figure,
            key=_FILL_KEY,
            shown=fill_table(years),
            full=history,
            sources=sources,
            title=f"Positions offered and filled, {program['name']}",
        )


# Every published fact of a program with its year and its source.


def _facts(applicant: Applicant, row: int) -> None:
    directory = applicant.directory
    facts = words.program_facts(
        applicant.program(row),
        str(directory.setting[row]),
        bool(directory.setting_stated[row]),
        directory.kinds.of(applicant.program_id(row)),
    )
    known = {source["source_id"]: source for source in applicant.facts.sources.to_dict("records")}
    names = {source_id: _name_of(source) for source_id, source in known.items()}
    lines = [
        (fact, list(dict.fromkeys(names[one] for one in fact.source_ids if fact.known and one in names)))
        for fact in facts
    ]
    block(heading("What is published"), part("programs.html", "facts", lines=lines), fine(words.FOOTNOTE))
    sources_popover(
        applicant.facts.sources,
        [source for fact in facts if fact.known for source in fact.source_ids],
        key="sources_facts",
        remark="Each line above names its own.",
    )


def _name_of(source: dict[Any, Any]) -> tuple[str, str, str]:
    """Return publisher and year of a source, its title, and its address, empty without one."""
    year = "" if pd.isna(source["published_year"]) else f" {int(source['published_year'])}"
    return f"{source['publisher']}{year}", str(source["title"]), web_address(source["url"]) or ""


def _similar(applicant: Applicant, row: int) -> None:
    """Draw buttons that open the programs most like the one at `row`."""
    rows = similar_programs(applicant.directory, row)
    if not len(rows):
        return
    block(
        heading("Programs like it"),
        fine(
            "Same specialty; alike in kind of hospital, place, size and what their pages say. The order "
            "is not a rating."
        ),
    )
    grid = st.grid(3, min_column_width=250, key="program_similar")
    for other in rows:
        program, chance = applicant.program(other), applicant.invitation[other]
        invitation = "" if pd.isna(chance) else f" · {fine_percent(chance)} invitation"
        place = as_plain_text(words.place_words(program))
        grid.button(
            f"**{as_plain_text(program['name'])}**  \n{place}{invitation}",
            key=f"similar_{applicant.program_id(other)}",
            on_click=shelf().open,
            args=(applicant.program_id(other),),
            width="stretch",
            wrap=True,
        )
    invitation_sources(
        applicant,
        key="sources_similar",
        remark="The chances of an invitation are our estimates.",
        also=listed_ids(applicant.directory.programs["source_ids"].iloc[rows]),
    )
