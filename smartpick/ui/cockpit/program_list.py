"""The recommended list with its cost, its Pacific part and the chance of no interview."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.grounds import program_sources
from smartpick.presenters.list_moves import ListMoves, list_moves, moves_sentence
from smartpick.presenters.list_summary import empty_list_sentences, ruled_out_sentence, summary_figures
from smartpick.presenters.program_notices import notices_shown, program_notices
from smartpick.presenters.programs import program_rows
from smartpick.profile import ApplicantProfile
from smartpick.ui.blocks import block, fine, heading, note_html
from smartpick.ui.cockpit.live import LIST, shown_now
from smartpick.ui.cockpit.program_table import program_table
from smartpick.ui.in_force import kept
from smartpick.ui.list_file import list_csv_button
from smartpick.ui.loading import shared_pages
from smartpick.ui.page import PageContext, safely
from smartpick.ui.sources import estimate_sources
from smartpick.ui.state import sitting

_FIRST_SHOWN = 20
_ALL = "show_whole_list"


def program_list(anchor: Assessment, here: PageContext) -> None:
    """Draw the list, which follows while the score is dragged, and what it rests on.

    Args:
        anchor: Where the applicant stood when the thumb was last let go.
        here: The page's context.
    """
    _list(anchor, here)
    estimate_sources(
        anchor,
        here.engine,
        key="sources_list",
        remark="Chances of an invitation come from published rates by specialty and place, moved by your "
        "profile; what a program's own pages say is linked in its line. Most pages are undated: check them "
        "before you apply.",
        also=program_sources(anchor.plan, here.engine),
    )


@st.fragment(key=LIST)
@safely
def _list(anchor: Assessment, here: PageContext) -> None:
    """Draw the list; programs that are new or moved up since the last change are marked."""
    assessment = shown_now(anchor, here)
    plan = assessment.plan
    if not plan.size:
        block(heading("Recommended list"), note_html(" ".join(empty_list_sentences(assessment))))
        return
    before = sitting().settled if sitting().dragged else sitting().before
    moves = _moves(assessment, before, here)
    whole = kept(_ALL, False)
    rows = program_rows(plan, shared_pages(), None if whole.value else _FIRST_SHOWN)
    block(
        heading("Recommended list"),
        _figures(assessment),
        fine(ruled_out_sentence(assessment), moves_sentence(moves)),
        fine(*notices_shown(program_notices(assessment.profile, plan, here.engine.facts.programs))),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        list_csv_button(plan, here)
        st.page_link(
            "pages/applications.py", label="Its groups, signals and cost", icon=":material/checklist:"
        )
    block(program_table(rows, moves, several_specialties=len(assessment.profile.specialties) > 1))
    if plan.size > _FIRST_SHOWN:
        st.toggle(
            f"Show all {plan.size} programs", value=whole.value, key=whole.key, on_change=whole.on_change
        )


def _figures(assessment: Assessment) -> str:
    figures = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(figure)}<small>{escape(small)}</small></dd></div>"
        for name, figure, small in summary_figures(assessment)
    )
    return f'<dl class="sp-figures">{figures}</dl>'


def _moves(assessment: Assessment, before: ApplicantProfile | None, here: PageContext) -> ListMoves:
    now = assessment.plan.candidates.program_ids.tolist()
    if before is None or before == assessment.profile:
        return ListMoves({}, ())
    try:
        earlier = here.assessment_of(before).plan.candidates.program_ids.tolist()
    except LookupError:
        return ListMoves({}, ())
    return list_moves(earlier, now)
