"""The search: what is looked for, and what was found as a list, on a map, or side by side."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from smartpick.explore.search import distances, find_programs
from smartpick.presenters.program_results import count_sentence, results_table
from smartpick.ui.blocks import block, fine, note
from smartpick.ui.in_force import kept
from smartpick.ui.linked_choices import write_choices
from smartpick.ui.page import safely
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.programs.compare import comparison
from smartpick.ui.programs.from_map import way_back
from smartpick.ui.programs.linked import COMPARE, LIST, MAP, PAGE, VIEW_KEY, search_choices
from smartpick.ui.programs.map_view import map_view
from smartpick.ui.programs.results import results
from smartpick.ui.programs.search_form import search_form
from smartpick.ui.programs.shelf import shelf


def search(applicant: Applicant) -> None:
    """Draw the search. A fragment, so that typing redraws what is found and nothing else."""

    @st.fragment
    @safely
    def searching() -> None:
        _draw(applicant)
        write_choices(PAGE, search_choices(applicant))
        if shelf().shown is not None:
            st.rerun()

    searching()


def _draw(applicant: Applicant) -> None:
    wanted = search_form(applicant)
    directory = applicant.tables.directory
    rows = find_programs(directory, wanted, applicant.eligibility.state, applicant.invitation)
    with_doubtful = replace(wanted, doubtful=True)
    everything = find_programs(directory, with_doubtful, applicant.eligibility.state, applicant.invitation)
    hidden = len(everything) - len(rows)
    estimates = applicant.estimates
    counts_only = tuple(m.specialty for m in estimates.models if not m.score_curve.by_score)
    block(fine(count_sentence(len(rows), hidden, estimates.without_figures, counts_only)))
    way_back()
    compared = len(shelf().compared)
    shown_as = kept(VIEW_KEY, LIST)
    view = st.segmented_control(
        "Show as",
        [LIST, MAP, COMPARE],
        default=shown_as.value,
        format_func=lambda name: f"{name} ({compared})" if name == COMPARE and compared else name,
        key=shown_as.key,
        required=True,
        label_visibility="collapsed",
        on_change=shown_as.on_change,
    )
    if view == COMPARE:
        comparison(applicant)
    elif len(rows) == 0:
        note("No program fits all of this. Take a filter away, or look in more states.")
    elif view == MAP:
        map_view(applicant, rows, wanted)
    else:
        miles = distances(directory, wanted.centre)
        table = results_table(
            directory,
            applicant.here.profile,
            rows,
            applicant.invitation,
            applicant.eligibility.state,
            applicant.marks(),
            miles,
        )
        results(applicant, rows, table, wanted)
