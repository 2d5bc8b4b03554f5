"""What the program's institution has filed and said, where its name is safely the same."""

from __future__ import annotations

from html import escape

from smartpick.explore.same_names import coast_statements_of, filings_of
from smartpick.presenters.institution_words import (
    FILINGS_REMARK,
    InstitutionStatement,
    filings_sentences,
    institution_statements,
)
from smartpick.ui.blocks import block, fine, heading, plain
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.sources import sources_popover


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
        "" if said.empty else f'<ul class="sp-said">{"".join(map(_line, institution_statements(said)))}</ul>',
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


def _line(statement: InstitutionStatement) -> str:
    return (
        '<li><span class="sp-sign" aria-hidden="true">·</span>'
        f"<div><b>{escape(statement.topic)}</b>: {escape(statement.says)} "
        f'<span class="sp-fine">({escape(statement.whose)}; {escape(statement.when)})</span></div></li>'
    )
