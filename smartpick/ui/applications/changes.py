"""What the last change did to the list."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.presenters.list_changes import (
    ListChanges,
    Move,
    changed_answers,
    changes_sentence,
    list_changes,
)
from smartpick.presenters.look_up_questions import program_with_place
from smartpick.ui.applications.learning import list_before_answer
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.page import PageContext
from smartpick.ui.state import sitting

_MOST_NAMED = 12


def changes(shown: Assessment, here: PageContext) -> None:
    """Draw the difference from the list before the last change; nothing before the first one."""
    now = shown.plan.candidates.program_ids.tolist()
    before, cause = _list_before(here)
    if before is None:
        return
    found = list_changes(before, now)
    block(heading("What your last change did"), fine(cause, changes_sentence(found)))
    if found.nothing:
        return
    with st.expander("Which programs", key="which_programs"):
        names = _names(here, {*before, *now})
        block(_columns(found, names))


def _list_before(here: PageContext) -> tuple[list[str] | None, str]:
    """Return the list before the last change, and what the change was."""
    learned = list_before_answer()
    if learned is not None:
        return list(learned), "You added what you know of a program."
    before = sitting().before
    if before is None or before == here.profile:
        return None, ""
    try:
        earlier = here.assessment_of(before).plan.candidates.program_ids.tolist()
    except LookupError:
        return None, ""
    return earlier, changed_answers(before, here.profile)


def _names(here: PageContext, ids: set[str]) -> dict[str, str]:
    programs = here.engine.facts.programs
    rows = programs[programs["program_id"].isin(ids)].to_dict("records")
    return {str(row["program_id"]): program_with_place(row) for row in rows}


def _columns(found: ListChanges, names: dict[str, str]) -> str:
    parts = [
        _column("Came in", [(names[one], "") for one in found.came_in]),
        _column("Left", [(names[one], "") for one in found.left]),
        _column("Moved up", _moves(found.moved_up, names)),
        _column("Moved down", _moves(found.moved_down, names)),
    ]
    return f'<div class="sp-changes">{"".join(parts)}</div>'


def _moves(moves: Sequence[Move], names: dict[str, str]) -> list[tuple[str, str]]:
    return [(names[move.program_id], f"place {move.before} → {move.now}") for move in moves]


def _column(title: str, programs: list[tuple[str, str]]) -> str:
    if not programs:
        return ""
    shown = programs[:_MOST_NAMED]
    items = "".join(f"<li>{escape(name)} <small>{escape(small)}</small></li>" for name, small in shown)
    more = len(programs) - len(shown)
    items += f"<li><small>and {more} more</small></li>" if more else ""
    return f'<div><h3 class="sp-subheading">{title} ({len(programs)})</h3><ul>{items}</ul></div>'
