"""Up to five programs side by side."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.presenters.comparison import Comparison, compare_programs, comparison_file
from smartpick.ui.blocks import block, fine, note
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.program_notes import program_notes
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.programs.invitation_sources import invitation_sources
from smartpick.ui.programs.shelf import MOST_COMPARED, shelf


def comparison(applicant: Applicant) -> None:
    """Draw the programs that were put into the comparison."""
    directory = applicant.tables.directory
    places = [directory.place_of(program_id) for program_id in shelf().compared]
    rows = [row for row in places if row is not None]
    if not rows:
        note(
            "Nothing to compare yet. Open a program and choose Compare; "
            f"up to {MOST_COMPARED} stand side by side here."
        )
        return
    compared = compare_programs(
        directory,
        rows,
        applicant.estimates,
        [applicant.standing(row) for row in rows],
        applicant.here.engine.facts.program_requirements,
        program_notes(),
    )
    if len(rows) == 1:
        block(fine("One program so far. Add others from their views."))
    block(_table(compared))
    grid = st.grid(len(rows), min_column_width=180, key="comparison_buttons")
    for program_id, name in zip(compared.program_ids, compared.names, strict=True):
        with grid.container(gap="xxsmall"):
            st.button(
                f"Open {name}",
                key=f"compare_open_{program_id}",
                on_click=shelf().open,
                args=(program_id,),
                wrap=True,
                width="stretch",
            )
            st.button(
                "Take out",
                key=f"compare_out_{program_id}",
                on_click=shelf().compare,
                args=(program_id,),
                type="tertiary",
            )
    left, right = st.columns(2)
    sources = list(compared.source_ids)
    with left:
        invitation_sources(
            applicant,
            key="sources_comparison",
            remark="Each program's own view names the source of each fact.",
            also=sources,
        )
    with right:
        chart_tools(
            None,
            key="comparison",
            shown=comparison_file(compared),
            full=None,
            sources=sources,
            title="Residency programs compared",
        )


def _table(compared: Comparison) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in compared.names)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for name, cells in compared.lines.items()
    )
    return (
        '<div class="sp-compare" tabindex="0" role="region" aria-label="Programs side by side">'
        f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
