"""The applicant's own evidence on programs: bring a table or type it in, look it over, use it."""

import numpy as np
import pandas as pd
import streamlit as st

from smartpick.intake.evidence import evidence_to_csv
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import Evidence
from smartpick.prose import plural
from smartpick.web.blocks import block, fine, note, plain
from smartpick.web.evidence_file import file_part
from smartpick.web.evidence_parts import (
    Panel,
    directory_stamp,
    evidence_fields,
    forget_files,
    shared_directory,
    show_evidence,
)
from smartpick.web.session import sitting

_PRIVACY = (
    "What you bring here stays in this browser tab and the server's memory, and is never written to "
    "the server's disk. Figures from AAMC Residency Explorer and AMA FREIDA are licensed to you: "
    "keep them for your own use."
)


def evidence_panel(programs: pd.DataFrame, profile: ApplicantProfile) -> Evidence:
    """Let a person bring evidence on programs from a file or by hand; return what counts now.

    `programs` is the directory, as `facts.programs`. Interview rates count only for the applicant type they
    were reported for.
    """
    if sitting().follows:
        note("Your own figures are set aside while you follow another screen. They come back when you stop.")
        return sitting().evidence
    stamp = directory_stamp(programs)
    panel = Panel(shared_directory(stamp, programs), stamp, profile)
    note(_PRIVACY)
    from_file, by_hand = st.tabs(["From a file", "One program by hand"], key="evidence_ways")
    with from_file:
        file_part(panel)
    with by_hand:
        _by_hand(panel)
    _in_use(panel)
    return sitting().evidence_of(profile.applicant_type)


def _by_hand(panel: Panel) -> None:
    """Let a person find a program and enter what they know of it."""
    directory = panel.directory
    grid = st.grid(2, min_column_width=180)
    specialties = sorted(set(directory.specialties))
    preferred = [s for s in panel.profile.specialties if s in specialties]
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
        block(fine("No program of that specialty is in this state."))
        return
    ids = [str(directory.ids[i]) for i in places[np.argsort(directory.names[places])]]
    program_id = st.selectbox("Program", ids, format_func=panel.label, key="evidence_single_program")
    with st.form("evidence_single", clear_on_submit=True):
        evidence = evidence_fields(program_id, st.grid(3, min_column_width=180))
    if evidence is not None:
        panel.use([evidence])


def _in_use(panel: Panel) -> None:
    """Show what is in use, with a way to save it, to drop some of it and to drop all."""
    own = sitting().own_evidence
    evidence = list(own.of_type(panel.applicant_type).values())
    others = own.rates_of_others(panel.applicant_type)
    if not evidence and not others:
        block(fine("Nothing is in use yet. Programs you say nothing about keep their published figures."))
        return
    count = len(evidence)
    block(
        plain(f"In use now: {plural(count, 'program')}."),
        fine(f"{others:,} interview rates are of another applicant type and do not count now.")
        if others
        else "",
    )
    chosen: list[str] = []
    if evidence:
        table = show_evidence(
            evidence,
            panel,
            # Another key for other rows: marks must not pass to rows that come in their place.
            key=f"evidence_in_use_{hash(tuple(each.program_id for each in evidence))}",
            alt="The evidence in use, one row for each program.",
            on_select="rerun",
            selection_mode="multi-row",
        )
        chosen = [evidence[i].program_id for i in table.selection.rows if i < count]
    labels = {each.program_id: panel.label(each.program_id) for each in evidence}
    grid = st.grid(3, min_column_width=180)
    grid.download_button(
        "Save what is in use",
        evidence_to_csv(evidence, panel.applicant_type, labels),
        "program-evidence.csv",
        "text/csv",
        key="evidence_save",
        help="A CSV file that you can bring back here another time.",
        on_click="ignore",
    )
    if grid.button("Drop the marked rows", key="evidence_drop", disabled=not chosen):
        own.forget(chosen, panel.applicant_type)
        st.rerun()
    if grid.button("Clear all", key="evidence_clear", help="Removes all evidence and the file."):
        forget_files()
        own.clear()
        st.rerun()
