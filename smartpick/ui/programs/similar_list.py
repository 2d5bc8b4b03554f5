"""Programs like the one shown."""

from __future__ import annotations

import streamlit as st

from smartpick.explore.similar import similar_programs
from smartpick.presenters.program_facts import place_words
from smartpick.presenters.wording import fine_percent
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.programs.invitation_sources import invitation_sources
from smartpick.ui.programs.shelf import shelf


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
