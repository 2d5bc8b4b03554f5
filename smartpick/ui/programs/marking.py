"""What a person does with a program: pin it, exclude it, compare it, write a note."""

from __future__ import annotations

import streamlit as st

from smartpick.plan.kinds import pin_notes
from smartpick.presenters.look_up_questions import program_with_place
from smartpick.presenters.program_notices import pinned_sentence
from smartpick.presenters.program_statements import REQUIREMENT_NAMES
from smartpick.ui.blocks import note
from smartpick.ui.in_force import control
from smartpick.ui.program_notes import LONGEST_NOTE, program_notes
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.programs.shelf import MOST_COMPARED, shelf
from smartpick.ui.state import sitting


def marking(applicant: Applicant, row: int) -> None:
    """Draw the buttons and the note of the program at `row`."""
    program_id = str(applicant.tables.directory.program_ids[row])
    profile = applicant.here.profile
    pinned, excluded = program_id in profile.pinned, program_id in profile.excluded
    compared = program_id in shelf().compared
    on_offer = applicant.estimates.place_of(program_id) is not None
    grid = st.grid(4, min_column_width=150, key="program_marks")
    grid.button(
        "Take the pin off" if pinned else "Pin",
        icon=":material/push_pin:",
        width="stretch",
        key="program_pin",
        on_click=_pin,
        args=(program_id, not pinned),
        disabled=not (on_offer or pinned),
        help="A pinned program is on your list whatever its chance."
        if on_offer or pinned
        else "Only programs of your profile's specialties can be on your list.",
    )
    grid.button(
        "Allow again" if excluded else "Exclude",
        icon=":material/block:",
        width="stretch",
        key="program_exclude",
        on_click=_exclude,
        args=(program_id, not excluded),
        help="An excluded program never comes onto your list.",
    )
    grid.button(
        "Out of comparison" if compared else "Compare",
        icon=":material/compare_arrows:",
        width="stretch",
        key="program_compare",
        on_click=shelf().compare,
        args=(program_id,),
        disabled=not compared and len(shelf().compared) >= MOST_COMPARED,
        help=f"Up to {MOST_COMPARED} programs stand side by side under Compare.",
    )
    with grid.popover("Note", icon=":material/edit_note:", width="stretch", key="program_note_popover"):
        _note(program_id)
    standing = applicant.standing(row)
    if pinned and standing.barring is not None:
        directory = applicant.tables.directory
        name = str(directory.programs["name"].iloc[row])
        here = profile.changed(pinned=(program_id,), excluded=())
        for sentence in pin_notes(here, directory.kinds, {program_id: name}):
            note(sentence)
    elif pinned and standing.ruled_out:
        program = applicant.tables.directory.programs.iloc[row].to_dict()
        rules = [REQUIREMENT_NAMES[requirement] for requirement in standing.rules_unmet]
        note(pinned_sentence(program_with_place(program), rules))


def _pin(program_id: str, pin: bool) -> None:
    here = sitting()
    pinned = [name for name in here.profile.pinned if name != program_id]
    excluded = tuple(name for name in here.profile.excluded if name != program_id)
    here.answer(pinned=tuple([*pinned, program_id] if pin else pinned), excluded=excluded)


def _exclude(program_id: str, exclude: bool) -> None:
    here = sitting()
    excluded = [name for name in here.profile.excluded if name != program_id]
    pinned = tuple(name for name in here.profile.pinned if name != program_id)
    here.answer(excluded=tuple([*excluded, program_id] if exclude else excluded), pinned=pinned)


def _note(program_id: str) -> None:
    def take(words: str) -> None:
        text = words.strip()
        if text:
            program_notes()[program_id] = text
        else:
            program_notes().pop(program_id, None)

    words = control(f"program_note_{program_id}", program_notes().get(program_id, ""), take)
    st.text_area(
        "Your note on this program",
        value=words.value,
        key=words.key,
        max_chars=LONGEST_NOTE,
        height=120,
        on_change=words.on_change,
        placeholder="Whom you wrote to, what they answered ...",
    )
    st.caption("It stays in this browser tab, and goes with your list when you download it.")
