"""What a person does with a program: pin, exclude, note, and compare up to five side by side."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.programs.kinds import pin_notes
from smartpick.text.list_changes import pinned_sentence
from smartpick.text.program_facts import REQUIREMENT_NAMES, program_with_place
from smartpick.text.program_search import ComparedPrograms, compare_programs, comparison_file
from smartpick.web.blocks import block, fine, note
from smartpick.web.charts import chart_tools
from smartpick.web.controls import control
from smartpick.web.programs.filters import Applicant
from smartpick.web.programs.for_you import invitation_sources
from smartpick.web.programs.shelf import MOST_COMPARED, shelf
from smartpick.web.session import LONGEST_NOTE, program_notes, sitting

# What a person does with a program: pin it, exclude it, compare it, write a note.


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


# Up to five programs side by side.


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


def _table(compared: ComparedPrograms) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in compared.names)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for name, cells in compared.lines.items()
    )
    return (
        '<div class="sp-compare" tabindex="0" role="region" aria-label="Programs side by side">'
        f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
