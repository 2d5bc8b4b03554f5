"""What a person does with a program: pin, exclude, note, and compare up to five side by side."""

from __future__ import annotations

import streamlit as st

from smartpick.programs.kinds import pin_notes
from smartpick.text.list_changes import pinned_sentence
from smartpick.text.program_facts import REQUIREMENT_NAMES, program_with_place
from smartpick.text.program_search import compare_programs, comparison_file
from smartpick.web.blocks import as_plain_text, block, fine, note
from smartpick.web.charts import chart_tools
from smartpick.web.controls import control
from smartpick.web.programs.filters import Applicant
from smartpick.web.programs.for_you import invitation_sources
from smartpick.web.programs.shelf import MOST_COMPARED, shelf
from smartpick.web.saving import LONGEST_NOTE
from smartpick.web.session import program_notes, sitting
from smartpick.web.templates import part


def marking(applicant: Applicant, row: int) -> None:
    """Draw the buttons and the note of the program at `row`."""
    program_id, profile = applicant.program_id(row), applicant.profile
    pinned, excluded = program_id in profile.pinned, program_id in profile.excluded
    compared = program_id in shelf().compared
    can_be_pinned = pinned or applicant.estimates.place_of(program_id) is not None
    grid = st.grid(4, min_column_width=150, key="program_marks")
    grid.button(
        "Unpin" if pinned else "Pin",
        icon=":material/push_pin:",
        width="stretch",
        key="program_pin",
        on_click=_mark,
        args=("pinned", program_id, not pinned),
        disabled=not can_be_pinned,
        help="A pinned program is on your list whatever its chance."
        if can_be_pinned
        else "Only programs in the specialties of your profile can be on your list.",
    )
    grid.button(
        "Allow again" if excluded else "Exclude",
        icon=":material/block:",
        width="stretch",
        key="program_exclude",
        on_click=_mark,
        args=("excluded", program_id, not excluded),
        help="An excluded program is never put on your list.",
    )
    grid.button(
        "Remove from comparison" if compared else "Compare",
        icon=":material/compare_arrows:",
        width="stretch",
        key="program_compare",
        on_click=shelf().compare,
        args=(program_id,),
        disabled=not compared and len(shelf().compared) >= MOST_COMPARED,
        help=f"Up to {MOST_COMPARED} programs are shown side by side under Compare.",
    )
    with grid.popover("Note", icon=":material/edit_note:", width="stretch", key="program_note_popover"):
        _note(program_id)
    standing, program = applicant.standing(row), applicant.program(row)
    if pinned and standing.barring is not None:
        alone = profile.changed(pinned=(program_id,), excluded=())
        for sentence in pin_notes(alone, applicant.directory.kinds, {program_id: str(program["name"])}):
            note(sentence)
    elif pinned and standing.ruled_out:
        rules = [REQUIREMENT_NAMES[requirement] for requirement in standing.rules_unmet]
        note(pinned_sentence(program_with_place(program), rules))


def _mark(field: str, program_id: str, on: bool) -> None:
    """Pin or exclude a program, or undo it; a program is never both."""
    profile = sitting().profile
    answers = {
        name: tuple(other for other in getattr(profile, name) if other != program_id)
        for name in ("pinned", "excluded")
    }
    if on:
        answers[field] += (program_id,)
    sitting().answer(**answers)


def _note(program_id: str) -> None:
    def take(words: str) -> None:
        if words.strip():
            program_notes()[program_id] = words.strip()
        else:
            program_notes().pop(program_id, None)

    st.text_area(
        "Your note on this program",
        max_chars=LONGEST_NOTE,
        height=120,
        placeholder="Whom you wrote to, what they answered ...",
        **control(f"program_note_{program_id}", program_notes().get(program_id, ""), take).widget(),
    )
    st.caption("It stays in this browser tab, and is included when you download your list.")


def comparison(applicant: Applicant) -> None:
    """Draw the programs that were put into the comparison."""
    directory = applicant.directory
    places = [directory.place_of(program_id) for program_id in shelf().compared]
    rows = [row for row in places if row is not None]
    if not rows:
        note(
            "Nothing to compare yet. Open a program and choose Compare; "
            f"up to {MOST_COMPARED} are shown side by side here."
        )
        return
    compared = compare_programs(
        directory,
        rows,
        applicant.estimates,
        [applicant.standing(row) for row in rows],
        applicant.facts.program_requirements,
        program_notes(),
    )
    if len(rows) == 1:
        block(fine("One program so far. Add others from their own views."))
    block(part("programs.html", "comparison", compared=compared))
    grid = st.grid(len(rows), min_column_width=180, key="comparison_buttons")
    for program_id, name in zip(compared.program_ids, compared.names, strict=True):
        with grid.container(gap="xxsmall"):
            st.button(
                f"Open {as_plain_text(name)}",
                key=f"compare_open_{program_id}",
                on_click=shelf().open,
                args=(program_id,),
                wrap=True,
                width="stretch",
            )
            st.button(
                "Remove",
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
