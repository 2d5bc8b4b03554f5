"""One program's view: what it means for the applicant, every fact with its source, and what is like it."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.plan.kinds import ProgramKind, kind_sentence
from smartpick.presenters.look_up_questions import program_with_place
from smartpick.presenters.program_facts import place_words, tracks, website
from smartpick.presenters.program_notices import twin_sentence, twins_of
from smartpick.ui.blocks import block, note
from smartpick.ui.controls.sharing import title_with_link
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.programs.fact_list import fact_list
from smartpick.ui.programs.fill_chart import fill_chart
from smartpick.ui.programs.for_you import for_you
from smartpick.ui.programs.institution import institution
from smartpick.ui.programs.marking import marking
from smartpick.ui.programs.own_figures import own_figures
from smartpick.ui.programs.shelf import shelf
from smartpick.ui.programs.similar_list import similar_list
from smartpick.ui.programs.statement_list import statement_list
from smartpick.ui.terms import terms_popover


def program_view(applicant: Applicant, row: int) -> None:
    """Draw the program at `row` of the directory."""
    st.button(
        "Back to the search",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=shelf().close,
        key="program_back",
    )
    _header(applicant, row)
    marking(applicant, row)
    left, right = st.columns([3, 2], gap="large")
    with left:
        for_you(applicant, row)
        statement_list(applicant, row)
        institution(applicant, row)
        fill_chart(applicant, row)
    with right:
        fact_list(applicant, row)
        own_figures(applicant, row)
    similar_list(applicant, row)
    terms_popover("IMG", "interview rate", "J-1", "H-1B", "USCE", "categorical", "PGY-1", key="terms_program")


def _kind(kind: ProgramKind) -> None:
    """Say what the program is where not everybody can apply, with the page or list that says so."""
    sentence = kind_sentence(kind)
    if not sentence:
        return
    link = ""
    if kind.url is not None:
        link = (
            f' <a href="{escape(kind.url)}" target="_blank" rel="noopener noreferrer">'
            f"Source{'' if kind.year is None else f', {kind.year}'}</a>"
        )
    block(f'<div class="sp-note sp-note-strong" role="note">{escape(sentence)}{link}</div>')


def _header(applicant: Applicant, row: int) -> None:
    directory = applicant.tables.directory
    program = directory.programs.iloc[row].to_dict()
    line = [str(program["specialty"]), place_words(program)]
    kinds = tracks(program["nrmp_codes"])
    if kinds:
        line.append(f"{kinds} tracks" if "," in kinds else f"{kinds} track")
    address = website(program)
    link = "Its website is not known"
    if address is not None:
        link = f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">Website</a>'
    coast = " sp-pacific" if program["pacific_coast"] is True else ""
    title_with_link(
        f'<h1 class="sp-title">{escape(str(program["name"]))}</h1>',
        f'<p class="sp-program-line{coast}">{escape(" · ".join(line))} · {link}</p>',
    )
    for kind in directory.kinds.of(str(program["program_id"])):
        _kind(kind)
    twins = twins_of(program, directory.programs)
    if twins:
        note(twin_sentence(program_with_place(program), twins))
    elif program["row_confidence"] == "low":
        note("We are less sure of this entry: it may be closed, or another name of a program that is listed.")
