"""The applicant's own evidence on programs: bring a table or type it in, look it over, use it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from smartpick.intake import evidence_to_csv
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import Evidence
from smartpick.text.numbers import plural
from smartpick.web.blocks import block, fine, note, plain
from smartpick.web.evidence_file import file_part
from smartpick.web.evidence_parts import (
    UNKNOWN,
    Setting,
    column_config,
    directory_stamp,
    evidence_fields,
    evidence_frame,
    forget_files,
    shared_directory,
)
from smartpick.web.session import sitting

# The evidence in use now: look, save, drop.


def evidence_in_use(setting: Setting) -> None:
    """Show what is in use, with a way to save it, to drop some of it and to drop all."""
    evidence = list(sitting().evidence_of(setting.applicant_type).values())
    if not evidence and not sitting().told.rates_of_others(setting.applicant_type):
        block(fine("Nothing is in use yet. Programs you say nothing about keep their published figures."))
        return
    count = len(evidence)
    block(
        plain(f"In use now: {plural(count, 'program')}."),
        _about_other_types(setting),
    )
    chosen: list[str] = []
    if evidence:
        table = st.dataframe(
            evidence_frame(evidence, setting),
            hide_index=True,
            # Another key for other rows: marks must not pass to rows that come in their place.
            key=f"evidence_in_use_{hash(tuple(each.program_id for each in evidence))}",
            on_select="rerun",
            selection_mode="multi-row",
            column_config=column_config(),
            placeholder=UNKNOWN,
            alt="The evidence in use, one row for each program.",
        )
        chosen = [evidence[i].program_id for i in table.selection.rows if i < count]
    labels = {each.program_id: setting.label(each.program_id) for each in evidence}
    grid = st.grid(3, min_column_width=180)
    grid.download_button(
        "Save what is in use",
        evidence_to_csv(evidence, setting.applicant_type, labels),
        "program-evidence.csv",
        "text/csv",
        key="evidence_save",
        help="A CSV file that you can bring back here another time.",
        on_click="ignore",
    )
    if grid.button("Drop the marked rows", key="evidence_drop", disabled=not chosen):
        setting.forget(chosen)
    if grid.button("Clear all", key="evidence_clear", help="Drops all evidence and the file."):
        forget_files()
        setting.clear()


def _about_other_types(setting: Setting) -> str:
    others = sitting().told.rates_of_others(setting.applicant_type)
    if not others:
        return ""
    return fine(f"{others:,} interview rates are of another applicant type and do not count now.")


# A small form for what a person knows of one program.


def single_program_form(setting: Setting) -> None:
    """Let a person find a program and say what they know of it."""
    program_id = _program(setting)
    if program_id is None:
        block(fine("No program of that specialty is in this state."))
        return
    with st.form("evidence_single", clear_on_submit=True):
        evidence = evidence_fields(program_id, st.grid(3, min_column_width=180))
    if evidence is not None:
        setting.use([evidence])


def _program(setting: Setting) -> str | None:
    directory = setting.directory
    grid = st.grid(2, min_column_width=180)
    specialties = sorted(set(directory.specialties))
    preferred = [s for s in setting.profile.specialties if s in specialties]
    specialty = grid.selectbox(
        "Specialty",
        specialties,
        index=specialties.index(preferred[0]) if preferred else 0,
        key="evidence_single_specialty",
    )
    of_specialty = directory.specialties == specialty
    states = sorted(set(directory.states[of_specialty]))
    start = states.index("CA") if "CA" in states else 0
    state = grid.selectbox("State", states, index=start, key="evidence_single_state")
    places = np.flatnonzero(of_specialty & (directory.states == state) & ~directory.doubtful_identity)
    if not len(places):
        return None
    ids = [str(directory.ids[i]) for i in places[np.argsort(directory.names[places])]]
    return st.selectbox("Program", ids, format_func=setting.label, key="evidence_single_program")


# The panel for the applicant's own evidence; can stand on any page.

_PRIVACY = (
    "What you bring here stays in this session and is never written to the server's disk. Figures from AAMC "
    "Residency Explorer and AMA FREIDA are licensed to you: keep them for your own use."
)


def evidence_panel(programs: pd.DataFrame, profile: ApplicantProfile) -> Evidence:
    """Let a person bring evidence on programs from a file or by hand; return what counts now.

    Args:
        programs: The directory, as `facts.programs`.
        profile: The applicant; interview rates count only for the type they were reported for.
    """
    stamp = directory_stamp(programs)
    setting = Setting(programs, shared_directory(stamp, programs), stamp, profile)
    note(_PRIVACY)
    from_file, by_hand = st.tabs(["From a file", "One program by hand"], key="evidence_ways")
    with from_file:
        file_part(setting)
    with by_hand:
        single_program_form(setting)
    evidence_in_use(setting)
    return sitting().evidence_of(profile.applicant_type)
